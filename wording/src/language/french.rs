//! French.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// French, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (
            Role::Before(MoreThan),
            "plus de|plus d'|un peu plus de|un peu plus d'|bien plus de|bien plus d'|largement plus de|au delà de|\
             au delà d'",
        ),
        (Role::Before(AtLeast), "au moins|pas moins de|pas moins d'|au minimum|un minimum de|minimum"),
        (Role::Before(Nearly), "presque|quasiment"),
        (Role::Before(FewerThan), "moins de|moins d'|un peu moins de|un peu moins d'"),
        (Role::Before(UpTo), "jusqu' à|jusqu'à|au plus|tout au plus|au maximum|un maximum de|pas plus de|pas plus d'"),
        // "Près de" is often a little less, and the dictionaries also have "about".
        (
            Role::Before(Approx),
            "environ|près de|près d'|quelque|autour de|à peu près|approximativement|aux alentours de|aux environs de|\
             dans les",
        ),
        (Role::Unclear, "peut être|possiblement|éventuellement"),
        (Role::After(AtLeast), "ou plus|ou davantage|au moins|au minimum"),
        (Role::After(UpTo), "ou moins|au plus|au maximum|maximum"),
        (Role::After(Approx), "environ"),
        (Role::Idle, "exactement|précisément|un total de|au total|tous les|toutes les|les|seulement|déjà"),
        (Role::One, "un"),
        (Role::Thousand, "mille"),
        (Role::Scale(1_000), "mille"),
        (Role::Scale(1_000_000), "million|millions"),
        (Role::Scale(1_000_000_000), "milliard|milliards|md|mds"),
        (Role::Fixed(0), "zéro"),
        (Role::Fixed(1), "un seul|une seule"),
        (Role::Round(6), "une demi douzaine"),
        (Role::Round(8), "une huitaine"),
        (Role::Round(10), "une dizaine"),
        (Role::Round(12), "une douzaine"),
        (Role::Round(15), "une quinzaine"),
        (Role::Round(20), "une vingtaine"),
        (Role::Round(30), "une trentaine"),
        (Role::Round(40), "une quarantaine"),
        (Role::Round(50), "une cinquantaine"),
        (Role::Round(60), "une soixantaine"),
        (Role::Round(100), "une centaine"),
        (Role::Round(1_000), "un millier"),
        (Role::Round(500_000), "un demi million"),
        (Role::Plural(10), "dizaines"),
        (Role::Plural(12), "douzaines"),
        (Role::Plural(100), "centaines"),
        (Role::Plural(1_000), "milliers"),
        (Role::Plural(1_000_000), "millions"),
        (Role::Several, "plusieurs|quelques"),
        (Role::Some, "des"),
        (Role::Of, "de|d'|des|de l'|de la"),
        (Role::Between, "entre"),
        (Role::And, "et"),
        (Role::From, "de|d'"),
        (Role::To, "à"),
        (Role::Rise, "à"),
        (Role::Or, "ou"),
        (
            Role::People(Some(Employees), None),
            "salariés|salariées|salarié|salariée|employés|employées|employé|employée|travailleurs|travailleuses|\
             travailleur|travailleuse|collaborateurs|collaboratrices|agents|collègues|ouvriers|ouvrières",
        ),
        (
            Role::People(Some(Contractors), None),
            "prestataires|intérimaires|sous traitants|indépendants|indépendantes|vacataires",
        ),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "étudiants|étudiantes|étudiant|étudiante|enseignants|enseignantes|professeurs|professeures|universitaires|\
             enseignants chercheurs|doctorants|doctorantes",
        ),
        (Role::People(Some(Public), None), "citoyens|citoyennes|habitants|habitantes|usagers|internautes"),
        (
            Role::People(None, None),
            "personnes|membres|ingénieurs|ingénieures|développeurs|développeuses|chercheurs|chercheuses|scientifiques|\
             cadres|chauffeurs|livreurs|coursiers|soignants|soignantes|médecins|infirmiers|infirmières|journalistes|\
             artistes|acteurs|actrices|auteurs|autrices|femmes|hommes|gens|militants|militantes|personnalités|experts|\
             expertes",
        ),
        (Role::People(None, Some(Supporters)), "soutiens|sympathisants|sympathisantes"),
        (Role::People(None, Some(Participants)), "participants|participantes|manifestants|manifestantes|grévistes"),
        (Role::Signature(Signatures), "signature|signatures|signataires|signataire|cosignataires"),
        (Role::Signature(NamedSignatories), "noms"),
        (
            Role::Organisation,
            "organisations|entreprises|sociétés|syndicats|associations|collectifs|groupes|universités|ong",
        ),
        (Role::Former, "anciens|anciennes|ancien|ancienne|ex"),
        (Role::Current, "actuels|actuelles|actuel|actuelle"),
        (Role::Contract, "intérimaires|temporaires|externes"),
        (
            Role::Extra,
            "premiers|premières|premier|dernières|derniers|prochaines|prochains|autres|de plus|supplémentaires|nouveaux|nouvelles|encore|additionnels|additionnelles",
        ),
        (
            Role::Stop,
            "le|la|les|l'|un|une|des|du|au|aux|dans|par|pour|sur|à|en|avec|sans|chez|contre|depuis|que|qui|qu'|dont|où|\
             se|s'|ce|ces|cette|leur|leurs|son|sa|ses|nos|notre|ils|elles|il|elle|on|nous|vous|est|était|sont|mais|\
             car|lors|après|avant|pendant|selon|ne|n'",
        ),
        (Role::OutOf, "sur|sur les|sur ses|sur un total de|parmi|parmi les"),
        (Role::Fragment, "virgule|et demi|et demie|et quelques|voire"),
        (
            Role::Whole,
            "contre|au lieu de|face à|avec|de|d'|des|de ses|emploie|\
             employant|compte|par rapport à|auparavant|avant|chaque|par|pour",
        ),
        (
            Role::Counted,
            "groupe|total|signée|signé|signées|signés|signature|signatures|signataires|noms|soutien|soutenue|soutenu|ensemble|collectif|nombre|paraphée|paraphé",
        ),
        (Role::Goal, "objectif|but|besoin|faut|manque|manquent|nécessaires|requis|requises|seuil|cap|encore|autres"),
        (
            Role::Block,
            "pas|jamais|aucun|aucune|si|s'|pourraient|pourrait|devraient|devrait|auraient|aurait|refusé|refusent|\
             refusaient|licencié|licenciés|licenciée|licenciées|sondage|interrogés|interrogées|espère|espèrent|invités|\
             appelés",
        ),
        (
            Role::Sign,
            "signé|signée|signés|signées|signent|signèrent|cosigné|cosignée|cosignées|cosignent|paraphé|paraphée|\
             signaient|soutenu|soutenue|soutiennent",
        ),
        (Role::Auxiliary, "ont|avaient|a|déjà|l'|la|le|ont déjà|en|maintenant|désormais"),
        (Role::Including, "dont|parmi lesquels|parmi lesquelles|y compris|incluant"),
        (
            Role::Filler,
            "au total|total|déjà|aujourd'hui|hier|désormais|actuellement|à ce jour|jusqu' ici|en ligne|ainsi que|plus|le|\
             en|depuis|nombre|nombre de|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|soit|pétition|lettre|de|la",
        ),
        (
            Role::Month,
            "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv|févr|avr|juil|\
             sept|oct|nov|déc",
        ),
        (Role::Money("EUR"), "euro|euros"),
        (Role::Money("USD"), "dollar|dollars|dollars américains"),
        (Role::Money("CHF"), "francs suisses"),
        (Role::Money("GBP"), "livres sterling"),
        (Role::Money("JPY"), "yens"),
        (Role::Percent, "pour cent"),
        (Role::Ending, "e|es|s|ne|nes|rice|rices|ère|ères|euse|euses|trice|trices"),
        (
            Role::Common,
            "les|des|une|est|sont|ont|été|dans|pour|avec|sur|aux|cette|leur|qui|lettre|ouverte|pétition|ans|heures|\
             jours|pays|bureaux|actions|plus|de|du|la|le",
        ),
    ],
    spell,
    thousands: &[],
    joint: "",
    elided: &["d", "l", "qu", "n", "s", "c", "j", "m", "t", "jusqu"],
    shortened: &["env", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "mme", "dr", "m"],
    noun_capitals: false,
};

