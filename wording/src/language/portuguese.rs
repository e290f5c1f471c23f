//! Portuguese, of Portugal and of Brazil.

use std::sync::LazyLock;

use super::lexicon::{Lexicon, Role, Table};
use crate::Measure::{NamedSignatories, Participants, Signatures, Supporters};
use crate::Population::{Contractors, Employees, FormerEmployees, Public, StudentsOrAcademics};
use crate::Qualifier::{Approx, AtLeast, FewerThan, MoreThan, Nearly, UpTo};

/// Portuguese, ready for look-ups.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&TABLE));

const TABLE: Table = Table {
    words: &[
        (Role::Before(MoreThan), "mais de|pouco mais de|um pouco mais de|muito mais de|bem mais de|acima de"),
        (Role::Before(AtLeast), "pelo menos|ao menos|no mínimo|nada menos de|não menos de|um mínimo de"),
        (Role::Before(Nearly), "quase"),
        (Role::Before(FewerThan), "menos de|pouco menos de|um pouco menos de|abaixo de"),
        (Role::Before(UpTo), "até|ate|no máximo|um máximo de|não mais de|não mais do que"),
        (
            Role::Before(Approx),
            "cerca de|aproximadamente|por volta de|em torno de|uns|umas|perto de|à volta de|mais ou menos|aprox|à roda de",
        ),
        (Role::Unclear, "talvez|possivelmente|sobre"),
        (Role::After(AtLeast), "ou mais|no mínimo"),
        (Role::After(UpTo), "ou menos|no máximo"),
        (Role::After(Approx), "aproximadamente|mais ou menos|e poucos|e poucas"),
        (
            Role::Idle,
            "exatamente|exactamente|um total de|no total|ao todo|todos os|todas as|os|as|apenas|somente|só|já",
        ),
        (Role::One, "um"),
        (Role::Thousand, "mil"),
        (Role::Scale(1_000), "mil"),
        (Role::Scale(1_000_000), "milhão|milhões|milhao|milhoes"),
        (Role::Scale(1_000_000_000), "mil milhões|bilhão|bilhões"),
        (Role::Fixed(0), "ninguém|zero"),
        (Role::Fixed(1), "um único|uma única|um só|uma só"),
        (Role::Round(10), "uma dezena"),
        (Role::Round(12), "uma dúzia"),
        (Role::Round(20), "uma vintena"),
        (Role::Round(50), "meia centena"),
        (Role::Round(100), "uma centena"),
        (Role::Round(1_000), "um milhar"),
        (Role::Round(500_000), "meio milhão"),
        (Role::Plural(10), "dezenas"),
        (Role::Plural(12), "dúzias"),
        (Role::Plural(100), "centenas"),
        (Role::Plural(1_000), "milhares"),
        (Role::Plural(1_000_000), "milhões"),
        (Role::Several, "vários|várias|alguns|algumas|uns quantos|umas quantas"),
        (Role::Some, "uns|umas"),
        (Role::Of, "de|dos|das|do|da"),
        (Role::Between, "entre"),
        (Role::And, "e"),
        (Role::From, "de"),
        (Role::To, "a"),
        (Role::Rise, "para|a"),
        (Role::Or, "ou"),
        (
            Role::People(Some(Employees), None),
            "funcionários|funcionárias|funcionário|funcionária|empregados|empregadas|trabalhadores|trabalhadoras|\
             trabalhador|trabalhadora|colaboradores|colaboradoras|servidores|servidoras|colegas",
        ),
        (Role::People(Some(FormerEmployees), None), "exfuncionários|exempregados"),
        (
            Role::People(Some(Contractors), None),
            "terceirizados|terceirizadas|subcontratados|prestadores|freelancers|temporários",
        ),
        (
            Role::People(Some(StudentsOrAcademics), None),
            "estudantes|alunos|alunas|professores|professoras|académicos|acadêmicos|académicas|acadêmicas|docentes",
        ),
        (Role::People(Some(Public), None), "cidadãos|cidadãs|moradores|moradoras"),
        (
            Role::People(None, None),
            "pessoas|membros|engenheiros|engenheiras|programadores|desenvolvedores|investigadores|pesquisadores|\
             pesquisadoras|cientistas|especialistas|motoristas|entregadores|estafetas|médicos|enfermeiros|enfermeiras|\
             jornalistas|artistas|atores|atrizes|escritores|mulheres|homens|ativistas|militantes",
        ),
        (Role::People(None, Some(Supporters)), "apoiadores|apoiadoras|apoiantes|simpatizantes"),
        (Role::People(None, Some(Participants)), "participantes|manifestantes|grevistas"),
        (
            Role::Signature(Signatures),
            "assinatura|assinaturas|signatários|signatárias|subscritores|assinantes da petição",
        ),
        (Role::Signature(NamedSignatories), "nomes"),
        (Role::Organisation, "organizações|empresas|sindicatos|associações|coletivos|grupos|universidades|entidades"),
        (Role::Former, "antigos|antigas|ex|anteriores"),
        (Role::Current, "atuais|actuais"),
        (Role::Contract, "temporários|temporárias|externos|terceirizados|terceirizadas"),
        (
            Role::Extra,
            "primeiros|primeiras|últimos|últimas|próximos|próximas|outros|outras|mais|adicionais|novos|novas|extra",
        ),
        (
            Role::Stop,
            "o|um|uma|no|na|nos|nas|ao|à|aos|às|em|por|pelo|pela|pelos|pelas|para|com|sem|desde|que|quem|se|seu|sua|\
             seus|suas|eles|elas|é|são|era|foi|mas|porque|após|antes|durante|segundo|contra",
        ),
        (Role::OutOf, "de um total de"),
        (Role::Fragment, "vírgula|e meio|e meia"),
        (
            Role::Whole,
            "de|dos|das|de um total de|entre os|entre as|em vez de|com|contra|emprega|conta com|tem|por|cada|para|em|\
             frente a",
        ),
        (
            Role::Counted,
            "grupo|total|assinada|assinado|assinadas|assinados|subscrita|subscrito|assinaturas|signatários|nomes|apoio|\
             apoiada|apoiado|número|conjunto",
        ),
        (
            Role::Goal,
            "objetivo|objectivo|meta|precisa|precisam|necessárias|necessários|faltam|falta|requer|requerem|mínimo legal|\
             outros|outras",
        ),
        (
            Role::Block,
            "não|nunca|jamais|nenhum|nenhuma|se|poderiam|poderia|deveriam|teriam|recusaram|recusam|rejeitaram|demitidos|\
             demitidas|demitiu|despedidos|despediu|sondagem|pesquisa|esperam|convidados",
        ),
        (
            Role::Sign,
            "assinaram|assinado|assinada|assinados|assinadas|assinam|assinou|subscreveram|subscrito|subscrita|\
             subscrevem|apoiaram|apoiam|endossaram",
        ),
        (Role::Auxiliary, "já|têm|tinham|tem|a|o|tinha"),
        (Role::Including, "incluindo|entre eles|entre elas|dos quais|das quais|sendo|entre os quais"),
        (
            Role::Filler,
            "no total|total|ao todo|até agora|até ao momento|já|hoje|ontem|agora|atualmente|online|além de|mais|o|em|\
             desde|número|número de|segunda feira|terça feira|quarta feira|quinta feira|sexta feira|sábado|domingo|de",
        ),
        (Role::Month, "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"),
        (Role::Money("EUR"), "euro|euros"),
        (Role::Money("USD"), "dólar|dólares"),
        (Role::Money("BRL"), "real|reais"),
        (Role::Money("GBP"), "libras esterlinas"),
        (Role::Percent, "por cento"),
        (Role::Ending, "a|as|o|os|es"),
        (
            Role::Common,
            "os|as|uma|dos|das|que|com|para|por|foi|foram|carta|aberta|petição|abaixo|assinado|anos|horas|dias|países|\
             escritórios|ações|o|a|de|e|na|no",
        ),
    ],
    spell,
    thousands: &[],
    joint: "e",
    elided: &[],
    shortened: &["aprox", "núm", "dr", "dra", "sr", "sra"],
    noun_capitals: false,
};

