//! Which petition is meant, who may see it, and that no guild sees another's.

use undersigned::answers::reply::{Audience, Reply};
use undersigned::answers::view::{PetitionRef, View};
use undersigned::cli::terminal;
use undersigned::domain::ids::Number;
use undersigned::service::caller::Permissions;
use undersigned::service::setup::SetupChange;

use crate::harness::on_both_databases;
use crate::stage::{GUILD, OTHER_GUILD, Stage, caller, count, counts, petition, reads, typed, with};

fn card(petition: PetitionRef) -> View {
    View::Petition { petition }
}

fn views(petition: PetitionRef) -> Vec<View> {
    let page = 1;
    vec![
        card(petition.clone()),
        counts(petition.clone()),
        View::Timeline { petition: petition.clone(), page },
        View::Responses { petition: petition.clone(), organisation: None, page },
        View::Statements { petition: petition.clone(), speaker: None, page },
        View::Facts { petition, property: None, page },
    ]
}

fn text(reply: &Reply) -> String {
    terminal::render(reply)
}

on_both_databases! {
    async fn where_there_is_nothing_the_next_step_is_said(db) {
        let stage = Stage::open(&db).await;
        reads("finding_no_petitions", &stage.show(counts(PetitionRef::Unsaid)).await);
        let list = View::Petitions { organisation: None, state: None, tag: None, page: 1 };
        reads("finding_no_petitions", &stage.show(list).await);
    }

    async fn the_only_petition_need_not_be_named(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("letter")]).await;
        assert!(stage.show(card(PetitionRef::Unsaid)).await.starts_with("Open letter: letter"));
    }

    async fn of_several_the_caller_chooses_and_a_channel_can_be_about_one(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &[petition("one"), petition("two")]).await;
        reads("finding_which", &stage.show(counts(PetitionRef::Unsaid)).await);
        db.execute(&format!(
            "INSERT INTO channel (guild, channel, petition) VALUES (1001, 2001, {})", numbers[1].get()
        )).await;
        assert!(stage.show(card(PetitionRef::Unsaid)).await.starts_with("Open letter: two"));
    }

    async fn a_petition_is_found_by_its_short_name_and_its_number(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &[petition("one"), petition("two")]).await;
        for petition in [typed("two"), typed(" Two"), typed(&numbers[1].to_string()), typed(&numbers[1].get().to_string()),
            PetitionRef::Number(numbers[1])] {
            assert!(stage.show(card(petition)).await.starts_with("Open letter: two"));
        }
    }

    async fn a_misspelt_name_is_answered_with_what_was_meant(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("initech-stapler"), petition("penetrode-hours")]).await;
        let reply = stage.reply(GUILD, counts(typed("inittech-stapler"))).await;
        assert_eq!(reply.audience, Audience::Private);
        reads("finding_did_you_mean", &text(&reply));
    }

    async fn a_merged_petition_answers_with_its_target_a_hidden_one_not_at_all_a_removed_one_says_so(db) {
        let stage = Stage::open(&db).await;
        let numbers = stage.publish(GUILD, &[petition("one"), petition("two"), petition("three")]).await;
        let [one, two, three] = [0, 1, 2].map(|at| numbers[at].get());
        db.execute(&format!("UPDATE petition SET state = 'merged', merged_into = {two} WHERE number = {one}")).await;
        assert!(stage.show(card(typed("one"))).await.starts_with("Open letter: two"));
        db.execute(&format!("UPDATE petition SET state = 'hidden' WHERE number = {three}")).await;
        let hidden = stage.show(card(typed("three"))).await;
        let unknown = stage.show(card(typed("three-hundred"))).await;
        assert_eq!(hidden.replace("three", ""), unknown.replace("three-hundred", ""));
        db.execute(&format!("UPDATE petition SET state = 'removed' WHERE number = {three}")).await;
        reads("finding_removed", &stage.show(card(typed("three"))).await);
        assert!(!stage.show(counts(PetitionRef::Unsaid)).await.contains("three"));
    }

    async fn another_guilds_numbers_answer_as_numbers_that_do_not_exist(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("ours")]).await;
        let theirs = with(petition("theirs"), [count("338", "2018-06-21", "The Gazette")]);
        // Theirs has higher numbers than any of ours.
        let numbers = stage.publish(OTHER_GUILD, &[petition("first"), petition("second"), theirs]).await;
        let foreign = numbers[2];
        let unknown = Number::new(999_999).unwrap();
        // The terminal breaks lines by their length.
        let alike = |text: &str, given: &str| text.replace(given, "?").split_whitespace().collect::<Vec<_>>().join(" ");
        for (view, other) in views(PetitionRef::Number(foreign)).into_iter().zip(views(PetitionRef::Number(unknown))) {
            let (shown, none) = (stage.show(view).await, stage.show(other).await);
            assert_eq!(alike(&shown, &foreign.to_string()), alike(&none, &unknown.to_string()));
        }
        for (view, other) in views(typed("theirs")).into_iter().zip(views(typed("nobodys"))) {
            let (shown, none) = (stage.show(view).await, stage.show(other).await);
            assert_eq!(alike(&shown, "theirs"), alike(&none, "nobodys"));
        }
        let source = |source: String| View::Source { source, page: 1 };
        let their_source = db.ask("SELECT max(number) FROM source WHERE guild = 1002").await;
        let (shown, none) = (stage.show(source(their_source.clone())).await, stage.show(source("888888".into())).await);
        assert_eq!(alike(&shown, &their_source), alike(&none, "888888"));
        let url = "https://the-gazette.example.org/2018-06-21".to_owned();
        let (shown, none) =
            (stage.show(source(url.clone())).await, stage.show(source("https://x.example.org/".into())).await);
        assert_eq!(alike(&shown, &url), alike(&none, "https://x.example.org/"));
    }

    async fn the_guild_says_who_hears_an_answer_unless_the_caller_does(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[petition("letter")]).await;
        assert_eq!(stage.reply(GUILD, counts(typed("letter"))).await.audience, Audience::Channel);
        let mut admin = caller(GUILD);
        admin.permissions = Permissions { manage_guild: true, manage_messages: true };
        let change = SetupChange { private_by_default: Some(true), ..SetupChange::default() };
        let _ = stage.responder.setup(&admin, change).await;
        for view in views(typed("letter")) {
            assert_eq!(stage.reply(GUILD, view).await.audience, Audience::Private);
        }
        let asked = stage.responder.show(&caller(GUILD), counts(typed("letter")), Some(Audience::Channel)).await;
        assert!(matches!(asked, undersigned::answers::reply::Answer::Reply(reply) if reply.audience == Audience::Channel));
    }

    async fn what_the_program_never_wrote_is_our_fault_and_nobody_elses_business(db) {
        let stage = Stage::open(&db).await;
        stage.publish(GUILD, &[with(petition("letter"), [count("338", "2018-06-21", "The Gazette")])]).await;
        db.execute("UPDATE record SET doc = '{\"count\": {\"secret\": 1}}'").await;
        let reply = stage.reply(GUILD, counts(typed("letter"))).await;
        assert_eq!(reply.audience, Audience::Private);
        let asked = undersigned::service::ask::PetitionAsked::Typed("letter");
        let fault = stage.service.counts(&caller(GUILD), asked, None, false).await.unwrap_err();
        let number = db.ask("SELECT number FROM record").await;
        assert_eq!(
            fault.to_string(),
            format!("the column doc of record {number} holds something this program never writes")
        );
        let shown = text(&reply);
        assert!(shown.contains("Something went wrong on our side") && !shown.contains("secret"), "{shown}");
    }
}
