//! A second verifier, in C and from the documentation alone, agrees with ours on ledgers good and bad.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use undersigned::domain::ledger::{
    Act, Anchor, Entry, Header, LedgerHash, ObjectKind, Opening, StoredEntry, Verdict, Verifier, lines,
};
use undersigned::store::{Openings, Store, StoreError};

use crate::{GUILD, harness::on_both_databases, instant};

/// How many ledgers are tampered with.
const MUTATIONS: u64 = 1_000;

/// A ledger taken apart, to be tampered with.
#[derive(Clone)]
struct Ledger {
    anchors: Vec<Anchor>,
    entries: Vec<(StoredEntry, Vec<Opening>)>,
    noted: (i64, Vec<u8>),
}

impl Ledger {
    /// Reads what the store wrote.
    fn parse(text: &str) -> Self {
        let mut ledger = Self { anchors: Vec::new(), entries: Vec::new(), noted: (0, Vec::new()) };
        for line in text.lines().skip(2) {
            let words: Vec<&str> = line.split(' ').collect();
            let whole = |at: usize| words[at].parse().unwrap();
            match words[0] {
                "entry" => {
                    let entry = StoredEntry {
                        seq: whole(1),
                        at: whole(2),
                        act: words[3].to_owned(),
                        object_kind: words[4].to_owned(),
                        object: whole(5),
                        revision: whole(6),
                        previous: bytes(words[7]),
                        hash: bytes(words[8]),
                        commitments: bytes(words[9]),
                    };
                    ledger.entries.push((entry, Vec::new()));
                }
                "opening" => ledger.entries.last_mut().unwrap().1.push(Opening {
                    position: whole(2),
                    field: words[3].to_owned(),
                    salt: bytes(words[4]),
                    value: Some(bytes(words[5])),
                }),
                "end" => ledger.noted = (whole(1), bytes(words[2])),
                other => panic!("a line of {other}"),
            }
        }
        ledger
    }

    fn write(&self) -> String {
        let mut text = lines::begin(GUILD);
        text.extend(self.anchors.iter().map(lines::anchor));
        text.extend(self.entries.iter().map(|(entry, openings)| lines::entry(entry, openings)));
        text + &lines::end(self.noted.0, &self.noted.1)
    }

    fn verdict(&self) -> Verdict {
        let mut verifier = Verifier::new(GUILD, &self.anchors);
        for (entry, openings) in &self.entries {
            if let Err(broken) = verifier.follow(entry, openings) {
                return broken;
            }
        }
        verifier.finish(self.noted.0, &self.noted.1)
    }

    /// Hashes the chain anew from an entry on, as a forger with the whole database would.
    fn forge_from(&mut self, first: usize) {
        for at in first..self.entries.len() {
            let previous = match at.checked_sub(1) {
                Some(before) => self.entries[before].0.hash.clone(),
                None => LedgerHash::ZERO.as_bytes().to_vec(),
            };
            let (entry, _) = &mut self.entries[at];
            entry.seq = i64::try_from(at).unwrap() + 1;
            entry.previous = previous;
            let header = Header {
                guild: GUILD,
                seq: entry.seq,
                at: entry.at,
                act: &entry.act,
                object_kind: &entry.object_kind,
                object: entry.object,
                revision: entry.revision,
                previous: LedgerHash::try_from(entry.previous.as_slice()).unwrap(),
                commitments: &entry.commitments,
            };
            entry.hash = header.hash().as_bytes().to_vec();
        }
        let (last, _) = self.entries.last().unwrap();
        self.noted = (last.seq, last.hash.clone());
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

/// Draws numbers that are the same at every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        // The step and the shift of SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }

    fn flip(&mut self, bytes: &mut [u8]) {
        let at = self.below(bytes.len());
        bytes[at] ^= 1 << self.below(8);
    }
}

/// Does one of the things that may be done to a ledger; says what it was.
fn tamper(ledger: &mut Ledger, draw: &mut Draw) -> &'static str {
    let at = draw.below(ledger.entries.len() - 1);
    let with_openings = |ledger: &Ledger, from: usize| {
        (from..ledger.entries.len()).chain(0..from).find(|at| !ledger.entries[*at].1.is_empty()).unwrap()
    };
    let opened = with_openings(ledger, at);
    match draw.below(20) {
        0 => {
            ledger.entries[at].0.at += 1;
            "time"
        }
        1 => {
            ledger.entries[at].0.act.push('x');
            "act"
        }
        2 => {
            "a kind with spaces: %41".clone_into(&mut ledger.entries[at].0.object_kind);
            "kind"
        }
        3 => {
            ledger.entries[at].0.object -= 1;
            "object"
        }
        4 => {
            ledger.entries[at].0.revision += 1;
            "revision"
        }
        5 => {
            draw.flip(&mut ledger.entries[at].0.previous);
            "previous hash"
        }
        6 => {
            draw.flip(&mut ledger.entries[at].0.hash);
            "hash"
        }
        7 => {
            draw.flip(&mut ledger.entries[opened].0.commitments);
            "commitment"
        }
        8 => {
            ledger.entries[opened].0.commitments.pop();
            "length of the commitments"
        }
        9 => {
            ledger.entries.remove(at);
            "an entry taken out"
        }
        10 => {
            ledger.entries.swap(at, at + 1);
            "two entries in each other's place"
        }
        11 => {
            let entry = ledger.entries[at].clone();
            ledger.entries.insert(at, entry);
            "an entry twice"
        }
        12 => {
            ledger.entries[opened].1[0].field.push('s');
            "an opening's field"
        }
        13 => {
            draw.flip(&mut ledger.entries[opened].1[0].salt);
            "an opening's salt"
        }
        14 => {
            ledger.entries[opened].1[0].value.as_mut().unwrap().push(0);
            "an opening's value"
        }
        15 => {
            ledger.entries[opened].1[0].position += if draw.below(2) == 0 { 1 } else { 100 };
            "an opening's position"
        }
        16 => {
            ledger.entries[opened].1[0].value = None;
            "an opening that cannot be unsealed"
        }
        17 => {
            ledger.entries.truncate(at + 1);
            let (last, _) = ledger.entries.last().unwrap();
            ledger.noted = (last.seq, last.hash.clone());
            "the tail cut"
        }
        18 => {
            ledger.entries[at].0.object += 1;
            ledger.forge_from(at);
            "history written anew"
        }
        _ => {
            draw.flip(&mut ledger.noted.1);
            "the noted end"
        }
    }
}

