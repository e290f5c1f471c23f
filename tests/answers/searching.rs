//! What the words of a search find, in which order, and what they never find.

use undersigned::answers::press::Press;
use undersigned::answers::reply::{Action, Answer};
use undersigned::answers::view::{PetitionRef, View};
use undersigned::cli::demo::record;
use undersigned::domain::findable::Findable;
use undersigned::domain::ids::{GuildId, Number};
use undersigned::domain::organisation::{OrganisationKind, OrganisationRef};
use undersigned::domain::petition::PetitionDoc;
use undersigned::domain::record::{Capacity, RecordKind};
use undersigned::domain::response::ResponseKind;
use undersigned::domain::source::CaptureDoc;
use undersigned::service::ask::{Hit, SearchAnswer};
use undersigned::service::log::{Drafted, NewSource, Typed};
use undersigned::service::operator::{Entry, ImportedCapture, ImportedOrganisation};

use crate::harness::on_both_databases;
use crate::stage::{
    GUILD, OTHER_GUILD, Stage, caller, count, date, fact, note, petition, reads, request, response, statement, with,
};

fn search(text: &str) -> View {
    View::Search { text: text.to_owned(), kind: None, page: 1 }
}

async fn answer(stage: &Stage, guild: GuildId, text: &str, kind: Option<Findable>) -> SearchAnswer {
    stage.service.search(&caller(guild), text, kind, 1).await.unwrap().answer
}

/// Says in a word what a page shows, in order.
async fn found(stage: &Stage, text: &str) -> Vec<String> {
    let answer = answer(stage, GUILD, text, None).await;
    answer.hits.iter().map(|hit| label(hit, &answer)).collect()
}

fn label(hit: &Hit, answer: &SearchAnswer) -> String {
    match hit {
        Hit::Petition(number) => answer.petitions[number].slug.clone(),
        Hit::Organisation(number, _) => answer.organisations[number].clone(),
        Hit::Source(number) => answer.sources[number].doc.publisher_or_host().to_owned(),
        Hit::Record(record) => match record.body.as_of() {
            Some(on) => format!("{} of {on}", record.body.kind().as_str()),
            None => record.body.kind().as_str().to_owned(),
        },
    }
}

fn titled(slug: &str, title: &str, issued_on: &str) -> Entry {
    let mut entry = petition(slug);
    entry.petition.doc = PetitionDoc { title: title.to_owned(), issued_on: date(issued_on), ..entry.petition.doc };
    entry
}

fn known(mut entry: Entry, name: &str, aliases: &[&str]) -> Entry {
    let aliases = aliases.iter().map(ToString::to_string).collect();
    let kind = OrganisationKind::Employer;
    entry.organisations.push(ImportedOrganisation { name: name.to_owned(), kind, aliases });
    entry
}

#[test]
fn every_kind_of_record_can_be_searched_for() {
    for kind in RecordKind::ALL {
        assert_eq!(Findable::from(*kind).as_str(), kind.as_str());
        assert!(Findable::ALL.contains(&Findable::from(*kind)));
    }
}

