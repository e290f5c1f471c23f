//! Dutch.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Dutch, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (Role::Before(MoreThan), "meer dan|ruim|iets meer dan|veel meer dan|ruim meer dan"),
        (
            Role::Before(AtLeast),
            "minstens|ten minste|tenminste|op zijn minst|minimaal|niet minder dan|niet minder|zeker",
        ),
        (Role::Before(Nearly), "bijna|haast|net geen"),
        (Role::Before(FewerThan), "minder dan|iets minder dan|nog geen"),
        (Role::Before(UpTo), "maximaal|hooguit|hoogstens|ten hoogste|niet meer dan|tot wel"),
        (
            Role::Before(Approx),
            "ongeveer|circa|ca|zo'n|rond de|om en nabij de|naar schatting|een stuk of|tegen de|plusminus",
        ),
        (Role::Unclear, "misschien|mogelijk|wellicht|onder|tot|over"),
        (Role::After(AtLeast), "of meer"),
        (Role::After(UpTo), "of minder"),
        (Role::Idle, "precies|exact|in totaal|alle|slechts|maar liefst|al|reeds|inmiddels|de"),
        (Role::One, "een|één"),
        (Role::Thousand, "duizend"),
        (Role::Scale(1_000), "duizend"),
        (Role::Scale(1_000_000), "miljoen|mln|mio"),
        (Role::Scale(1_000_000_000), "miljard|mrd|mld"),
        (Role::Fixed(0), "niemand|nul"),
        (Role::Fixed(1), "één enkele|een enkele"),
        (Role::Round(10), "een tiental"),
        (Role::Round(20), "een twintigtal"),
        (Role::Round(30), "een dertigtal"),
        (Role::Round(50), "een vijftigtal"),
        (Role::Round(100), "een honderdtal"),
        (Role::Round(1_000), "een duizendtal"),
        (Role::Round(12), "een dozijn"),
        (Role::Round(500_000), "een half miljoen|half miljoen"),
        (Role::Plural(10), "tientallen"),
        (Role::Plural(12), "dozijnen"),
        (Role::Plural(100), "honderden|honderdtallen"),
        (Role::Plural(1_000), "duizenden|duizendtallen"),
        (Role::Plural(10_000), "tienduizenden"),
        (Role::Plural(100_000), "honderdduizenden"),
        (Role::Plural(1_000_000), "miljoenen"),
        (Role::Unit(100), "honderd"),
        (Role::Unit(1_000), "duizend"),
        (Role::Unit(10_000), "tienduizend"),
        (Role::Unit(100_000), "honderdduizend"),
        (Role::Unit(1_000_000), "miljoen"),
        (Role::Dozen, "dozijn"),
        (Role::Several, "meerdere|enkele|verscheidene|een paar|enige"),
        (Role::Of, "van"),
        (Role::Between, "tussen|tussen de"),
        (Role::And, "en|en de"),
        (Role::From, "van"),
        (Role::To, "tot|à|tot en met"),
        (Role::Rise, "naar"),
        (Role::Or, "of"),
        (
            Role::People(Some(Employees), None),
            "medewerkers|medewerker|werknemers|werknemer|werkneemsters|personeelsleden|personeelslid|arbeiders|\
             werkenden|collega's|arbeidskrachten",
        ),
        (Role::People(Some(FormerEmployees), None), "oudmedewerkers|oudwerknemers"),
        (
            Role::People(Some(Contractors), None),
            "uitzendkrachten|freelancers|zzp'ers|zzp ers|inhuurkrachten|flexwerkers|onderaannemers",
        ),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "studenten|hoogleraren|docenten|wetenschappers|onderzoekers en docenten|academici|professoren",
        ),
        (Role::People(Some(Public), None), "burgers|inwoners"),
        (
            Role::People(None, None),
            "mensen|personen|leden|ontwikkelaars|ingenieurs|programmeurs|onderzoekers|deskundigen|experts|chauffeurs|\
             bezorgers|koeriers|leraren|artsen|verpleegkundigen|journalisten|kunstenaars|acteurs|vrouwen|mannen|\
             managers",
        ),
        (Role::People(None, Some(Supporters)), "supporters|sympathisanten|ondersteuners"),
        (Role::People(None, Some(Participants)), "deelnemers|demonstranten|betogers|stakers|actievoerders"),
        (
            Role::Signature(Signatures),
            "handtekening|handtekeningen|ondertekenaars|ondertekenaar|ondertekeningen|medeondertekenaars|steunbetuigingen",
        ),
        (Role::Signature(NamedSignatories), "namen"),
        (
            Role::Organisation,
            "organisaties|bedrijven|vakbonden|bonden|verenigingen|groepen|stichtingen|universiteiten|ondernemingen",
        ),
        (Role::Former, "voormalige|voormalig|ex|oud|vroegere|gewezen"),
        (Role::Current, "huidige"),
        (Role::Contract, "ingehuurde|tijdelijke|externe"),
        (Role::Extra, "eerste|laatste|volgende|extra|andere|nog eens|nieuwe|nog|bijkomende|meer"),
        (
            Role::Stop,
            "het|een|die|dat|deze|in|op|aan|bij|voor|uit|door|te|om|na|sinds|wegens|zich|hun|haar|zijn|onze|zij|ze|we|\
             wij|er|als|dan|omdat|waar|tegen|zonder|per|namens",
        ),
        (Role::OutOf, "van in totaal|op de"),
        (Role::Fragment, "komma|en een half|en een halve"),
        (Role::Whole, "van de|van het|van in totaal|van|met|tegenover|tegen|in plaats van|eerder|bij|per|onder de"),
        (Role::Counted, "groep|totaal|aantal|handtekeningen|namen|steun|groep"),
        (Role::Goal, "doel|nodig|vereist|benodigde|moet|moeten|ontbreken|ontbreekt|streefgetal|nog|nog eens|extra"),
        (
            Role::Block,
            "niet|geen|nooit|indien|als|wanneer|zouden|zou|zullen|zal|willen|wilden|kunnen|konden|mogen|weigeren|\
             weigerden|ontslagen|ontsloeg|enquête|ondervraagd|hopen|of ze",
        ),
        (
            Role::Sign,
            "ondertekend|ondertekenden|ondertekende|getekend|tekenden|ondertekenen de|ondertekenen een|\
             ondertekenen open|tekenen petitie|ondertekenen petitie|tekenen open|tekenen de|tekenen een|gesteund|\
             steunden|steunen de",
        ),
        (Role::Auxiliary, "hebben|hadden|heeft|al|inmiddels|reeds|de petitie|de brief|de open brief|hem|het"),
        (Role::Including, "waaronder|onder wie|waarvan|inclusief|van wie"),
        (
            Role::Filler,
            "in totaal|totaal|tot nu toe|al|vandaag|gisteren|inmiddels|nu|op|in|samen|plus|de|alsook|evenals|online|\
             sinds|aantal|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
        ),
        (
            Role::Month,
            "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan|feb|mrt|apr|\
             jun|jul|aug|sep|sept|okt|nov|dec",
        ),
        (Role::Money("EUR"), "euro|euro's"),
        (Role::Money("USD"), "dollar"),
        (Role::Money("GBP"), "pond"),
        (Role::Money("JPY"), "yen"),
        (Role::Percent, "procent"),
        (
            Role::Common,
            "het|een|van|zijn|hebben|heeft|wordt|werd|werden|niet|naar|deze|ook|brief|petitie|jaar|uur|dagen|landen|\
             kantoren|aandelen",
        ),
    ],
    spell,
    thousands: &[("duizend", true)],
    joint: "en",
    elided: &[],
    shortened: &[
        "ca", "mln", "mld", "mrd", "nr", "dr", "prof", "st", "bv", "jan", "feb", "mrt", "apr", "jun", "jul", "aug",
        "sep", "sept", "okt", "nov", "dec",
    ],
    noun_capitals: false,
};

const UNITS: [&str; 20] = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];

const TENS: [&str; 10] =
    ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

fn spell(number: u64) -> Vec<String> {
    let word = |list: &[&str], value: u64| list[usize::try_from(value).unwrap_or_default()].to_owned();
    let below = |number: u64| match number {
        0 => String::new(),
        1..20 => word(&UNITS, number),
        _ if number.is_multiple_of(10) => word(&TENS, number / 10),
        _ => {
            // After a vowel the joint is written with a diaeresis: "drieëntwintig".
            let joint = if matches!(number % 10, 2 | 3) { "ën" } else { "en" };
            format!("{}{joint}{}", word(&UNITS, number % 10), word(&TENS, number / 10))
        }
    };
    let rest = below(number % 100);
    let hundreds = match number / 100 {
        0 => return vec![rest],
        1 => "honderd".to_owned(),
        hundreds => format!("{}honderd", word(&UNITS, hundreds)),
    };
    match number % 100 {
        0 => vec![hundreds],
        1..13 => vec![format!("{hundreds}{rest}"), format!("{hundreds}en{rest}")],
        _ => vec![format!("{hundreds}{rest}")],
    }
}
