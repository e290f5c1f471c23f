//! Cards: one message that shows a petition, edited when something of it changes, whatever fails in between.

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use undersigned::domain::acting::Redactable;
use undersigned::domain::digest::Paused;
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::ChannelId;
use undersigned::service::Refusal;
use undersigned::service::act::{Ended, Wanted};
use undersigned::service::cards::CardShown;
use undersigned::service::digests::{ChannelChoice, Writes};
use undersigned::service::log::Typed;
use undersigned::service::rights::Act;
use undersigned::service::setup::{BotPlace, Problem, SetupChange};
use undersigned::workers::card::round;
use undersigned::workers::resting::Resting;

use crate::acting::{act, done};
use crate::channels::{Channels, Fault, NEWS, REVIEW};
use crate::digesting::SLUG;
use crate::harness::on_both_databases;
use crate::support::*;

const EVERY: SignedDuration = SignedDuration::from_mins(5);

fn at(channel: ChannelId) -> ChannelChoice {
    ChannelChoice { channel, writes: Writes::Yes, missing: Vec::new() }
}

impl Town {
    /// Sets up the guild and the letter, and pins the letter's card in the news channel.
    async fn with_card(&self) -> CardShown {
        self.set_up(Moderation::Several).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        self.service.configure(&admin(), change).await.unwrap();
        self.letter().await;
        self.service.pin_card(&moderator(), SLUG, &at(NEWS)).await.unwrap()
    }

    async fn keeps(&self, channels: &Channels) {
        round(&self.service, channels, &mut Resting::default(), &CancellationToken::new()).await.unwrap();
    }

    async fn counted(&self, wording: &str) -> undersigned::domain::ids::Number {
        self.publish(Typed::Count(count(SLUG, wording)), &[]).await
    }
}

impl Channels {
    /// Says how many messages were sent and how often one was edited.
    fn done(&self) -> (usize, usize) {
        (self.said().len(), self.edits.lock().unwrap().len())
    }
}

