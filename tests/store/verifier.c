/* Verifies ledgers written as lines of text, from their documentation alone: nothing here is shared with the program
 * that wrote them. Reads any number of ledgers from standard input and writes a line for each: `intact ENTRIES HEAD`
 * or `broken ENTRY`, the first entry that is not as it was written.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SHA-256, as in FIPS 180-4. */

typedef struct {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[64];
} sha256;

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static uint32_t rotate(uint32_t word, int by) { return word >> by | word << (32 - by); }

static void sha256_block(sha256 *hash) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)hash->block[4 * i] << 24 | (uint32_t)hash->block[4 * i + 1] << 16 |
               (uint32_t)hash->block[4 * i + 2] << 8 | hash->block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(s, hash->state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t a = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
                     K[i] + w[i];
        uint32_t b =
            (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += a;
        s[0] = a + b;
    }
    for (int i = 0; i < 8; i++) hash->state[i] += s[i];
}

static void sha256_begin(sha256 *hash) {
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(hash->state, start, sizeof start);
    hash->length = 0;
}

static void sha256_add(sha256 *hash, const void *bytes, size_t count) {
    const uint8_t *from = bytes;
    while (count-- > 0) {
        hash->block[hash->length++ % 64] = *from++;
        if (hash->length % 64 == 0) sha256_block(hash);
    }
}

static void sha256_end(sha256 *hash, uint8_t out[32]) {
    uint64_t bits = hash->length * 8;
    sha256_add(hash, "\x80", 1);
    while (hash->length % 64 != 56) sha256_add(hash, "", 1);
    for (int shift = 56; shift >= 0; shift -= 8) {
        uint8_t byte = (uint8_t)(bits >> shift);
        sha256_add(hash, &byte, 1);
    }
    for (int i = 0; i < 32; i++) out[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}

static void add_int(sha256 *hash, int64_t value) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
    sha256_add(hash, bytes, 8);
}

static void add_bytes(sha256 *hash, const uint8_t *bytes, size_t count) {
    uint8_t length[4] = {(uint8_t)(count >> 24), (uint8_t)(count >> 16), (uint8_t)(count >> 8), (uint8_t)count};
    sha256_add(hash, length, 4);
    sha256_add(hash, bytes, count);
}

/* What the lines are made of. */

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static void fail(const char *why) {
    fprintf(stderr, "not a ledger: %s\n", why);
    exit(2);
}

/* Turns hexadecimal digits into bytes where they stand, and gives how many. */
static size_t unhex(char *text) {
    uint8_t *out = (uint8_t *)text;
    size_t count = 0;
    if (strcmp(text, "-") == 0) return 0;
    for (; *text != 0; text += 2) {
        if (digit(text[0]) < 0 || digit(text[1]) < 0) fail("bytes are not hexadecimal");
        out[count++] = (uint8_t)(digit(text[0]) * 16 + digit(text[1]));
    }
    return count;
}

/* Turns `%xx` into bytes where they stand, and gives the length of the word. */
static size_t unescape(char *text) {
    char *out = text;
    size_t count = 0;
    if (strcmp(text, "-") == 0) return 0;
    for (; *text != 0; text++) {
        if (*text == '%') {
            if (digit(text[1]) < 0 || digit(text[2]) < 0) fail("a word is not escaped well");
            out[count++] = (char)(digit(text[1]) * 16 + digit(text[2]));
            text += 2;
        } else {
            out[count++] = *text;
        }
    }
    return count;
}

static int64_t whole(const char *text) {
    char *end;
    long long value = strtoll(text, &end, 10);
    if (*text == 0 || *end != 0) fail("a number is none");
    return value;
}

/* Cuts a line at its spaces. */
static int cut(char *line, char *words[], int most) {
    int count = 0;
    for (char *word = strtok(line, " \n"); word != NULL && count < most; word = strtok(NULL, " \n")) words[count++] = word;
    return count;
}

/* One ledger. */

typedef struct {
    int64_t seq;
    uint8_t hash[32];
} anchored;

static struct {
    int64_t guild, seq, broken;
    uint8_t head[32];
    uint8_t *commitments;
    size_t committed;
    anchored *anchors;
    size_t anchors_count;
} ledger;

static void begin(void) {
    free(ledger.commitments);
    free(ledger.anchors);
    memset(&ledger, 0, sizeof ledger);
}

static void break_at(int64_t seq) {
    if (ledger.broken == 0) ledger.broken = seq;
}

