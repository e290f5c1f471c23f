//! Bare phrases: every row of the table in the crate documentation, and the forms around it.

mod support;

use support::{check, count};

#[test]
fn a_number_without_a_qualifier_is_exact() {
    check(
        count,
        &[
            ("338", "338"),
            ("1,000", "1000"),
            ("1 000", "1000"),
            ("1\u{a0}000", "1000"),
            ("1\u{202f}000\u{202f}000", "1000000"),
            ("1'000", "1000"),
            ("1’000", "1000"),
            ("1.000.000", "1000000"),
            ("1,50,000", "150000"),
            ("３３８", "338"),
            ("3\u{200b}38", "338"),
            ("twenty-three", "23"),
            ("Twenty three", "23"),
            ("one hundred and fifty", "150"),
            ("one hundred fifty-one", "151"),
            ("a hundred", "100"),
            ("two thousand", "2000"),
            ("two thousand three hundred and four", "2304"),
            ("fifteen hundred", "1500"),
            ("a thousand and one", "1001"),
            ("a single employee", "1 employees"),
            ("one", "1"),
            ("nobody", "0"),
            ("No one", "0"),
            ("none", "0"),
            ("zero signatures", "0 signatures"),
            ("0", "0"),
            ("exactly 338 employees", "338 employees"),
            ("a total of 338", "338"),
            ("just 12 employees", "12 employees"),
            ("all 338 employees", "338 employees"),
            ("338.", "338"),
            ("\"338\"", "338"),
            ("(338)", "338"),
            ("18446744073709551615", "none"),
            ("9223372036854775807", "9223372036854775807"),
        ],
    );
}

#[test]
fn qualifiers_before_the_number_bound_it() {
    check(
        count,
        &[
            ("over 100", "more_than 100 [101..]"),
            ("OVER 100", "more_than 100 [101..]"),
            ("more than 300", "more_than 300 [301..]"),
            ("in excess of 100", "more_than 100 [101..]"),
            ("north of 100", "more_than 100 [101..]"),
            ("just over 100", "more_than 100 [101..]"),
            ("over a thousand", "more_than 1000 [1001..]"),
            ("more than a dozen", "more_than 12 [13..]"),
            ("> 100", "more_than 100 [101..]"),
            ("at least 100", "at_least 100 [100..]"),
            ("no fewer than 100", "at_least 100 [100..]"),
            ("no less than 100", "at_least 100 [100..]"),
            ("upwards of 100", "at_least 100 [100..]"),
            ("a minimum of 100", "at_least 100 [100..]"),
            (">= 100", "at_least 100 [100..]"),
            ("≥100", "at_least 100 [100..]"),
            ("nearly 30,000", "nearly 30000 [..29999]"),
            ("almost 30,000", "nearly 30000 [..29999]"),
            ("approaching 30,000", "nearly 30000 [..29999]"),
            ("just shy of 30,000", "nearly 30000 [..29999]"),
            ("fewer than 100", "fewer_than 100 [..99]"),
            ("less than 100", "fewer_than 100 [..99]"),
            ("just under 100", "fewer_than 100 [..99]"),
            ("under 100", "fewer_than 100 [..99]"),
            ("fewer than 0", "none"),
            ("up to 500", "up_to 500 [..500]"),
            ("as many as 500", "up_to 500 [..500]"),
            ("at most 500", "up_to 500 [..500]"),
            ("no more than 100", "up_to 100 [..100]"),
            ("not more than 100", "up_to 100 [..100]"),
            ("about 400", "approx 400 [..]"),
            ("around 400", "approx 400 [..]"),
            ("roughly 400", "approx 400 [..]"),
            ("some 400", "approx 400 [..]"),
            ("approximately 400", "approx 400 [..]"),
            ("approx. 400", "approx 400 [..]"),
            ("circa 400", "approx 400 [..]"),
            ("c. 400", "approx 400 [..]"),
            ("~400", "approx 400 [..]"),
            ("close to 400", "approx 400 [..]"),
            ("an estimated 400", "approx 400 [..]"),
        ],
    );
}

