//! The words that decide what a number counts. To teach the reader a word, put it in the list it belongs to.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{Measure, Population};

/// What a word in a noun phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A noun for people who can sign, with the population and the measure that it says by itself.
    People(Option<Population>, Option<Measure>),
    /// A noun for signatures or those who gave them.
    Signature(Option<Measure>),
    /// A noun for organisations.
    Organisation,
    /// A noun for something that is never a signer.
    Thing,
    /// "Former".
    Former,
    /// "Current".
    Current,
    /// "Contract", "temporary".
    Contract,
    /// "More", "other": a number on top of another one.
    Extra,
    /// A word that ends a noun phrase.
    Stop,
    /// Any other word: an adjective, a name.
    Plain,
}

const EMPLOYEES: &str = "employee employees worker workers staff staffer staffers colleague colleagues coworkers \
    personnel workforce googlers amazonians microsofties tweeps insiders";
const FORMER: &str = "ex-employees xooglers alumni";
const CONTRACTORS: &str = "contractor contractors freelancer freelancers temps subcontractors vendors";
const ACADEMICS: &str = "student students faculty professor professors academic academics scholars lecturers \
    undergraduates graduates postdocs teachers";
/// People whose population the noun does not say.
const PEOPLE: &str = "people person persons individual individuals member members engineer engineers developers \
    designers programmers coders technologists researcher researchers scientists experts \
    managers executives drivers riders couriers moderators testers writers artists actors \
    journalists doctors nurses pilots women men activists leaders professionals creators \
    founders investors shareholders unionists teamsters advocates interns librarians players \
    fans parents";
const PUBLIC: &str = "citizens residents consumers customers users voters taxpayers constituents";
const SUPPORTERS: &str = "supporter supporters backers endorsers";
const PARTICIPANTS: &str = "participant participants protester protesters protestors strikers demonstrators marchers \
    picketers";
const SIGNATURES: &str = "signature signatures signatory signatories signer signers signees cosigners cosignatories \
    cosigner";
const ORGANISATIONS: &str = "organisation organisations organization organizations company companies union unions group \
    groups ngos nonprofits firms businesses startups universities charities associations \
    institutions";
/// Nouns that are never signers. Those that news text counts most; an unknown noun is not taken for people either.
const THINGS: &str = "hour hours minute minutes second seconds day days week weeks month months year years \
    decades percent percentage points stars star share shares likes retweets tweets views \
    comments followers replies posts office offices country countries nations city cities \
    states sites stores warehouses facilities locations buildings children families immigrants \
    migrants refugees contracts demands complaints pages words questions miles kilometres \
    kilometers km degrees votes jobs layoffs positions seats times thirds quarters halves \
    fifths downloads subscribers petitions letters emails messages meetings protests strikes \
    walkouts deaths cases arrests deals projects documents a.m p.m am pm o'clock mph kg \
    percentile issues stories chapters accounts devices servers";
const EXTRA: &str = "more other others additional further extra new fresh another";

/// Words that end a noun phrase: articles, prepositions, conjunctions, pronouns, and the verbs that follow a subject.
const STOPS: &str = "a an the this that these those at by for from in into of off on onto out over to with \
    within without across after against among around as before behind between during including \
    since through under until up via worldwide and or but nor than because if while when where \
    which who whose whom it its they them their he she his her we our us you i is are was were \
    be been being has have had do does did will would can could may might must should not \
    never also already now so far today yesterday alone say says said tell told work works \
    worked use uses used employ employs employed fired left quit joined refused declined whole \
    there here then both publicly wrote sent called demanded urged protested walked pledged \
    vowed staged marched rallied attended participated took went sign signs signed signing \
    cosigned endorsed backed supported added put published shared issued released penned per \
    each voted filed about some total altogether";

/// Verbs that say that a number rises or falls.
pub(crate) const CHANGE: &[&str] = &[
    "rose",
    "risen",
    "rise",
    "rises",
    "rising",
    "grew",
    "grown",
    "grow",
    "growing",
    "grows",
    "climbed",
    "climbing",
    "jumped",
    "jumping",
    "increased",
    "increasing",
    "increase",
    "swelled",
    "swelling",
    "surged",
    "soared",
    "went",
    "gone",
    "going",
    "fell",
    "fallen",
    "falling",
    "fall",
    "dropped",
    "dropping",
    "drop",
    "declined",
    "decreased",
    "shrank",
    "shrunk",
    "dipped",
    "slipped",
    "up",
    "down",
    "doubled",
    "tripled",
    "quadrupled",
    "change",
    "changed",
    "ticked",
    "balloon",
    "ballooned",
    "leapt",
    "shot",
];

/// Nouns for the text that is signed.
pub(crate) const PETITIONS: &[&str] =
    &["petition", "petitions", "letter", "letters", "pledge", "statement", "essay", "memo", "manifesto"];

/// Names of months and their short forms.
pub(crate) const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Every word of the lists with what it is; where a word stands in two lists the earlier here counts.
static PARTS: LazyLock<HashMap<&str, Part>> = LazyLock::new(|| {
    let people = |population| Part::People(Some(population), None);
    let lists: [(&str, Part); 14] = [
        (EMPLOYEES, people(Population::Employees)),
        (FORMER, people(Population::FormerEmployees)),
        (CONTRACTORS, people(Population::Contractors)),
        (ACADEMICS, people(Population::StudentsOrAcademics)),
        (PEOPLE, Part::People(None, None)),
        (SUPPORTERS, Part::People(None, Some(Measure::Supporters))),
        (PARTICIPANTS, Part::People(None, Some(Measure::Participants))),
        (SIGNATURES, Part::Signature(Some(Measure::Signatures))),
        ("names", Part::Signature(Some(Measure::NamedSignatories))),
        ("pledges", Part::Signature(None)),
        (ORGANISATIONS, Part::Organisation),
        (THINGS, Part::Thing),
        (EXTRA, Part::Extra),
        (STOPS, Part::Stop),
    ];
    let mut parts = HashMap::new();
    for (list, part) in lists {
        for word in list.split_whitespace() {
            parts.entry(word).or_insert(part);
        }
    }
    parts
});

/// Finds what a word, in lower case, is in a noun phrase.
pub(crate) fn part(word: &str) -> Part {
    match word {
        "former" | "ex" | "past" => Part::Former,
        "current" | "present" => Part::Current,
        "contract" | "temporary" | "temp" | "freelance" | "contracted" | "subcontracted" => Part::Contract,
        _ if word.ends_with("n't") => Part::Stop,
        _ => PARTS.get(word).copied().unwrap_or(Part::Plain),
    }
}

/// Whether a noun is one for the public that only counts beside a verb of signing: "users" are seldom signers.
pub(crate) fn is_public(word: &str) -> bool {
    PUBLIC.split_whitespace().any(|known| known == word)
}