static void follow(char *words[]) {
    int64_t seq = ledger.seq + 1;
    if (ledger.broken != 0) return;
    if (whole(words[1]) != seq) {
        break_at(seq);
        return;
    }
    size_t previous = unhex(words[7]), hashed = unhex(words[8]), committed = unhex(words[9]);
    if (previous != 32 || hashed != 32 || committed % 32 != 0 || memcmp(words[7], ledger.head, 32) != 0) {
        break_at(seq);
        return;
    }
    size_t act = unescape(words[3]), kind = unescape(words[4]);
    sha256 hash;
    uint8_t made[32];
    sha256_begin(&hash);
    sha256_add(&hash, "undersigned ledger 1\n", 21);
    add_int(&hash, ledger.guild);
    add_int(&hash, seq);
    add_int(&hash, whole(words[2]));
    add_bytes(&hash, (uint8_t *)words[3], act);
    add_bytes(&hash, (uint8_t *)words[4], kind);
    add_int(&hash, whole(words[5]));
    add_int(&hash, whole(words[6]));
    sha256_add(&hash, words[7], 32);
    add_bytes(&hash, (uint8_t *)words[9], committed);
    sha256_end(&hash, made);
    if (memcmp(made, words[8], 32) != 0) {
        break_at(seq);
        return;
    }
    ledger.seq = seq;
    memcpy(ledger.head, made, 32);
    free(ledger.commitments);
    ledger.commitments = malloc(committed + 1);
    if (ledger.commitments == NULL) fail("there is no memory");
    memcpy(ledger.commitments, words[9], committed);
    ledger.committed = committed / 32;
    for (size_t i = 0; i < ledger.anchors_count; i++)
        if (ledger.anchors[i].seq == seq && memcmp(ledger.anchors[i].hash, made, 32) != 0) break_at(seq);
}

static void open_one(char *words[]) {
    if (ledger.broken != 0) return;
    int64_t seq = whole(words[1]), position = whole(words[2]);
    if (seq != ledger.seq) fail("an opening does not follow its entry");
    if (position < 0 || (uint64_t)position >= ledger.committed || strcmp(words[5], "?") == 0) {
        break_at(seq);
        return;
    }
    size_t field = unescape(words[3]), salt = unhex(words[4]), value = unhex(words[5]);
    sha256 hash;
    uint8_t made[32];
    sha256_begin(&hash);
    add_bytes(&hash, (uint8_t *)words[4], salt);
    add_bytes(&hash, (uint8_t *)words[3], field);
    sha256_add(&hash, words[5], value);
    sha256_end(&hash, made);
    if (salt != 16 || memcmp(made, ledger.commitments + 32 * position, 32) != 0) break_at(seq);
}

static void add_anchor(char *words[]) {
    ledger.anchors = realloc(ledger.anchors, (ledger.anchors_count + 1) * sizeof *ledger.anchors);
    if (ledger.anchors == NULL) fail("there is no memory");
    anchored *anchor = &ledger.anchors[ledger.anchors_count++];
    anchor->seq = whole(words[1]);
    if (unhex(words[2]) != 32) fail("an anchor is no hash");
    memcpy(anchor->hash, words[2], 32);
}

static void end(char *words[]) {
    for (size_t i = 0; i < ledger.anchors_count; i++)
        if (ledger.anchors[i].seq > ledger.seq) break_at(ledger.anchors[i].seq);
    int noted = whole(words[1]) == ledger.seq && unhex(words[2]) == 32 && memcmp(words[2], ledger.head, 32) == 0;
    if (ledger.broken == 0 && noted) {
        printf("intact %lld ", (long long)ledger.seq);
        for (int i = 0; i < 32; i++) printf("%02x", ledger.head[i]);
        printf("\n");
    } else {
        printf("broken %lld\n", (long long)(ledger.broken != 0 ? ledger.broken : ledger.seq));
    }
}

int main(void) {
    char *line = NULL, *words[10];
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        if (strcmp(line, "undersigned ledger 1\n") == 0) {
            begin();
            continue;
        }
        int count = cut(line, words, 10);
        if (count == 2 && strcmp(words[0], "guild") == 0) {
            ledger.guild = whole(words[1]);
        } else if (count == 10 && strcmp(words[0], "entry") == 0) {
            follow(words);
        } else if (count == 6 && strcmp(words[0], "opening") == 0) {
            open_one(words);
        } else if (count == 3 && strcmp(words[0], "anchor") == 0) {
            add_anchor(words);
        } else if (count == 3 && strcmp(words[0], "end") == 0) {
            end(words);
        } else {
            fail("a line is none of its");
        }
    }
    free(line);
    return 0;
}
