//! Milestones: each told once, by a count that surely crossed it, wherever a digest would tell of the petition.

use jiff::SignedDuration;
use undersigned::domain::ids::Number;
use undersigned::domain::milestone::Thresholds;
use undersigned::service::act::Wanted;
use undersigned::service::digests::{DigestChange, FilterAsked};
use undersigned::service::log::{NewCount, Typed};
use undersigned::service::rights::Act;
use undersigned::service::{Field, Refusal};

use crate::acting::{act, done};
use crate::channels::{Channels, Fault};
use crate::digesting::{SLUG, in_news};
use crate::harness::on_both_databases;
use crate::support::*;

fn report(wording: &str, as_of: &str) -> Typed {
    Typed::Count(NewCount { as_of: as_of.to_owned(), ..count(SLUG, wording) })
}

/// A town with a letter, a digest and a first count, which crossed nothing.
async fn with_first(town: &Town, wording: &str) -> Channels {
    town.with_digest().await;
    town.letter().await;
    let channels = Channels::default();
    town.passes(&channels, wording, "2018-06-18", 0).await;
    channels
}

impl Town {
    /// Publishes a count, and expects so many messages to have been sent in all.
    async fn passes(&self, channels: &Channels, wording: &str, as_of: &str, messages: usize) -> Number {
        let number = self.publish(report(wording, as_of), &[]).await;
        self.works(channels).await;
        assert_eq!(channels.said().len(), messages, "{wording}: {:?}", channels.said());
        number
    }
}

