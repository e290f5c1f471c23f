//! Signatories: what is kept of a name, who is told of whom, and what becomes of those who leave.

use std::fmt::Write as _;

use jiff::SignedDuration;
use undersigned::domain::guild::{Moderation, Names};
use undersigned::domain::ids::Number;
use undersigned::domain::proposal::Proposal;
use undersigned::domain::review::RejectReason;
use undersigned::domain::signatory::{ListTally, SignatoryStanding, Wish};
use undersigned::domain::text::TextError;
use undersigned::service::ask::{Found, PetitionAsked};
use undersigned::service::log::{Likeness, Typed};
use undersigned::service::setup::{BotPlace, Problem, SetupChange};
use undersigned::service::signatories::{Erasure, NamesShown, SignatoriesAnswer, Withdrawal};
use undersigned::service::{Caller, Field, Refusal};
use undersigned::store::tally;

use crate::harness::{TestDb, on_both_databases};
use crate::sealing::{bytes, holds};
use crate::support::*;

const SLUG: &str = "microsoft-employees-open-letter";

async fn names_on(town: &Town) {
    let on = SetupChange { names: Some(Names::On), ..SetupChange::default() };
    town.service.configure(&admin(), on).await.unwrap();
}

/// Sets a guild up with the letter, names off or on.
async fn with_letter(db: &std::sync::Arc<TestDb>, moderation: Moderation, names: Names) -> Town {
    let town = Town::new(db).await;
    town.set_up(moderation).await;
    if names == Names::On {
        names_on(&town).await;
    }
    town.letter().await;
    town
}

async fn sign(town: &Town, name: &str) -> Number {
    town.publish(Typed::Signatory(signatory(SLUG, name)), &[]).await
}

fn wish(who: impl std::fmt::Display + Copy, shown: Wish) -> Withdrawal {
    Withdrawal { signatory: who.to_string(), shown, url: Some(TIMES.to_owned()), on: None }
}

async fn list(town: &Town, caller: &Caller) -> SignatoriesAnswer {
    let asked = town.service.signatories(caller, PetitionAsked::Typed(SLUG), 1).await.unwrap();
    let Found::One(answer) = asked.answer else { panic!("no petition") };
    agrees(town).await;
    answer
}

/// Fails unless the tally is what counting gives.
async fn agrees(town: &Town) {
    let mut conn = town.service.store().read().await.unwrap();
    assert_eq!(tally::differences(&mut conn, GUILD).await.unwrap(), []);
}

fn shown(answer: &SignatoriesAnswer) -> Vec<&str> {
    match &answer.names {
        NamesShown::Off => panic!("names are off"),
        NamesShown::Page { names, .. } => names.iter().map(|one| one.kept.person.name.as_str()).collect(),
    }
}

async fn likenesses(town: &Town, caller: &Caller, name: &str) -> Vec<(i64, Likeness, String, bool)> {
    let preview = town.preview(caller, Typed::Signatory(signatory(SLUG, name)), &[]).await;
    preview.similar.into_iter().map(|one| (one.number.get(), one.likeness, one.words, one.pending)).collect()
}

/// Every sealed thing that could hold a name, opened: what is left of a name is nowhere in it.
async fn openings(town: &Town) -> String {
    let store = town.service.store();
    let mut conn = store.read().await.unwrap();
    let mut all = String::new();
    for seq in 1..=town.entries().await {
        for (field, value) in store.opened(&mut conn, GUILD, seq).await.unwrap() {
            writeln!(all, "{field}: {}", String::from_utf8_lossy(&value)).unwrap();
        }
    }
    all
}

