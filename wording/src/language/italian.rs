//! Italian.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Italian, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (
            Role::Before(MoreThan),
            "più di|piu di|oltre|ben oltre|poco più di|un po' più di|molto più di|al di sopra di|più d'",
        ),
        (Role::Before(AtLeast), "almeno|non meno di|come minimo|un minimo di|quanto meno"),
        (Role::Before(Nearly), "quasi"),
        (Role::Before(FewerThan), "meno di|poco meno di|al di sotto di"),
        (Role::Before(UpTo), "fino a|al massimo|un massimo di|non più di|al più"),
        (Role::Before(Approx), "circa|all' incirca|pressappoco|approssimativamente|intorno a|attorno a|grosso modo"),
        (Role::Unclear, "forse|magari|possibilmente|sui|sulle"),
        (Role::After(AtLeast), "o più|o oltre"),
        (Role::After(UpTo), "o meno|al massimo"),
        (Role::After(Approx), "circa|all' incirca"),
        (
            Role::Idle,
            "esattamente|precisamente|un totale di|in totale|tutti i|tutte le|i|gli|le|soltanto|solo|solamente|già|ben",
        ),
        (Role::One, "un"),
        (Role::Thousand, "mille|mila"),
        (Role::Scale(1_000), "mila"),
        (Role::Scale(1_000_000), "milione|milioni|mln"),
        (Role::Scale(1_000_000_000), "miliardo|miliardi|mld"),
        (Role::Fixed(0), "nessuno|zero"),
        (Role::Fixed(1), "un solo|una sola|un unico|un' unica"),
        (Role::Round(6), "mezza dozzina"),
        (Role::Round(10), "una decina"),
        (Role::Round(12), "una dozzina"),
        (Role::Round(15), "una quindicina"),
        (Role::Round(20), "una ventina"),
        (Role::Round(30), "una trentina"),
        (Role::Round(40), "una quarantina"),
        (Role::Round(50), "una cinquantina"),
        (Role::Round(60), "una sessantina"),
        (Role::Round(70), "una settantina"),
        (Role::Round(80), "un' ottantina"),
        (Role::Round(90), "una novantina"),
        (Role::Round(100), "un centinaio"),
        (Role::Round(1_000), "un migliaio"),
        (Role::Round(500_000), "mezzo milione"),
        (Role::Plural(10), "decine"),
        (Role::Plural(12), "dozzine"),
        (Role::Plural(100), "centinaia"),
        (Role::Plural(1_000), "migliaia"),
        (Role::Plural(1_000_000), "milioni"),
        (Role::Unit(100), "centinaio"),
        (Role::Unit(1_000), "migliaio"),
        (Role::Unit(10), "decina"),
        (Role::Several, "diversi|diverse|alcuni|alcune|qualche|parecchie|parecchi|un paio di|varie|vari"),
        (Role::Of, "di|dei|delle|degli|d'|dell'|della|del"),
        (Role::Between, "tra|fra|tra i|fra i|tra le|fra le"),
        (Role::And, "e|ed|e i|e le"),
        (Role::From, "da|dai|dalle"),
        (Role::To, "a|ai|alle"),
        (Role::Rise, "a|ai|alle"),
        (Role::Or, "o"),
        (
            Role::People(Some(Employees), None),
            "dipendenti|dipendente|lavoratori|lavoratrici|lavoratore|lavoratrice|impiegati|impiegate|impiegato|\
             impiegata|operai|operaie|addetti|addette|colleghi|colleghe",
        ),
        (Role::People(Some(FormerEmployees), None), "exdipendenti"),
        (Role::People(Some(Contractors), None), "appaltatori|freelance|interinali|subappaltatori|somministrati"),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "studenti|studentesse|professori|professoresse|docenti|accademici|accademiche|ricercatori e docenti",
        ),
        (Role::People(Some(Public), None), "cittadini|cittadine"),
        (
            Role::People(None, None),
            "persone|membri|ingegneri|sviluppatori|sviluppatrici|programmatori|ricercatori|ricercatrici|scienziati|\
             scienziate|esperti|esperte|autisti|rider|fattorini|medici|infermieri|infermiere|insegnanti|giornalisti|\
             giornaliste|artisti|artiste|attori|attrici|scrittori|scrittrici|donne|uomini|attivisti|iscritti",
        ),
        (Role::People(None, Some(Supporters)), "sostenitori|sostenitrici"),
        (Role::People(None, Some(Participants)), "partecipanti|manifestanti|scioperanti"),
        (
            Role::Signature(Signatures),
            "firma|firme|firmatari|firmatarie|firmatario|sottoscrizioni|sottoscrittori|adesioni",
        ),
        (Role::Signature(NamedSignatories), "nomi"),
        (
            Role::Organisation,
            "organizzazioni|aziende|imprese|società|sindacati|associazioni|collettivi|gruppi|università|enti",
        ),
        (Role::Former, "ex|vecchi"),
        (Role::Current, "attuali"),
        (Role::Contract, "esterni|esterne|temporanei|precari|precarie"),
        (
            Role::Extra,
            "primi|prime|ultimi|ultime|prossimi|prossime|altri|altre|in più|ulteriori|aggiuntivi|aggiuntive|nuovi|nuove|ancora",
        ),
        (
            Role::Stop,
            "il|lo|la|l'|uno|nel|nella|nei|nelle|al|alla|agli|in|per|con|senza|da|dal|dalla|che|chi|si|suo|sua|suoi|\
             sue|loro|essi|noi|è|sono|era|ma|perché|dopo|prima|durante|secondo|contro|su|sul|sulla",
        ),
        (Role::OutOf, "su|su un totale di"),
        (Role::Fragment, "virgola|e mezzo|e mezza|e rotti|e passa"),
        (
            Role::Whole,
            "sui|sulle|di|dei|delle|degli|contro|rispetto a|invece di|con|impiega|conta|ha|ogni|per|in|\
             tra i|tra le",
        ),
        (
            Role::Counted,
            "gruppo|totale|firmata|firmato|firmate|firmati|sottoscritta|sottoscritto|firme|firmatari|nomi|sostegno|\
             appoggio|numero|insieme",
        ),
        (
            Role::Goal,
            "obiettivo|traguardo|servono|serve|necessarie|necessari|mancano|manca|richiede|richiedono|soglia|altri|altre|\
             ancora",
        ),
        (
            Role::Block,
            "non|mai|nessun|nessuna|se|potrebbero|potrebbe|dovrebbero|avrebbero|rifiutato|rifiutano|rifiutarono|\
             licenziati|licenziate|licenziato|licenzia|sondaggio|intervistati|sperano|invitati",
        ),
        (
            Role::Sign,
            "firmato|firmata|firmati|firmate|firmarono|firmano|firmò|sottoscritto|sottoscritta|sottoscrivono|\
             sottoscrissero|aderito|sostenuto|sostengono",
        ),
        (Role::Auxiliary, "hanno|avevano|ha|già|la|lo|l'"),
        (Role::Including, "inclusi|incluse|compresi|comprese|tra cui|fra cui|di cui|dei quali|delle quali"),
        (
            Role::Filler,
            "in totale|totale|finora|fino ad ora|già|oggi|ieri|ora|attualmente|online|oltre a|più|il|nel|dal|numero|\
             numero di|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|di|in",
        ),
        (Role::Month, "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"),
        (Role::Money("EUR"), "euro"),
        (Role::Money("USD"), "dollaro|dollari"),
        (Role::Money("CHF"), "franchi svizzeri"),
        (Role::Money("GBP"), "sterline"),
        (Role::Money("JPY"), "yen"),
        (Role::Percent, "per cento|percento"),
        (Role::Ending, "e|i|trici"),
        (
            Role::Common,
            "il|gli|una|della|delle|che|con|per|sono|hanno|stata|stato|lettera|aperta|petizione|anni|ore|giorni|paesi|\
             uffici|azioni|di|la|le|e",
        ),
    ],
    spell,
    thousands: &[("mila", false), ("mille", true)],
    joint: "e",
    elided: &["d", "l", "un", "dell", "all", "dall", "nell", "sull", "c"],
    shortened: &["mln", "mld", "ca", "dott", "prof", "sig", "n"],
    noun_capitals: false,
};

