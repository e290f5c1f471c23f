//! Whether a sentence binds a number to signing: who signed, what was signed by whom, how many signatures there are.

use crate::Measure;
use crate::noun::{Class, Noun};
use crate::phrase::Phrase;
use crate::token::{Kind, Token, mark_at, word_at, word_before, words_at};
use crate::words::{CHANGE, PETITIONS};

/// How a sentence binds a number, the closest to signing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// They signed.
    Sign,
    /// They said that they would walk out.
    Pledge,
    /// They support it.
    Support,
    /// They wrote the letter, or demand something in it.
    Author,
    /// They took part in a walkout, a strike, a protest.
    Join,
}

impl Act {
    /// The measure that the act says.
    pub(crate) const fn measure(self) -> Option<Measure> {
        match self {
            Self::Sign => Some(Measure::Signatures),
            Self::Pledge => Some(Measure::WalkoutPledges),
            Self::Support => Some(Measure::Supporters),
            Self::Author => None,
            Self::Join => Some(Measure::Participants),
        }
    }
}

/// A sentence, and what it helps to know about it once.
pub(crate) struct Sentence<'a> {
    /// Its tokens.
    pub(crate) tokens: &'a [Token],
    /// Whether it names a petition, a letter.
    pub(crate) has_petition: bool,
    /// For each token, whether another number of people starts there.
    pub(crate) starts: Vec<bool>,
}

/// How far after its noun a subject's verb is looked for: "2,900 workers, including top level management and
/// investors, publicly signed".
const VERB_REACH: usize = 16;

/// How far after a number without a known noun its verb is looked for: "300 have already signed".
const NEAR_REACH: usize = 4;

/// How far before a number "signed by", "the number of signatures rose to" is looked for.
const BEFORE_REACH: usize = 8;

/// Finds the act a sentence binds a number to.
pub(crate) fn act(sentence: &Sentence<'_>, phrase: &Phrase, noun: &Noun) -> Option<Act> {
    let tokens = sentence.tokens;
    let subject = |reach| {
        if is_object(tokens, phrase.start) { None } else { subject(sentence, phrase, noun, reach) }
    };
    match noun.class {
        Class::Signatures if noun.measure == Some(Measure::WalkoutPledges) => Some(Act::Pledge),
        Class::Signatures => Some(Act::Sign),
        Class::People | Class::Organisations => passive(tokens, phrase.start).or_else(|| subject(VERB_REACH)),
        Class::Unknown => passive(tokens, phrase.start).or_else(|| signs(subject(NEAR_REACH))),
        Class::Absent => {
            passive(tokens, phrase.start).or_else(|| tally(tokens, phrase)).or_else(|| signs(subject(NEAR_REACH)))
        }
        Class::Other => None,
    }
}

/// Keeps an act close enough to signing to make people of a noun that is not known.
fn signs(act: Option<Act>) -> Option<Act> {
    act.filter(|act| *act <= Act::Support)
}

/// "Fired 50 employees", "has 100,000 employees": the number is what somebody else acts on or has.
fn is_object(tokens: &[Token], at: usize) -> bool {
    const VERBS: &[&str] = &[
        "has",
        "have",
        "had",
        "employ",
        "employs",
        "employed",
        "employing",
        "fired",
        "firing",
        "fire",
        "dismissed",
        "dismissing",
        "suspended",
        "suspending",
        "disciplined",
        "sacked",
        "rehire",
        "reinstate",
        "hire",
        "hired",
        "hires",
        "hiring",
        "cut",
        "cutting",
        "off",
        "interviewed",
        "polled",
        "surveyed",
        "represents",
        "represent",
        "representing",
        "told",
        "asked",
        "urged",
        "with",
        "like",
        "affected",
        "affecting",
        "removed",
        "lost",
    ];
    VERBS.contains(&word_before(tokens, at))
}

/// "Signed by 300", "backed by 300", "a letter from 300 employees".
fn passive(tokens: &[Token], at: usize) -> Option<Act> {
    let near = |words: &[&str]| {
        (2..=4).any(|back| at.checked_sub(back).is_some_and(|place| words.contains(&word_at(tokens, place))))
    };
    match word_before(tokens, at) {
        "by" if near(&["signed", "cosigned", "endorsed", "signature", "signatures"]) => Some(Act::Sign),
        "by" if near(&["backed", "supported"]) => Some(Act::Support),
        "by" if near(&["penned", "authored", "written"]) => Some(Act::Author),
        "from" | "of" if near(&["signature", "signatures", "signatories", "names"]) => Some(Act::Sign),
        "from" if near(PETITIONS) => Some(Act::Sign),
        "of" if near(&["support", "backing"]) => Some(Act::Support),
        _ => None,
    }
}

