//! What digests tell of pages: each change under the petition that they are about, a restless page's last, and nothing of what
//! was taken out or taken back.

use undersigned::domain::acting::{Ground, Redactable};
use undersigned::domain::commitment::Judged;
use undersigned::domain::ids::Number;
use undersigned::domain::petition::DemandOutcome;
use undersigned::domain::source::ChangeClass;
use undersigned::service::Field;
use undersigned::service::act::{Ended, NewAct, Wanted};
use undersigned::service::ask::{Event, Found, PetitionAsked};
use undersigned::service::digests::{DigestChange, FilterAsked};
use undersigned::service::judge::NewJudgement;
use undersigned::service::log::{NewCapture, NewStatement, Typed};

use crate::acting::{act, done};
use crate::channels::Channels;
use crate::digesting::SLUG;
use crate::harness::on_both_databases;
use crate::harness::site::Answer;
use crate::support::*;
use crate::watching::{AN_HOUR, DAYS, POST, Watch, edited, january};

impl Watch {
    /// Gives the changes that a digest would tell now, with the petition it tells each under.
    async fn would_tell(&self, digest: &str) -> Vec<(Number, Number)> {
        let outlook = self.town.service.preview_digest(&moderator(), digest).await.unwrap();
        let changes = self.changes().await;
        let is_change = |object| changes.iter().any(|change| change.number == object);
        outlook.told().filter(|item| is_change(item.object)).map(|item| (item.object, item.petition)).collect()
    }
}