on_both_databases! {
    async fn with_names_off_a_name_is_kept_as_a_keyed_hash_and_nothing_else(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        let mut typed = signatory(SLUG, "Quokka Wombat");
        typed.affiliation = Some("Numbat Division".into());
        let number = town.file(&contributor(), Typed::Signatory(typed), &[]).await;
        let waiting = town.service.submission(&moderator(), number).await.unwrap();
        let Some(Proposal::Signatory(proposal)) = waiting.proposal else { panic!("no signatory") };
        assert_eq!(proposal.person.unwrap().name, "Quokka Wombat", "whoever reviews sees it");
        town.service.edit(&moderator(), number, &owned(&[(Field::Name, "Quokka B. Wombat")])).await.unwrap();
        town.service.approve(&moderator(), number).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM signatory WHERE sealed IS NOT NULL").await, "0");
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE sealed IS NOT NULL").await, "0");
        assert_eq!(db.ask("SELECT COUNT(*) FROM revision").await, "0", "nor what it was before it was edited");
        let all = bytes(&db).await;
        for word in ["quokka", "wombat", "numbat"] {
            assert!(!holds(&all, word.as_bytes()), "{word}");
            assert!(!openings(&town).await.to_lowercase().contains(word), "{word}");
        }
        let answer = list(&town, &member()).await;
        assert_eq!((answer.list, answer.names), (ListTally { standing: 1, withdrawn: 0, erased: 0 }, NamesShown::Off));
        let decided = town.service.submission(&moderator(), number).await.unwrap();
        let Some(Proposal::Signatory(proposal)) = decided.proposal else { panic!("no signatory") };
        assert_eq!(proposal.person, None);
        town.verify().await;
    }

    async fn a_rejected_name_is_gone_at_once(db) {
        let town = with_letter(&db, Moderation::Several, Names::On).await;
        let number = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "Quokka Wombat")), &[]).await;
        let note = |text: &str| Some(text.to_owned());
        for told in ["there is no Wombat there", "QUOKKA!"] {
            let refused = town.service.reject(&moderator(), number, RejectReason::Other, note(told)).await;
            assert_eq!(refusal(refused), Refusal::NameInNote);
        }
        town.service.reject(&moderator(), number, RejectReason::Other, note("not on that page")).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM submission WHERE sealed IS NOT NULL").await, "0");
        assert!(!openings(&town).await.contains("Quokka"));
        assert_eq!(list(&town, &member()).await.list, ListTally::default());
        town.verify().await;
    }

    async fn turning_names_on_affects_what_is_logged_afterwards(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        sign(&town, "Before Off").await;
        let while_off = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "Filed Off")), &[]).await;
        names_on(&town).await;
        town.service.approve(&moderator(), while_off).await.unwrap();
        sign(&town, "After On").await;
        let answer = list(&town, &member()).await;
        assert_eq!((answer.list.standing, shown(&answer)), (3, vec!["After On"]));
        let off = SetupChange { names: Some(Names::Off), ..SetupChange::default() };
        town.service.configure(&admin(), off).await.unwrap();
        assert_eq!(list(&town, &member()).await.names, NamesShown::Off);
        assert!(!holds(&bytes(&db).await, b"After On"), "what is kept is sealed");
        town.verify().await;
    }

    async fn a_name_needs_a_basis_and_a_letter(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        let mut typed = signatory(SLUG, "Ada Lovelace");
        typed.basis = None;
        assert_eq!(refusal(town.service.draft(&contributor(), Typed::Signatory(typed)).await), Refusal::NeedsBasis);
        let typed = Typed::Signatory(signatory(SLUG, "1234"));
        assert_eq!(refusal(town.service.draft(&contributor(), typed).await), Refusal::NotAName("1234".into()));
    }

    async fn near_spellings_are_told_before_filing_and_at_review_to_those_who_may_know(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        let ada = sign(&town, "Ada Lovelace").await.get();
        // Whoever may file could try names: nothing is told of a list that shows none.
        assert_eq!(likenesses(&town, &contributor(), "Ada Lovelace").await, []);
        let near = |words: &str| vec![(ada, Likeness::NearName, words.to_owned(), false)];
        assert_eq!(likenesses(&town, &moderator(), "Lovelace, A. K.").await, near(""));
        let same = vec![(ada, Likeness::SameName, String::new(), false)];
        assert_eq!(likenesses(&town, &moderator(), "Lovelace, Dr. Ada").await, same);
        let waiting = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "A. Lovelace")), &[]).await;
        let review = town.service.submission(&moderator(), waiting).await.unwrap();
        assert_eq!(review.similar.len(), 1);
        assert_eq!((review.similar[0].number.get(), review.similar[0].likeness), (ada, Likeness::NearName));
        let pending = (waiting.get(), Likeness::NearName, "A. Lovelace".to_owned(), true);
        assert_eq!(likenesses(&town, &moderator(), "Ada M. Lovelace").await, [near("").remove(0), pending]);
        assert_eq!(likenesses(&town, &contributor(), "Ada M. Lovelace").await, [], "what waits is nobody else's to know");
        names_on(&town).await;
        sign(&town, "Charles Babbage").await;
        let told = likenesses(&town, &contributor(), "Babbage C.").await;
        assert_eq!((told.len(), told[0].2.as_str()), (1, "Charles Babbage"), "what everybody can read is told to all");
        assert_eq!(likenesses(&town, &moderator(), "Чарльз Бэббидж").await, []);
    }

    async fn the_same_name_is_taken_twice_only_when_a_moderator_says_that_they_are_two(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        let first = sign(&town, "John Smith").await;
        let second = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "SMITH, John")), &[]).await;
        let refused = refusal(town.service.approve(&moderator(), second).await);
        assert_eq!(refused, Refusal::SameName { number: second, on_record: first });
        assert!(matches!(refusal(town.service.keep_apart(&contributor(), second).await), Refusal::NotAllowed { .. }));
        let apart = town.service.keep_apart(&moderator(), second).await.unwrap();
        assert_eq!(apart.similar, []);
        town.service.approve(&moderator(), second).await.unwrap();
        assert_eq!(list(&town, &member()).await.list.standing, 2);
        // What was kept apart for a name that was not logged in the end is forgotten.
        let near = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "J. Smith")), &[]).await;
        assert_eq!(town.service.keep_apart(&moderator(), near).await.unwrap().similar, []);
        assert_eq!(db.ask("SELECT COUNT(*) FROM apart").await, "2");
        town.service.reject(&moderator(), near, RejectReason::Duplicate, None).await.unwrap();
        assert_eq!(db.ask("SELECT COUNT(*) FROM apart").await, "1");
        // By a name that several have nobody is found.
        let wish = wish("john smith", Wish::NotShown);
        assert_eq!(refusal(town.service.withdraw_signatory(&moderator(), &wish).await), Refusal::WhichSignatory(vec![first, second]));
        town.verify().await;
    }

    async fn withdrawn_retracted_and_erased_are_three_acts(db) {
        let town = with_letter(&db, Moderation::Several, Names::On).await;
        let before = town.publish(Typed::Count(count(SLUG, "4 employees")), &[]).await;
        let mut numbers = Vec::new();
        for name in ["Ada Lovelace", "Charles Babbage", "Quokka Wombat", "Grace Hopper"] {
            numbers.push(sign(&town, name).await);
        }
        let [ada, charles, quokka, _] = numbers[..] else { panic!() };
        let hidden = town.service.withdraw_signatory(&moderator(), &wish("Lovelace, Ada", Wish::NotShown)).await.unwrap();
        assert_eq!((hidden.number, hidden.standing, hidden.erasure), (ada, SignatoryStanding::Withdrawn, Erasure::NotAsked));
        let mut unsaid = wish(charles, Wish::ShownAsWithdrawn);
        unsaid.url = None;
        let refused = refusal(town.service.withdraw_signatory(&moderator(), &unsaid).await);
        assert_eq!(refused, Refusal::BadText { field: Field::Url, error: TextError::Empty }, "what is shown needs a source");
        let mut said = wish(charles, Wish::ShownAsWithdrawn);
        said.on = Some("2018-06-20".into());
        town.service.withdraw_signatory(&moderator(), &said).await.unwrap();
        let answer = list(&town, &member()).await;
        assert_eq!(answer.list, ListTally { standing: 2, withdrawn: 2, erased: 0 });
        assert_eq!(shown(&answer), ["Charles Babbage", "Quokka Wombat", "Grace Hopper"]);
        let NamesShown::Page { names, .. } = &answer.names else { panic!() };
        assert_eq!(names[0].changed_on.unwrap().to_string(), "2018-06-20");
        let withdrawal = names[0].kept.withdrawal.unwrap();
        assert_eq!(answer.about.sources[&withdrawal].doc.url.as_str(), TIMES);
        let again = refusal(town.service.withdraw_signatory(&moderator(), &wish(ada, Wish::NotShown)).await);
        assert_eq!(again, Refusal::SignatoryIs { number: ada, standing: SignatoryStanding::Withdrawn });

        assert!(openings(&town).await.contains("Quokka Wombat"), "the opening of its approval holds the name");
        let asked = town.service.withdraw_signatory(&moderator(), &wish(quokka, Wish::Erased)).await.unwrap();
        let Erasure::WaitsForAnother(_) = asked.erasure else { panic!("{asked:?}") };
        assert_eq!(asked.standing, SignatoryStanding::Withdrawn);
        let answer = list(&town, &member()).await;
        assert_eq!((answer.list.standing, shown(&answer)), (1, vec!["Charles Babbage", "Grace Hopper"]), "hidden at once");
        let own = refusal(town.service.withdraw_signatory(&moderator(), &wish(quokka, Wish::Erased)).await);
        assert_eq!(own, Refusal::OwnErasure, "nobody confirms their own");
        let done = town.service.withdraw_signatory(&admin(), &wish(quokka, Wish::Erased)).await.unwrap();
        assert_eq!((done.standing, done.erasure), (SignatoryStanding::Erased, Erasure::Done));
        let answer = list(&town, &member()).await;
        assert_eq!(answer.list, ListTally { standing: 1, withdrawn: 2, erased: 1 });
        let left = openings(&town).await;
        assert!(!left.contains("Quokka") && left.contains("Ada Lovelace"), "only this opening is destroyed");
        let kept = "SELECT COUNT(*) FROM signatory WHERE sealed IS NULL AND length(name_hash) = 0 AND length(near_hash) = 0";
        assert_eq!(db.ask(kept).await, "1");
        assert_eq!(db.ask("SELECT COUNT(*) FROM barred").await, "1");
        assert_eq!(db.ask("SELECT COUNT(*) FROM waiting WHERE state = 'pending' OR asked_by IS NOT NULL").await, "0");

        // Erased is for good: by no act, and not by logging the name again, however it is written.
        for wanted in Wish::ALL {
            let refused = refusal(town.service.withdraw_signatory(&admin(), &wish(quokka, *wanted)).await);
            assert_eq!(refused, Refusal::SignatoryIs { number: quokka, standing: SignatoryStanding::Erased });
        }
        let again = town.file(&contributor(), Typed::Signatory(signatory(SLUG, "WOMBAT, Quokka")), &[]).await;
        assert_eq!(refusal(town.service.approve(&moderator(), again).await), Refusal::NameBarred(again));
        town.service.reject(&moderator(), again, RejectReason::PersonalData, None).await.unwrap();
        assert!(!openings(&town).await.to_lowercase().contains("quokka"));

        // A reported count does not move.
        let counted = town.service.counts(&member(), PetitionAsked::Typed(SLUG), None, false).await.unwrap();
        let Found::One(counted) = counted.answer else { panic!() };
        assert_eq!(counted.groups[0].current[0].number, before);
        assert_eq!(counted.list, ListTally { standing: 1, withdrawn: 2, erased: 1 });
        town.verify().await;
    }

    async fn a_single_moderator_erases_alone_after_ten_minutes(db) {
        let town = with_letter(&db, Moderation::Single, Names::Off).await;
        let number = sign(&town, "Quokka Wombat").await;
        let erase = wish("quokka wombat", Wish::Erased);
        let asked = town.service.withdraw_signatory(&moderator(), &erase).await.unwrap();
        let Erasure::WaitsUntil(_, from) = asked.erasure else { panic!("{asked:?}") };
        assert_eq!((asked.number, list(&town, &member()).await.list.standing), (number, 0), "hidden at once");
        let early = refusal(town.service.withdraw_signatory(&moderator(), &erase).await);
        assert_eq!(early, Refusal::TooSoon { number, from });
        town.clock.advance(SignedDuration::from_mins(10));
        let done = town.service.withdraw_signatory(&moderator(), &erase).await.unwrap();
        assert_eq!(done.erasure, Erasure::DoneAlone);
        assert!(openings(&town).await.contains("alone: yes"));
        let none = refusal(town.service.withdraw_signatory(&moderator(), &erase).await);
        assert!(matches!(none, Refusal::NoSuchSignatory(_)), "by the name nobody is found any more");
        agrees(&town).await;
        town.verify().await;
    }

    async fn whoever_withdrew_may_sign_again(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        let first = sign(&town, "Ada Lovelace").await;
        town.service.withdraw_signatory(&moderator(), &wish(first, Wish::NotShown)).await.unwrap();
        sign(&town, "Ada Lovelace").await;
        assert_eq!(list(&town, &member()).await.list, ListTally { standing: 1, withdrawn: 1, erased: 0 });
    }

    async fn another_guilds_signatories_are_nobody(db) {
        let town = with_letter(&db, Moderation::Several, Names::On).await;
        let number = sign(&town, "Ada Lovelace").await;
        for given in [number.to_string(), "Ada Lovelace".to_owned()] {
            let stranger = elsewhere(moderator());
            let refused = refusal(town.service.withdraw_signatory(&stranger, &wish(&given, Wish::NotShown)).await);
            assert_eq!(refused, Refusal::NoSuchSignatory(given));
        }
    }

    async fn the_diagnosis_tells_when_the_tally_is_wrong(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        sign(&town, "Ada Lovelace").await;
        let differs = |problem: &Problem| matches!(problem, Problem::TallyDiffers(_));
        let found = town.service.diagnose(&moderator(), BotPlace::default()).await.unwrap();
        assert!(!found.problems.iter().any(differs));
        db.execute("UPDATE tally SET signatories = 7").await;
        let found = town.service.diagnose(&moderator(), BotPlace::default()).await.unwrap();
        assert!(found.problems.contains(&Problem::TallyDiffers(1)));
        let mut conn = town.service.store().read().await.unwrap();
        let different = tally::differences(&mut conn, GUILD).await.unwrap();
        assert_eq!((different.len(), different[0].counted, different[0].tallied), (1, 1, 7));
    }

    async fn the_operator_is_told_by_a_check_that_runs_once_an_hour(db) {
        let town = with_letter(&db, Moderation::Several, Names::Off).await;
        sign(&town, "Ada Lovelace").await;
        let now = || undersigned::clock::Clock::now(&*town.clock);
        let told = async || town.service.store().vitals().await.unwrap().tally.map(|check| (check.at, check.differences));
        assert_eq!(told().await, None, "nothing is said before the first check");
        town.service.check_tallies(now()).await.unwrap();
        let first = now().as_millisecond();
        assert_eq!(told().await, Some((first, 0)));
        db.execute("UPDATE tally SET signatories = 7").await;
        town.clock.advance(SignedDuration::from_mins(30));
        town.service.check_tallies(now()).await.unwrap();
        assert_eq!(told().await, Some((first, 0)), "no look reads every signatory");
        town.clock.advance(SignedDuration::from_mins(30));
        town.service.check_tallies(now()).await.unwrap();
        assert_eq!(told().await, Some((now().as_millisecond(), 1)));
        town.clock.advance(SignedDuration::from_hours(-30));
        town.service.check_tallies(now()).await.unwrap();
        assert_eq!(told().await, Some((now().as_millisecond(), 1)), "a check of the future is made anew");
    }
}
