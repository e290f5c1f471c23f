//! Spanish.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Spanish, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (
            Role::Before(MoreThan),
            "más de|mas de|algo más de|poco más de|un poco más de|mucho más de|bastante más de|por encima de",
        ),
        (Role::Before(AtLeast), "al menos|por lo menos|como mínimo|no menos de|un mínimo de|cuando menos"),
        (Role::Before(Nearly), "casi"),
        (Role::Before(FewerThan), "menos de|algo menos de|poco menos de|por debajo de"),
        (Role::Before(UpTo), "hasta|como máximo|a lo sumo|un máximo de|no más de"),
        (
            Role::Before(Approx),
            "unos|unas|cerca de|alrededor de|aproximadamente|en torno a|cosa de|más o menos|aprox|sobre unos",
        ),
        (Role::Unclear, "quizá|quizás|tal vez|posiblemente|sobre"),
        (Role::After(AtLeast), "o más|como mínimo|al menos"),
        (Role::After(UpTo), "o menos|como máximo"),
        (Role::After(Approx), "aproximadamente|más o menos|y pico"),
        (
            Role::Idle,
            "exactamente|un total de|en total|todos los|todas las|los|las|solo|sólo|solamente|ya|nada menos que",
        ),
        (Role::One, "un"),
        (Role::Thousand, "mil"),
        (Role::Scale(1_000), "mil"),
        (Role::Scale(1_000_000), "millón|millones|millon"),
        (Role::Scale(1_000_000_000), "mil millones"),
        (Role::Fixed(0), "nadie|cero"),
        (Role::Fixed(1), "un solo|una sola|un único|una única"),
        (Role::Round(6), "media docena"),
        (Role::Round(10), "una decena"),
        (Role::Round(12), "una docena"),
        (Role::Round(15), "una quincena"),
        (Role::Round(20), "una veintena"),
        (Role::Round(30), "una treintena"),
        (Role::Round(40), "una cuarentena"),
        (Role::Round(50), "una cincuentena|medio centenar"),
        (Role::Round(100), "un centenar"),
        (Role::Round(500), "medio millar"),
        (Role::Round(1_000), "un millar"),
        (Role::Round(500_000), "medio millón|medio millon"),
        (Role::Plural(10), "decenas"),
        (Role::Plural(12), "docenas"),
        (Role::Plural(100), "cientos|centenares|centenas"),
        (Role::Plural(1_000), "miles|millares"),
        (Role::Plural(1_000_000), "millones"),
        (Role::Several, "varios|varias|algunos|algunas|unos cuantos|unas cuantas|unos pocos|unas pocas"),
        (Role::Some, "unos|unas"),
        (Role::Of, "de|de los|de las"),
        (Role::Between, "entre"),
        (Role::And, "y|e"),
        (Role::From, "de"),
        (Role::To, "a"),
        (Role::Rise, "a"),
        (Role::Or, "o|u"),
        (
            Role::People(Some(Employees), None),
            "empleados|empleadas|empleado|empleada|trabajadores|trabajadoras|trabajador|trabajadora|asalariados|\
             asalariadas|funcionarios|funcionarias|compañeros|compañeras|obreros|obreras|plantilla",
        ),
        (Role::People(Some(FormerEmployees), None), "exempleados|exempleadas|extrabajadores|extrabajadoras"),
        (
            Role::People(Some(Contractors), None),
            "contratistas|subcontratistas|subcontratados|subcontratadas|autónomos|autónomas|freelancers",
        ),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "estudiantes|alumnos|alumnas|profesores|profesoras|académicos|académicas|docentes|catedráticos",
        ),
        (Role::People(Some(Public), None), "ciudadanos|ciudadanas|vecinos|vecinas"),
        (
            Role::People(None, None),
            "personas|miembros|ingenieros|ingenieras|desarrolladores|desarrolladoras|programadores|investigadores|\
             investigadoras|científicos|científicas|expertos|expertas|conductores|repartidores|riders|médicos|\
             enfermeros|enfermeras|sanitarios|maestros|maestras|periodistas|artistas|actores|actrices|escritores|\
             mujeres|hombres|activistas|directivos",
        ),
        (Role::People(None, Some(Supporters)), "simpatizantes|partidarios"),
        (Role::People(None, Some(Participants)), "participantes|manifestantes|huelguistas"),
        (Role::Signature(Signatures), "firma|firmas|firmantes|firmante|rúbricas|signatarios"),
        (Role::Signature(NamedSignatories), "nombres"),
        (
            Role::Organisation,
            "organizaciones|empresas|sindicatos|asociaciones|colectivos|grupos|universidades|entidades",
        ),
        (Role::Former, "antiguos|antiguas|ex|exempleados|anteriores"),
        (Role::Current, "actuales"),
        (Role::Contract, "temporales|externos|externas|subcontratados|subcontratadas"),
        (
            Role::Extra,
            "primeros|primeras|primer|últimos|últimas|próximos|próximas|otros|otras|más|mas|adicionales|nuevos|nuevas|nuevas|extra",
        ),
        (
            Role::Stop,
            "el|la|un|una|del|al|en|por|para|con|sin|desde|que|quienes|se|su|sus|nuestros|ellos|ellas|nos|lo|le|les|\
             es|son|era|fue|pero|porque|tras|antes|durante|según|contra",
        ),
        (Role::OutOf, "de un total de|sobre"),
        (Role::Fragment, "coma|y medio|y media"),
        (
            Role::Whole,
            "de|de los|de las|de un total de|entre los|entre las|frente a|en lugar de|con|contra|emplea|cuenta con|\
             tiene|por|cada|para|en",
        ),
        (
            Role::Counted,
            "grupo|total|firmada|firmado|firmadas|firmados|suscrita|suscrito|firmas|firmantes|nombres|apoyo|respaldo|\
             apoyada|respaldada|apoyado|respaldado|número|conjunto",
        ),
        (
            Role::Goal,
            "objetivo|meta|necesita|necesitan|necesarios|necesarias|hacen falta|faltan|falta|requiere|requieren|umbral|\
             otros|otras",
        ),
        (
            Role::Block,
            "no|nunca|jamás|ningún|ninguno|ninguna|si|podrían|podría|deberían|habrían|negaron|niegan|rechazaron|\
             despedidos|despedidas|despidió|despide|despido|encuesta|encuestados|esperan|invitados|para firmar",
        ),
        (
            Role::Sign,
            "firmaron|firmado|firmada|firmados|firmadas|firman|firmó|han firmado|suscribieron|suscrito|suscrita|\
             suscriben|rubricaron|apoyaron|apoyado|apoyan|respaldaron|respaldado|respaldan",
        ),
        (Role::Auxiliary, "han|habían|ha|ya|la|lo|ya han"),
        (
            Role::Including,
            "incluidos|incluidas|incluyendo|entre ellos|entre ellas|de ellos|de ellas|de los cuales|de las cuales",
        ),
        (
            Role::Filler,
            "en total|total|hasta ahora|ya|hoy|ayer|ahora|actualmente|en línea|además|junto con|más|el|la|del|en|desde|\
             número|número de|lunes|martes|miércoles|jueves|viernes|sábado|domingo|de",
        ),
        (
            Role::Month,
            "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
        ),
        (Role::Money("EUR"), "euro|euros"),
        (Role::Money("USD"), "dólar|dólares|dolares|dólares estadounidenses"),
        (Role::Money("GBP"), "libras esterlinas"),
        (Role::Money("JPY"), "yenes"),
        (Role::Percent, "por ciento"),
        (Role::Ending, "a|as|o|os|es"),
        (
            Role::Common,
            "los|las|una|del|que|con|para|por|fue|han|carta|abierta|petición|años|horas|días|países|oficinas|acciones|\
             el|la|de|y",
        ),
    ],
    spell,
    thousands: &[],
    joint: "",
    elided: &[],
    shortened: &["aprox", "núm", "dr", "dra", "sr", "sra", "ud", "uds"],
    noun_capitals: false,
};

