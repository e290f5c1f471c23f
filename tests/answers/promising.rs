//! What was promised, what became of it and of the demands, and who the addressees are.

use undersigned::answers::Completion;
use undersigned::answers::view::{PetitionRef, View};
use undersigned::cli::demo::record;
use undersigned::cli::terminal;
use undersigned::domain::commitment::{Commitment, Judged, Rating};
use undersigned::domain::ids::GuildId;
use undersigned::domain::organisation::OrganisationRef;
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::record::Body;
use undersigned::domain::response::ResponseKind;
use undersigned::service::Caller;
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{Drafted, NewOrganisation, Typed};
use undersigned::service::operator::{Entry, ImportedRecord};

use crate::harness::on_both_databases;
use crate::stage::{
    GUILD, Stage, caller, count, date, petition, reads, record as filed, request, response, responses, typed, with,
};

/// The page that judgements rest on.
const JUDGED_ON: &str = "https://the-courier.example.org/2018-07-20";
/// The most characters of a line on a phone.
const WIDTH: usize = 42;

fn moderator() -> Caller {
    let mut moderator = caller(GUILD);
    moderator.permissions.manage_messages = true;
    moderator.permissions.manage_guild = true;
    moderator
}

fn commitment(text: &str, due: Option<&str>) -> ImportedRecord {
    let (due, made_on) = (due.map(date), Some(date("2018-06-25")));
    filed(Body::Commitment(Commitment { text: text.to_owned(), due, made_on }), "The Gazette", "2018-06-30")
}

fn letter() -> Entry {
    let mut entry = with(
        petition("letter"),
        [
            count("more than 300 employees", "2018-06-21", "The Herald"),
            response("2018-06-20", &[ResponseKind::Acknowledged], "We hear you"),
            commitment("A policy on staplers", Some("2018-07")),
            commitment("A review of the basement", Some("2019-01-31")),
            commitment("To talk", None),
        ],
    );
    entry.petition.demands = vec!["Return the stapler".to_owned(), "Mend the printer".to_owned()];
    entry
}

async fn judge(stage: &Stage, what: Completion, words: &str, judged: Judged, reason: &str) {
    let object = stage.complete(what, words).await.remove(0).1;
    let url = JUDGED_ON.to_owned();
    let typed = NewJudgement { object, judged, url, reason: reason.to_owned(), due: None };
    stage.service.judge(&moderator(), &typed).await.unwrap();
}

/// Publishes an organisation as a single moderator does.
async fn organisation(stage: &Stage, typed: NewOrganisation) {
    let Drafted::Preview(preview) = stage.service.draft(&moderator(), Typed::Organisation(typed)).await.unwrap() else {
        panic!("an organisation needs no words")
    };
    stage.service.file_and_approve(&moderator(), &preview.draft).await.unwrap();
}

async fn alone(stage: &Stage) {
    stage.service.take_defaults(&moderator(), undersigned::domain::guild::Moderation::Single).await.unwrap();
}

fn part_of_initech(name: &str) -> NewOrganisation {
    NewOrganisation {
        name: name.to_owned(),
        kind: None,
        aliases: Some("Penetrode Inc, Pen".to_owned()),
        parent: Some("Initech".to_owned()),
        since: Some("2010".to_owned()),
        until: Some("2018-06-30".to_owned()),
    }
}

