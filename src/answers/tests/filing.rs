use super::dump;
use super::fixtures::{
    bare, commitment, committed, count, draft, fact, like_it, more_than_300, number, organisation, petition,
    petition_edit, preview, reading, request, response, source, statement, submission, verge,
};
use crate::answers::forms::form;
use crate::answers::press::Press;
use crate::answers::previews::{cancelled, drafted, drafted_by_form, filed, filed_and_approved};
use crate::answers::reply::Audience;
use crate::answers::reviewing;
use crate::domain::proposal::Proposal;
use crate::domain::record::Body;
use crate::domain::review::SubmissionState;
use crate::domain::{Population, Qualifier, Unit};
use crate::service::Field;
use crate::service::log::{Drafted, Filed, Form, FormField, FormPurpose, MayApprove, Preview, Similar};

fn told(preview: Preview) -> String {
    dump::answer(&drafted(&Drafted::Preview(Box::new(preview))))
}

#[test]
fn a_preview_shows_the_reading_the_source_and_what_is_like_it() {
    let count = count("more than 300 employees", Population::Employees, Some(more_than_300()));
    insta::assert_snapshot!(told(Preview { similar: vec![like_it()], ..preview(vec![count]) }));
}

#[test]
fn a_single_moderator_may_file_and_approve() {
    let count = count("more than 300 employees", Population::Employees, Some(more_than_300()));
    let shown = Preview { may_approve: MayApprove::Yes, source_known: Some(number(88)), ..preview(vec![count]) };
    insta::assert_snapshot!(told(shown));
}

#[test]
fn two_figures_in_the_words_are_two_filings() {
    let exact = |n| reading(Qualifier::Exact, Some(n), Some(n), Some(n), Unit::People);
    let wording = "300,000 signatures including 500 employees";
    let public = count(wording, Population::Mixed, Some(exact(300_000)));
    insta::assert_snapshot!(told(preview(vec![public, count(wording, Population::Employees, Some(exact(500)))])));
}

#[test]
fn words_in_another_language_are_shown_with_the_language_they_were_read_in() {
    let mut shown = preview(vec![count("mehr als 300 Beschäftigte", Population::Employees, Some(more_than_300()))]);
    if let Proposal::Record(record) = &mut shown.proposals[0]
        && let Body::Count(count) = &mut record.body
    {
        count.language = Some("de".to_owned());
    }
    assert!(told(shown).contains(" as German: "));
}

#[test]
fn words_without_a_number_stand_alone() {
    insta::assert_snapshot!(told(preview(vec![count("a great many", Population::Unknown, None)])));
}

#[test]
fn a_host_that_is_not_what_it_seems_is_warned_of_before_filing_and_at_review() {
    let mut page = bare();
    page.url = "https://\u{440}aypal.com/letter".to_owned().try_into().unwrap();
    let mut proposal = count("300", Population::Employees, None);
    if let Proposal::Record(record) = &mut proposal {
        record.source = Some(page);
    }
    let previewed = told(preview(vec![proposal.clone()]));
    let reviewed = dump::reply(&reviewing::submission(&submission(proposal), Audience::Channel));
    for said in [&previewed, &reviewed] {
        assert!(said.contains("⚠ The host xn--") && said.contains("looks like"), "{said}");
    }
    insta::assert_snapshot!(previewed);
}

#[test]
fn every_kind_of_proposal_has_its_preview() {
    let petition_alone = Preview { petition: None, ..preview(vec![petition()]) };
    let source_alone = Preview { petition: None, organisation: None, ..preview(vec![source()]) };
    let previews = [
        petition_alone,
        source_alone,
        preview(vec![fact()]),
        preview(vec![statement()]),
        preview(vec![response()]),
        preview(vec![request()]),
        preview(vec![commitment()]),
        preview(vec![committed()]),
        Preview { petition: None, ..preview(vec![organisation()]) },
        preview(vec![petition_edit()]),
    ];
    insta::assert_snapshot!(previews.map(told).join("\n"));
}

#[test]
fn similar_items_beyond_a_few_are_counted() {
    let similar = (1..=6).map(|n| Similar { number: number(n), pending: n == 2, ..like_it() }).collect();
    let count = count("more than 300", Population::Employees, Some(more_than_300()));
    let shown = told(Preview { similar, ..preview(vec![count]) });
    assert!(shown.contains("⚠ 2 more are like it."), "{shown}");
    assert!(shown.contains("**#2**, “‹more than 300›”, ‹The Verge›, the same page, still waiting"), "{shown}");
}