on_both_databases! {
    async fn a_crossing_is_told_at_once_and_never_again_after_a_fall_and_a_rise(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "over 100 employees").await;
        town.passes(&channels, "more than 300 employees", "2018-06-19", 1).await;
        let told = channels.last();
        for words in ["A milestone: ", "250", "More than 300", "have signed", "Microsoft employees' open letter", "The Verge"] {
            assert!(told.contains(words) || words == "The Verge" && told.contains("theverge"), "{words}: {told}");
        }
        town.passes(&channels, "240 employees", "2018-06-20", 1).await;
        town.passes(&channels, "320 employees", "2018-06-21", 1).await;
        town.passes(&channels, "550 employees", "2018-06-22", 2).await;
        assert!(channels.last().contains("500"), "{}", channels.last());
        town.verify().await;
    }

    async fn of_all_that_are_passed_at_once_the_highest_is_told(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.passes(&channels, "1,060 employees", "2018-06-19", 1).await;
        assert!(channels.last().contains("A milestone: 1,000"), "{}", channels.last());
        assert_eq!(db.ask("SELECT count(*) FROM milestone").await, "4");
        assert_eq!(db.ask("SELECT count(*) FROM told WHERE what = 'milestone'").await, "1");
    }

    async fn a_first_count_and_what_an_approximate_or_disputed_one_says_tell_nothing(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "120 employees").await;
        assert_eq!(db.ask("SELECT count(*) FROM milestone").await, "1", "noted in silence");
        town.passes(&channels, "about 1,000 employees", "2018-06-19", 0).await;
        town.passes(&channels, "hundreds of employees", "2018-06-20", 0).await;
        town.passes(&channels, "nearly 300 employees", "2018-06-20", 0).await;
        let one = town.publish(report("490 employees", "2018-06-21"), &[]).await;
        let other = town.passes(&channels, "505 employees", "2018-06-21", 0).await;
        assert_eq!(db.ask("SELECT count(*) FROM milestone").await, "1", "a dispute passes nothing");
        done(&town, &moderator(), act(other, Wanted::Deprecate)).await;
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 1, "what is left is in no dispute");
        assert_eq!(db.ask("SELECT DISTINCT record FROM milestone WHERE threshold = 250").await, one.get().to_string());
    }

    async fn an_approval_taken_back_and_given_again_is_told_once(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        let number = town.passes(&channels, "110 employees", "2018-06-19", 1).await;
        done(&town, &moderator(), act(number, Wanted::Undo)).await;
        town.works(&channels).await;
        done(&town, &moderator(), act(number, Wanted::Undo)).await;
        town.works(&channels).await;
        town.passes(&channels, "112 employees", "2018-06-20", 1).await;
    }

    async fn old_news_filed_today_crosses_nothing(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.passes(&channels, "110 employees", "2018-06-20", 1).await;
        town.passes(&channels, "260 employees", "2018-06-19", 1).await;
    }

    async fn two_processes_plan_and_tell_a_milestone_once(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        let other = Town::new(&db).await;
        other.clock.set(town.service.now());
        town.publish(report("110 employees", "2018-06-19"), &[]).await;
        let (here, there) = tokio::join!(town.service.note_milestones(), other.service.note_milestones());
        here.unwrap();
        there.unwrap();
        assert_eq!(db.ask("SELECT count(*) FROM delivery").await, "1");
        tokio::join!(town.works(&channels), other.works(&channels));
        assert_eq!(channels.said().len(), 1);
    }

    async fn a_milestone_that_arrived_unheard_is_not_sent_again(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.publish(report("110 employees", "2018-06-19"), &[]).await;
        *channels.faults.lock().unwrap() = vec![Fault::After, Fault::Before];
        for _ in 0..3 {
            town.works(&channels).await;
            town.clock.advance(SignedDuration::from_mins(2));
        }
        assert_eq!(channels.said().len(), 1);
        assert_eq!(db.ask("SELECT state FROM delivery").await, "sent");
    }

    async fn the_milestone_that_a_deleted_digest_did_not_send_another_of_the_channel_tells(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.service.create_digest(&moderator(), &in_news(), None).await.unwrap();
        town.publish(report("110 employees", "2018-06-19"), &[]).await;
        town.service.note_milestones().await.unwrap();
        let first = db.ask("SELECT digest FROM delivery").await;
        town.service.delete_digest(&moderator(), &first).await.unwrap();
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 1);
        assert!(channels.last().contains("A milestone: 100"), "{}", channels.last());
        town.verify().await;
    }

    async fn what_does_not_stand_any_more_when_it_is_sent_is_not_told(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        let number = town.publish(report("110 employees", "2018-06-19"), &[]).await;
        town.service.note_milestones().await.unwrap();
        done(&town, &moderator(), act(number, Wanted::Deprecate)).await;
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 0);
        assert_eq!(db.ask("SELECT state FROM delivery").await, "sent", "nothing is left to be done");
        assert_eq!(db.ask("SELECT count(*) FROM told WHERE what = 'milestone'").await, "0");
    }

    async fn a_channel_hears_it_once_whatever_digests_it_has_and_only_of_what_it_follows(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.service.create_digest(&moderator(), &in_news(), None).await.unwrap();
        town.passes(&channels, "110 employees", "2018-06-19", 1).await;
        let other = letter_of("Another letter", "https://example.org/another");
        town.publish(Typed::Petition(other), LETTER_WORDS).await;
        let only = DigestChange { filter: Some(FilterAsked::Petitions("another-letter".to_owned())), ..DigestChange::default() };
        for digest in town.service.digests(&moderator()).await.unwrap() {
            town.service.edit_digest(&moderator(), &digest.digest.number.to_string(), &only).await.unwrap();
        }
        town.passes(&channels, "260 employees", "2018-06-20", 1).await;
    }

    async fn a_milestone_leaves_a_first_digest_all_it_was_asked_to_tell(db) {
        let town = Town::new(&db).await;
        town.letter().await;
        town.clock.advance(SignedDuration::from_hours(24 * 30));
        let digest = town.with_digest().await.digest.number.to_string();
        town.service.delete_digest(&moderator(), &digest).await.unwrap();
        let back = town.service.create_digest(&moderator(), &in_news(), Some("2018-06-01")).await.unwrap();
        let channels = Channels::default();
        town.passes(&channels, "90 employees", "2018-06-19", 0).await;
        town.passes(&channels, "110 employees", "2018-06-20", 1).await;
        let outlook = town.service.preview_digest(&moderator(), &back.digest.number.to_string()).await.unwrap();
        assert_eq!((outlook.told().count(), outlook.run.left_out), (3, 0));
    }

    async fn thresholds_are_chosen_for_the_guild_and_for_a_petition(db) {
        let town = Town::new(&db).await;
        let channels = with_first(&town, "90 employees").await;
        town.service.choose_milestones(&moderator(), None, "off").await.unwrap();
        town.passes(&channels, "110 employees", "2018-06-19", 0).await;
        let shown = town.service.choose_milestones(&moderator(), Some(SLUG), "115, 1,000").await.unwrap();
        assert_eq!(shown.chosen.held(), &Thresholds::Chosen(vec![115, 1_000]));
        assert_eq!(shown.chosen.guild, Thresholds::Off);
        town.passes(&channels, "120 employees", "2018-06-20", 1).await;
        let back = town.service.choose_milestones(&moderator(), Some(SLUG), "default").await.unwrap();
        assert_eq!(back.chosen.petition, None);
        assert_eq!(town.service.milestones(&moderator(), Some(SLUG)).await.unwrap(), back);
        town.service.choose_milestones(&moderator(), None, "default").await.unwrap();
        town.passes(&channels, "130 employees", "2018-06-21", 1).await;
        let refused = refusal(town.service.choose_milestones(&moderator(), None, "a few").await);
        assert_eq!(refused, Refusal::BadChoice { field: Field::Thresholds, value: "a few".to_owned() });
        for refused in [
            refusal(town.service.choose_milestones(&contributor(), None, "off").await),
            refusal(town.service.milestones(&contributor(), None).await),
        ] {
            assert!(matches!(refused, Refusal::NotAllowed { act: Act::ConfigureDigests, .. }), "{refused:?}");
        }
        town.verify().await;
    }
}
