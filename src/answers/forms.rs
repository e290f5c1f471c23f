//! Forms in words: what each field is called, an example of what goes there, and how much it takes.
//!
//! A label begins with the option's name, so that a refusal that names the option is found in the form.

use super::press::Press;
use super::reply::{FormReply, Input};
use crate::service::Field;
use crate::service::log::{Form, FormField, FormPurpose};

/// Words a form; sending it does what `press` says.
pub(super) fn form(form: &Form, press: Press) -> FormReply {
    FormReply { title: title(form, &press), press, inputs: form.fields.iter().map(input).collect() }
}

fn title(form: &Form, press: &Press) -> String {
    let is_about_a_petition = form.fields.iter().any(|input| input.field == Field::Demands);
    match (form.purpose, press) {
        (FormPurpose::Words, _) if is_about_a_petition => "What the petition says".to_owned(),
        (FormPurpose::Words, _) => "What was said".to_owned(),
        (FormPurpose::Change, _) => "Change before filing".to_owned(),
        (FormPurpose::Describe, _) => "Describe the source".to_owned(),
        (FormPurpose::Edit, Press::Amend(_)) => "Say it as it should be".to_owned(),
        (FormPurpose::Edit, Press::Edit(number)) => format!("Edit {number}"),
        (FormPurpose::Edit, _) => "Edit".to_owned(),
        (FormPurpose::Reject, Press::RejectNote(number, _)) => format!("Reject {number}"),
        (FormPurpose::Reject, _) => "Reject".to_owned(),
        (FormPurpose::Ask, Press::Ask(number)) => format!("Ask who filed {number}"),
        (FormPurpose::Ask, _) => "Ask who filed it".to_owned(),
        (FormPurpose::Answer, Press::Answer(number)) => format!("Answer about {number}"),
        (FormPurpose::Answer, _) => "Answer".to_owned(),
    }
}

fn input(form: &FormField) -> Input {
    let words = words(form.field);
    // Discord refuses a form that holds more than its limit says, so what is there already always fits.
    let held = u16::try_from(form.value.chars().count()).unwrap_or(u16::MAX);
    Input {
        field: form.field,
        label: words.label.to_owned(),
        value: form.value.clone(),
        placeholder: words.example.to_owned(),
        required: form.required,
        long: form.long,
        limit: words.limit.max(held).min(4_000),
    }
}

struct FieldWords {
    option: &'static str,
    label: &'static str,
    example: &'static str,
    limit: u16,
}

/// Names a field as the commands' options do.
#[must_use]
pub fn option_name(field: Field) -> &'static str {
    words(field).option
}

const fn of(option: &'static str, label: &'static str, example: &'static str, limit: u16) -> FieldWords {
    FieldWords { option, label, example, limit }
}

