//! What was read before is answered again only while it stands.

use undersigned::domain::guild::Moderation;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::log::Typed;

use crate::harness::on_both_databases;
use crate::support::*;

on_both_databases! {
    async fn what_any_process_writes_is_in_the_next_answer_of_every_other(db) {
        let town = Town::new(&db).await;
        town.set_up(Moderation::Several).await;
        let letter = town.letter().await.to_string();
        let other = Town::new(&db).await;
        let words = async |town: &Town| {
            let asked = PetitionAsked::Typed(&letter);
            let Found::One(answer) = town.service.counts(&member(), asked, None, false).await.unwrap().answer else { panic!() };
            format!("{:?}", answer.groups)
        };
        for said in ["over 100 employees", "more than 300 employees"] {
            assert!(!words(&town).await.contains(said) && !words(&other).await.contains(said));
            assert_eq!(words(&other).await, words(&other).await, "asked again");
            town.publish(Typed::Count(count(&letter, said)), &[]).await;
            assert!(words(&other).await.contains(said) && words(&town).await.contains(said), "{said}");
        }
    }
}