const UNITS: [&str; 20] = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
];

const TENS: [&str; 10] =
    ["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"];

const HUNDREDS: [&str; 10] = [
    "",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
];

/// Spells a number below a thousand: masculine and feminine, as in Brazil and as in Portugal.
fn spell(number: u64) -> Vec<String> {
    let word = |list: &[&'static str], value: u64| list[usize::try_from(value).unwrap_or_default()];
    let rest = match number % 100 {
        0 => String::new(),
        rest @ 1..20 => word(&UNITS, rest).to_owned(),
        rest if rest % 10 == 0 => word(&TENS, rest / 10).to_owned(),
        rest => format!("{} e {}", word(&TENS, rest / 10), word(&UNITS, rest % 10)),
    };
    let spelled = match (word(&HUNDREDS, number / 100), rest.as_str()) {
        ("cento", "") => "cem".to_owned(),
        ("", rest) => rest.to_owned(),
        (hundreds, "") => hundreds.to_owned(),
        (hundreds, rest) => format!("{hundreds} e {rest}"),
    };
    let feminine = |spelled: &str| {
        let spelled = spelled.replace("entos", "entas").replace("dois", "duas");
        spelled.strip_suffix("um").map_or(spelled.clone(), |stem| format!("{stem}uma"))
    };
    let mut out = vec![feminine(&spelled), spelled.clone()];
    let changes =
        [("dezesseis", "dezasseis"), ("dezessete", "dezassete"), ("dezenove", "dezanove"), ("catorze", "quatorze")];
    for (brazilian, other) in changes {
        if spelled.ends_with(brazilian) {
            let other = spelled.replace(brazilian, other);
            out.extend([feminine(&other), other]);
        }
    }
    out
}
