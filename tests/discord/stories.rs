//! What people do with the bot, from an empty guild on.

use crate::harness::on_both_databases;
use crate::world::{PETITION, SLUG, SOON, SOURCE, World};

/// Options and what is typed into them.
type Given = &'static [(&'static str, &'static str)];

/// What every link of these tests leads to.
const PAGE: (&str, &str) = ("url", "https://example.org/page");

/// Every option with a list, the command it belongs to, and what else the command needs.
#[rustfmt::skip]
const COMPLETED: &[(&str, Given, &str)] = &[
    ("/petition show", &[], "petition"),
    ("/petition list", &[], "organisation"),
    ("/petition list", &[], "tag"),
    ("/petition timeline", &[], "petition"),
    ("/petition history", &[], "petition"),
    ("/review edit", &[("reason", "wrong")], "record"),
    ("/review correct", &[("reason", "wrong")], "record"),
    ("/review deprecate", &[("reason", "wrong")], "record"),
    ("/review retract", &[("reason", "taken_back")], "record"),
    ("/review hide", &[("reason", "abusive")], "petition"),
    ("/review remove", &[("reason", "abusive")], "object"),
    ("/review redact", &[("field", "originator"), ("reason", "personal_data")], "object"),
    ("/review merge", &[("into", SLUG), ("reason", "duplicate")], "object"),
    ("/petition here", &[], "petition"),
    ("/petition log", &[("title", "A letter"), PAGE, ("issued_on", "2018")], "organisation"),
    ("/count show", &[], "petition"),
    ("/count log", &[PAGE, ("wording", "over 100"), ("as_of", "2018-07-01")], "petition"),
    ("/count log", &[("petition", SLUG), PAGE, ("wording", "over 100"), ("as_of", "2018-07-01")], "of"),
    ("/response show", &[], "petition"),
    ("/response show", &[], "organisation"),
    ("/response log", &[PAGE, ("kind", "acknowledged"), ("said_on", "2018-07-01")], "petition"),
    ("/response request", &[("asked_on", "2018-07-01"), ("deadline", "2018-07-02"), ("asker", "A paper")], "petition"),
    ("/statement list", &[], "petition"),
    ("/statement list", &[], "speaker"),
    ("/statement log", &[("petition", SLUG), PAGE, ("capacity", "executive"), ("said_on", "2018-07-01")], "speaker"),
    ("/fact show", &[], "petition"),
    ("/fact show", &[], "property"),
    ("/fact log", &[("petition", SLUG), PAGE, ("subject", "Contract"), ("wording", "$19.4 million")], "property"),
    ("/source show", &[], "source"),
    ("/signatory list", &[], "petition"),
    ("/signatory log", &[PAGE, ("name", "Ada Lovelace")], "petition"),
    ("/signatory withdraw", &[("shown", "not_shown")], "signatory"),
    ("/review queue", &[], "petition"),
    ("/review show", &[], "submission"),
    ("/review block", &[], "submission"),
    ("/review reject", &[("reason", "duplicate")], "submission"),
    ("/setup", &[], "zone"),
    ("/organisation show", &[], "organisation"),
    ("/organisation log", &[("aliases", "Another name")], "name"),
    ("/organisation log", &[("name", "GitHub")], "parent"),
    ("/demand rate", &[("outcome", "refused"), PAGE, ("reason", "It says so")], "demand"),
    ("/commitment list", &[], "petition"),
    ("/commitment log", &[PAGE, ("text", "A policy")], "petition"),
    ("/petition edit", &[("state", "withdrawn")], "petition"),
    ("/petition edit", &[("petition", SLUG), ("relation", "part_of")], "other"),
    ("/petition edit", &[("petition", SLUG), ("state", "withdrawn")], "addressee"),
];