const UNITS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];

fn spell(number: u64) -> Vec<String> {
    let word = |value: u64| UNITS[usize::try_from(value).unwrap_or_default()];
    let rests = if number.is_multiple_of(100) { vec![String::new()] } else { below_hundred(number % 100) };
    let hundreds = match number / 100 {
        0 => return rests,
        1 => "cent".to_owned(),
        hundreds => format!("{} cent", word(hundreds)),
    };
    if number.is_multiple_of(100) {
        return if number == 100 { vec![hundreds] } else { vec![format!("{hundreds}s"), hundreds] };
    }
    rests.into_iter().map(|rest| format!("{hundreds} {rest}")).collect()
}

/// Spells a number below a hundred; Belgium and Switzerland say "septante" and "nonante", some of Switzerland
/// "huitante". The feminine of one is "une".
fn below_hundred(number: u64) -> Vec<String> {
    let word = |value: u64| UNITS[usize::try_from(value).unwrap_or_default()];
    let plain = |tens: &str, unit: u64| match unit {
        0 => vec![tens.to_owned()],
        1 => vec![format!("{tens} et un"), format!("{tens} et une")],
        _ => vec![format!("{tens} {}", word(unit))],
    };
    let (ten, unit) = (number / 10, number % 10);
    match ten {
        0 | 1 if number == 1 => vec!["un".to_owned(), "une".to_owned()],
        0 | 1 => vec![word(number).to_owned()],
        2 => plain("vingt", unit),
        3 => plain("trente", unit),
        4 => plain("quarante", unit),
        5 => plain("cinquante", unit),
        6 => plain("soixante", unit),
        7 => {
            let joint = if unit == 1 { "et " } else { "" };
            let mut out = vec![format!("soixante {joint}{}", word(10 + unit))];
            out.extend(plain("septante", unit));
            out
        }
        8 if unit == 0 => vec!["quatre vingts".to_owned(), "quatre vingt".to_owned(), "huitante".to_owned()],
        8 => {
            let mut out = vec![format!("quatre vingt {}", word(unit))];
            if unit == 1 {
                out.push("quatre vingt une".to_owned());
            }
            out.extend(plain("huitante", unit));
            out
        }
        _ => {
            let mut out = vec![format!("quatre vingt {}", word(10 + unit))];
            out.extend(plain("nonante", unit));
            out
        }
    }
}
