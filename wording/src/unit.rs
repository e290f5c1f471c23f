//! What a number counts, and the currencies whose marks are known.

use serde::{Deserialize, Serialize};

/// Says what the number counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Signers, signatures, employees.
    People,
    /// An amount in whole units of the currency with this ISO 4217 code.
    Money(String),
    /// Whole percent.
    Percent,
    /// Things, by the noun as written, lower case: "offices", "countries".
    Things(String),
    /// A bare number: the words name no unit.
    Number,
}

/// Codes the reader knows. None is an English word, so that "ALL 400" is never four hundred lek.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "KRW", "TWD", "HKD", "SGD", "BRL", "MXN", "ARS", "CLP", "ZAR", "NGN", "KES", "EGP", "ILS", "AED", "SAR", "IDR",
    "MYR", "PHP", "THB", "VND", "PKR", "BDT", "UAH", "RUB", "BYN",
];

/// Marks that stand before a number. A bare dollar sign is the United States dollar.
const MARKS: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("nt$", "TWD"),
    ("₹", "INR"),
    ("rs", "INR"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₴", "UAH"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("₫", "VND"),
];

/// Nouns that stand after a number. Currencies shared by several states under one noun are left out, but for the
/// three that news text uses without saying whose.
const NOUNS: &[(&str, &str)] = &[
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("quid", "GBP"),
    ("sterling", "GBP"),
    ("pounds", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rupees", "INR"),
    ("shekels", "ILS"),
];

/// Whether `code` is a currency the reader knows.
pub(crate) fn is_currency(code: &str) -> bool {
    CODES.contains(&code)
}

/// Finds the currency of a mark before a number, lower case.
pub(crate) fn currency_of_mark(mark: &str) -> Option<&'static str> {
    MARKS.iter().find(|(known, _)| *known == mark).map(|(_, code)| *code)
}

/// Finds the currency of a noun after a number, lower case.
pub(crate) fn currency_of_noun(noun: &str) -> Option<&'static str> {
    NOUNS.iter().find(|(known, _)| *known == noun).map(|(_, code)| *code)
}

/// Finds the currency of an ISO code, which is only one in capitals.
pub(crate) fn currency_of_code(written: &str) -> Option<&'static str> {
    CODES.iter().find(|known| **known == written).copied()
}

/// What to write before an amount: the sign where there is one, else the code and a space.
pub(crate) fn mark_of_currency(code: &str) -> String {
    let sign = MARKS.iter().find(|(mark, known)| *known == code && *mark != "us$" && *mark != "rs");
    sign.map_or_else(|| format!("{code} "), |(mark, _)| mark.to_uppercase())
}
