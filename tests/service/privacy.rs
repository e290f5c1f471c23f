//! What is held about whoever asks, and its erasure.

use jiff::SignedDuration;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::{GuildId, Purpose};
use undersigned::domain::review::RejectReason;
use undersigned::domain::signatory::{SignatoryStanding, Wish};
use undersigned::service::log::Typed;
use undersigned::service::privacy::{Forgotten, Where};
use undersigned::service::signatories::{Erasure, Withdrawal};
use undersigned::service::{Caller, Refusal};

use crate::harness::on_both_databases;
use crate::support::*;

/// Says how often a person's key stands in a column.
async fn keys_in(db: &crate::harness::TestDb, town: &Town, caller: &Caller, column: &str) -> String {
    let (table, column) = column.split_once('.').unwrap();
    let mut found = 0;
    for purpose in [Purpose::Contribute, Purpose::Moderate] {
        let key = town.service.store().keys().actor(purpose, caller.guild, caller.user);
        let hex = key.as_bytes().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let equals = match db.kind {
            crate::harness::Kind::Sqlite => format!("lower(hex({column})) = '{hex}'"),
            crate::harness::Kind::Postgres => format!("encode({column}, 'hex') = '{hex}'"),
        };
        found += db.ask(&format!("SELECT COUNT(*) FROM {table} WHERE {equals}")).await.parse::<i64>().unwrap();
    }
    found.to_string()
}

const COLUMNS: [&str; 4] = ["submission.contributor", "draft.actor", "block.actor", "waiting.asked_by"];

/// Says in which columns a person's keys stand.
async fn columns_of(db: &crate::harness::TestDb, town: &Town, caller: &Caller) -> Vec<String> {
    let mut held = Vec::new();
    for column in COLUMNS {
        held.push(keys_in(db, town, caller, column).await);
    }
    held
}

async fn acts_of(town: &Town, caller: &Caller) -> usize {
    let held = town.service.held(caller, Where::Here).await.unwrap();
    held.first().map_or(0, |held| held.acts.len())
}