/// Gives what of a card stands on the first three lines of a phone, below the title and its rule.
fn first_lines(shown: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in shown.lines().skip(2) {
        let mut current = String::new();
        for word in line.split(' ') {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.truncate(3);
    lines.join("\n")
}

on_both_databases! {
    async fn a_card_says_what_became_of_each_demand_and_commitment(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[letter()]).await;
        judge(&stage, Completion::Demand, "stapler", Judged::Demand(DemandOutcome::Met), "It is back").await;
        judge(&stage, Completion::Commitment, "review", Judged::Commitment(Rating::Kept), "It was held").await;
        judge(&stage, Completion::Commitment, "review", Judged::Commitment(Rating::Stalled), "It was cut short").await;
        let petition = || typed("letter");
        reads("card_complete", &stage.show(View::Petition { petition: petition() }).await);
        reads("commitments", &stage.show(View::Commitments { petition: petition(), page: 1 }).await);
        let source = stage.show(View::Source { source: JUDGED_ON.to_owned(), page: 1 }).await;
        reads("source_judged_on", &source);
        assert!(source.contains("It was held") && source.contains("It was cut short") && source.contains("It is back"));
        reads("sources_of_a_petition", &stage.show(View::Sources { petition: petition(), page: 1 }).await);
        let timeline = stage.show(View::Timeline { petition: petition(), page: 1 }).await;
        reads("timeline_with_due_dates", &timeline);
        assert!(timeline.contains("overdue, not yet rated"), "{timeline}");
        let said = stage.show(responses(petition())).await;
        assert!(said.contains("Demands 1 of 2 met · Commitments 2 not yet rated, 1 stalled, 1 overdue"), "{said}");
    }

    async fn a_phones_first_three_lines_say_the_essential(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record::entries().unwrap()).await;
        let card = |slug: &str| View::Petition { petition: typed(slug) };
        let shown = first_lines(&stage.show(card("microsoft-ice-2018")).await);
        for word in ["More than 300", "employees of Microsoft", "21 Jun 2018", "The Verge", "Microsoft answered on 19 Jun 2018"] {
            assert!(shown.replace('\n', " ").contains(word), "{word} is not in:\n{shown}");
        }
        let shown = first_lines(&stage.show(card("amazon-rekognition-aclu-2018")).await);
        for word in ["No count is recorded", "Amazon: no response recorded"] {
            assert!(shown.replace('\n', " ").contains(word), "{word} is not in:\n{shown}");
        }
    }

    async fn silence_is_only_told_of_who_was_asked(db) {
        let stage = Stage::open(&db).await;
        let asked = with(petition("asked"), [request("2018-06-20", "2018-06-25", None)]);
        stage.publish(GUILD, &[petition("letter"), asked]).await;
        let shown = stage.show(View::Petition { petition: typed("letter") }).await;
        assert!(shown.contains("no response recorded in 43 days; nobody has logged a request"), "{shown}");
        assert!(!shown.contains("no reply"), "{shown}");
        let shown = stage.show(View::Petition { petition: typed("asked") }).await;
        assert!(shown.contains("asked on 20 Jun 2018, no reply in 42 days"), "{shown}");
    }

    async fn nothing_was_promised(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("letter")]).await;
        let shown = stage.show(View::Commitments { petition: PetitionRef::Unsaid, page: 1 }).await;
        reads("commitments_none", &shown);
    }

    async fn an_organisation_answers_to_its_names_and_its_parents(db) {
        let stage = Stage::open(&db).await;
        alone(&stage).await;
        let mut to_part = petition("letter-to-penetrode");
        to_part.petition.addressees = vec![OrganisationRef::New("Penetrode".to_owned())];
        let to_part = with(to_part, [{
            let mut said = response("2018-06-20", &[ResponseKind::Rejected], "No.");
            said.organisation = Some(OrganisationRef::New("Penetrode".to_owned()));
            said
        }]);
        stage.publish(GUILD, &[letter(), to_part]).await;
        organisation(&stage, part_of_initech("Penetrode")).await;
        let show = |name: &str| View::Organisation { organisation: name.to_owned() };
        reads("organisation_part", &stage.show(show("penetrode inc")).await);
        reads("organisation_parent", &stage.show(show("INITECH")).await);
        reads("organisation_unknown", &stage.show(show("Intech")).await);
        let list = View::Petitions { organisation: Some("initech".to_owned()), state: None, tag: None, page: 1 };
        reads("list_of_a_parent", &stage.show(list).await);
        let of_parent = View::Responses {
            petition: typed("letter-to-penetrode"),
            organisation: Some("Initech".to_owned()),
            page: 1,
        };
        reads("responses_of_a_parent", &stage.show(of_parent).await);
        let values = |found: Vec<(String, String)>| found.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(values(stage.complete(Completion::Organisation, "pen").await), ["Penetrode"]);
        let other = undersigned::domain::ids::GuildId::new(GUILD.get() + 7);
        let foreign = terminal::render(&stage.reply(other, show("Penetrode")).await);
        assert!(foreign.contains("There is no organisation"), "{foreign}");
    }

    async fn demands_and_commitments_are_completed_by_their_words_and_numbers(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &[letter()]).await;
        let mut other = petition("other");
        other.petition.demands = vec!["End the meetings".to_owned()];
        let others = stage.publish(GUILD, &[other]).await;
        assert_eq!(stage.complete(Completion::Demand, "").await.len(), 3);
        let found = stage.complete(Completion::Demand, "print").await;
        assert_eq!(found.len(), 1);
        assert!(found[0].0.contains("Mend the printer (Open letter: letter)"), "{found:?}");
        assert_eq!(stage.complete(Completion::Demand, &found[0].1).await, found, "by its number");
        assert_eq!(stage.complete(Completion::Commitment, "basem").await.len(), 1);
        assert_eq!(stage.complete(Completion::Commitment, "").await.len(), 3);
        for (petition, first) in [(numbers[0], "Return"), (others[0], "End the")] {
            stage.service.set_channel(&moderator(), &petition.to_string()).await.unwrap();
            let offered = stage.complete(Completion::Demand, "").await;
            assert!(offered[0].0.contains(first), "{offered:?}");
        }
        let elsewhere = GuildId::new(GUILD.get() + 7);
        for what in [Completion::Demand, Completion::Commitment] {
            assert_eq!(stage.responder.complete(&caller(elsewhere), what, "").await, []);
        }
    }
}
