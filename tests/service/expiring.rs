//! Names on lists go half a year after their petition is over; how many stand on it stays.

use std::sync::Arc;

use jiff::SignedDuration;
use undersigned::clock::Clock as _;
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::petition::Collection;
use undersigned::service::Limits;
use undersigned::service::ask::PetitionAsked;
use undersigned::service::log::{NewPetitionEdit, Typed};
use undersigned::service::setup::SetupChange;

use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A guild that keeps names, with two people on the letter's list, one of whom is withdrawn.
async fn listed(db: &Arc<TestDb>, limits: Limits) -> (Town, String) {
    let town = Town::with(db, limits).await;
    town.set_up(Moderation::Several).await;
    let change = SetupChange { names: Some(Names::On), ..SetupChange::default() };
    town.service.configure(&admin(), change).await.unwrap();
    let letter = town.letter().await.to_string();
    for name in ["Ada Lovelace", "Grace Hopper"] {
        town.publish(Typed::Signatory(signatory(&letter, name)), &[]).await;
    }
    (town, letter)
}

async fn set_state(town: &Town, letter: &str, state: Collection) {
    let edit = NewPetitionEdit { state: Some(state), ..edit(letter) };
    town.publish(Typed::PetitionEdit(edit), &[]).await;
}

async fn days_pass(town: &Town, days: i32) {
    town.clock.advance(DAY * days);
    town.service.expire_names(town.clock.now()).await.unwrap();
}

async fn kept(db: &TestDb) -> [String; 3] {
    [
        db.ask("SELECT COUNT(*) FROM signatory WHERE sealed IS NOT NULL").await,
        db.ask("SELECT COUNT(*) FROM signatory WHERE length(near_hash) > 0").await,
        db.ask("SELECT COUNT(*) FROM opening WHERE field = 'person'").await,
    ]
}

on_both_databases! {
    async fn names_go_half_a_year_after_a_petition_was_concluded(db) {
        let (town, letter) = listed(&db, generous()).await;
        days_pass(&town, 400).await;
        assert_eq!(kept(&db).await, ["2", "2", "2"]);
        set_state(&town, &letter, Collection::Concluded).await;
        days_pass(&town, 0).await;
        days_pass(&town, 182).await;
        assert_eq!(kept(&db).await, ["2", "2", "2"]);
        let before = town.service.signatories(&member(), PetitionAsked::Typed(&letter), 1).await.unwrap();
        days_pass(&town, 2).await;
        assert_eq!(kept(&db).await, ["0", "0", "0"]);
        let after = town.service.signatories(&member(), PetitionAsked::Typed(&letter), 1).await.unwrap();
        assert_ne!(before.answer, after.answer);
        assert_eq!(db.ask("SELECT signatories FROM tally WHERE standing = 'standing'").await, "2");
        assert_eq!(db.ask("SELECT COUNT(*) FROM ledger WHERE act = 'forget_names'").await, "1");
        town.service.check_tallies(town.clock.now()).await.unwrap();
        // Asked again it does nothing more, and nobody is logged twice.
        days_pass(&town, 1).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM ledger WHERE act = 'forget_names'").await, "1");
        town.verify().await;
    }

    async fn a_petition_that_is_taken_up_again_keeps_its_names(db) {
        let (town, letter) = listed(&db, generous()).await;
        set_state(&town, &letter, Collection::Withdrawn).await;
        days_pass(&town, 100).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM ended").await, "1");
        set_state(&town, &letter, Collection::Collecting).await;
        days_pass(&town, 100).await;
        assert_eq!(db.ask("SELECT COUNT(*) FROM ended").await, "0");
        days_pass(&town, 400).await;
        assert_eq!(kept(&db).await, ["2", "2", "2"]);
    }

    async fn how_long_is_a_setting(db) {
        let (town, letter) = listed(&db, Limits { names_kept: DAY, ..generous() }).await;
        set_state(&town, &letter, Collection::Concluded).await;
        days_pass(&town, 0).await;
        days_pass(&town, 1).await;
        assert_eq!(kept(&db).await, ["0", "0", "0"]);
        town.verify().await;
    }
}