on_both_databases! {
    async fn a_digest_about_one_petition_tells_what_changed_on_a_source_that_others_rest_on_too(db) {
        let watch = Watch::begin(&db).await;
        let other = letter_of("Another letter", "https://example.org/another");
        let other = watch.town.publish(Typed::Petition(other), LETTER_WORDS).await;
        let said = NewStatement { url: watch.site.url("blog.example.org", POST), ..statement(&other.to_string()) };
        let words = [(Field::Quote, "a fine example"), (Field::Paraphrase, "")];
        let example = watch.town.publish(Typed::Statement(said), &words).await;
        watch.look().await;
        let digest = watch.town.with_digest().await.digest.number.to_string();
        watch.site.put(POST, Answer::page(edited()));
        watch.after(DAYS(3)).await;
        let change = watch.changes().await[0].number;
        let first = db.ask("SELECT min(number) FROM petition").await.parse().unwrap();
        assert_eq!(watch.would_tell(&digest).await, [(change, first)]);
        for (about, told) in [(other, vec![(change, other)]), (first, vec![(change, first)])] {
            let filter = Some(FilterAsked::Petitions(about.to_string()));
            let only = DigestChange { filter, ..DigestChange::default() };
            watch.town.service.edit_digest(&moderator(), &digest, &only).await.unwrap();
            assert_eq!(watch.would_tell(&digest).await, told);
        }
        let last = letter_of("A last letter", "https://example.org/last");
        let last = watch.town.publish(Typed::Petition(last), LETTER_WORDS).await;
        let only = DigestChange { filter: Some(FilterAsked::Petitions(last.to_string())), ..DigestChange::default() };
        watch.town.service.edit_digest(&moderator(), &digest, &only).await.unwrap();
        assert_eq!(watch.would_tell(&digest).await, []);
        // What was sent says nothing any more of words that were taken out since.
        let all = DigestChange { filter: Some(FilterAsked::All), ..DigestChange::default() };
        watch.town.service.edit_digest(&moderator(), &digest, &all).await.unwrap();
        let channels = Channels::default();
        watch.town.works(&channels).await;
        assert!(channels.last().contains("fine example"), "{}", channels.last());
        let quote = Wanted::Redact(Redactable::Quote);
        let wanted = NewAct { ground: Ground::PersonalData, ..act(example, quote) };
        assert_eq!(done(&watch.town, &moderator(), wanted).await, Ended::Done);
        watch.town.works(&channels).await;
        assert_eq!(*channels.edits.lock().unwrap(), [1]);
        assert!(!channels.last().contains("fine example"), "{}", channels.last());
    }

    async fn of_a_page_that_never_stands_still_a_digest_tells_the_last_edit_and_each_that_concerns_what_is_cited(db) {
        let watch = Watch::begin(&db).await;
        let digest = watch.town.with_digest().await.digest.number.to_string();
        let story = |n: u32, page: String| page.replace("a further service", &format!("service number {n}"));
        for n in 0..6 {
            watch.site.put(POST, Answer::page(story(n, if n == 2 { edited() } else { january() })));
            watch.after(if n == 1 { DAYS(4) } else { AN_HOUR }).await;
        }
        let changes = watch.changes().await;
        let of = |class| changes.iter().filter(|one| one.class == class).map(|one| one.number).collect::<Vec<_>>();
        let edits = of(ChangeClass::Correction);
        assert_eq!((edits.len(), changes.len()), (3, 5));
        let told: Vec<_> = watch.would_tell(&digest).await.into_iter().map(|(change, _)| change).collect();
        let expected = [of(ChangeClass::Removal), of(ChangeClass::Restoration), vec![edits[2]]].concat();
        assert_eq!(told, expected);
    }

    async fn what_changed_on_a_source_that_a_judgement_alone_rests_on_is_told(db) {
        let watch = Watch::begin(&db).await;
        let town = &watch.town;
        let letter: Number = db.ask("SELECT petition FROM record LIMIT 1").await.parse().unwrap();
        let demand = card(town, letter).await.demands[0].of.number;
        let url = watch.site.url("news.example.org", "/report");
        watch.site.put("/report", Answer::page(january()));
        let judgement = NewJudgement { url, ..judgement(demand, Judged::Demand(DemandOutcome::Met)) };
        town.service.judge(&moderator(), &judgement).await.unwrap();
        watch.look().await;
        let digest = town.with_digest().await.digest.number.to_string();
        watch.site.put("/report", Answer::page(edited()));
        watch.after(DAYS(3)).await;
        let changed: Number = db.ask("SELECT number FROM source_change").await.parse().unwrap();
        let outlook = town.service.preview_digest(&moderator(), &digest).await.unwrap();
        assert!(outlook.told().any(|item| item.object == changed), "{:?}", outlook.considered);
        let timeline = town.service.timeline(&member(), PetitionAsked::Typed(SLUG)).await.unwrap().answer;
        let Found::One(timeline) = timeline else { panic!("one petition") };
        let told = timeline.entries.iter().filter(|entry| matches!(entry.event, Event::Change(..)));
        assert_eq!(told.count(), 1);
    }

    async fn what_a_digest_told_of_a_page_goes_where_a_copy_tells_it_otherwise(db) {
        let watch = Watch::begin(&db).await;
        watch.look().await;
        watch.town.with_digest().await;
        let rewritten = january().replace("for a further service", "for another service");
        watch.site.put(POST, Answer::page(rewritten));
        watch.after(DAYS(3)).await;
        let before = watch.changes().await[0].number;
        let channels = Channels::default();
        watch.town.works(&channels).await;
        assert_eq!(db.ask(&format!("SELECT count(*) FROM told WHERE object = {}", before.get())).await, "1");
        // In between the words that are cited were gone.
        let path = "/web/20180624130102/https://blog.example.org/x";
        watch.site.put(path, Answer::page(edited()));
        let archive_url = watch.site.url("archive.example.net", path);
        let typed = NewCapture { source: watch.source.to_string(), archive_url, read_on: None };
        watch.town.publish(Typed::Capture(typed), &[]).await;
        watch.look().await;
        let classes: Vec<_> = watch.changes().await.iter().map(|one| (one.number == before, one.class)).collect();
        assert_eq!(classes, [(false, ChangeClass::Removal), (false, ChangeClass::Restoration)]);
        let said = channels.texts.lock().unwrap().len();
        watch.town.works(&channels).await;
        assert_eq!((channels.texts.lock().unwrap().len(), channels.edits.lock().unwrap().as_slice()), (said + 1, [1].as_slice()));
        assert!(!channels.last().contains("orrect"), "{}", channels.last());
    }
}