const UNITS: [&str; 20] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];

const TENS: [&str; 10] =
    ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

/// Spells a number below a thousand in one word; before "uno" and "otto" the ten loses its vowel, and "tre" at the end
/// has an accent.
fn spell(number: u64) -> Vec<String> {
    let word = |list: &[&'static str], value: u64| list[usize::try_from(value).unwrap_or_default()];
    let rest = match number % 100 {
        0 => String::new(),
        rest @ 1..20 => word(&UNITS, rest).to_owned(),
        rest => {
            let (ten, unit) = (word(&TENS, rest / 10), rest % 10);
            match unit {
                0 => ten.to_owned(),
                1 | 8 => format!("{}{}", &ten[..ten.len() - 1], word(&UNITS, unit)),
                3 => format!("{ten}tré"),
                _ => format!("{ten}{}", word(&UNITS, unit)),
            }
        }
    };
    let hundreds = match number / 100 {
        0 => String::new(),
        1 => "cento".to_owned(),
        hundreds => format!("{}cento", word(&UNITS, hundreds)),
    };
    let spelled = format!("{hundreds}{rest}");
    let mut out = vec![spelled.clone()];
    if spelled.ends_with("tré") {
        out.push(spelled.replace("tré", "tre"));
    }
    if rest.starts_with("otto") && !hundreds.is_empty() {
        out.push(format!("{}{rest}", &hundreds[..hundreds.len() - 1]));
    }
    if let Some(stem) = spelled.strip_suffix("uno").filter(|stem| !stem.is_empty()) {
        out.push(format!("{stem}un"));
    }
    out
}