on_both_databases! {
    async fn from_an_empty_guild_to_the_first_approved_count_in_seven_interactions(db) {
        let world = World::new(&db).await;
        let at = world.at(&world.admin);
        let panel = at.slash("/setup").await.unwrap();
        at.click(&panel.message.unwrap(), "Use these defaults, I moderate alone").await.unwrap();
        let form = at.slash(PETITION).await.unwrap().modal.unwrap();
        let preview = at.submit(&form, &[("summary", "Cancel the contract."), ("demands", "Cancel it")]).await.unwrap();
        at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        let options = [("petition", SLUG), ("url", "https://www.theverge.com/x"), ("wording", "more than 300"), ("as_of", "2018-06-21")];
        let preview = at.slash_with("count log", &options).await.unwrap();
        let approved = at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        assert!(approved.text().to_lowercase().contains("more than 300"), "{}", approved.text());
        let answered = |request: &localcord::Request| request.path.ends_with("/callback");
        // A request is logged when its answer is on the way, which the person who pressed does not wait for.
        let last = format!("/interactions/{}/", approved.interaction);
        world.cord.wait_for_request(|request| request.path.contains(&last), SOON).await.unwrap();
        assert_eq!(world.cord.requests().into_iter().filter(answered).count(), 7);
        let shown = at.slash("/count show").await.unwrap();
        assert!(shown.text().contains("More than 300"), "{}", shown.text());
        world.end().await;
    }

    async fn a_contributor_files_a_moderator_approves_by_button_and_a_member_asks(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo, max) = (world.guild.join("cleo", &[]), world.moderator("mo"), world.guild.join("max", &[]));
        let filed = world.file(&cleo, "more than 300 employees").await;
        assert!(filed.text().contains('#') && filed.message.is_some_and(|message| message.ephemeral()));
        let waiting = world.waits_for_review().await;
        assert!(!waiting.text().contains("cleo"), "nobody is told who filed");
        assert!(waiting.pings.is_empty() && waiting.nonce.is_some());
        let approved = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        assert!(!approved.did_not_respond(), "{}", approved.text());
        let decided = |m: &localcord::Message| m.id == waiting.id && m.component("Approve").is_none();
        world.cord.wait_for_message(world.review, decided, crate::world::SOON).await.unwrap();
        let asked = world.at(&max).slash("/count show").await.unwrap();
        assert!(asked.text().contains("More than 300") && asked.text().contains("theverge.com"), "{}", asked.text());
        assert!(asked.elapsed < std::time::Duration::from_secs(3));
        assert_eq!(world.cord.messages(world.review).len(), 1);
        world.end().await;
    }

    async fn what_waited_for_a_petition_is_offered_to_who_approved_it_beside_the_message(db) {
        let world = World::new(&db).await;
        world.set_up().await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let at = world.at(&cleo);
        let form = at.slash(PETITION).await.unwrap().modal.unwrap();
        let preview = at.submit(&form, &[("summary", "Cancel the contract."), ("demands", "Cancel it")]).await.unwrap();
        at.click(&preview.message.unwrap(), "File").await.unwrap();
        let waiting = world.waits_for_review().await;
        let own = at.autocomplete("/count log", "petition").await.unwrap().remove(0).value;
        let options = [("petition", own.as_str().unwrap()), ("url", SOURCE), ("wording", "over 100"), ("as_of", "2018-06-21")];
        let preview = at.slash_with("count log", &options).await.unwrap();
        let filed = at.click(&preview.message.unwrap(), "File").await.unwrap();
        assert!(filed.text().contains("Filed as"), "{own} {}", filed.text());
        let approved = mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        assert!(approved.ephemeral && approved.text().contains("can be decided now"), "{}", approved.text());
        let decided = |m: &localcord::Message| m.id == waiting.id && m.component("Approve").is_none();
        world.cord.wait_for_message(world.review, decided, SOON).await.unwrap();
        let (offer, number) = (approved.message.unwrap(), filed.text());
        let number: String = number.split('#').nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
        let opened = mo.in_channel(world.review).select(&offer, "v1:pick:submission.1", &[&number]).await.unwrap();
        assert!(opened.text().to_lowercase().contains("over 100"), "{}", opened.text());
        world.end().await;
    }

    async fn a_petition_is_removed_by_two_and_brought_back_and_a_count_corrected(db) {
        let world = World::with_petition(&db).await;
        world.at(&world.admin).slash("/setup moderation:several").await.unwrap();
        let (mo, una, max) = (world.moderator("mo"), world.moderator("una"), world.guild.join("max", &[]));
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "more than 300 employees").await;
        let waiting = world.waits_for_review().await;
        mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        let at = world.at(&mo);
        let record = at.autocomplete("/review correct reason:wrong", "record").await.unwrap().remove(0);
        assert!(record.name.contains("more than 300"), "{}", record.name);
        let options = [("record", record.value.as_str().unwrap()), ("reason", "wrong")];
        let form = at.slash_with("review correct", &options).await.unwrap().modal.unwrap();
        let looked = at.submit(&form, &[("wording", "more than 400 employees")]).await.unwrap();
        assert!(looked.ephemeral && looked.text().contains("more than 400 employees"), "{}", looked.text());
        let done = at.click(&looked.message.unwrap(), "Do it").await.unwrap();
        assert!(done.text().contains("Done."), "{}", done.text());
        let shown = world.at(&max).slash("/count show").await.unwrap();
        assert!(shown.text().contains("More than 400"), "{}", shown.text());
        let told = world.at(&max).slash("/petition history").await.unwrap();
        assert!(told.text().contains("corrected") && told.text().contains("it was wrong"), "{}", told.text());
        assert!(!told.text().contains("mo\n"), "nobody is told who did it");
        let undone = at.autocomplete("/review undo reason:mistake", "what").await.unwrap().remove(0);
        let options = [("what", undone.value.as_str().unwrap()), ("reason", "mistake")];
        let looked = at.slash_with("review undo", &options).await.unwrap();
        at.click(&looked.message.unwrap(), "Do it").await.unwrap();
        let shown = world.at(&max).slash("/count show").await.unwrap();
        assert!(shown.text().contains("More than 300"), "{}", shown.text());
        let looked = at.slash_with("review remove", &[("object", SLUG), ("reason", "abusive")]).await.unwrap();
        assert!(looked.ephemeral && looked.text().contains("second moderator"), "{}", looked.text());
        let asked = at.click(&looked.message.unwrap(), "Do it").await.unwrap();
        assert!(asked.text().contains("waits for a second moderator"), "{}", asked.text());
        let waits = |message: &localcord::Message| message.component("Confirm").is_some();
        let waiting = world.cord.wait_for_message(world.review, waits, SOON).await.unwrap();
        let own = mo.in_channel(world.review).click(&waiting, "Confirm").await.unwrap();
        assert!(own.ephemeral && own.text().contains("You asked for this yourself"), "{}", own.text());
        let not_yours = max.in_channel(world.review).click(&waiting, "Confirm").await.unwrap();
        assert!(not_yours.text().contains("Only moderators can"), "{}", not_yours.text());
        let queue = world.at(&una).slash("/review queue").await.unwrap();
        assert!(queue.text().contains("waits for a second moderator"), "{}", queue.text());
        let confirmed = una.in_channel(world.review).click(&waiting, "Confirm").await.unwrap();
        assert!(confirmed.ephemeral && confirmed.text().contains("Done."), "{}", confirmed.text());
        let decided = |m: &localcord::Message| m.id == waiting.id && m.component("Confirm").is_none();
        let decided = world.cord.wait_for_message(world.review, decided, SOON).await.unwrap();
        assert!(decided.text().contains("by a moderator") && !decided.text().contains("una"), "{}", decided.text());
        let again = una.in_channel(world.review).click(&waiting, "Confirm").await;
        assert!(again.map_or(true, |again| again.text().contains("confirmed and done already")));
        let gone = world.at(&max).slash_with("petition show", &[("petition", SLUG)]).await.unwrap();
        assert!(gone.text().contains("was removed"), "{}", gone.text());
        world.end().await;
    }

    async fn a_signatory_is_reviewed_and_listed_with_the_name_in_no_channel(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo, max) = (world.guild.join("cleo", &[]), world.moderator("mo"), world.guild.join("max", &[]));
        let on = world.at(&world.admin).slash("/setup names:on").await.unwrap();
        assert!(on.text().contains("Names are on"), "{}", on.text());
        let at = world.at(&cleo);
        let options = [("petition", SLUG), ("url", SOURCE), ("name", "Ada Lovelace")];
        let asked = at.slash_with("signatory log", &options).await.unwrap();
        assert!(asked.ephemeral && asked.text().contains("signs_in_source"), "{}", asked.text());
        let options = [&options[..], &[("basis", "signs_in_source"), ("affiliation", "Engines")]].concat();
        let preview = at.slash_with("signatory log", &options).await.unwrap();
        assert!(preview.ephemeral && preview.text().contains("Ada Lovelace"), "{}", preview.text());
        at.click(&preview.message.unwrap(), "File").await.unwrap();
        let waits = |message: &localcord::Message| message.component("Look").is_some();
        let waiting = world.cord.wait_for_message(world.review, waits, SOON).await.unwrap();
        let in_review = mo.in_channel(world.review);
        let looked = in_review.click(&waiting, "Look").await.unwrap();
        assert!(looked.ephemeral && looked.text().contains("Ada Lovelace"), "{}", looked.text());
        let approved = in_review.click(&looked.message.unwrap(), "Approve").await.unwrap();
        assert!(approved.text().contains("Approved"), "{}", approved.text());
        let decided = |m: &localcord::Message| m.id == waiting.id && m.component("Look").is_none();
        world.cord.wait_for_message(world.review, decided, SOON).await.unwrap();
        let listed = world.at(&max).slash("/signatory list").await.unwrap();
        assert!(listed.ephemeral && listed.text().contains("Ada Lovelace"), "{}", listed.text());
        let numbers = world.at(&max).autocomplete("/signatory withdraw shown:not_shown", "signatory").await;
        let named = in_review.autocomplete("/signatory withdraw shown:not_shown", "signatory").await;
        assert!(!format!("{numbers:?}").contains("Ada") && format!("{named:?}").contains("Ada"), "{numbers:?} {named:?}");
        let options = [("signatory", "Ada Lovelace"), ("shown", "not_shown")];
        let refused = world.at(&max).slash_with("signatory withdraw", &options).await.unwrap();
        assert!(refused.text().contains("Only moderators"), "{}", refused.text());
        let gone = in_review.slash_with("signatory withdraw", &options).await.unwrap();
        assert!(gone.ephemeral && gone.text().contains("neither shown nor counted"), "{}", gone.text());
        let counted = world.at(&max).slash("/count show").await.unwrap();
        assert!(counted.text().contains("No name") && counted.text().contains("withdrawn"), "{}", counted.text());
        for channel in [world.review, world.petitions] {
            let seen = world.cord.messages(channel).into_iter().filter(|message| !message.ephemeral());
            let named: Vec<String> = seen.map(|message| message.text()).filter(|text| text.contains("Lovelace")).collect();
            assert!(named.is_empty(), "{named:?}");
        }
        world.end().await;
    }

    async fn a_petitions_record_is_handed_out_as_a_file(db) {
        let world = World::new(&db).await;
        world.publish_demo().await;
        let max = world.guild.join("max", &[]);
        for (format, begins) in [("csv", "petition,petition_title,"), ("json", "{\n  \"format\": \"undersigned-record\"")] {
            let asked = world.at(&max).slash(&format!("/export petition:microsoft-ice-2018 format:{format}")).await.unwrap();
            let message = asked.message.unwrap();
            let [file] = message.attachments.as_slice() else { panic!("{:?}", message.attachments) };
            assert_eq!(file.filename, format!("microsoft-ice-2018.{format}"));
            assert!(std::str::from_utf8(&file.bytes).unwrap().starts_with(begins));
        }
        let which = world.at(&max).slash("/export").await.unwrap().message.unwrap();
        assert!(which.attachments.is_empty() && which.text().contains("Which petition?"), "{}", which.text());
        world.end().await;
    }

    async fn an_answer_that_somebody_else_asked_for_stays_as_it_is(db) {
        let world = World::with_petition(&db).await;
        let (cleo, max) = (world.guild.join("cleo", &[]), world.guild.join("max", &[]));
        let asked = world.at(&cleo).slash("/petition show").await.unwrap().message.unwrap();
        assert!(!asked.ephemeral());
        let pressed = world.at(&max).click(&asked, "Timeline").await.unwrap();
        assert!(pressed.ephemeral, "{}", pressed.text());
        assert_eq!(world.cord.message(world.petitions, asked.id).unwrap().text(), asked.text());
        let pressed = world.at(&cleo).click(&asked, "Timeline").await.unwrap();
        assert!(!pressed.ephemeral);
        assert_ne!(world.cord.message(world.petitions, asked.id).unwrap().text(), asked.text());
        world.end().await;
    }

    async fn setting_up_warns_of_a_review_channel_that_everyone_can_read(db) {
        let world = World::new(&db).await;
        let at = world.at(&world.admin);
        let public = at.slash("/setup review_channel:review").await.unwrap();
        assert!(public.text().contains("Everyone can read"), "{}", public.text());
        world.guild.limit_bot(world.review, localcord::Permissions::VIEW_CHANNEL);
        let lacking = at.slash("/setup review_channel:review").await.unwrap();
        assert!(lacking.text().contains("Send Messages"), "{}", lacking.text());
        world.end().await;
    }

    async fn who_may_not_ask_makes_the_bot_ask_discord_nothing(db) {
        let world = World::with_petition(&db).await;
        let lookups = || world.cord.requests().iter().filter(|r| r.method == "GET" && r.path.contains("/guilds/")).count();
        let (before, max) = (lookups(), world.guild.join("max", &[]));
        let refused = world.at(&max).slash("/undersigned diagnose").await.unwrap();
        assert!(refused.text().contains("Only moderators"), "{}", refused.text());
        assert_eq!(lookups(), before);
        world.end().await;
    }

    async fn two_moderators_who_press_at_once_decide_once(db) {
        let world = World::with_petition(&db).await;
        let (one, other) = (world.moderator("one"), world.moderator("other"));
        let cleo = world.guild.join("cleo", &[]);
        world.file(&cleo, "over 100").await;
        let waiting = world.waits_for_review().await;
        let (one, other) = (one.in_channel(world.review), other.in_channel(world.review));
        let (first, second) = tokio::join!(one.click(&waiting, "Approve"), other.click(&waiting, "Approve"));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(!first.did_not_respond() && !second.did_not_respond());
        let shown = world.at(&cleo).slash("/count show").await.unwrap();
        assert_eq!(shown.text().to_lowercase().matches("over 100").count(), 1, "{}", shown.text());
        world.end().await;
    }

    async fn another_guilds_numbers_answer_as_numbers_that_do_not_exist(db) {
        let world = World::with_petition(&db).await;
        let elsewhere = world.cord.create_guild("Elsewhere");
        let channel = elsewhere.create_channel("general");
        let at = elsewhere.owner().in_channel(channel);
        let foreign = at.slash("/review show submission:1").await.unwrap().text();
        let unknown = at.slash("/review show submission:999").await.unwrap().text();
        assert_eq!(foreign.replace('1', "999"), unknown);
        let source = world.at(&world.admin).autocomplete("/source show", "source").await.unwrap().remove(0).value;
        let source = source.as_str().unwrap().trim_start_matches('#');
        let here = world.at(&world.admin).slash_with("source show", &[("source", source)]).await.unwrap();
        assert!(here.text().contains("nytimes.com"), "{}", here.text());
        let foreign = at.slash_with("source show", &[("source", source)]).await.unwrap().text();
        let unknown = at.slash_with("source show", &[("source", "999")]).await.unwrap().text();
        assert_eq!(foreign.replace(source, "999"), unknown);
        assert_eq!(at.autocomplete("/count show petition:cancel", "petition").await.unwrap(), []);
        world.end().await;
    }

    async fn what_was_promised_is_logged_rated_and_shown_on_the_card(db) {
        let world = World::with_petition(&db).await;
        let at = world.at(&world.admin);
        let promised = [("petition", SLUG), ("url", SOURCE), ("text", "A public policy"), ("due", "2018-12")];
        let preview = at.slash_with("commitment log", &promised).await.unwrap();
        assert!(preview.ephemeral && preview.text().contains("due Dec 2018"), "{}", preview.text());
        at.click(&preview.message.unwrap(), "File and approve").await.unwrap();
        let commitment = at.autocomplete("/commitment rate", "commitment").await.unwrap().remove(0).value;
        let rated = [("commitment", commitment.as_str().unwrap()), ("rating", "broken"), ("url", SOURCE), ("reason", "None came")];
        let rated = at.slash_with("commitment rate", &rated).await.unwrap();
        assert!(rated.ephemeral && rated.text().contains("broken"), "{}", rated.text());
        let demand = at.autocomplete("/demand rate", "demand").await.unwrap().remove(0).value;
        let judged = [("demand", demand.as_str().unwrap()), ("outcome", "refused"), ("url", SOURCE), ("reason", "It said no")];
        let max = world.guild.join("max", &[]);
        let refused = world.at(&max).slash_with("demand rate", &judged).await.unwrap();
        assert!(refused.text().contains("Only moderators"), "{}", refused.text());
        at.slash_with("demand rate", &judged).await.unwrap();
        let card = world.at(&max).slash("/petition show").await.unwrap();
        for words in ["refused, judged", "broken, judged", "due Dec 2018", "1 broken"] {
            assert!(card.text().contains(words), "{words}: {}", card.text());
        }
        let listed = world.at(&max).click(&card.message.unwrap(), "Commitments").await.unwrap();
        assert!(listed.text().contains("None came") && listed.text().contains("It said no"), "{}", listed.text());
        let sources = world.at(&max).click(&listed.message.unwrap(), "Petition").await.unwrap();
        let sources = world.at(&max).click(&sources.message.unwrap(), "Sources").await.unwrap();
        assert!(sources.text().contains("2 judgements"), "{}", sources.text());
        world.end().await;
    }

    async fn a_petition_is_edited_and_an_organisation_named_through_the_same_road(db) {
        let world = World::with_petition(&db).await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let at = world.at(&cleo);
        let edit = [("petition", SLUG), ("state", "delivered"), ("title", "Cancel it"), ("tags", "immigration")];
        let preview = at.slash_with("petition edit", &edit).await.unwrap();
        assert!(preview.text().contains("Cancel the ICE contract → Cancel it"), "{}", preview.text());
        at.click(&preview.message.unwrap(), "File").await.unwrap();
        let waiting = world.waits_for_review().await;
        assert!(waiting.text().contains("→"), "{}", waiting.text());
        mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        let shown = at.slash("/petition show").await.unwrap();
        assert!(shown.text().contains("Cancel it") && shown.text().contains("delivered"), "{}", shown.text());
        let named = [("name", "Microsoft"), ("aliases", "MSFT"), ("parent", "The Holding"), ("since", "1975")];
        let preview = world.at(&world.admin).slash_with("organisation log", &named).await.unwrap();
        world.at(&world.admin).click(&preview.message.unwrap(), "File and approve").await.unwrap();
        let shown = at.slash_with("organisation show", &[("organisation", "msft")]).await.unwrap();
        for words in ["MSFT", "Part of The Holding since 1975", "1 petition"] {
            assert!(shown.text().contains(words), "{words}: {}", shown.text());
        }
        let listed = at.slash_with("petition list", &[("organisation", "the holding")]).await.unwrap();
        assert!(listed.text().contains("Cancel it") && listed.text().contains("belongs or belonged"), "{}", listed.text());
        world.end().await;
    }

    async fn every_reader_can_be_asked_and_every_list_completes(db) {
        let world = World::with_petition(&db).await;
        let at = world.at(&world.admin);
        for command in [
            "/petition show", "/petition list", "/petition timeline", "/count show", "/response show",
            "/statement list", "/fact show", "/commitment list", "/submissions", "/review queue", "/undersigned about", "/undersigned diagnose", "/setup",
        ] {
            let shown = at.slash(command).await.unwrap();
            assert!(!shown.did_not_respond(), "{command}");
            assert!(!shown.text().contains("Something went wrong"), "{command}: {}", shown.text());
        }
        let asked = at.slash("/petition show private:true").await.unwrap();
        assert!(asked.ephemeral);
        let offered = at.autocomplete("/count show petition:can", "petition").await.unwrap();
        assert_eq!(offered.len(), 1, "{offered:?}");
        world.end().await;
    }

    async fn every_value_that_is_offered_is_taken(db) {
        let world = World::with_petition(&db).await;
        world.publish_demo().await;
        world.publish_names(&["Ada Lovelace", "Charles Babbage"]).await;
        world.file(&world.guild.join("cleo", &[]), "over 100").await;
        let at = world.at(&world.admin);
        for (command, given, option) in COMPLETED {
            let path = command.trim_start_matches('/');
            let typed: String = given.iter().flat_map(|(name, value)| [" ", name, ":\"", value, "\""]).collect();
            let offered = at.autocomplete(&format!("{command}{typed}"), option).await.unwrap();
            assert!(!offered.is_empty(), "{command} {option}");
            for choice in offered.iter().take(2) {
                let value = choice.value.as_str().unwrap();
                let options: Vec<(&str, &str)> = given.iter().copied().chain([(*option, value)]).collect();
                let answered = at.slash_with(path, &options).await.unwrap();
                assert!(!answered.did_not_respond(), "{command} {option}:{value}");
                let refused = ["There is no", "is not a number", "Something went wrong", "should be", "cannot be"];
                let text = answered.text();
                assert!(refused.iter().all(|words| !text.contains(words)), "{command} {option}:{value}: {text}");
            }
        }
        world.end().await;
    }
}