#[test]
fn qualifiers_after_the_number_bound_it_too() {
    check(
        count,
        &[
            ("100+", "at_least 100 [100..]"),
            ("100-plus", "at_least 100 [100..]"),
            ("7,000-plus", "at_least 7000 [7000..]"),
            ("100 or more", "at_least 100 [100..]"),
            ("100 employees or more", "at_least 100 [100..] employees"),
            ("300 signatures and counting", "at_least 300 [300..] signatures"),
            ("1.2k+", "at_least 1200 [1200..]"),
            ("100 or fewer", "up_to 100 [..100]"),
            ("400 or so", "approx 400 [..]"),
            ("400-odd", "approx 400 [..]"),
            ("400ish", "approx 400 [..]"),
            ("over 100+", "at_least 100 [100..]"),
            ("at least 100+", "at_least 100 [100..]"),
        ],
    );
}

#[test]
fn qualifiers_that_contradict_each_other_give_none() {
    check(
        count,
        &[
            ("about 100 or more", "none"),
            ("up to about 500", "none"),
            ("nearly 100+", "none"),
            ("about 400 to 500", "none"),
            ("between about 400 and 500", "none"),
            ("not 300", "none"),
            ("perhaps 300", "none"),
        ],
    );
}

#[test]
fn a_scale_after_digits_rounds_to_the_printed_place() {
    check(
        count,
        &[
            ("1.2k", "rounded 1200 [1150..1249]"),
            ("1.2K", "rounded 1200 [1150..1249]"),
            ("2.3M", "rounded 2300000 [2250000..2349999]"),
            ("1.2 million", "rounded 1200000 [1150000..1249999]"),
            ("3 million", "rounded 3000000 [2500000..3499999]"),
            ("three million", "rounded 3000000 [2500000..3499999]"),
            ("a million", "rounded 1000000 [500000..1499999]"),
            ("3 thousand", "rounded 3000 [2500..3499]"),
            ("1.234k", "none"),
            ("1.2345k", "none"),
            ("1.25k", "rounded 1250 [1245..1254]"),
            ("more than 1.2 million", "more_than 1200000 [1200001..]"),
            ("about 3k", "approx 3000 [..]"),
            ("1.5", "none"),
            ("1.5 employees", "none"),
            ("1½ million", "none"),
            ("two and a half million", "none"),
            ("99999999999999999999", "none"),
            ("99999999 trillion", "none"),
        ],
    );
}

#[test]
fn round_measures_are_near_the_number() {
    check(
        count,
        &[
            ("a dozen", "approx 12 [..]"),
            ("about a dozen", "approx 12 [..]"),
            ("two dozen employees", "approx 24 [..] employees"),
            ("half a dozen", "approx 6 [..]"),
            ("half a million", "approx 500000 [..]"),
            ("more than two dozen", "more_than 24 [25..]"),
            ("at least half a million", "at_least 500000 [500000..]"),
        ],
    );
}

#[test]
fn ranges_have_two_ends_and_no_point() {
    check(
        count,
        &[
            ("between 400 and 500", "range 400..500"),
            ("400 to 500", "range 400..500"),
            ("400–500", "range 400..500"),
            ("400-500", "range 400..500"),
            ("400—500", "range 400..500"),
            ("400 – 500 employees", "range 400..500 employees"),
            ("between one hundred and two hundred", "range 100..200"),
            ("between one hundred and fifty and two hundred", "range 150..200"),
            ("between one hundred and one hundred and fifty", "range 100..150"),
            ("five or six", "range 5..6"),
            ("490 or 505 employees", "490 employees | 505 employees ?"),
            ("5 to 6 million", "range 5000000..6000000"),
            ("5-6 million", "range 5000000..6000000"),
            ("800 to 1,200", "range 800..1200"),
            ("ranging from 400 to 500", "range 400..500"),
            ("500–400", "none"),
            ("between 500 and 400", "none"),
            ("500 to 400", "range 400..500 | 400 ?"),
            ("from 400 to 500", "range 400..500 | 500 ?"),
            ("555-1234", "range 555..1234 ?"),
        ],
    );
}