on_both_databases! {
    async fn the_same_corpus_gives_the_same_answers(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &record::entries().unwrap()).await;
        for (name, text) in [
            ("search_a_word", "family"), ("search_an_old_name", "msft"), ("search_several_words", "Microsoft ICE contract"),
            ("search_a_beginning", "dismay"), ("search_nothing", "stapler"),
        ] {
            reads(name, &stage.show(search(text)).await);
        }
        let second = View::Search { text: "microsoft".to_owned(), kind: None, page: 2 };
        reads("search_second_page", &stage.show(second).await);
        let sources = View::Search { text: "times".to_owned(), kind: Some(Findable::Source), page: 1 };
        reads("search_sources", &stage.show(sources).await);
    }

    async fn words_as_typed_come_before_beginnings_names_before_the_rest_and_the_latest_first(db) {
        let stage = Stage::open(&db).await;
        let mut by_body = titled("in-the-body", "A letter", "2019-01-01");
        by_body.petition.doc.summary = Some("About a stapler.".to_owned());
        let mut by_demand = titled("in-a-demand", "Another letter", "2018-12-01");
        by_demand.petition.demands = vec!["Return the stapler".to_owned()];
        let mut begins_in_body = titled("begins-in-the-body", "A third letter", "2020-01-01");
        begins_in_body.petition.doc.summary = Some("About staplers.".to_owned());
        stage.publish(GUILD, &[
            titled("latest", "The stapler, again", "2018-06-02"),
            by_demand,
            begins_in_body,
            titled("earliest", "The stapler", "2018-06-01"),
            titled("begins-in-a-name", "Staplers for all", "2017-01-01"),
            by_body,
        ]).await;
        assert_eq!(
            found(&stage, "stapler").await,
            ["latest", "earliest", "in-the-body", "in-a-demand", "begins-in-a-name", "begins-in-the-body"]
        );
    }

    async fn every_word_must_stand_there_and_only_the_last_may_be_a_beginning(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[titled("red", "The red stapler", "2018-06-02"), titled("swingline", "The Swingline stapler", "2018")]).await;
        assert_eq!(found(&stage, "RED  stap").await, ["red"]);
        assert_eq!(found(&stage, "stapler the").await, ["red", "swingline"]);
        assert_eq!(found(&stage, "stap red").await, Vec::<String>::new());
        assert_eq!(found(&stage, "red swingline").await, Vec::<String>::new());
    }

    async fn scripts_without_spaces_are_found_by_any_part(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[
            titled("letter", "マイクロソフト社員の公開書簡", "2018-06-02"), titled("other", "公開の簡単な書", "2018"),
        ]).await;
        for text in ["公開書簡", "書簡", "ソフト", "社員の公開", "簡"] {
            let found = found(&stage, text).await;
            assert_eq!(found[0], "letter", "{text}");
            assert_eq!(found.len(), if text == "簡" { 2 } else { 1 }, "{text}: {found:?}");
        }
    }

    async fn every_name_of_an_organisation_finds_it_and_what_belongs_to_it(db) {
        let stage = Stage::open(&db).await;
        let entry = known(with(petition("letter"), [
            count("338", "2018-06-21", "The Gazette"), response("2018-06-22", &[ResponseKind::Acknowledged], "We hear you"),
        ]), "Initech", &["Intertrode Systems", "イニテック"]);
        stage.publish(GUILD, &[entry]).await;
        for text in ["Initech", "intertrode", "Intertrode Systems", "イニテック", "system"] {
            let found = found(&stage, text).await;
            assert_eq!(found, ["Initech", "response of 2018-06-22", "count of 2018-06-21", "letter"], "{text}");
        }
        assert_eq!(found(&stage, "intertrode hear").await, ["response of 2018-06-22"], "a name and a word of its own");
        let shown = stage.show(search("intertrode")).await;
        assert!(shown.contains("also Intertrode Systems"), "{shown}");
        // One that it belongs to finds it as well.
        let chotchkies = known(petition("other"), "Initrode", &[]);
        let mut chotchkies = chotchkies;
        chotchkies.petition.addressees = vec![OrganisationRef::New("Initrode".to_owned())];
        stage.publish(GUILD, &[chotchkies]).await;
        let number = |name: &'static str| format!("(SELECT organisation FROM organisation_name WHERE name = '{name}')");
        let (part, whole) = (number("Initech"), number("Initrode"));
        db.execute(&format!("INSERT INTO organisation_parent (guild, organisation, parent) VALUES (1001, {part}, {whole})")).await;
        let of_parent = found(&stage, "initrode").await;
        assert_eq!(of_parent[0], "Initrode");
        assert!(of_parent.contains(&"letter".to_owned()) && of_parent.contains(&"Initech".to_owned()), "{of_parent:?}");
    }

    async fn everything_that_is_published_is_found_by_its_words(db) {
        let stage = Stage::open(&db).await;
        let mut entry = with(petition("letter"), [
            note(count("more than 338 clerks", "2018-06-21", "The Tabulator"), "Withdrawals happened"),
            fact("turnover", "$19.4 million", "The Ledgerdemain", "2018-06-21"),
            statement("Milton Waddams", Capacity::EmployeePersonal, "2018-06-20", "That is my Swingline"),
            response("2018-06-22", &[ResponseKind::Acknowledged], "We hear you"),
            request("2018-06-20", "2018-06-21", None),
        ]);
        entry.petition.doc.scope = Some("flairwearers".to_owned());
        entry.petition.doc.summary = Some("It asks for cake.".to_owned());
        entry.petition.doc.tags = vec!["furniture".to_owned()];
        entry.petition.doc.sponsors = vec!["Lawrence".to_owned()];
        entry.petition.demands = vec!["Move the basement".to_owned()];
        entry.petition.source.title = Some("Thoroughfare".to_owned());
        entry.petition.source.authors = vec!["Joanna".to_owned()];
        let excerpt = Some("printers misbehaving".to_owned());
        let doc = CaptureDoc { excerpt, ..CaptureDoc::default() };
        let url = entry.petition.source.url.clone();
        entry.captures.push(ImportedCapture { url, retrieved_at: date("2018-06-30"), doc });
        stage.publish(GUILD, &[entry]).await;
        for (text, kind) in [
            ("open letter", "letter"), ("cake", "letter"), ("flairwearers", "letter"), ("furniture", "letter"),
            ("lawrence", "letter"), ("basement", "letter"), ("clerks", "count"), ("tabulator withdrawals", "count"),
            ("turnover", "fact"), ("19.4", "fact"), ("ledgerdemain contract", "fact"), ("milton", "statement"), ("swingline", "statement"),
            ("lumbergh memo", "response"), ("gazette request", "-"), ("hear", "response"), ("thoroughfare", "The Letter"), ("joanna", "The Letter"),
            ("misbehaving", "The Letter"), ("the-letter.example.org", "The Letter"),
        ] {
            let found = found(&stage, text).await;
            match kind {
                "-" => assert!(found.is_empty(), "{text}: {found:?}"),
                kind => assert!(found.iter().any(|one| one.starts_with(kind)), "{text}: {found:?}"),
            }
        }
        let requests = answer(&stage, GUILD, "gazette", Some(Findable::Request)).await;
        assert_eq!(requests.hits.len(), 1);
    }

    async fn nothing_hidden_removed_redacted_pending_or_of_another_guild_is_found(db) {
        let stage = Stage::open(&db).await;
        let words = |slug: &str| with(titled(slug, &format!("Stapler {slug}"), "2018"), [
            statement("Milton", Capacity::EmployeePersonal, "2018-06-20", "My stapler")
        ]);
        let numbers = stage.publish(GUILD, &[words("hidden"), words("removed"), words("kept")]).await;
        stage.publish(OTHER_GUILD, &[words("theirs")]).await;
        let typed = NewSource {
            url: "https://pending.example.org/stapler".to_owned(), publisher: Some("Stapler Weekly".to_owned()),
            title: None, published: None, source_type: None, access: None, read_on: None,
        };
        let mut admin = caller(GUILD);
        admin.permissions.manage_guild = true;
        let Drafted::Preview(preview) = stage.service.draft(&admin, Typed::Source(typed)).await.unwrap() else { panic!() };
        stage.service.file(&admin, &preview.draft).await.unwrap();
        let set = |state: &str, number: Number| format!("UPDATE petition SET state = '{state}' WHERE number = {} AND guild = 1001", number.get());
        db.execute(&set("hidden", numbers[0])).await;
        db.execute(&set("removed", numbers[1])).await;
        assert_eq!(found(&stage, "stapler").await, ["kept", "statement of 2018-06-20"]);
        db.execute(&format!("UPDATE record SET state = 'redacted' WHERE petition = {} AND guild = 1001", numbers[2].get())).await;
        assert_eq!(found(&stage, "stapler").await, ["kept"]);
        assert_eq!(found(&stage, "weekly").await, Vec::<String>::new());
        assert_eq!(found(&stage, "theirs").await, Vec::<String>::new());
        db.execute(&format!("UPDATE petition SET state = 'merged', merged_into = {} WHERE number = {} AND guild = 1001",
            numbers[1].get(), numbers[2].get())).await;
        assert_eq!(found(&stage, "stapler").await, Vec::<String>::new());
    }

    async fn what_no_longer_stands_says_so(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[with(petition("letter"), [statement("Milton", Capacity::EmployeePersonal, "2018-06-20", "My stapler")])]).await;
        db.execute("UPDATE record SET state = 'retracted'").await;
        let shown = stage.show(search("stapler")).await;
        assert!(shown.contains("taken back by who said it"), "{shown}");
    }

    async fn pages_are_turned_by_what_a_button_holds_and_one_is_opened_from_a_list(db) {
        let stage = Stage::open(&db).await;
        let entries: Vec<Entry> =
            (1..=20).map(|day| titled(&format!("letter-{day}"), "A letter", &format!("2018-06-{day:02}"))).collect();
        stage.publish(GUILD, &entries).await;
        let mut reply = stage.reply(GUILD, View::Search { text: "let".into(), kind: Some(Findable::Petition), page: 1 }).await;
        let mut seen = Vec::new();
        loop {
            let actions: Vec<&Action> = reply.actions.iter().flatten().collect();
            for action in &actions {
                if let Action::Select { press, options, .. } = action {
                    assert_eq!(*press, Press::Open);
                    seen.extend(options.iter().map(|choice| choice.value.clone()));
                }
            }
            let next = actions.iter().find_map(|action| match action {
                Action::Button { label, press, .. } if label == "Next page" => Some(press.to_string()),
                _ => None,
            });
            let Some(next) = next else { break };
            match stage.responder.press(&caller(GUILD), Press::parse(&next).unwrap(), &[]).await {
                Answer::Reply(page) => reply = page,
                other => panic!("{other:?}"),
            }
        }
        let mut numbers: Vec<i64> = Vec::new();
        for view in &seen {
            let Some(View::Petition { petition: PetitionRef::Number(number) }) = View::parse(view) else { panic!("{view}") };
            numbers.push(number.get());
        }
        assert_eq!(numbers.len(), 20);
        assert!(numbers.is_sorted_by(|later, earlier| later > earlier), "the latest first, each once: {numbers:?}");
        let opened = stage.responder.press(&caller(GUILD), Press::Open, &seen[..1]).await;
        assert!(matches!(&opened, Answer::Reply(reply) if format!("{:?}", reply.title).contains("A letter")), "{opened:?}");
        for value in ["", "approve.1", "search", "nothing.1"] {
            let forged = stage.responder.press(&caller(GUILD), Press::Open, &[value.to_owned()]).await;
            assert!(matches!(forged, Answer::Beside(_)), "{value}");
        }
    }

    async fn what_cannot_be_looked_for_is_refused_with_what_to_do(db) {
        let stage = Stage::open(&db).await;
        let long = "a letter ".repeat(9);
        let wide = "𠀀".repeat(40);
        let shown = [stage.show(search("?!")).await, stage.show(search(&long)).await, stage.show(search(&wide)).await];
        reads("search_refused", &shown.join("\n"));
        let beyond = View::Search { text: "letter".into(), kind: None, page: 9 };
        assert!(stage.show(beyond).await.contains("no such page"));
    }

    async fn of_very_many_those_filed_last_are_looked_through_and_that_is_said(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[titled("rare", "A swingline stapler", "2018")]).await;
        // Organisations, since they are made of the fewest rows.
        db.execute(
            "WITH RECURSIVE n (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM n WHERE n < 3100) \
             INSERT INTO organisation (guild, number, name, kind) SELECT 1001, n, 'Stapler', 'employer' FROM n",
        ).await;
        db.execute(
            "INSERT INTO term (guild, kind, term, number) SELECT 1001, 'organisation', 'stapler', number FROM organisation \
             WHERE number >= 1000 AND guild = 1001",
        ).await;
        let common = answer(&stage, GUILD, "stapler", None).await;
        assert!(common.more && common.total == 2_001, "{}", common.total);
        assert!(stage.show(search("stapler")).await.contains("only the 2,000 filed last"), "it is said");
        let both = answer(&stage, GUILD, "stapler swingline", None).await;
        assert!(!both.more);
        assert_eq!(both.hits.len(), 1, "a common word does not hide what a rare one finds");
        let begun = std::time::Instant::now();
        let _ = answer(&stage, GUILD, "stap", None).await;
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
