//! Digests: each change told once in a channel, whatever fails in between.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;
use undersigned::domain::acting::Redactable;
use undersigned::domain::digest::typed::Every;
use undersigned::domain::digest::{Cause, NothingNew, Paused, What};
use undersigned::domain::guild::Moderation;
use undersigned::service::act::Wanted;
use undersigned::service::digests::{ChannelChoice, DigestChange, DigestShown, FilterAsked, Verdict, Writes};
use undersigned::service::log::Typed;
use undersigned::service::rights::Act;
use undersigned::service::setup::SetupChange;
use undersigned::service::{Field, Refusal};
use undersigned::workers::digest::round;
use undersigned::workers::resting::Resting;

use crate::acting::{act, done};
use crate::channels::{Channels, Fault, NEWS, REVIEW};
use crate::harness::on_both_databases;
use crate::support::*;

const DAY: SignedDuration = SignedDuration::from_hours(24);
pub(crate) const SLUG: &str = "microsoft-employees-open-letter";

pub(crate) fn in_news() -> DigestChange {
    let channel = Some(ChannelChoice { channel: NEWS, writes: Writes::Yes, missing: Vec::new() });
    DigestChange { channel, ..DigestChange::default() }
}

impl Town {
    /// Sets up the guild, the letter and a daily digest for the news channel.
    pub(crate) async fn with_digest(&self) -> DigestShown {
        self.set_up(Moderation::Several).await;
        let change = SetupChange { review_channel: Some(REVIEW), ..SetupChange::default() };
        self.service.configure(&admin(), change).await.unwrap();
        self.service.create_digest(&moderator(), &in_news(), None).await.unwrap()
    }

    pub(crate) async fn works(&self, channels: &Channels) {
        round(&self.service, channels, &mut Resting::default(), &CancellationToken::new()).await.unwrap();
    }
}