const UNITS: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];

const TENS: [&str; 10] =
    ["", "", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

const HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

/// Spells a number below a thousand, masculine and feminine, before a noun and alone.
fn spell(number: u64) -> Vec<String> {
    let word = |list: &[&'static str], value: u64| list[usize::try_from(value).unwrap_or_default()];
    let rest = match number % 100 {
        0 => String::new(),
        rest @ 1..30 => word(&UNITS, rest).to_owned(),
        rest if rest % 10 == 0 => word(&TENS, rest / 10).to_owned(),
        rest => format!("{} y {}", word(&TENS, rest / 10), word(&UNITS, rest % 10)),
    };
    let hundreds = word(&HUNDREDS, number / 100);
    let spelled = match (hundreds, rest.as_str()) {
        ("ciento", "") => "cien".to_owned(),
        (hundreds, rest) => format!("{hundreds} {rest}").trim().to_owned(),
    };
    let mut out = vec![spelled.clone(), spelled.replace("cientos", "cientas").replace("quinientos", "quinientas")];
    if let Some(stem) = spelled.strip_suffix("uno") {
        let accented =
            if stem.ends_with("veinti") { spelled.replace("veintiuno", "veintiún") } else { format!("{stem}un") };
        out.extend([accented, format!("{stem}una"), format!("{stem}una").replace("cientos", "cientas")]);
    }
    out
}
