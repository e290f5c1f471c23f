//! Sentences as news text writes them: only a number bound to signing counts.

mod support;

use support::{check, count};

#[test]
fn the_subject_of_signing_counts() {
    check(
        count,
        &[
            (
                "More than 60' Fabrikam employees have signed a petition to management.",
                "more_than 60 [61..] employees signatures",
            ),
            (
                "Over 2,900 Ruritanian tech workers, including top level management and investors, publicly signed onto an open letter.",
                "more_than 2900 [2901..] employees signatures",
            ),
            (
                "Over 1700 Contoso employees have signed an internal petition pledging to walk out on September 20.",
                "more_than 1700 [1701..] employees signatures",
            ),
            ("By Friday evening 505 engineers at the company had signed the letter.", "505 signatures"),
            ("In 2018 300 employees signed a letter.", "300 employees signatures"),
            ("On June 19, 300 employees signed a letter.", "300 employees signatures"),
            ("338 Contosoans have signed the petition.", "338 signatures"),
            ("More than 300 have signed so far, organisers said.", "more_than 300 [301..] signatures"),
            ("A single employee signed the letter.", "1 employees signatures"),
            ("Nobody signed the petition.", "0 signatures"),
            ("Twenty-three employees co-signed the letter.", "23 employees signatures"),
            ("A group of 30 female engineers signed the statement.", "30 signatures"),
            ("12 unions signed the letter.", "12 organisations"),
            ("945 Fabrikam users signed the open letter.", "945 public signatures"),
            ("Hundreds of employees signed the open letter on Tuesday.", "vague 200.. employees signatures"),
            ("Nearly 30,000 employees added their names to the letter.", "nearly 30000 [..29999] employees signatures"),
            (
                "More than 1,000 students and faculty joined the petition.",
                "more_than 1000 [1001..] students_or_academics signatures",
            ),
        ],
    );
}

#[test]
fn signatures_and_those_behind_by_and_from_count() {
    check(
        count,
        &[
            ("Students collected 500 signatures in support of the strike.", "500 signatures"),
            (
                "The letter, signed by more than 300 employees, was sent on 19 June 2018.",
                "more_than 300 [301..] employees signatures",
            ),
            ("The letter was signed by 300 of the company's 1,200 employees.", "300 employees signatures"),
            (
                "An open letter from more than 3,100 employees asks the chief executive to stop.",
                "more_than 3100 [3101..] employees signatures",
            ),
            ("The number of signatures rose to 505 by Friday.", "505 signatures"),
            ("The petition has gathered 12,501 signatures.", "12501 signatures"),
            ("The petition had reached 1,000 by noon.", "1000 signatures"),
            (
                "The number of signatures rose from more than 150 to more than 300 in two days.",
                "more_than 300 [301..] signatures",
            ),
            ("Signatures from 500 employees were delivered.", "500 employees signatures"),
            (
                "Two Contoso employees gave their CEO an online petition including more than 300,000 signatures (including 500 employees) calling for an end.",
                "more_than 300000 [300001..] signatures + 500 employees signatures",
            ),
            (
                "The petition was signed by 12 employees and more than 300,000 members of the public.",
                "12 employees signatures + more_than 300000 [300001..] public signatures",
            ),
            (
                "Twelve current employees and 40 former employees signed the letter.",
                "12 employees signatures + 40 former_employees signatures",
            ),
        ],
    );
}

#[test]
fn what_people_said_they_would_do_or_did_has_its_own_measure() {
    check(
        count,
        &[
            (
                "More than 1,700 employees pledged to walk out on Friday.",
                "more_than 1700 [1701..] employees walkout_pledges",
            ),
            (
                "More than 1,000 Fabrikam factory workers walked off the job.",
                "more_than 1000 [1001..] employees participants",
            ),
            ("Hundreds of regular drivers went on strike on Monday.", "vague 200.. participants"),
            ("Up to 1000 protesters have attended the demonstration.", "up_to 1000 [..1000] participants"),
            (
                "50 students attended a protest and over 700 students and faculty signed a petition.",
                "more_than 700 [701..] students_or_academics signatures",
            ),
            (
                "In an open letter posted on Tuesday, hundreds of employees protested the company's work with the agency.",
                "vague 200.. employees",
            ),
            ("21 current and former employees of Fabrikam published an essay about safety.", "21 mixed"),
        ],
    );
}

