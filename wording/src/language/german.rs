//! German.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// German, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (
            Role::Before(MoreThan),
            "mehr als|über|etwas mehr als|deutlich mehr als|weit mehr als|knapp über|etwas über|weit über|deutlich über",
        ),
        (Role::Before(AtLeast), "mindestens|wenigstens|zumindest|nicht weniger als|gut|gut und gerne|gut und gern"),
        (Role::Before(Nearly), "fast|beinahe|beinah|nahezu|knapp"),
        (Role::Before(FewerThan), "weniger als|etwas weniger als|deutlich weniger als|nicht ganz|knapp unter"),
        (Role::Before(UpTo), "bis zu|höchstens|maximal|nicht mehr als"),
        (
            Role::Before(Approx),
            "etwa|rund|ungefähr|circa|zirka|ca|in etwa|an die|um die|annähernd|schätzungsweise|geschätzt|geschätzte",
        ),
        // "Unter 300 Beschäftigten" may be fewer than 300 and among 300.
        (Role::Unclear, "unter|vielleicht|womöglich|möglicherweise|angeblich|bis"),
        (Role::After(AtLeast), "oder mehr"),
        (Role::After(UpTo), "oder weniger"),
        (Role::Idle, "genau|exakt|insgesamt|alle|nur|bloß|lediglich|bereits|schon|inzwischen|mittlerweile|die"),
        (Role::One, "eine|einer|einen"),
        (Role::Thousand, "tausend"),
        (Role::Scale(1_000), "tausend|tsd"),
        (Role::Scale(1_000_000), "million|millionen|mio"),
        (Role::Scale(1_000_000_000), "milliarde|milliarden|mrd"),
        (Role::Fixed(0), "niemand|null"),
        (Role::Fixed(1), "ein einziger|eine einzige|ein einzelner|eine einzelne"),
        (Role::Round(12), "ein dutzend"),
        (Role::Round(6), "ein halbes dutzend|halbes dutzend"),
        (Role::Round(500_000), "eine halbe million|halbe million|einer halben million"),
        (Role::Plural(12), "dutzende|dutzenden"),
        (Role::Plural(100), "hunderte|hunderten|aberhunderte"),
        (Role::Plural(1_000), "tausende|tausenden|abertausende"),
        (Role::Plural(10_000), "zehntausende|zehntausenden"),
        (Role::Plural(100_000), "hunderttausende|hunderttausenden"),
        (Role::Plural(1_000_000), "millionen"),
        (Role::Unit(12), "dutzend"),
        (Role::Unit(100), "hundert"),
        (Role::Unit(1_000), "tausend"),
        (Role::Unit(10_000), "zehntausend"),
        (Role::Unit(100_000), "hunderttausend"),
        (Role::Unit(1_000_000), "millionen"),
        (Role::Dozen, "dutzend"),
        (Role::Several, "mehrere|mehreren|einige|einigen|ein paar"),
        (Role::Of, "von|der"),
        (Role::Between, "zwischen"),
        (Role::And, "und"),
        (Role::From, "von"),
        (Role::To, "bis"),
        (Role::Rise, "auf"),
        (Role::Or, "oder"),
        (
            Role::People(Some(Employees), None),
            "beschäftigte|beschäftigten|beschäftigter|mitarbeiter|mitarbeitern|mitarbeiterinnen|mitarbeiterin|\
             mitarbeitende|mitarbeitenden|mitarbeitender|angestellte|angestellten|angestellter|arbeitnehmer|\
             arbeitnehmern|arbeitnehmerinnen|arbeiter|arbeitern|arbeiterinnen|arbeitende|arbeitenden|kollegen|\
             kolleginnen|kolleg|belegschaftsmitglieder",
        ),
        (Role::People(Some(FormerEmployees), None), "exmitarbeiter|exmitarbeitern"),
        (
            Role::People(Some(Contractors), None),
            "leiharbeiter|leiharbeitern|leiharbeiterinnen|leiharbeitende|zeitarbeiter|zeitarbeitern|freiberufler|\
             freiberuflern|freelancer|subunternehmer",
        ),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "studierende|studierenden|studenten|studentinnen|wissenschaftler|wissenschaftlern|wissenschaftlerinnen|\
             forschende|forschenden|lehrende|lehrenden|professoren|professorinnen|hochschullehrer|dozenten|dozierende",
        ),
        (Role::People(Some(Public), None), "bürger|bürgern|bürgerinnen"),
        (
            Role::People(None, None),
            "menschen|personen|leute|leuten|mitglieder|mitgliedern|entwickler|entwicklern|entwicklerinnen|ingenieure|\
             ingenieuren|ingenieurinnen|programmierer|forscher|forschern|forscherinnen|fachleute|experten|expertinnen|\
             führungskräfte|fahrer|fahrern|fahrerinnen|kuriere|lehrer|lehrern|lehrerinnen|lehrkräfte|ärzte|ärztinnen|\
             pflegekräfte|pflegende|journalisten|journalistinnen|künstler|künstlerinnen|schauspieler|frauen|männer|\
             unterzeichnende",
        ),
        (Role::People(None, Some(Supporters)), "unterstützer|unterstützern|unterstützerinnen|unterstützende"),
        (
            Role::People(None, Some(Participants)),
            "teilnehmer|teilnehmern|teilnehmerinnen|teilnehmende|teilnehmenden|demonstranten|demonstrantinnen|\
             demonstrierende|demonstrierenden|streikende|streikenden|protestierende|protestierenden",
        ),
        (
            Role::Signature(Signatures),
            "unterschrift|unterschriften|signaturen|unterzeichner|unterzeichnern|unterzeichnerinnen|unterzeichnende|\
             unterzeichnenden|mitunterzeichner|unterzeichneten sind|mitzeichnungen|mitzeichner",
        ),
        (Role::Signature(NamedSignatories), "namen"),
        (
            Role::Organisation,
            "organisationen|unternehmen|firmen|gewerkschaften|verbände|verbänden|vereine|vereinen|gruppen|initiativen|\
             betriebe|hochschulen|universitäten|betriebsräte",
        ),
        (Role::Former, "ehemalige|ehemaligen|ehemaliger|frühere|früheren|ex|vormalige|ausgeschiedene"),
        (
            Role::Current,
            "aktuelle|aktuellen|aktueller|derzeitige|derzeitigen|jetzige|jetzigen|gegenwärtige|heutige|heutigen",
        ),
        (Role::Contract, "freie|freien|freier|befristete|befristeten|externe|externen"),
        (
            Role::Extra,
            "erste|ersten|letzte|letzten|nächsten|weitere|weiteren|weiterer|mehr|andere|anderen|zusätzliche|zusätzlichen|neue|neuen|noch",
        ),
        (
            Role::Stop,
            "der|den|dem|des|das|ein|eine|einen|einem|einer|eines|im|in|an|am|bei|beim|für|gegen|aus|zu|zum|zur|nach|\
             vor|seit|wegen|sich|ihre|ihren|ihrer|seine|seinen|unsere|ihr|sie|wir|es|er|als|wie|dass|welche|wo|weil|\
             an der|durch|um|ohne|ab|so|kommen|kamen|gegenüber",
        ),
        (Role::OutOf, "von insgesamt"),
        (Role::Fragment, "komma|und eine halbe|und ein halbes"),
        (
            Role::Whole,
            "von|von den|von der|von insgesamt|mit|gegenüber|statt|anstatt|statt bisher|nach zuvor|zuvor|beschäftigt|unter den|pro|je",
        ),
        (
            Role::Counted,
            "wurde|wurden|worden|ist|sind|unterzeichnet|unterschrieben|unterzeichneter|unterzeichnete|unterschriebener|\
             unterschriebene|mitgezeichnet|unterstützt|brief|petition|aufruf|gruppe|unterschriften|unterschrift|namen|\
             zahl|unterstützung",
        ),
        (
            Role::Goal,
            "ziel|zielmarke|braucht|brauchen|benötigt|benötigen|nötig|erforderlich|notwendig|fehlen|fehlten|quorum|\
             hürde|bräuchte|angestrebt|noch|weitere|weiterer|weiteren|zusätzlich|um",
        ),
        (
            Role::Block,
            "nicht|kein|keine|keiner|keinen|nie|niemals|wenn|falls|sollen|sollten|soll|könnten|könnte|würden|würde|\
             wollen|wollten|möchten|müssen|dürfen|weigern|weigerten|verweigerten|lehnten|ablehnten|entlassen|entließ|\
             gekündigt|kündigte|umfrage|befragt|befragten|hoffen|ob",
        ),
        (
            Role::Sign,
            "unterschrieben|unterzeichnet|unterzeichneten|unterzeichnete|unterschrieb|mitunterzeichnet|signiert|\
             signierten|mitgezeichnet|unterschreiben den|unterschreiben einen|unterschreiben die|unterschreiben eine|\
             unterschreiben offenen|unterzeichnen den|unterzeichnen einen|unterzeichnen die|unterzeichnen eine|\
             unterzeichnen offenen|unterstützt|unterstützten|unterstützen den|unterstützen die",
        ),
        (
            Role::Auxiliary,
            "haben|hatten|hat|bereits|schon|inzwischen|mittlerweile|bisher|bislang|ihn|sie|es|den brief|die petition|den offenen brief|den aufruf",
        ),
        (Role::Including, "darunter|davon|einschließlich|inklusive"),
        (
            Role::Filler,
            "insgesamt|bisher|bislang|schon|bereits|heute|gestern|derzeit|aktuell|stand|am|im|vom|im jahr|zusammen|\
             sowie|plus|die|von|gesamt|gesamtzahl|anzahl|zahl|der|sind es|es sind|waren es|online|seit|montag|dienstag|\
             mittwoch|donnerstag|freitag|samstag|sonntag",
        ),
        (
            Role::Month,
            "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|apr|jun|\
             jul|aug|sep|sept|okt|nov|dez",
        ),
        (Role::Money("EUR"), "euro|euros"),
        (Role::Money("USD"), "dollar|us dollar"),
        (Role::Money("CHF"), "franken|schweizer franken"),
        (Role::Money("GBP"), "pfund"),
        (Role::Money("JPY"), "yen"),
        (Role::Percent, "prozent"),
        (Role::Ordinal, "der|die|das|den|dem|des|am|vom|zum|zur|beim|im"),
        (Role::Ending, "innen|in|n|r"),
        (
            Role::Common,
            "und|ist|sind|war|wurde|wurden|haben|hat|mit|auf|für|dem|den|des|einen|offenen|brief|petition|jahre|uhr|\
             tage|stunden|länder|büros|aktien|noch|auch|sich",
        ),
    ],
    spell,
    thousands: &[("tausend", true)],
    joint: "und",
    elided: &[],
    shortened: &[
        "ca", "mio", "mrd", "tsd", "nr", "dr", "prof", "bzw", "etc", "st", "jan", "feb", "apr", "jun", "jul", "aug",
        "sep", "sept", "okt", "nov", "dez", "mind", "max",
    ],
    noun_capitals: true,
};

const UNITS: [&str; 20] = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];

const TENS: [&str; 10] =
    ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

fn spell(number: u64) -> Vec<String> {
    let word = |list: &[&str], value: u64| list[usize::try_from(value).unwrap_or_default()].to_owned();
    let below = |number: u64| match number {
        0 => String::new(),
        1 => "eins".to_owned(),
        2..20 => word(&UNITS, number),
        _ if number.is_multiple_of(10) => word(&TENS, number / 10),
        _ => format!("{}und{}", word(&UNITS, number % 10), word(&TENS, number / 10)),
    };
    let rest = below(number % 100);
    let mut out = match number / 100 {
        0 => vec![rest],
        1 => vec![format!("hundert{rest}"), format!("einhundert{rest}")],
        hundreds => vec![format!("{}hundert{rest}", word(&UNITS, hundreds))],
    };
    if number > 100 && (1..20).contains(&(number % 100)) {
        out.extend(out.clone().iter().map(|spelled| spelled.replacen("hundert", "hundertund", 1)));
    }
    // Swiss spelling has no ß.
    out.extend(out.clone().iter().filter(|spelled| spelled.contains('ß')).map(|spelled| spelled.replace('ß', "ss")));
    out
}
