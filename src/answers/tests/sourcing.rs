use super::dump;
use super::fixtures::{at as moment, count, draft, more_than_300, number, preview, reading, submission, verge};
use crate::answers::Responder;
use crate::answers::asking::source::counter;
use crate::answers::previews::drafted;
use crate::domain::date::PartialDate;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::proposal::{CaptureProposal, Proposal};
use crate::domain::published::Source;
use crate::domain::source::{Beside, LinkState, MachineRead, Neighbour, NeighbourKind, SourceUrl};
use crate::domain::watching::Trouble;
use crate::domain::watching::counter::{Counter, CounterState, Counting, Missed, Shown};
use crate::domain::{Population, Qualifier, Reading, Unit};
use crate::service::log::{Drafted, OfPage, Offer, Preview, Unread, WhichWords};
use crate::service::review::SubmissionView;
use crate::service::watching::Lost;

fn url(text: &str) -> SourceUrl {
    SourceUrl::parse(text).unwrap()
}

fn which(offers: Vec<Offer>, unread: Option<Unread>) -> String {
    let which = WhichWords { draft: draft(), url: url("https://www.example.org/story"), offers, unread };
    dump::answer(&drafted(&Drafted::NeedsWording(Box::new(which))))
}

#[test]
fn the_sentences_of_a_page_are_offered_each_with_its_reading() {
    let exact = |n| reading(Qualifier::Exact, Some(n), Some(n), Some(n), Unit::People);
    let offer = |wording: &str, readings, is_ambiguous| Offer { wording: wording.to_owned(), readings, is_ambiguous };
    insta::assert_snapshot!(which(
        vec![
            offer("More than 300 employees signed the letter.", vec![more_than_300()], false),
            offer("300,000 people signed, 500 of them employees.", vec![exact(300_000), exact(500)], false),
            offer("12/50 signed.", vec![exact(12), exact(50)], true),
        ],
        None
    ));
    assert!(which(Vec::new(), None).contains("No sentence that gives a number of signers"));
}

#[test]
fn why_a_page_was_not_read_is_told_by_its_class_alone() {
    let every = Trouble::ALL.iter().map(|trouble| Unread::Trouble(*trouble)).chain([
        Unread::Off,
        Unread::TooMany,
        Unread::Resting,
    ]);
    let said: Vec<String> = every.map(|unread| which(Vec::new(), Some(unread))).collect();
    for (place, one) in said.iter().enumerate() {
        assert!(one.contains("The page was not read: ") && one.contains("Type the words"), "{one}");
        assert_eq!(said.iter().position(|other| other == one), Some(place), "each class has its words");
    }
}

#[test]
fn what_a_machine_read_and_what_a_source_may_be_confused_with_stand_in_the_preview_and_at_review() {
    let mut doc = verge();
    doc.title = Some("Microsoft employees are up in arms".to_owned());
    doc.authors = vec!["A. Writer".to_owned()];
    doc.language = Some("en".to_owned());
    doc.other_urls = vec![url("https://www.theverge.com/amp-story")];
    doc.machine_read = MachineRead::ALL.to_vec();
    let near = |number_of, kind, at: &str| Neighbour { number: number(number_of), kind, url: url(at) };
    let beside = Beside {
        neighbours: vec![
            near(7, NeighbourKind::Declared, "https://www.theverge.com/a"),
            near(8, NeighbourKind::Declares, "https://www.theverge.com/b"),
            near(9, NeighbourKind::Near, "https://www.theverge.com/c"),
        ],
        imitated: vec!["microsoft.com".to_owned()],
    };
    let mut counted = count("more than 300 employees", Population::Employees, Some(more_than_300()));
    if let Proposal::Record(record) = &mut counted {
        record.source = Some(doc);
    }
    let page = OfPage::Unread(Unread::Trouble(Trouble::TooSlow));
    let shown = Preview { beside: beside.clone(), page, ..preview(vec![counted.clone()]) };
    insta::assert_snapshot!("machine_read_preview", dump::answer(&drafted(&Drafted::Preview(Box::new(shown)))));
    let one = SubmissionView { beside, ..submission(counted) };
    insta::assert_snapshot!("machine_read_review", dump::reply(&Responder::announcement(&one)));
}

#[test]
fn a_copy_of_another_page_or_at_a_host_that_looks_like_another_is_warned_of() {
    let copy = |archive_url: &str, other_page: Option<&str>| {
        let (name, archived_at) = ("Employees are up in arms".to_owned(), PartialDate::Month(2018, 6));
        let (source, archive_url) = (number(12), url(archive_url));
        Proposal::Capture(Box::new(CaptureProposal {
            source,
            name,
            archive_url,
            archived_at,
            other_page: other_page.map(url),
        }))
    };
    let plain = copy("https://archive.ph/AbCdE", None);
    let odd = copy("https://аrchive.org/web/20180618130102/https://x.org/b", Some("https://x.org/b"));
    let shown = [plain, odd].map(|one| dump::answer(&drafted(&Drafted::Preview(Box::new(preview(vec![one]))))));
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn a_live_counter_is_told_before_it_is_approved_and_with_its_source() {
    let with = |counting: Counting| {
        let mut proposal = count("24531", Population::Public, Some(Reading::counter(24_531)));
        if let Proposal::Record(record) = &mut proposal {
            record.counting = Some(counting);
        }
        dump::answer(&drafted(&Drafted::Preview(Box::new(preview(vec![proposal])))))
    };
    let at = "https://petition.parliament.uk/petitions/7.json";
    let rule = "json:/data/attributes/signature_count".to_owned();
    let from = Counting::From(Counter { url: url(at), rule: rule.clone() });
    let doc = verge();
    let source = Source { number: number(9), link: LinkState::Live, doc, captures: Vec::new(), changes: Vec::new() };
    let running = Shown {
        number: number(14),
        state: CounterState::Running,
        rule,
        url: at.to_owned(),
        read: Some((24_531, moment("2018-06-21T12:00:00Z"))),
        missed: None,
        is_reached: true,
        rests: false,
    };
    let lost = Shown { is_reached: false, ..running.clone() };
    let shown = [
        running.clone(),
        Shown { read: None, url: source.doc.url.as_str().to_owned(), ..running.clone() },
        Shown { missed: Some(Missed::Several), ..running.clone() },
        Shown { is_reached: false, missed: Some(Missed::Several), ..running.clone() },
        Shown { rests: true, ..running.clone() },
        Shown { state: CounterState::Stopped, rests: true, ..running },
    ];
    let lines: Vec<String> = shown.iter().map(|one| dump::text(&counter(one, &source.doc.url))).collect();
    insta::assert_snapshot!(format!("{}\n\n{}\n\n{}", with(from), with(Counting::By(number(14))), lines.join("\n")));
    let since = moment("2018-06-21T12:00:00Z");
    let lost =
        Lost { guild: GuildId::new(1), review_channel: ChannelId::new(2), source: verge(), counter: lost, since };
    insta::assert_snapshot!("lost_counter", dump::reply(&Responder::lost_counter(&lost)));
}