#[test]
fn vague_words_set_a_lower_bound_only() {
    check(
        count,
        &[
            ("dozens", "vague 24.."),
            ("hundreds", "vague 200.."),
            ("thousands", "vague 2000.."),
            ("tens", "vague 20.."),
            ("scores", "vague 40.."),
            ("tens of thousands", "vague 20000.."),
            ("hundreds of thousands", "vague 200000.."),
            ("millions", "vague 2000000.."),
            ("hundreds of employees", "vague 200.. employees"),
            ("hundreds and hundreds of employees", "vague 200.. employees"),
            ("thousands upon thousands", "vague 2000.."),
            ("several hundred", "vague 300.."),
            ("several thousand employees", "vague 3000.. employees"),
            ("several dozen", "vague 36.."),
            ("several hundred thousand", "vague 300000.."),
            ("several", "vague 3.."),
            ("a few", "vague 2.."),
            ("a few hundred", "vague 200.."),
            ("a couple of hundred", "vague 200.."),
            ("a couple hundred", "vague 200.."),
            ("a couple dozen", "vague 24.."),
            ("100s of employees", "vague 200.. employees"),
            ("more than several hundred", "vague 300.."),
            ("at least hundreds", "vague 200.."),
            ("nearly hundreds", "none"),
            ("up to thousands", "none"),
            ("many", "none"),
            ("a number of employees", "none"),
        ],
    );
}

#[test]
fn an_earlier_figure_or_a_whole_is_never_the_count() {
    check(
        count,
        &[
            ("up from 150", "none"),
            ("300, up from 150", "300"),
            ("more than 300 employees, up from more than 150", "more_than 300 [301..] employees"),
            ("of 770 staff", "none"),
            ("out of 1,200 employees", "none"),
            ("a company of 100,000", "none"),
            ("338 of 770 staff", "338 employees"),
            ("338 out of 770", "338"),
            ("300 employees, out of 124,000", "300 employees"),
            ("338 of the company's roughly 770 employees", "338 employees"),
            ("300 of its employees", "300 employees"),
            ("rose from 150 to 300", "300"),
            ("from more than 150 to more than 300", "more_than 300 [301..] ?"),
            ("rose from more than 150 to more than 300 in two days", "more_than 300 [301..]"),
            ("another 200", "none"),
            ("200 more", "none"),
            ("nine out of ten employees", "none"),
            ("one in five employees", "none"),
            ("a goal of 2,000 signatures", "none"),
            ("1,234 signatures out of a goal of 2,000", "1234 signatures"),
            ("300 signatures short", "none"),
        ],
    );
}

#[test]
fn what_is_not_a_signer_gives_none() {
    check(
        count,
        &[
            ("$19.4 million", "none"),
            ("19.4 million dollars", "none"),
            ("€500", "none"),
            ("GBP 400", "none"),
            ("C$400", "none"),
            ("50%", "none"),
            ("30-40%", "none"),
            ("50 percent of employees", "none"),
            ("more than 400 offices", "none"),
            ("46 countries", "none"),
            ("over 20,000 users", "none"),
            ("approximately 6 million users", "none"),
            ("five hours", "none"),
            ("a five-hour meeting", "none"),
            ("June 19, 2018", "none"),
            ("19 June 2018", "none"),
            ("19 Jun", "none"),
            ("in 2018", "none"),
            ("2018/06/19", "none"),
            ("2018-06-19", "none"),
            ("2018-06", "none"),
            ("3 p.m.", "none"),
            ("3pm", "none"),
            ("19:30", "none"),
            ("9/11", "none"),
            ("24/7", "none"),
            ("the 100th signatory", "none"),
            ("the first 100 signatories", "none"),
            ("206-555-0100", "none"),
            ("+44 20 7946 0958", "none"),
            ("1-800-555-0199", "none"),
            ("4 stars", "none"),
            ("4.5 stars", "none"),
            ("300 ★", "none"),
            ("1,200 shares", "none"),
            ("1,200 retweets and 300 likes", "none"),
            ("#100", "none"),
            ("No. 100", "none"),
            ("Local 1546", "none"),
            ("version 10", "none"),
            ("v1.2.3", "none"),
            ("aged 45", "none"),
            ("a 45-year-old", "none"),
            ("10-to-4", "none"),
            ("007", "none"),
            ("1,0000", "none"),
            ("1,2,3", "none"),
            ("10,00", "none"),
            ("-5", "none"),
            (".5", "none"),
            ("over 100 employees at Contoso volunteered", "none"),
            ("", "none"),
            ("employees", "none"),
            ("no number here", "none"),
            ("20,000 offices and 46 countries", "none"),
            ("2 thirds", "none"),
            ("\u{202e}001", "none"),
        ],
    );
}