fn counts_signers(word: &str) -> bool {
    matches!(word, "signature" | "signatures" | "signatories" | "signers" | "tally" | "count" | "total")
}

/// "The number of signatures rose to 505", "the petition has gathered 1,000", "signatures: 1,000". What a petition is
/// sent to or was is no count, so a petition alone needs a verb of gathering or of change.
fn tally(tokens: &[Token], phrase: &Phrase) -> Option<Act> {
    const GATHERS: &[&str] = &[
        "reached",
        "reach",
        "hit",
        "passed",
        "has",
        "had",
        "gathered",
        "collected",
        "attracted",
        "drawn",
        "drew",
        "garnered",
        "amassed",
        "topped",
        "surpassed",
        "exceeded",
        "exceeds",
        "received",
        "gained",
    ];
    const LINKS: &[&str] = &["to", "at", "past", "is", "was", "were", "now", "totals", "totalled", "totaled", "from"];
    let start = phrase.start;
    let link = [word_before(tokens, start), word_at(tokens, start)];
    let is_colon = start > 0 && mark_at(tokens, start - 1, ':');
    let gathers = link.iter().any(|word| GATHERS.contains(word));
    let links = is_colon || link.iter().any(|word| LINKS.contains(word));
    let before = tokens.get(start.saturating_sub(BEFORE_REACH)..start).unwrap_or_default();
    let has = |is: fn(&str) -> bool| before.iter().filter_map(Token::word).any(is);
    let names_petition = has(|word| PETITIONS.contains(&word));
    let is_tally = has(counts_signers) && (gathers || links);
    let grows = names_petition && (gathers || (links && has(|word| CHANGE.contains(&word))));
    (is_tally || grows).then_some(Act::Sign)
}

/// Finds the verb whose subject the number is.
fn subject(sentence: &Sentence<'_>, phrase: &Phrase, noun: &Noun, reach: usize) -> Option<Act> {
    const PREPOSITIONS: &[&str] = &[
        "from", "at", "in", "across", "within", "on", "for", "to", "against", "among", "into", "through", "under",
        "behind", "despite",
    ];
    let tokens = sentence.tokens;
    if PREPOSITIONS.contains(&word_before(tokens, phrase.start)) {
        return None;
    }
    let mut at = noun.end;
    while at < noun.end + reach {
        let token = tokens.get(at)?;
        match &token.kind {
            Kind::Mark('(') => at = closing(tokens, at)?,
            Kind::Mark(';' | ':' | ')') => return None,
            Kind::Mark(',') if starts_clause(word_at(tokens, at + 1)) => return None,
            Kind::Word { text, .. } => {
                if let Some(act) = verb(sentence, at) {
                    return (!is_passive(tokens, at)).then_some(act);
                }
                if ends_subject(text) {
                    return None;
                }
            }
            Kind::Mark(_) | Kind::Number(_) | Kind::Fraction(..) | Kind::Opaque => {}
        }
        if at > noun.end && sentence.starts.get(at) == Some(&true) && word_before(tokens, at) != "including" {
            return None;
        }
        at += 1;
    }
    None
}

/// Where a parenthesis ends, if it does soon.
fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    (open..open + VERB_REACH).find(|place| mark_at(tokens, *place, ')'))
}

fn starts_clause(word: &str) -> bool {
    matches!(word, "and" | "but" | "while" | "so" | "yet" | "as")
}

/// Words after which the verb has another subject, or is no plain fact.
fn ends_subject(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "petition",
        "petitions",
        "letter",
        "letters",
        "not",
        "never",
        "refused",
        "declined",
        "failed",
        "could",
        "may",
        "might",
        "should",
        "would",
        "must",
        "can",
        "will",
        "if",
        "unless",
        "whether",
        "eligible",
        "invited",
        "said",
        "says",
        "say",
        "told",
        "work",
        "works",
        "after",
        "because",
        "when",
        "while",
        "since",
        "but",
        "until",
        "before",
        "voted",
        "fired",
        "formed",
        "founded",
        "than",
        "over",
    ];
    ENDS.contains(&word) || word.ends_with("n't")
}