on_both_databases! {
    async fn a_card_is_one_message_that_is_edited_when_it_says_something_else(db) {
        let town = Town::new(&db).await;
        let card = town.with_card().await.card;
        let channels = Channels::default();
        town.keeps(&channels).await;
        assert_eq!(channels.said(), [format!("card {}, message 1", card.number)]);
        assert!(channels.last().contains("No count is recorded"), "{}", channels.last());
        assert!(channels.last().contains("Kept current; as of"), "{}", channels.last());
        town.counted("over 300 employees").await;
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 0), "not before the interval is over");
        town.clock.advance(EVERY);
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 1));
        assert!(channels.last().contains("Over 300"), "{}", channels.last());
        assert!(town.service.due_cards().await.unwrap().is_empty(), "nothing is looked at while the ledger does not move");
        town.clock.advance(EVERY);
        assert!(town.service.due_cards().await.unwrap().is_empty());
        town.file(&contributor(), Typed::Count(count(SLUG, "over 400 employees")), &[]).await;
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 1), "what waits is not shown, so nothing is edited");
        assert!(town.service.due_cards().await.unwrap().is_empty());
        town.verify().await;
    }

    async fn a_deleted_message_is_posted_anew_once_and_kept_from_then_on(db) {
        let town = Town::new(&db).await;
        let card = town.with_card().await.card;
        let channels = Channels::default();
        town.keeps(&channels).await;
        channels.deleted.lock().unwrap().push(1);
        town.counted("over 300 employees").await;
        for _ in 0..4 {
            town.clock.advance(EVERY);
            town.keeps(&channels).await;
        }
        assert_eq!(channels.done(), (2, 0));
        assert_eq!(channels.said()[1], format!("card {}, message 2", card.number));
        town.counted("over 400 employees").await;
        town.clock.advance(EVERY);
        town.keeps(&channels).await;
        assert_eq!(*channels.edits.lock().unwrap(), [2]);
    }

    async fn a_lost_permission_pauses_a_card_and_pinning_it_again_goes_on(db) {
        let town = Town::new(&db).await;
        let card = town.with_card().await.card;
        let channels = Channels::default();
        town.keeps(&channels).await;
        channels.close(true);
        town.counted("over 300 employees").await;
        for _ in 0..3 {
            town.clock.advance(EVERY);
            town.keeps(&channels).await;
        }
        assert_eq!(channels.said().len(), 2, "moderators are told once: {:?}", channels.said());
        assert_eq!(channels.sent.lock().unwrap()[1].0.channel, REVIEW);
        let paused = town.service.cards(&moderator()).await.unwrap().remove(0).card;
        assert_eq!(paused.paused, Some(Paused::MissingPermissions));
        let found = town.service.diagnose(&moderator(), BotPlace::default()).await.unwrap().problems;
        assert!(found.contains(&Problem::CardPaused(card.number, NEWS, Paused::MissingPermissions)), "{found:?}");
        channels.close(false);
        town.clock.advance(EVERY);
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (2, 0), "nobody let it run again");
        town.service.pin_card(&moderator(), SLUG, &at(NEWS)).await.unwrap();
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (2, 1), "the same message is edited");
        town.verify().await;
    }

    async fn a_message_that_arrived_unheard_is_found_and_not_sent_again(db) {
        let town = Town::new(&db).await;
        town.with_card().await;
        let channels = Channels::default();
        *channels.faults.lock().unwrap() = vec![Fault::After, Fault::Before];
        for _ in 0..4 {
            town.keeps(&channels).await;
            town.clock.advance(SignedDuration::from_mins(2));
        }
        assert_eq!(channels.done(), (1, 1), "it arrived at the second sending, and was found at the third");
    }

    async fn whoever_dies_between_sending_and_noting_leaves_one_message(db) {
        let town = Town::new(&db).await;
        let card = town.with_card().await.card;
        let channels = Channels::default();
        let kept = town.service.claim_card(GUILD, card.number).await.unwrap().unwrap();
        assert!(town.service.begin_card(&kept).await.unwrap());
        let to = undersigned::answers::post::Address {
            guild: GUILD,
            channel: NEWS,
            about: undersigned::answers::post::Topic::Card(card.number, 1),
        };
        let reply = undersigned::answers::Responder::card(&kept.content);
        undersigned::answers::post::Post::send(&channels, to, &reply, "nonce").await.unwrap();
        let other = Town::new(&db).await;
        other.clock.set(town.service.now());
        other.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 0), "the dead one holds it still");
        other.clock.advance(SignedDuration::from_mins(2));
        other.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 1));
        assert!(!town.service.begin_card(&kept).await.unwrap(), "who was overtaken writes nothing");
    }

    async fn two_processes_send_a_card_once(db) {
        let town = Town::new(&db).await;
        town.with_card().await;
        let other = Town::new(&db).await;
        other.clock.set(town.service.now());
        let channels = Channels::default();
        tokio::join!(town.keeps(&channels), other.keeps(&channels));
        town.keeps(&channels).await;
        other.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 0));
    }

    async fn what_is_taken_out_of_sight_leaves_a_card_at_once(db) {
        let town = Town::new(&db).await;
        let petition = town.with_card().await.card.petition;
        let count = town.counted("over 300 employees").await;
        let channels = Channels::default();
        town.keeps(&channels).await;
        done(&town, &moderator(), act(count, Wanted::Redact(Redactable::Originator))).await;
        done(&town, &moderator(), act(petition, Wanted::Redact(Redactable::Title))).await;
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 1));
        assert!(!channels.last().contains("open letter"), "{}", channels.last());
        done(&town, &moderator(), act(petition, Wanted::Hide)).await;
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 2));
        assert!(channels.last().contains("not shown at present"), "{}", channels.last());
        assert!(!channels.last().contains("300"), "{}", channels.last());
        let Ended::Waits(back, _) = done(&town, &moderator(), act(petition, Wanted::Unhide)).await else { panic!() };
        town.service.confirm(&admin(), back).await.unwrap();
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 3));
        assert!(channels.last().contains("Over 300"), "{}", channels.last());
    }

    async fn a_card_that_is_taken_off_says_so_and_is_forgotten(db) {
        let town = Town::new(&db).await;
        town.with_card().await;
        let channels = Channels::default();
        town.keeps(&channels).await;
        town.service.unpin_card(&moderator(), SLUG, &at(NEWS)).await.unwrap();
        assert!(town.service.cards(&moderator()).await.unwrap().is_empty());
        town.keeps(&channels).await;
        assert_eq!(channels.done(), (1, 1));
        assert!(channels.last().contains("no longer kept current"), "{}", channels.last());
        assert_eq!(db.ask("SELECT count(*) FROM card").await, "0");
        let again = town.service.unpin_card(&moderator(), SLUG, &at(NEWS)).await;
        assert_eq!(refusal(again), Refusal::NoSuchCard(NEWS));
        town.verify().await;
    }

    async fn a_card_is_moderators_to_pin_and_another_guilds_is_none(db) {
        let town = Town::new(&db).await;
        town.with_card().await;
        for refused in [
            refusal(town.service.pin_card(&contributor(), SLUG, &at(NEWS)).await),
            refusal(town.service.unpin_card(&contributor(), SLUG, &at(NEWS)).await),
            refusal(town.service.cards(&contributor()).await),
        ] {
            assert!(matches!(refused, Refusal::NotAllowed { act: Act::ConfigureDigests, .. }), "{refused:?}");
        }
        let foreign = refusal(town.service.unpin_card(&elsewhere(moderator()), SLUG, &at(NEWS)).await);
        assert_eq!(foreign, Refusal::NoSuchCard(NEWS));
        let closed = ChannelChoice { writes: Writes::No, ..at(REVIEW) };
        let refused = refusal(town.service.pin_card(&moderator(), SLUG, &closed).await);
        assert_eq!(refused, Refusal::CannotWriteThere(REVIEW));
    }
}