/// Builds the verifier with the C compiler that the program itself is built with.
fn build(folder: &Path) -> PathBuf {
    let (source, built) =
        (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/store/verifier.c"), folder.join("verifier"));
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let done = Command::new(compiler)
        .args(["-O1", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o"])
        .args([&built, &source])
        .status();
    assert!(done.unwrap().success(), "the verifier does not compile");
    built
}

/// Lets the other verifier read ledgers, and gives a line for each.
fn ask(verifier: &Path, ledgers: String) -> Vec<String> {
    let mut child = Command::new(verifier).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(ledgers.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn line(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Intact { entries, head, .. } => format!("intact {entries} {head}"),
        Verdict::Broken { seq, .. } => format!("broken {seq}"),
    }
}

async fn some_entries(store: &Store) {
    for turn in 0..25_u8 {
        store
            .write(GUILD, instant(), |uow| {
                Box::pin(async move {
                    let number = uow.number()?;
                    let entry = Entry::new(Act::File, ObjectKind::Submission, number, 1);
                    let entry = if turn % 3 == 0 { entry } else { entry.with("actor", [turn; 16]) };
                    uow.append(entry.with("reason", format!("reason {turn}, “as written”")).with("note", ""));
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    }
}

async fn written(store: &Store, openings: Openings) -> String {
    let mut text = String::new();
    let there = store.write_ledger(GUILD, openings, |lines| {
        text.push_str(lines);
        Ok(())
    });
    assert!(there.await.unwrap());
    text
}

on_both_databases! {
    async fn a_second_verifier_agrees_on_good_and_tampered_ledgers(db) {
        let store = db.open().await;
        some_entries(&store).await;
        // What was erased is no fault.
        db.execute("DELETE FROM opening WHERE seq = 7 OR (seq = 9 AND position = 1)").await;
        let verifier = build(db.folder.path());
        let ours = store.verify(GUILD, &[]).await.unwrap();
        assert!(ours.is_intact());
        for openings in [Openings::Left, Openings::Shown] {
            assert_eq!(ask(&verifier, written(&store, openings).await), [line(&ours)]);
        }

        let mut good = Ledger::parse(&written(&store, Openings::Shown).await);
        good.anchors.push(store.anchor(GUILD).await.unwrap().unwrap());
        assert_eq!(line(&good.verdict()), line(&ours));
        let (mut text, mut expected, mut done) = (String::new(), Vec::new(), Vec::new());
        for seed in 0..MUTATIONS {
            let mut ledger = good.clone();
            done.push(tamper(&mut ledger, &mut Draw(seed)));
            let verdict = ledger.verdict();
            assert!(!verdict.is_intact(), "{seed}: {} is not found", done.last().unwrap());
            expected.push(line(&verdict));
            text.push_str(&ledger.write());
        }
        let found = ask(&verifier, text);
        assert_eq!(found.len(), expected.len());
        for (seed, ((found, expected), done)) in found.iter().zip(&expected).zip(&done).enumerate() {
            assert_eq!(found, expected, "{seed}: {done}");
        }
        done.sort_unstable();
        done.dedup();
        assert_eq!(done.len(), 20, "everything that may be done was done");
    }

    async fn a_guild_without_a_ledger_has_nothing_to_write(db) {
        let store = db.open().await;
        let there = store.write_ledger(GUILD, Openings::Left, |_| panic!("nothing to write")).await;
        assert!(!there.unwrap());
    }
}
