//! Whether somebody on a list was checked: an axis of its own.

use std::sync::Arc;

use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::ids::Number;
use undersigned::domain::signatory::{SignatoryStanding, Verification, Wish};
use undersigned::service::Refusal;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::log::Typed;
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::{Affiliation, Check, NamesShown, Withdrawal};

use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

const SLUG: &str = "microsoft-employees-open-letter";
const BADGE: &str = "https://news.example.org/badge";

/// A guild with the letter and somebody on its list.
async fn signed(db: &Arc<TestDb>, names: Names) -> (Town, Number) {
    let town = Town::new(db).await;
    town.set_up(Moderation::Several).await;
    let kept = SetupChange { names: Some(names), ..SetupChange::default() };
    town.service.configure(&admin(), kept).await.unwrap();
    let letter = town.letter().await.to_string();
    let number = town.publish(Typed::Signatory(signatory(&letter, "Ada Lovelace")), &[]).await;
    (town, number)
}

fn check(who: impl std::fmt::Display, verification: Verification, url: Option<&str>) -> Check {
    Check { signatory: who.to_string(), verification, url: url.map(str::to_owned) }
}

on_both_databases! {
    async fn who_was_checked_is_shown_with_the_page_that_says_so_and_it_may_go_back(db) {
        let (town, number) = signed(&db, Names::On).await;
        let before = town.entries().await;
        let listed = async || {
            let asked = town.service.signatories(&member(), PetitionAsked::Typed(SLUG), 1).await.unwrap();
            let Found::One(answer) = asked.answer else { panic!() };
            let NamesShown::Page { mut names, .. } = answer.names else { panic!() };
            let one = names.remove(0);
            let page = one.kept.verified_by.map(|source| answer.about.sources[&source].doc.url.as_str().to_owned());
            (one.verification, page, one.standing, answer.list.standing)
        };
        let stands = SignatoryStanding::Standing;
        assert_eq!(listed().await, (Verification::Unverified, None, stands, 1));
        let done = check("Ada Lovelace", Verification::Verified, Some(BADGE));
        let done = town.service.verify_signatory(&moderator(), &done).await.unwrap();
        assert_eq!((done.number, done.before, done.now, done.shown), (number, Verification::Unverified, Verification::Verified, true));
        assert_eq!(listed().await, (Verification::Verified, Some(BADGE.to_owned()), stands, 1));
        assert_eq!(town.entries().await - before, 2, "the page's and the check's");
        town.service.verify_signatory(&moderator(), &check(number, Verification::Unverified, None)).await.unwrap();
        assert_eq!(listed().await, (Verification::Unverified, None, stands, 1));
        town.verify().await;
    }

    async fn where_somebody_belongs_is_said_anew_and_moves_nothing_else(db) {
        let (town, number) = signed(&db, Names::On).await;
        let listed = async || {
            let asked = town.service.signatories(&member(), PetitionAsked::Typed(SLUG), 1).await.unwrap();
            let Found::One(answer) = asked.answer else { panic!() };
            let NamesShown::Page { mut names, .. } = answer.names else { panic!() };
            let one = names.remove(0);
            (one.kept.person.affiliation, one.standing, answer.list.standing)
        };
        let says = |text: Option<&str>| Affiliation { signatory: number.to_string(), affiliation: text.map(str::to_owned) };
        let before = listed().await;
        let entries = town.entries().await;
        let done = town.service.affiliate_signatory(&moderator(), &says(Some(" Cloud  Team "))).await.unwrap();
        assert_eq!((done.before, done.now.as_deref()), (before.0, Some("Cloud Team")));
        assert_eq!(listed().await, (Some("Cloud Team".to_owned()), before.1, before.2));
        // The same again is no act, and what is too long is none either.
        town.service.affiliate_signatory(&moderator(), &says(Some("Cloud Team"))).await.unwrap();
        let long = refusal(town.service.affiliate_signatory(&moderator(), &says(Some(&"x".repeat(1_000)))).await);
        assert!(matches!(long, Refusal::BadText { .. }), "{long:?}");
        town.service.affiliate_signatory(&moderator(), &says(None)).await.unwrap();
        assert_eq!(listed().await.0, None);
        assert_eq!(town.entries().await - entries, 2);
        let refused = refusal(town.service.affiliate_signatory(&contributor(), &says(None)).await);
        assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        let foreign = refusal(town.service.affiliate_signatory(&elsewhere(moderator()), &says(None)).await);
        assert_eq!(foreign, Refusal::NoSuchSignatory(number.to_string()));
        let gone = Withdrawal { signatory: number.to_string(), shown: Wish::NotShown, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &gone).await.unwrap();
        let refused = refusal(town.service.affiliate_signatory(&moderator(), &says(None)).await);
        assert_eq!(refused, Refusal::SignatoryIs { number, standing: SignatoryStanding::Withdrawn });
        town.verify().await;
    }

    async fn where_names_are_off_no_affiliation_is_kept(db) {
        let (town, number) = signed(&db, Names::Off).await;
        let says = Affiliation { signatory: number.to_string(), affiliation: Some("Cloud".to_owned()) };
        assert_eq!(refusal(town.service.affiliate_signatory(&moderator(), &says).await), Refusal::NameNotKept(number));
    }

    async fn where_names_are_off_the_axis_is_kept_and_no_name(db) {
        let (town, number) = signed(&db, Names::Off).await;
        let verified = check(number, Verification::Verified, None);
        assert!(!town.service.verify_signatory(&moderator(), &verified).await.unwrap().shown);
        assert_eq!(db.ask("SELECT verification FROM signatory WHERE sealed IS NULL").await, "verified");
        let act = db.ask("SELECT act || ' ' || object_kind || ' ' || revision FROM ledger ORDER BY seq DESC LIMIT 1").await;
        assert_eq!(act, "verify signatory 2");
        town.verify().await;
    }

    async fn who_is_not_shown_is_not_checked_and_only_moderators_check(db) {
        let (town, number) = signed(&db, Names::On).await;
        let verified = check(number, Verification::Verified, None);
        let refused = refusal(town.service.verify_signatory(&contributor(), &verified).await);
        assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused:?}");
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        let foreign = refusal(town.service.verify_signatory(&elsewhere(moderator()), &verified).await);
        assert_eq!(foreign, Refusal::NoSuchSignatory(number.to_string()));
        let bad = check(number, Verification::Verified, Some("no address"));
        assert!(matches!(refusal(town.service.verify_signatory(&moderator(), &bad).await), Refusal::BadUrl(_)));
        let gone = Withdrawal { signatory: number.to_string(), shown: Wish::NotShown, url: None, on: None };
        town.service.withdraw_signatory(&moderator(), &gone).await.unwrap();
        let refused = refusal(town.service.verify_signatory(&moderator(), &verified).await);
        assert_eq!(refused, Refusal::SignatoryIs { number, standing: SignatoryStanding::Withdrawn });
        town.verify().await;
    }
}