/// The one table of fields: the option's name, its label in forms, an example, the most characters.
fn words(field: Field) -> FieldWords {
    const DATE: &str = "2018-06-19, 2018-06, 2018 or today";
    const CAPACITIES: &str = "official, executive, employee_personal, union_or_advocacy or anonymous";
    match field {
        Field::Petition => of("petition", "Petition", "microsoft-ice-2018", 100),
        Field::Title => of("title", "Title", "Microsoft employees' open letter", 300),
        Field::Url => of("url", "URL: where it stands", "https://www.theverge.com/2018/6/21/…", 1_000),
        Field::Organisation => of("organisation", "Organisation", "Microsoft", 100),
        Field::IssuedOn => of("issued_on", "Issued on: when it was issued", DATE, 40),
        Field::DeliveredOn => of("delivered_on", "Delivered on: when it was handed over", DATE, 40),
        Field::Kind => of("kind", "Kind: one to three, with commas", "acknowledged, defended", 100),
        Field::Scope => of("scope", "Scope: who may sign", "employees and contractors of Microsoft", 100),
        Field::Visibility => of("visibility", "Visibility", "internal, leaked or public", 40),
        Field::Sponsor => of("sponsor", "Sponsor: who stands behind it", "Tech Workers Coalition", 100),
        Field::Summary => {
            of("summary", "Summary: what it says, briefly", "Asks the company to cancel its contract", 4_000)
        }
        Field::Demands => of("demands", "Demands, one a line", "Cancel the contract", 4_000),
        Field::Wording => of("wording", "Wording: the number as it is written", "more than 300 employees", 500),
        Field::AsOf => of("as_of", "As of: when it was so", DATE, 40),
        Field::Population => of("population", "Population: who is counted", "employees", 40),
        Field::Of => of("of", "Of: whose employees are counted", "Microsoft", 100),
        Field::Measure => of("measure", "Measure: what is counted", "signatures", 40),
        Field::Originator => of("originator", "Originator: who counted or says so", "The Verge", 100),
        Field::Note => of("note", "Note", "", 1_000),
        Field::SaidOn => of("said_on", "Said on: when it was said", DATE, 40),
        Field::Also => of("also", "Also: a second kind", "defended", 40),
        Field::Speaker => of("speaker", "Speaker: who speaks", "Satya Nadella, chief executive", 100),
        Field::Capacity => of("capacity", "Capacity: in which they speak", CAPACITIES, 40),
        Field::Channel => of("channel", "Channel: where it was said", "e-mail to all employees", 100),
        Field::Refers => of("refers", "Refers: does it speak of the petition", "explicitly or not_stated", 40),
        Field::Quote => of("quote", "Quote: the words as they were said", "We are dismayed by…", 4_000),
        Field::Paraphrase => {
            of("paraphrase", "Paraphrase: what was said, in your words", "Says that the work goes on", 4_000)
        }
        Field::DirectedTo => of("directed_to", "Directed to: to whom it was said", "Brad Smith", 100),
        Field::AskedOn => of("asked_on", "Asked on: when they were asked", DATE, 40),
        Field::Deadline => of("deadline", "Deadline: until when", DATE, 40),
        Field::Asker => of("asker", "Asker: who asked", "The Seattle Times", 300),
        Field::Result => of("result", "Result: what came of it", "replied or declined", 40),
        Field::Subject => of("subject", "Subject: what it is about", "Microsoft-ICE contract", 100),
        Field::Property => of("property", "Property: which figure of it", "value", 100),
        Field::Publisher => of("publisher", "Publisher: who publishes it", "The Verge", 100),
        Field::Published => of("published", "Published: when", DATE, 40),
        Field::Type => of("type", "Type: what sort of source", "first_hand_report", 40),
        Field::Access => of("access", "Access: who can read it", "open, registration, metered or paywalled", 40),
        Field::ReadOn => of("read_on", "Read on: when you read it there", DATE, 40),
        Field::Submission => of("submission", "Submission", "#142", 20),
        Field::Source => of("source", "Source", "#12", 120),
        Field::Reason => of("reason", "Reason", "duplicate", 40),
        Field::Zone => of("zone", "Zone: the zone of typed dates", "Europe/Berlin", 60),
        Field::Moderators => of("moderators", "Moderators", "", 40),
        Field::Contributors => of("contributors", "Contributors", "", 40),
        Field::ReviewChannel => of("review_channel", "Review channel", "", 40),
        Field::State => of("state", "State", "collecting", 40),
        Field::Tag => of("tag", "Tag", "immigration", 60),
        Field::Affiliation => of("affiliation", "Affiliation: as it is stated", "Cloud, Microsoft", 100),
        Field::Basis => of("basis", "Basis: why it may be logged", "signs_in_source or consent", 40),
        Field::Part => of("part", "Part", "first_signatory or signatory", 40),
        Field::Signatory => of("signatory", "Signatory", "#142", 100),
        Field::Shown => of("shown", "Shown", "not_shown", 40),
        Field::On => of("on", "On: when they withdrew", DATE, 40),
        Field::Text => of("text", "Text: what was promised, in words", "To publish a policy on such contracts", 300),
        Field::Name => of("name", "Name: what it is called, or who signs", "GitHub", 100),
        Field::Aliases => of("aliases", "Aliases, with commas between them", "GitHub, Inc., Logical Awesome", 1_000),
        Field::Parent => of("parent", "Parent: what it belongs to", "Microsoft", 100),
        Field::Since => of("since", "Since: when it came to belong there", "2018-10-26, 2018-10 or 2018", 40),
        Field::Until => of("until", "Until: when it ceased to", "2018-10-26, 2018-10 or 2018", 40),
        Field::Tags => of("tags", "Tags, with commas between them", "immigration, government contracts", 1_000),
        Field::Relation => of("relation", "Relation: how it stands to the other", "follow_up_of", 40),
        Field::Other => of("other", "Other: which petition", "microsoft-ice-2018", 100),
        Field::Addressee => of("addressee", "Addressee: whom it addresses as well", "GitHub", 100),
        Field::RemoveAddressee => of("remove_addressee", "Remove addressee", "GitHub", 100),
        Field::RemoveTags => of("remove_tags", "Remove tags, with commas between them", "immigration", 1_000),
        Field::RemoveRelation => of("remove_relation", "Remove relation: to which petition", "microsoft-ice-2018", 100),
        Field::Question => of("question", "Question: what you want to know", "Where does the page say so?", 1_000),
        Field::Answer => of("answer", "Answer: moderators alone read it", "In the last paragraph", 2_000),
        Field::Act => of("act", "Act", "approve", 40),
        Field::Digest => of("digest", "Digest", "#12", 20),
        Field::Every => of("every", "Every", "week", 40),
        Field::At => of("at", "At: the time of day", "9:00", 20),
        Field::Weeks => of("weeks", "Weeks: once in how many", "2", 20),
        Field::Petitions => of("petitions", "Petitions, with commas between them", "microsoft-ice-2018, #12", 1_000),
        Field::Thresholds => of("thresholds", "Thresholds, with commas between them", "100, 500, 1,000", 1_000),
        Field::Role => of("role", "Role", "", 40),
        Field::Due => of("due", "Due: when it is to be kept", "2018-12-31, 2018-12 or 2018", 40),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every name a field has, as the commands' options do.
    const NAMES: &str = "petition title url organisation issued_on delivered_on kind scope visibility sponsor summary demands \
        wording as_of population of measure originator note said_on also speaker capacity channel refers quote \
        paraphrase directed_to asked_on deadline asker result subject property publisher published type access read_on \
        submission source reason zone moderators contributors review_channel state tag text due name aliases \
        parent since until tags relation other addressee remove_addressee remove_tags remove_relation \
        affiliation basis part signatory shown on question answer";

    #[test]
    fn every_field_is_named_by_its_option_and_fits_a_form() {
        for name in NAMES.split_whitespace() {
            let field: Field = serde_json::from_value(name.into()).unwrap();
            let words = words(field);
            assert_eq!(option_name(field), name);
            assert!(words.label.chars().count() <= 45, "{name}");
            assert!(words.example.chars().count() <= 100, "{name}");
            assert!(words.limit <= 4_000, "{name}");
            let called = name.replace('_', " ");
            assert!(words.label.to_lowercase().starts_with(&called), "{name} is not found by its label");
        }
    }
}