#[test]
fn numbers_that_the_sentence_does_not_bind_to_signing_give_none() {
    check(
        count,
        &[
            ("The company has 100,000 employees, and a petition is going round.", "none"),
            ("At the company of 100,000 employees, a petition is going round.", "none"),
            ("The company fired 50 employees over the petition.", "none"),
            ("The company fired 50 employees who signed the petition.", "none"),
            ("One employee said the response to the letter was empty.", "none"),
            ("One of the employees who signed the letter was promoted.", "none"),
            ("More than 100 did not sign the letter.", "none"),
            ("More than 100 employees refused to sign.", "none"),
            ("300 employees were asked to sign the letter.", "none"),
            ("The petition needs 300 signatures by Friday.", "none"),
            ("The petition has a goal of 2,000 signatures.", "none"),
            ("If 300 employees sign the petition, it will be delivered.", "none"),
            ("The letter concerns a $19.4 million contract with 400 offices in 46 countries.", "none"),
            ("After a five-hour meeting, employees signed the letter.", "none"),
            ("Employees signed the letter within 24 hours.", "none"),
            ("Employees signed the letter at 3 p.m. on June 19, 2018.", "none"),
            ("The 100th employee signed the letter on 19 Jun.", "none"),
            ("50% of employees signed the letter.", "none"),
            ("Nine out of ten employees signed the letter.", "none"),
            ("Three online petitions were started to protest the policy.", "none"),
            ("Unite Local 1546 signed the contract.", "none"),
            ("38 testers voted to create a union.", "none"),
            ("300 workers signed their first union contract.", "none"),
            ("The post about the petition got 1,200 retweets and 3,000 likes.", "none"),
            ("Another 200 employees signed on Tuesday.", "none"),
            ("Call (206) 555-1234 to sign the petition.", "none"),
            ("The petition was signed on 2018-06-19.", "none"),
            ("Shares fell 3 percent after employees signed the letter; 1,200 shares were sold.", "none"),
            ("The vote was 10-to-4 in favour, and a letter was sent.", "none"),
            ("Employees founded the group in 1970 and signed a letter in 1971.", "none"),
            ("See https://example.org/petitions/300/signatures for the letter.", "none"),
            ("They sent the letter to 300.", "none"),
            ("The letter has 12 bullet points.", "none"),
            ("The petition was delivered at 3.", "none"),
            ("Version 2 of the letter is online.", "none"),
            ("Up from 150, the letter keeps growing.", "none"),
            ("Google is a company of 100,000.", "none"),
        ],
    );
}

#[test]
fn two_numbers_for_one_count_are_asked() {
    check(
        count,
        &[
            (
                "The letter, which had over 100 signatures on Tuesday, now has more than 300.",
                "more_than 100 [101..] signatures | more_than 300 [301..] signatures ?",
            ),
            (
                "1,000 employees at Contoso and 500 at Fabrikam signed a letter.",
                "1000 employees signatures | 500 signatures ?",
            ),
            (
                "More than 100 employees signed on Monday. By Tuesday more than 300 employees had signed.",
                "more_than 100 [101..] employees signatures | more_than 300 [301..] employees signatures ?",
            ),
            ("1.000 employees signed the letter.", "1000 employees signatures | 1 employees signatures ?"),
            ("12/50 employees signed the letter.", "12 employees signatures | 50 employees signatures ?"),
            ("300 employees signed. Again: 300 employees signed.", "300 employees signatures"),
        ],
    );
}

#[test]
fn the_span_holds_the_words_that_carry_the_number() {
    let text = "By Friday — more than 300 Contoso employees had signed it.";
    let wording::Count::One(found) = wording::read_count(text) else { panic!("one number") };
    assert_eq!(&text[found.span], "more than 300 Contoso employees");
}
