//! Amounts for fact claims: money, percentages, things.

mod support;

use support::{amount, check};

#[test]
fn money_is_read_in_whole_units_of_its_currency() {
    check(
        amount,
        &[
            ("$19.4 million", "rounded 19400000 [19350000..19449999] USD"),
            ("$19.14 million", "rounded 19140000 [19135000..19144999] USD"),
            ("nearly $20 million", "nearly 20000000 [..19999999] USD"),
            ("US$5bn", "rounded 5000000000 [4500000000..5499999999] USD"),
            ("C$400 million", "rounded 400000000 [399500000..400499999] CAD"),
            ("about C$400", "approx 400 [..] CAD"),
            ("£1,500", "1500 GBP"),
            ("€1.2m", "rounded 1200000 [1150000..1249999] EUR"),
            ("1,500 euros", "1500 EUR"),
            ("5 million US dollars", "rounded 5000000 [4500000..5499999] USD"),
            ("millions of dollars", "vague 2000000.. USD"),
            ("CHF 400", "400 CHF"),
            ("400 CHF", "400 CHF"),
            ("$5 million to $6 million", "range 5000000..6000000 USD"),
            ("$5-6 million", "range 5000000..6000000 USD"),
            ("between $18.7m and $20m", "range 18700000..20000000 USD"),
            ("$1,500.00", "1500 USD"),
            ("$1.50", "none"),
            ("the contract is worth $19.4 million", "rounded 19400000 [19350000..19449999] USD"),
            (
                "$19.4 million or $19.14 million",
                "rounded 19400000 [19350000..19449999] USD | rounded 19140000 [19135000..19144999] USD ?",
            ),
        ],
    );
}

#[test]
fn things_keep_their_noun() {
    check(
        amount,
        &[
            ("over 20,000 users", "more_than 20000 [20001..] users"),
            ("over 20,000 employees", "more_than 20000 [20001..] people"),
            ("more than 400", "more_than 400 [401..]"),
            ("more than 400 ICE offices", "more_than 400 [401..] offices"),
            ("46 countries", "46 countries"),
            ("46 foreign countries", "46 countries"),
            ("approximately 6 million users", "approx 6000000 [..] users"),
            ("7,000-plus", "at_least 7000 [7000..]"),
            ("7,000-plus organisations", "at_least 7000 [7000..] organisations"),
            ("20 contracts", "20 contracts"),
            ("hundreds of offices", "vague 200.. offices"),
            ("used in more than 400 offices", "more_than 400 [401..] offices"),
        ],
    );
}

#[test]
fn percentages_are_whole() {
    check(
        amount,
        &[
            ("50%", "50 %"),
            ("over 50 percent", "more_than 50 [51..] %"),
            ("30-40%", "range 30..40 %"),
            ("12 per cent of employees", "12 %"),
            ("3.5%", "none"),
        ],
    );
}

#[test]
fn what_is_no_amount_gives_none_and_what_is_unclear_is_asked() {
    check(
        amount,
        &[
            ("in 2018", "none"),
            ("June 19, 2018", "none"),
            ("up from 40 offices", "none"),
            ("a 24-year history", "none"),
            ("nothing", "none"),
            ("1.000", "1000 | 1 ?"),
            ("2018", "2018 ?"),
            ("46 countries and 400 offices", "46 countries | 400 offices ?"),
        ],
    );
}