on_both_databases! {
    async fn what_is_held_is_shown_and_erased_and_what_is_published_stands(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let rejected = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        town.service.reject(&moderator(), rejected, RejectReason::Other, Some("no".to_owned())).await.unwrap();
        let waits = town.file(&contributor(), Typed::Count(count(&letter, "13")), &[]).await;
        town.service.ask_contributor(&moderator(), waits, "Where does it say so?").await.unwrap();
        town.service.answer_question(&contributor(), waits, "In the second paragraph").await.unwrap();
        town.preview(&contributor(), Typed::Count(count(&letter, "14")), &[]).await;
        let others = town.file(&admin(), Typed::Count(count(&letter, "15")), &[]).await;

        let held = town.service.held(&contributor(), Where::Here).await.unwrap();
        let [held] = held.as_slice() else { panic!("one guild") };
        assert_eq!((held.drafts.len(), held.submissions.len(), held.questions), (1, 3, (1, 1)));
        assert_eq!(held.acts.iter().map(|act| act.act.as_str()).collect::<Vec<_>>(), ["file", "file", "file", "answer"]);
        let file = town.service.export_held(&contributor(), Where::Here).await.unwrap();
        let file = String::from_utf8(file).unwrap();
        for word in ["In the second paragraph", "Where does it say so?", "\"14\"", "rejected"] {
            assert!(file.contains(word), "{word} in {file}");
        }
        assert!(!file.contains(&contributor().user.get().to_string()));

        let by_moderator = acts_of(&town, &moderator()).await;
        let done = town.service.forget(&contributor(), Where::Here).await.unwrap();
        let expected = Forgotten { guilds: 1, drafts: 1, withdrawn: 1, untied: 2, entries: 4, ..Forgotten::default() };
        assert_eq!(done, expected);
        assert!(town.service.held(&contributor(), Where::Here).await.unwrap().is_empty());
        assert_eq!(columns_of(&db, &town, &contributor()).await, ["0", "0", "0", "0"]);
        let bodies = "SELECT COUNT(*) FROM submission WHERE sealed IS NOT NULL OR note IS NOT NULL";
        assert_eq!(db.ask(bodies).await, "1", "the other's alone");
        assert_eq!(db.ask("SELECT COUNT(*) FROM question").await, "0");
        assert_eq!(town.service.own_submissions(&contributor(), 1).await.unwrap().of, 0);
        // What others did, and what is published, is as it was.
        assert_eq!(town.service.own_submissions(&admin(), 1).await.unwrap().of, 1);
        assert_eq!(acts_of(&town, &moderator()).await, by_moderator);
        assert_eq!(db.ask("SELECT COUNT(*) FROM petition WHERE state = 'published'").await, "1");
        town.service.approve(&moderator(), others).await.unwrap();
        let again = town.service.forget(&contributor(), Where::Here).await.unwrap();
        assert_eq!(again, Forgotten::default());
        town.verify().await;
    }

    async fn erasing_is_no_way_around_a_block(db) {
        let town = Town::new(&db).await;
        town.service.configure(&admin(), with_contributors()).await.unwrap();
        let letter = town.letter().await.to_string();
        let filed = town.file(&contributor(), Typed::Count(count(&letter, "12")), &[]).await;
        town.service.block(&moderator(), filed).await.unwrap();
        let done = town.service.forget(&contributor(), Where::Everywhere).await.unwrap();
        assert_eq!((done.withdrawn, done.blocks), (1, 1));
        assert_eq!(columns_of(&db, &town, &contributor()).await, ["0", "0", "1", "0"]);
        let refused = town.service.draft(&contributor(), Typed::Count(count(&letter, "13"))).await;
        assert!(matches!(refusal(refused), Refusal::Blocked));
        let held = town.service.held(&contributor(), Where::Here).await.unwrap();
        assert_eq!(held[0].block.unwrap().1, Some(filed));
        // It is still undone where it was done.
        town.service.unblock(&moderator(), filed).await.unwrap();
        town.service.draft(&contributor(), Typed::Count(count(&letter, "13"))).await.unwrap();
        town.verify().await;
    }

    async fn erasing_makes_nobody_a_second_person(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let on_list = town.publish(Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
        let own = town.file(&moderator(), Typed::Count(count(&letter, "12")), &[]).await;
        let wish = Withdrawal { signatory: on_list.to_string(), shown: Wish::Erased, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &wish).await.unwrap();
        let done = town.service.forget(&moderator(), Where::Here).await.unwrap();
        // The request, and that something was taken out of sight.
        assert_eq!((done.withdrawn, done.notes), (1, 2));
        assert_eq!(columns_of(&db, &town, &moderator()).await, ["0", "0", "0", "1"]);
        assert!(matches!(refusal(town.service.approve(&moderator(), own).await), Refusal::AlreadyDecided(_)));
        let refused = town.service.withdraw_signatory(&moderator(), &wish).await;
        assert!(matches!(refusal(refused), Refusal::OwnErasure));
        let erased = town.service.withdraw_signatory(&admin(), &wish).await.unwrap();
        assert_eq!((erased.standing, erased.erasure), (SignatoryStanding::Erased, Erasure::Done));
        town.verify().await;
    }

    async fn what_a_moderator_did_can_be_read_for_a_month_after_they_had_themselves_erased(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let month = SignedDuration::from_hours(30 * 24);
        let first = town.file(&contributor(), Typed::Source(source(TIMES)), &[]).await;
        town.service.reject(&moderator(), first, RejectReason::Duplicate, None).await.unwrap();
        town.clock.advance(SignedDuration::from_hours(31 * 24));
        let second = town.file(&contributor(), Typed::Source(source(VERGE)), &[]).await;
        let acted_at = town.service.now();
        town.service.reject(&moderator(), second, RejectReason::Duplicate, None).await.unwrap();
        let own = town.file(&moderator(), Typed::Source(source("https://example.org/own")), &[]).await;
        let until = Some(acted_at + month);
        assert_eq!(town.service.held(&moderator(), Where::Here).await.unwrap()[0].kept, (1, until));
        let done = town.service.forget(&moderator(), Where::Here).await.unwrap();
        // What was filed goes at once, and who rejected a month ago.
        assert_eq!((done.withdrawn, done.entries, done.kept, done.until), (1, 2, 1, until));
        assert!(matches!(refusal(town.service.approve(&admin(), own).await), Refusal::AlreadyDecided(_)));
        let (_, found) = town.service.who(&admin(), moderator().user).await.unwrap();
        assert_eq!(found.lines.iter().map(|line| line.object).collect::<Vec<_>>(), [Some(second)]);
        let held = town.service.held(&moderator(), Where::Here).await.unwrap();
        assert_eq!((held[0].acts.len(), held[0].is_erasable(), held[0].kept), (1, false, (1, until)));
        // Asking again changes nothing, and postpones nothing.
        let entries = town.entries().await;
        town.clock.advance(SignedDuration::from_hours(24));
        let again = town.service.forget(&moderator(), Where::Here).await.unwrap();
        assert_eq!(again, Forgotten { kept: 1, until, ..Forgotten::default() });
        assert_eq!(town.entries().await, entries);
        // The worker forgets when the month is over, and not before.
        town.service.housekeeping(acted_at + month - SignedDuration::from_secs(1)).await.unwrap();
        assert_eq!(acts_of(&town, &moderator()).await, 1);
        town.service.housekeeping(acted_at + month).await.unwrap();
        assert!(town.service.held(&moderator(), Where::Here).await.unwrap().is_empty());
        assert_eq!(town.service.who(&admin(), moderator().user).await.unwrap().1.total, 0);
        assert_eq!(db.ask("SELECT COUNT(*) FROM forgetting").await, "0");
        assert!(acts_of(&town, &admin()).await > 0, "others' acts stay");
        town.verify().await;
    }

    async fn what_is_asked_here_touches_no_other_guild_and_what_is_asked_everywhere_touches_all(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        town.service.configure(&elsewhere(admin()), with_contributors()).await.unwrap();
        town.service.configure(&admin(), with_contributors()).await.unwrap();
        for guild in [contributor(), elsewhere(contributor())] {
            town.file(&guild, Typed::Petition(letter()), LETTER_WORDS).await;
        }
        let both = town.service.held(&contributor(), Where::Everywhere).await.unwrap();
        assert_eq!(both.iter().map(|held| held.guild).collect::<Vec<_>>(), [GUILD, ELSEWHERE]);
        let done = town.service.forget(&contributor(), Where::Here).await.unwrap();
        assert_eq!((done.guilds, done.withdrawn), (1, 1));
        assert_eq!(town.service.own_submissions(&elsewhere(contributor()), 1).await.unwrap().of, 1);
        // From a guild without a record of its own, where nothing is begun by asking.
        let stranger = Caller { guild: GuildId::new(77), ..contributor() };
        let done = town.service.forget(&stranger, Where::Everywhere).await.unwrap();
        assert_eq!((done.guilds, done.withdrawn), (1, 1));
        assert!(town.service.held(&contributor(), Where::Everywhere).await.unwrap().is_empty());
        assert_eq!(db.ask("SELECT COUNT(*) FROM guild").await, "2");
        assert_eq!(db.ask("SELECT COUNT(*) FROM ledger WHERE act = 'forget'").await, "2");
        let told = "SELECT COUNT(*) FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq WHERE l.act = 'forget'";
        assert_eq!(db.ask(told).await, "0", "nobody is named by it");
        town.verify().await;
    }

    async fn who_is_unknown_learns_that_nothing_is_held_and_leaves_no_trace(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let before = town.entries().await;
        for at in [Where::Here, Where::Everywhere] {
            assert!(town.service.held(&member(), at).await.unwrap().is_empty());
            assert_eq!(town.service.forget(&member(), at).await.unwrap(), Forgotten::default());
        }
        assert_eq!(town.entries().await, before);
        town.clock.advance(SignedDuration::from_secs(1));
        town.verify().await;
    }
}