on_both_databases! {
    async fn what_was_accepted_is_told_once_in_a_channel_whatever_digests_it_has(db) {
        let town = Town::new(&db).await;
        let first = town.with_digest().await;
        let second = town.service.create_digest(&moderator(), &in_news(), None).await.unwrap();
        town.letter().await;
        town.publish(Typed::Count(count(SLUG, "over 300 employees")), &[]).await;
        let outlook = town.service.preview_digest(&moderator(), &first.digest.number.to_string()).await.unwrap();
        assert_eq!(outlook.told().map(|item| item.what).collect::<Vec<_>>(), [What::New, What::New]);
        let channels = Channels::default();
        town.works(&channels).await;
        assert_eq!(channels.said(), Vec::<String>::new(), "nothing is due yet");
        town.clock.advance(DAY);
        town.works(&channels).await;
        assert_eq!(channels.said(), [format!("digest {}, run 1, part 1", first.digest.number)]);
        town.works(&channels).await;
        let outlook = town.service.preview_digest(&moderator(), &second.digest.number.to_string()).await.unwrap();
        assert_eq!(outlook.considered.len(), 0, "the second has moved on as well");
        town.clock.advance(DAY);
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 1, "nothing new, nothing said");
        town.verify().await;
    }

    async fn two_processes_plan_and_send_a_run_once(db) {
        let town = Town::new(&db).await;
        town.with_digest().await;
        town.letter().await;
        let other = Town::new(&db).await;
        town.clock.advance(DAY);
        other.clock.set(town.service.now());
        let channels = Channels::default();
        tokio::join!(town.works(&channels), other.works(&channels));
        assert_eq!(channels.said().len(), 1);
    }

    async fn a_sending_whose_end_is_not_known_is_looked_for_before_it_is_sent_again(db) {
        let town = Town::new(&db).await;
        town.with_digest().await;
        town.letter().await;
        town.clock.advance(DAY);
        let channels = Channels::default();
        channels.faults.lock().unwrap().extend([Fault::After, Fault::Before]);
        for _ in 0..4 {
            town.works(&channels).await;
            town.clock.advance(SignedDuration::from_mins(2));
        }
        assert_eq!(channels.said().len(), 1, "it arrived at the second sending, and was found at the third");
        let after = town.service.claim_run().await.unwrap();
        assert_eq!(after, None);
    }

    async fn a_correction_is_told_only_where_what_it_corrects_was(db) {
        let town = Town::new(&db).await;
        let digest = town.with_digest().await;
        town.letter().await;
        let told = town.publish(Typed::Count(count(SLUG, "over 300 employees")), &[]).await;
        let channels = Channels::default();
        town.clock.advance(DAY);
        town.works(&channels).await;
        let untold = town.publish(Typed::Count(count(SLUG, "over 200 employees")), &[]).await;
        for number in [told, untold] {
            done(&town, &moderator(), act(number, Wanted::Deprecate)).await;
        }
        let outlook = town.service.preview_digest(&moderator(), &digest.digest.number.to_string()).await.unwrap();
        let verdicts: Vec<_> =
            outlook.considered.iter().map(|one| (one.item.object, one.item.what, one.verdict)).collect();
        assert_eq!(
            verdicts,
            [(told, What::Changed, Verdict::Told), (untold, What::New, Verdict::DoesNotStand)]
        );
    }

    async fn after_an_outage_one_digest_comes_and_says_that_it_is_late(db) {
        let town = Town::new(&db).await;
        let digest = town.with_digest().await.digest.number.to_string();
        town.letter().await;
        town.clock.advance(DAY * 4);
        let outlook = town.service.due_digests().await.unwrap().remove(0);
        assert_eq!((outlook.run.cause, outlook.run.missed), (Cause::Late, 3));
        let channels = Channels::default();
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 1);
        let shown = town.service.digest(&moderator(), &digest).await.unwrap();
        assert!(shown.next[0] > town.service.now());
    }

    async fn what_is_older_than_is_told_is_counted(db) {
        let town = Town::new(&db).await;
        let digest = town.with_digest().await.digest.number.to_string();
        let channels = Channels::default();
        town.clock.advance(DAY);
        town.works(&channels).await;
        town.letter().await;
        town.clock.advance(DAY * 30);
        town.publish(Typed::Count(count(SLUG, "over 300 employees")), &[]).await;
        let outlook = town.service.preview_digest(&moderator(), &digest).await.unwrap();
        let verdicts: Vec<_> = outlook.considered.iter().map(|one| one.verdict).collect();
        assert_eq!(verdicts, [Verdict::TooOld, Verdict::Told]);
        assert_eq!(outlook.run.left_out, 1);
    }

    async fn a_closed_channel_pauses_the_digest_and_moderators_are_told_once(db) {
        let town = Town::new(&db).await;
        let number = town.with_digest().await.digest.number;
        town.letter().await;
        town.clock.advance(DAY);
        let channels = Channels::default();
        channels.closed.store(true, Ordering::Relaxed);
        for _ in 0..3 {
            town.works(&channels).await;
            town.clock.advance(SignedDuration::from_mins(5));
        }
        let paused = town.service.digest(&moderator(), &number.to_string()).await.unwrap().digest;
        assert_eq!(paused.paused, Some(Paused::MissingPermissions));
        assert_eq!(channels.said().len(), 1, "{:?}", channels.said());
        assert_eq!(channels.sent.lock().unwrap()[0].0.channel, REVIEW);
        channels.closed.store(false, Ordering::Relaxed);
        town.service.resume_digest(&moderator(), &number.to_string()).await.unwrap();
        town.works(&channels).await;
        assert_eq!(channels.said().len(), 2, "what was planned is sent when it runs again");
        town.verify().await;
    }

    async fn what_a_deleted_digest_did_not_send_another_tells(db) {
        let town = Town::new(&db).await;
        let first = town.with_digest().await.digest.number.to_string();
        let second = town.service.create_digest(&moderator(), &in_news(), None).await.unwrap();
        town.letter().await;
        town.clock.advance(DAY);
        let due = town.service.due_digests().await.unwrap();
        let items: Vec<_> = due[0].told().collect();
        assert_eq!(due[0].digest.number.to_string(), first);
        town.service.plan_run(&due[0], &[items]).await.unwrap();
        town.service.delete_digest(&moderator(), &first).await.unwrap();
        let channels = Channels::default();
        town.works(&channels).await;
        assert_eq!(channels.said(), [format!("digest {}, run 1, part 1", second.digest.number)]);
        let gone = town.service.digest(&moderator(), &first).await;
        assert_eq!(refusal(gone), Refusal::NoSuchDigest(first));
    }

    async fn a_message_is_edited_when_words_in_it_are_taken_out(db) {
        let town = Town::new(&db).await;
        town.with_digest().await;
        town.letter().await;
        let count = town.publish(Typed::Count(count(SLUG, "over 300 employees")), &[]).await;
        let channels = Channels::default();
        town.clock.advance(DAY);
        town.works(&channels).await;
        done(&town, &moderator(), act(count, Wanted::Redact(Redactable::Originator))).await;
        town.works(&channels).await;
        assert_eq!(*channels.edits.lock().unwrap(), [1]);
        town.works(&channels).await;
        assert_eq!(channels.edits.lock().unwrap().len(), 1, "once is enough");
    }

    async fn a_digest_is_moderators_to_set_up_and_another_guilds_is_none(db) {
        let town = Town::new(&db).await;
        let number = town.with_digest().await.digest.number.to_string();
        let refused = refusal(town.service.create_digest(&contributor(), &in_news(), None).await);
        assert!(matches!(refused, Refusal::NotAllowed { act: Act::ConfigureDigests, .. }), "{refused:?}");
        let foreign = town.service.digest(&elsewhere(moderator()), &number).await;
        assert_eq!(refusal(foreign), Refusal::NoSuchDigest(number.clone()));
        let channel = ChannelChoice { channel: NEWS, writes: Writes::No, missing: Vec::new() };
        let closed = DigestChange { channel: Some(channel), ..DigestChange::default() };
        let refused = refusal(town.service.edit_digest(&moderator(), &number, &closed).await);
        assert_eq!(refused, Refusal::CannotWriteThere(NEWS));
        let several = DigestChange { filter: Some(FilterAsked::Several), ..DigestChange::default() };
        let refused = refusal(town.service.edit_digest(&moderator(), &number, &several).await);
        assert_eq!(refused, Refusal::SeveralFilters);
        let monthly = DigestChange { every: Some(Every::Month), on: Some("32".to_owned()), ..DigestChange::default() };
        let refused = refusal(town.service.edit_digest(&moderator(), &number, &monthly).await);
        assert_eq!(refused, Refusal::BadChoice { field: Field::On, value: "32".to_owned() });
        town.verify().await;
    }

    async fn a_digest_by_hand_says_that_nothing_is_new_and_a_filter_keeps_others_out(db) {
        let town = Town::new(&db).await;
        let number = town.with_digest().await.digest.number.to_string();
        town.letter().await;
        let other = letter_of("Another letter", "https://example.org/another");
        town.publish(Typed::Petition(other), LETTER_WORDS).await;
        let only = DigestChange {
            filter: Some(FilterAsked::Petitions(SLUG.to_owned())),
            nothing_new: Some(NothingNew::Silent),
            ..DigestChange::default()
        };
        town.service.edit_digest(&moderator(), &number, &only).await.unwrap();
        let outlook = town.service.preview_digest(&moderator(), &number).await.unwrap();
        let verdicts: Vec<_> = outlook.considered.iter().map(|one| one.verdict).collect();
        assert!(verdicts.contains(&Verdict::Told) && verdicts.contains(&Verdict::OutsideFilter), "{verdicts:?}");
        let channels = Channels::default();
        for _ in 0..2 {
            town.service.send_digest(&moderator(), &number).await.unwrap();
            town.works(&channels).await;
            town.clock.advance(SignedDuration::from_mins(1));
        }
        assert_eq!(channels.said().len(), 2);
        town.verify().await;
    }
}