#[test]
fn what_can_be_read_two_ways_is_asked() {
    check(
        count,
        &[
            ("1.000", "1000 | 1 ?"),
            ("1.000 signatures", "1000 signatures | 1 signatures ?"),
            ("12.345", "12345 ?"),
            ("more than 1.000", "more_than 1000 [1001..] | more_than 1 [2..] ?"),
            ("12/50", "12 | 50 ?"),
            ("2018", "2018 ?"),
            ("over 100 and up to 200 employees", "more_than 100 [101..] | up_to 200 [..200] employees ?"),
            ("2,018", "2018"),
            ("2018 employees", "2018 employees"),
            ("300 employees, 400 employees", "300 employees | 400 employees ?"),
        ],
    );
}

#[test]
fn the_noun_says_who_and_what_was_counted() {
    check(
        count,
        &[
            ("over 100 employees", "more_than 100 [101..] employees"),
            ("300 signatures", "300 signatures"),
            ("signatures: 300", "300 signatures"),
            ("500 signatures in support", "500 signatures"),
            ("21 current and former employees", "21 mixed"),
            ("21 former employees", "21 former_employees"),
            ("12 ex-employees", "12 former_employees"),
            ("12 contractors", "12 contractors"),
            ("12 contract workers", "12 contractors"),
            ("over 700 students and faculty", "more_than 700 [701..] students_or_academics"),
            ("12 employees and contractors", "12 mixed"),
            ("300 members of the public", "300 public"),
            ("300 people", "300"),
            ("over 100 employees of Contoso", "more_than 100 [101..] employees"),
            ("over 100 employees at the Contoso Company", "more_than 100 [101..] employees"),
            ("hundreds of Contoso employees", "vague 200.. employees"),
            ("1,000 Contoso and Fabrikam employees", "1000 employees"),
            ("300 on 19 June", "300"),
            ("300 within 2 hours", "300"),
            ("More than 60' Palantir employees", "more_than 60 [61..] employees"),
            ("2,900 Belarusian tech workers", "2900 employees"),
            ("12 worker signatures", "12 employees signatures"),
            ("30 organisations", "30 organisations"),
            ("12 civil rights groups", "12 organisations"),
            ("300 supporters", "300 supporters"),
            ("300 names", "300 named_signatories"),
            ("1,700 walkout pledges", "1700 walkout_pledges"),
        ],
    );
}

#[test]
fn several_populations_are_never_added() {
    check(
        count,
        &[
            (
                "12 employees and more than 300,000 members of the public",
                "12 employees + more_than 300000 [300001..] public",
            ),
            ("300,000 signatures (including 500 employees)", "300000 signatures + 500 employees"),
            ("300,000 signatures, including 500 employees", "300000 signatures + 500 employees"),
            (
                "more than 300,000 signatures, 500 of them employees",
                "more_than 300000 [300001..] signatures + 500 employees",
            ),
            ("338 current employees and 21 former employees", "338 employees + 21 former_employees"),
        ],
    );
}