#[test]
fn words_with_two_readings_are_asked_about() {
    let exact = |n| reading(Qualifier::Exact, Some(n), Some(n), Some(n), Unit::People);
    let readings = vec![(exact(12), "12 out of 50"), (exact(1_000), "a point between thousands")];
    insta::assert_snapshot!(dump::answer(&drafted(&Drafted::NeedsReading(draft(), readings))));
}

fn words(fields: &[Field]) -> Form {
    let field = |field: &Field| FormField { field: *field, value: String::new(), required: false, long: true };
    Form { purpose: FormPurpose::Words, fields: fields.iter().map(field).collect() }
}

#[test]
fn forms_say_what_goes_where() {
    let filled = |field, value: &str, required| FormField { field, value: value.into(), required, long: false };
    let change = Form {
        purpose: FormPurpose::Change,
        fields: vec![
            filled(Field::Url, verge().url.as_str(), true),
            filled(Field::Wording, "more than 300", true),
            filled(Field::AsOf, "2018-06-21", true),
            filled(Field::Population, "employees", false),
            filled(Field::Originator, "", false),
        ],
    };
    let describe = Form {
        purpose: FormPurpose::Describe,
        fields: vec![
            filled(Field::Publisher, "", false),
            filled(Field::Title, "", false),
            filled(Field::Published, "", false),
            filled(Field::ReadOn, "2026-11-21", true),
        ],
    };
    let asked = [
        form(&words(&[Field::Summary, Field::Demands]), Press::Words(draft())),
        form(&words(&[Field::Quote, Field::Paraphrase]), Press::Words(draft())),
        form(&change, Press::Change(draft())),
        form(&describe, Press::Describe(draft())),
        form(&Form { purpose: FormPurpose::Edit, ..change.clone() }, Press::Edit(number(142))),
    ];
    for one in &asked {
        assert!(one.title.chars().count() <= 45);
        assert!(one.inputs.iter().all(|input| input.label.chars().count() <= 45));
        assert!(one.inputs.iter().all(|input| input.placeholder.chars().count() <= 100));
    }
    insta::assert_snapshot!(asked.iter().map(dump::form).collect::<String>());
}

#[test]
fn a_form_takes_at_least_what_it_holds_already() {
    let held = "x".repeat(700);
    let scope = FormField { field: Field::Scope, value: held, required: false, long: true };
    let shown = form(&Form { purpose: FormPurpose::Change, fields: vec![scope] }, Press::Change(draft()));
    assert_eq!(shown.inputs[0].limit, 700);
}

#[test]
fn a_form_is_never_answered_with_another() {
    let needed = Drafted::NeedsWords(draft(), words(&[Field::Quote]));
    insta::assert_snapshot!(dump::answer(&drafted_by_form(&needed)));
}

#[test]
fn what_is_filed_waits_under_its_number() {
    let one = Filed { numbers: vec![number(142)], approved: false };
    let two = Filed { numbers: vec![number(142), number(143)], approved: false };
    let told = [filed(&one), filed(&two), cancelled()].map(|reply| dump::reply(&reply));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_is_approved_at_once_leads_to_the_answer_and_on() {
    let done = Filed { numbers: vec![number(142)], approved: true };
    let approved = |proposal| {
        let mut view = submission(proposal);
        view.decision = Some(super::fixtures::decision(SubmissionState::Approved));
        view
    };
    let first_count = approved(count("more than 300", Population::Employees, Some(more_than_300())));
    let told = [
        filed_and_approved(&done, Some(&approved(petition()))),
        filed_and_approved(&done, Some(&first_count)),
        filed_and_approved(&done, None),
    ];
    insta::assert_snapshot!(told.map(|reply| dump::reply(&reply)).join("\n"));
}

#[test]
fn a_source_nobody_described_is_named_by_its_host() {
    let mut proposal = count("more than 300", Population::Employees, Some(more_than_300()));
    if let Some(source) = proposal.source_mut() {
        *source = bare();
    }
    let shown = told(preview(vec![proposal]));
    assert!(shown.contains("Source: ‹gadgets.example.org› [1], read there 21 Nov 2026"), "{shown}");
    assert!(shown.contains("Nobody has said who publishes it"), "{shown}");
}