/// Whether a verb of signing is done to its subject: "signed by", "were asked", "to sign".
fn is_passive(tokens: &[Token], at: usize) -> bool {
    let is_by = word_at(tokens, at + 1) == "by";
    let is_done = matches!(word_before(tokens, at), "were" | "was" | "been" | "be" | "being")
        && !word_at(tokens, at).ends_with("ing");
    is_by || is_done || word_before(tokens, at) == "to"
}

/// Reads a verb that binds its subject.
fn verb(sentence: &Sentence<'_>, at: usize) -> Option<Act> {
    let tokens = sentence.tokens;
    let one_of = |all: &[&str]| all.iter().any(|words| words_at(tokens, at, words).is_some());
    let word = word_at(tokens, at);
    match word {
        "signed" | "signing" | "sign" | "signs" | "cosigned" => signs_petition(tokens, at).then_some(Act::Sign),
        "endorsed" | "endorsing" => Some(Act::Sign),
        "added" | "put" | "lent" => {
            near_after(tokens, at, &["names", "name", "signatures", "signature"]).then_some(Act::Sign)
        }
        "backed" | "supported" => near_after(tokens, at, PETITIONS).then_some(Act::Support),
        "wrote" | "written" | "penned" | "authored" | "published" | "issued" | "released" | "shared" | "sent" => {
            near_after(tokens, at, PETITIONS).then_some(Act::Author)
        }
        "joined" => joined(tokens, at),
        "held" | "staged" => near_after(tokens, at, PROTESTS).then_some(Act::Join),
        "pledged" | "pledging" | "vowed" | "promised" | "committed" | "agreed" | "threatened" => {
            near_after(tokens, at, &["walk", "strike", "join", "participate", "stop"]).then_some(Act::Pledge)
        }
        "demanded" | "demanding" | "called" | "calling" | "urged" | "urging" | "asked" | "asking" | "condemned"
        | "criticized" | "criticised" | "denounced" | "opposed" | "objected" => {
            sentence.has_petition.then_some(Act::Author)
        }
        "protested" | "protesting" if sentence.has_petition => Some(Act::Author),
        _ if one_of(JOINS) => Some(Act::Join),
        _ => None,
    }
}

/// What people take part in.
const PROTESTS: &[&str] = &["walkout", "strike", "protest", "rally", "march", "demonstration", "picket", "stoppage"];

/// Verbs of taking part.
const JOINS: &[&str] = &[
    "protested",
    "protesting",
    "walked out",
    "walked off",
    "walking out",
    "walking off",
    "struck",
    "on strike",
    "rallied",
    "marched",
    "demonstrated",
    "picketed",
    "participated",
    "took part",
    "taken part",
    "attended",
    "stopped work",
];

/// Whether one of the words stands within a few tokens, in the same clause.
fn near_after(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    let after = tokens.get(at + 1..).unwrap_or_default().iter().take(6);
    let clause = after.take_while(|token| !matches!(token.kind, Kind::Mark(';' | ':' | ',')));
    clause.filter_map(Token::word).any(|word| words.contains(&word))
}

fn joined(tokens: &[Token], at: usize) -> Option<Act> {
    if near_after(tokens, at, PROTESTS) {
        return Some(Act::Join);
    }
    near_after(tokens, at, PETITIONS).then_some(Act::Sign)
}

/// Whether what is signed is a petition: not a contract or a card, and not "300 signed copies".
fn signs_petition(tokens: &[Token], at: usize) -> bool {
    const ELSE: &[&str] = &[
        "contract",
        "contracts",
        "deal",
        "deals",
        "agreement",
        "card",
        "cards",
        "nda",
        "ndas",
        "bill",
        "copies",
        "copy",
        "leases",
    ];
    let next = tokens.get(at + 1).map(|token| &token.kind);
    let is_adjective = matches!(next, Some(Kind::Word { text, .. }) if matches!(text.as_str(), "copies" | "books" | "shirts" | "posters"));
    !is_adjective && !near_after(tokens, at, ELSE)
}
