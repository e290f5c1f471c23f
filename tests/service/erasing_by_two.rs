//! Erasures: asked for by one moderator, hidden at once, and waiting for a second as every act does that needs one.

use std::sync::Arc;

use jiff::SignedDuration;
use undersigned::domain::acting::{Deed, WaitState};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::{Number, UserId};
use undersigned::domain::signatory::{SignatoryStanding, Wish};
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::announce::Announced;
use undersigned::service::limits::Window;
use undersigned::service::log::Typed;
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::{Erasure, Withdrawal};
use undersigned::service::{Caller, Limits, Refusal};

use crate::acting::{act, done};
use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

async fn with_names(db: &Arc<TestDb>, moderation: Moderation, limits: Limits) -> (Town, Vec<Number>) {
    let town = Town::with(db, limits).await;
    town.set_up(moderation).await;
    let channel = SetupChange { review_channel: Some(contributor().channel), ..SetupChange::default() };
    town.service.configure(&admin(), channel).await.unwrap();
    let letter = town.letter().await.to_string();
    let mut numbers = Vec::new();
    for name in ["Quokka Wombat", "Ada Lovelace", "Grace Hopper", "Charles Babbage"] {
        numbers.push(town.publish(Typed::Signatory(signatory(&letter, name)), &[]).await);
    }
    (town, numbers)
}

fn wish(number: Number, shown: Wish) -> Withdrawal {
    Withdrawal { signatory: number.to_string(), shown, url: None, on: None }
}

/// Asks for an erasure and gives the number under which it waits.
async fn asked(town: &Town, who: &Caller, signatory: Number) -> Number {
    match town.service.withdraw_signatory(who, &wish(signatory, Wish::Erased)).await.unwrap().erasure {
        Erasure::WaitsForAnother(number) | Erasure::WaitsUntil(number, _) => number,
        other => panic!("it waits for nobody: {other:?}"),
    }
}

const STANDING: &str = "SELECT standing FROM signatory ORDER BY number LIMIT 1";

on_both_databases! {
    async fn an_erasure_is_announced_by_number_and_confirmed_by_another(db) {
        let (town, numbers) = with_names(&db, Moderation::Several, generous()).await;
        while let Some(one) = town.service.unannounced(10, &[]).await.unwrap().due.pop() {
            town.service.announced(GUILD, one.shows.number(), one.channel, one.shows.number().get().unsigned_abs(), (None, &one.shown)).await.unwrap();
        }
        let waits = asked(&town, &moderator(), numbers[0]).await;
        assert_eq!(db.ask(STANDING).await, "withdrawn", "hidden at once");
        let due = town.service.unannounced(10, &[]).await.unwrap().due;
        assert_eq!((due.len(), due[0].shows.number(), due[0].shown.as_str()), (1, waits, "pending 1"));
        let Announced::Act(told) = &due[0].shows else { panic!() };
        assert_eq!((told.deed, told.subject.as_ref().unwrap().number), (Deed::Erase, numbers[0]));
        assert!(told.plan.is_some() && !format!("{told:?}").contains("Quokka"), "by number only");
        assert_eq!(town.service.waiting_acts(&admin()).await.unwrap()[0].number, waits, "and it stands in the queue");
        for who in [member(), contributor()] {
            assert!(matches!(refusal(town.service.confirm(&who, waits).await), Refusal::NotAllowed { .. }));
            assert!(matches!(refusal(town.service.decline(&who, waits).await), Refusal::NotAllowed { .. }));
        }
        assert_eq!(refusal(town.service.confirm(&moderator(), waits).await), Refusal::OwnErasure);
        let foreign = refusal(town.service.confirm(&elsewhere(admin()), waits).await);
        assert_eq!(foreign, Refusal::NoSuchSubmission(waits.to_string()), "another guild's is none");
        let third = Caller { user: UserId::new(900_000_000_000_000_077), ..moderator() };
        let (one, other) = (admin(), third);
        let (one, other) = tokio::join!(town.service.confirm(&one, waits), town.service.confirm(&other, waits));
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!(won.unwrap().ended, Ended::Done);
        assert_eq!(refusal(lost), Refusal::ActDecided { number: waits, state: WaitState::Done });
        assert_eq!(db.ask(STANDING).await, "erased");
        assert_eq!(db.ask("SELECT COUNT(*) FROM ledger WHERE act = 'erase'").await, "1");
        let back = town.service.act(&admin(), &act(numbers[0], Wanted::Undo)).await;
        assert!(matches!(refusal(back), Refusal::ObjectChanged(_) | Refusal::Stays { .. }), "nothing takes it back");
        town.verify().await;
    }

    async fn a_declined_or_expired_erasure_leaves_the_name_off_the_list(db) {
        let (town, numbers) = with_names(&db, Moderation::Several, generous()).await;
        let waits = asked(&town, &moderator(), numbers[0]).await;
        let declined = town.service.decline(&admin(), waits).await.unwrap();
        assert_eq!(declined.state, WaitState::Declined);
        assert_eq!(db.ask(STANDING).await, "withdrawn");
        let waits = asked(&town, &moderator(), numbers[0]).await;
        town.clock.advance(SignedDuration::from_hours(7 * 24));
        let late = Refusal::ActDecided { number: waits, state: WaitState::Expired };
        assert_eq!(refusal(town.service.confirm(&admin(), waits).await), late);
        town.service.housekeeping(town.service.now()).await.unwrap();
        assert_eq!(town.service.waiting_act(&admin(), waits).await.unwrap().state, WaitState::Expired);
        assert_eq!(db.ask(STANDING).await, "withdrawn");
        // It can be asked for again, and what is too old confirms nothing.
        asked(&town, &admin(), numbers[0]).await;
        let done = town.service.withdraw_signatory(&moderator(), &wish(numbers[0], Wish::Erased)).await.unwrap();
        assert_eq!((done.standing, done.erasure), (SignatoryStanding::Erased, Erasure::Done));
        town.verify().await;
    }

    async fn a_single_moderator_confirms_an_erasure_in_the_queue_after_ten_minutes_alone(db) {
        let (town, numbers) = with_names(&db, Moderation::Single, generous()).await;
        let waits = asked(&town, &moderator(), numbers[0]).await;
        assert_eq!(db.ask(STANDING).await, "withdrawn", "hidden at once");
        let early = refusal(town.service.confirm(&moderator(), waits).await);
        assert!(matches!(early, Refusal::TooSoon { number, .. } if number == numbers[0]), "{early:?}");
        town.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(town.service.confirm(&moderator(), waits).await.unwrap().ended, Ended::DoneAlone);
        let alone = "SELECT COUNT(*) FROM opening o JOIN ledger l ON l.guild = o.guild AND l.seq = o.seq WHERE l.act = 'erase' AND o.field = 'alone'";
        assert_eq!(db.ask(alone).await, "1");
        let shown = town.service.waiting_act(&moderator(), waits).await.unwrap();
        assert!(shown.state == WaitState::Done && shown.decided.unwrap().2, "marked alone");
        town.verify().await;
    }

    async fn withdrawals_and_erasures_stop_whoever_asks_for_too_many_and_come_back(db) {
        let limits = Limits { destructive: Window { count: 3, within: SignedDuration::from_mins(10) }, ..generous() };
        let (town, numbers) = with_names(&db, Moderation::Several, limits).await;
        let first = town.service.withdraw_signatory(&moderator(), &wish(numbers[1], Wish::NotShown)).await.unwrap();
        assert!(!first.stopped);
        let erasure = asked(&town, &moderator(), numbers[0]).await;
        let third = town.service.withdraw_signatory(&moderator(), &wish(numbers[2], Wish::NotShown)).await.unwrap();
        assert!(third.stopped);
        for shown in [Wish::NotShown, Wish::Erased] {
            let refused = refusal(town.service.withdraw_signatory(&moderator(), &wish(numbers[3], shown)).await);
            assert_eq!(refused, Refusal::Stopped);
        }
        let waiting = town.service.waiting_acts(&admin()).await.unwrap();
        let burst = waiting.iter().find(|one| one.deed == Deed::UndoBurst).unwrap().number;
        town.service.confirm(&admin(), burst).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM signatory WHERE standing = 'standing' AND changed_on_start IS NULL").await, "4");
        // Whoever really asked to be erased still is, once another says so.
        town.service.confirm(&admin(), erasure).await.unwrap();
        assert_eq!(db.ask(STANDING).await, "erased");
        town.verify().await;
    }

    async fn bringing_somebody_back_on_a_list_needs_two(db) {
        let (town, numbers) = with_names(&db, Moderation::Several, generous()).await;
        town.service.withdraw_signatory(&moderator(), &wish(numbers[0], Wish::NotShown)).await.unwrap();
        let Ended::Waits(back, _) = done(&town, &moderator(), act(numbers[0], Wanted::Undo)).await else { panic!() };
        assert_eq!(db.ask(STANDING).await, "withdrawn");
        town.service.confirm(&admin(), back).await.unwrap();
        assert_eq!(db.ask(STANDING).await, "standing");
        town.verify().await;
    }
}
