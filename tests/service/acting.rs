//! Acts on what is published, done by one: shown before, done once, found in the history, and taken back.

use undersigned::domain::acting::{Ground, Redactable};
use undersigned::domain::guild::Moderation;
use undersigned::domain::ids::Number;
use undersigned::domain::ledger::Act;
use undersigned::domain::petition::PetitionState;
use undersigned::domain::record::RecordState;
use undersigned::service::act::{Ended, NewAct, Wanted};
use undersigned::service::ask::{CountsAnswer, Found, HistoryAnswer, PetitionAsked, Why};
use undersigned::service::log::{DraftId, Typed};
use undersigned::service::refusal::Whereabouts;
use undersigned::service::{Caller, Field, Refusal};

use crate::harness::{TestDb, on_both_databases};
use crate::support::*;

pub(crate) fn act(object: impl std::fmt::Display, wanted: Wanted) -> NewAct {
    NewAct { object: object.to_string(), wanted, ground: Ground::Wrong, note: None }
}

/// Looks at an act and does it.
pub(crate) async fn done(town: &Town, who: &Caller, typed: NewAct) -> Ended {
    let looked = town.service.act(who, &typed).await.unwrap();
    let ended = town.service.perform(who, &looked.draft).await.unwrap().ended;
    town.clock.advance(jiff::SignedDuration::from_secs(1));
    ended
}

async fn counts(town: &Town, letter: Number) -> CountsAnswer {
    match town.service.counts(&member(), PetitionAsked::Number(letter), None, true).await.unwrap().answer {
        Found::One(answer) => answer,
        Found::Which(_) => panic!("one petition is meant"),
    }
}

pub(crate) async fn history(town: &Town, letter: Number) -> HistoryAnswer {
    match town.service.history(&member(), PetitionAsked::Number(letter), 1).await.unwrap().answer {
        Found::One(answer) => answer,
        Found::Which(_) => panic!("one petition is meant"),
    }
}

/// Everything of a guild that acts change, as text: what an undo must put back.
pub(crate) async fn image(db: &TestDb) -> String {
    let parts = [
        (
            "record",
            "number || state || petition || COALESCE(organisation, 0) || source || COALESCE(superseded_by, 0) || COALESCE(flag, '') || doc",
        ),
        ("petition", "number || state || slug || COALESCE(merged_into, 0) || collection || doc"),
        ("petition_addressee", "petition || '.' || organisation || '.' || position"),
        ("petition_relation", "petition || '.' || other || relation"),
        ("demand", "number || '.' || petition || '.' || position || text"),
        ("signatory", "number || standing || petition || '.' || COALESCE(merged_into, 0)"),
        ("organisation", "number || name || kind || COALESCE(merged_into, 0)"),
        ("organisation_name", "folded || name || organisation"),
        ("organisation_parent", "organisation || '.' || parent"),
        ("tally", "petition || part || standing || signatories"),
        ("term", "number || kind || term"),
        ("source", "number || doc"),
        ("source_url", "url || source"),
        ("judgement", "object || '.' || petition || '.' || revision"),
    ];
    let mut all = String::new();
    for (table, row) in parts {
        let wanted = if table == "tally" { "WHERE signatories > 0" } else { "" };
        let text = format!(
            "SELECT COALESCE(string_agg(line, '\n'), '') FROM (SELECT {row} AS line FROM {table} {wanted} ORDER BY 1) AS t"
        );
        all.extend(["# ", table, "\n", &db.ask(&text).await, "\n"]);
    }
    all
}

pub(crate) async fn with_counts(db: &std::sync::Arc<TestDb>, moderation: Moderation) -> (Town, Number, Number, Number) {
    let town = Town::new(db).await;
    town.set_up(moderation).await;
    let letter = town.letter().await;
    let mut earlier = count(&letter.to_string(), "more than 300 employees");
    "2018-06-20".clone_into(&mut earlier.as_of);
    let one = town.publish(Typed::Count(earlier), &[]).await;
    let other = town.publish(Typed::Count(count(&letter.to_string(), "12 employees")), &[]).await;
    (town, letter, one, other)
}

on_both_databases! {
    async fn a_record_that_is_no_longer_relied_on_counts_in_no_answer_and_comes_back_as_it_was(db) {
        let (town, letter, one, other) = with_counts(&db, Moderation::Several).await;
        for (wanted, state, word) in [
            (Wanted::Deprecate, RecordState::Deprecated, Act::Deprecate),
            (Wanted::Retract, RecordState::Retracted, Act::Retract),
        ] {
            let before = image(&db).await;
            let looked = town.service.act(&moderator(), &act(other, wanted.clone())).await.unwrap();
            assert_eq!(image(&db).await, before, "looking changes nothing");
            assert_eq!(looked.plan.subject.as_ref().unwrap().title, "12 employees");
            let acted = town.service.perform(&moderator(), &looked.draft).await.unwrap();
            assert_eq!(acted.ended, Ended::Done);
            let twice = town.service.perform(&moderator(), &looked.draft).await;
            assert_eq!(refusal(twice), Refusal::DraftGone, "done once");
            let answer = counts(&town, letter).await;
            assert_eq!(answer.groups[0].current[0].number, one);
            let refused = refusal(town.service.act(&moderator(), &act(other, wanted)).await);
            assert_eq!(refused, Refusal::StandsSo { number: other, now: Whereabouts::Record(state) });
            let told = history(&town, letter).await.entries.remove(0);
            assert_eq!((told.act, told.object, told.why), (word, other, Some(Why::Ground(Ground::Wrong))));
            assert_eq!(done(&town, &moderator(), act(other, Wanted::Undo)).await, Ended::Done);
            assert_eq!(image(&db).await, before, "taken back, everything is as it was");
            assert_eq!(counts(&town, letter).await.groups[0].current[0].number, other);
        }
        town.verify().await;
    }

    async fn an_edit_is_a_new_revision_with_its_difference_shown_and_can_be_taken_back(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        let before = image(&db).await;
        let (draft, form) = town.service.begin_amendment(&moderator(), &act(number, Wanted::Edit)).await.unwrap();
        assert!(form.fields.iter().any(|field| field.field == Field::Wording && field.value == "12 employees"));
        let nothing = town.service.amend(&moderator(), &draft, &[]).await;
        assert_eq!(refusal(nothing), Refusal::NothingToChange);
        let (draft, _) = town.service.begin_amendment(&moderator(), &act(number, Wanted::Edit)).await.unwrap();
        let fields = owned(&[(Field::Wording, "13 employees")]);
        let looked = town.service.amend(&moderator(), &draft, &fields).await.unwrap();
        let told: Vec<_> = looked.plan.differences.iter().map(|one| (&*one.field, one.after.as_deref())).collect();
        assert_eq!(told, [("wording", Some("13 employees"))]);
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        let answer = counts(&town, letter).await;
        assert_eq!(answer.groups[0].current[0].body.wording, "13 employees");
        assert_eq!(db.ask(&format!("SELECT revision FROM record WHERE number = {}", number.get())).await, "2");
        assert_eq!(db.ask(&format!("SELECT COUNT(*) FROM revision WHERE number = {} AND doc LIKE '%12 employees%'", number.get())).await, "1");
        assert_eq!(db.ask(&format!("SELECT COUNT(*) FROM term WHERE number = {} AND term = '13'", number.get())).await, "1");
        done(&town, &moderator(), act(number, Wanted::Undo)).await;
        assert_eq!(image(&db).await, before);
        town.verify().await;
    }

    async fn an_approved_edit_of_a_petition_can_be_taken_back(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let before = image(&db).await;
        let mut typed = edit(&letter.to_string());
        (typed.title, typed.tags) = (Some("Another title".to_owned()), Some("immigration".to_owned()));
        town.publish(Typed::PetitionEdit(typed), &[]).await;
        assert_ne!(image(&db).await, before);
        let looked = town.service.act(&moderator(), &act(letter, Wanted::Undo)).await.unwrap();
        assert!(looked.plan.differences.iter().any(|one| one.before.as_deref() == Some("Another title")));
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        assert_eq!(image(&db).await, before);
        town.verify().await;
    }

    async fn somebody_elses_change_is_never_overwritten(db) {
        let (town, _, _, number) = with_counts(&db, Moderation::Several).await;
        let (draft, _) = town.service.begin_amendment(&moderator(), &act(number, Wanted::Edit)).await.unwrap();
        let (other, _) = town.service.begin_amendment(&admin(), &act(number, Wanted::Edit)).await.unwrap();
        let mine = town.service.amend(&moderator(), &draft, &owned(&[(Field::Wording, "13 employees")])).await.unwrap();
        let theirs = town.service.amend(&admin(), &other, &owned(&[(Field::Wording, "14 employees")])).await.unwrap();
        town.service.perform(&moderator(), &mine.draft).await.unwrap();
        let late = town.service.perform(&admin(), &theirs.draft).await;
        assert_eq!(refusal(late), Refusal::ObjectChanged(number));
        town.verify().await;
    }

    async fn a_correction_replaces_and_both_stay_readable(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        let (draft, _) = town.service.begin_amendment(&moderator(), &act(number, Wanted::Correct)).await.unwrap();
        let fields = owned(&[(Field::Wording, "120 employees"), (Field::Url, "https://news.example.org/corrected")]);
        let looked = town.service.amend(&moderator(), &draft, &fields).await.unwrap();
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        let answer = counts(&town, letter).await;
        let current = &answer.groups[0].current[0];
        assert_eq!(current.body.wording, "120 employees");
        let state = format!("SELECT state || superseded_by FROM record WHERE number = {}", number.get());
        assert_eq!(db.ask(&state).await, format!("superseded{}", current.number.get()));
        assert_eq!(done(&town, &moderator(), act(number, Wanted::Undo)).await, Ended::Done);
        let answer = counts(&town, letter).await;
        assert_eq!(answer.groups[0].current[0].number, number, "the earlier one answers again");
        assert_eq!(db.ask("SELECT COUNT(*) FROM record WHERE state = 'deprecated'").await, "1");
        town.verify().await;
    }

    async fn hiding_is_instant_for_one_and_nothing_of_the_petition_is_found(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        assert_eq!(done(&town, &moderator(), act(letter, Wanted::Hide)).await, Ended::Done);
        let gone = refusal(town.service.counts(&member(), PetitionAsked::Number(letter), None, false).await);
        let never = refusal(town.service.counts(&member(), PetitionAsked::Number(Number::new(9_999).unwrap()), None, false).await);
        assert_eq!((gone, never), (Refusal::NoPetitions, Refusal::NoPetitions), "hidden answers as what never was");
        assert_eq!(town.service.search(&member(), "employees", None, 1).await.unwrap().answer.hits, []);
        let source = town.service.source(&member(), VERGE, 1).await.unwrap().answer;
        assert!(!format!("{source:?}").contains("12 employees"));
        let judged = undersigned::service::judge::NewJudgement {
            object: number.to_string(),
            judged: undersigned::domain::commitment::Judged::Commitment(undersigned::domain::commitment::Rating::Kept),
            url: VERGE.to_owned(),
            reason: "x".to_owned(),
            due: None,
        };
        assert!(matches!(refusal(town.service.judge(&moderator(), &judged).await), Refusal::NoSuchCommitment(_)));
        let refused = refusal(town.service.act(&moderator(), &act(letter, Wanted::Hide)).await);
        assert_eq!(refused, Refusal::StandsSo { number: letter, now: Whereabouts::Petition(PetitionState::Hidden) });
        town.verify().await;
    }

    async fn redacted_words_are_gone_from_record_revisions_drafts_terms_and_openings(db) {
        let (town, letter, _, _) = with_counts(&db, Moderation::Several).await;
        let mut typed = count(&letter.to_string(), "77 employees");
        typed.originator = Some("Quokka Wombat".to_owned());
        let number = town.publish(Typed::Count(typed.clone()), &[]).await;
        let (draft, _) = town.service.begin_amendment(&moderator(), &act(number, Wanted::Edit)).await.unwrap();
        let looked = town.service.amend(&moderator(), &draft, &owned(&[(Field::Wording, "78 employees")])).await.unwrap();
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        // A draft of somebody who is about to say the same.
        town.preview(&contributor(), Typed::Count(typed), &[]).await;
        let mut wanted = act(number, Wanted::Redact(Redactable::Originator));
        wanted.note = Some("it names Quokka Wombat".to_owned());
        let looked = town.service.act(&moderator(), &wanted).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &looked.draft).await), Refusal::WordsInNote);
        wanted.note = None;
        wanted.ground = Ground::PersonalData;
        assert_eq!(done(&town, &moderator(), wanted.clone()).await, Ended::Done);
        for (table, column) in [("record", "doc"), ("revision", "COALESCE(doc, '')"), ("term", "term")] {
            let found = db.ask(&format!("SELECT COUNT(*) FROM {table} WHERE lower({column}) LIKE '%quokka%'")).await;
            assert_eq!(found, "0", "{table}");
        }
        let store = town.service.store();
        let mut conn = store.read().await.unwrap();
        for seq in 1..=town.entries().await {
            for (field, value) in store.opened(&mut conn, GUILD, seq).await.unwrap() {
                assert!(!String::from_utf8_lossy(&value).contains("Quokka"), "{seq} {field}");
            }
        }
        drop(conn);
        assert_eq!(db.ask("SELECT COUNT(*) FROM draft").await, "0");
        let answer = counts(&town, letter).await;
        let shown = answer.groups.iter().flat_map(|group| &group.current).chain(answer.groups.iter().flat_map(|group| &group.earlier));
        assert!(shown.into_iter().any(|one| one.body.originator == "[redacted]" && one.body.wording == "78 employees"));
        assert_eq!(refusal(town.service.act(&moderator(), &wanted).await), Refusal::NothingToRedact);
        // What had the words in it cannot be taken back any more, since that would bring them back.
        let refused = refusal(town.service.act(&moderator(), &act(number, Wanted::Undo)).await);
        let kind = undersigned::domain::ledger::ObjectKind::Record;
        assert_eq!(refused, Refusal::Stays { act: Act::Redact, kind, object: Some(number) });
        town.verify().await;
    }

    async fn what_was_read_of_a_source_loses_the_words_too(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        let source = db.ask(&format!("SELECT source FROM record WHERE number = {}", number.get())).await;
        let excerpt = r#"{"excerpt":"12 employees, says Quokka Wombat of Perth"}"#;
        db.execute(&format!(
            "INSERT INTO capture (guild, number, source, retrieved_start, retrieved_precision, filed_by, doc_version, doc)
             VALUES ({}, 900, {source}, 0, 'day', 'person', 1, '{excerpt}')",
            GUILD.get()
        )).await;
        let mut typed = count(&letter.to_string(), "14 employees");
        typed.originator = Some("Quokka Wombat".to_owned());
        let named = town.publish(Typed::Count(typed), &[]).await;
        done(&town, &moderator(), act(named, Wanted::Redact(Redactable::Originator))).await;
        let doc = || db.ask("SELECT doc FROM capture");
        assert_eq!(doc().await, r#"{"excerpt":"12 employees, says [redacted] of Perth"}"#);
        let looked = town.service.act(&moderator(), &act(&source, Wanted::Redact(Redactable::Excerpt))).await.unwrap();
        assert_eq!(looked.plan.differences.len(), 1);
        town.service.perform(&moderator(), &looked.draft).await.unwrap();
        assert_eq!(doc().await, r#"{"excerpt":"[redacted]"}"#);
        assert_eq!(db.ask("SELECT COUNT(*) FROM term WHERE term IN ('perth', 'quokka')").await, "0");
        let again = refusal(town.service.act(&moderator(), &act(&source, Wanted::Redact(Redactable::Excerpt))).await);
        assert_eq!(again, Refusal::NothingToRedact);
        town.verify().await;
    }

    async fn wording_goes_only_for_somebodys_personal_data(db) {
        let (town, _, _, number) = with_counts(&db, Moderation::Several).await;
        let mut wanted = act(number, Wanted::Redact(Redactable::Wording));
        assert_eq!(refusal(town.service.act(&moderator(), &wanted).await), Refusal::WordingStays);
        wanted.ground = Ground::PersonalData;
        done(&town, &moderator(), wanted).await;
        let doc = db.ask(&format!("SELECT doc FROM record WHERE number = {}", number.get())).await;
        assert!(doc.contains("[redacted]") && !doc.contains("12 employees"), "{doc}");
        town.verify().await;
    }

    async fn a_foreign_number_is_no_number_and_a_draft_is_nobody_elses(db) {
        let (town, letter, _, number) = with_counts(&db, Moderation::Several).await;
        town.service.take_defaults(&elsewhere(admin()), Moderation::Several).await.unwrap();
        for wanted in [Wanted::Deprecate, Wanted::Hide, Wanted::Remove, Wanted::Merge(number.to_string())] {
            let foreign = refusal(town.service.act(&elsewhere(moderator()), &act(letter, wanted.clone())).await);
            let unknown = refusal(town.service.act(&moderator(), &act("#9999", wanted)).await);
            assert_eq!((foreign, unknown), (Refusal::NoSuchObject(letter.to_string()), Refusal::NoSuchObject("#9999".into())));
        }
        let seq = town.entries().await;
        done(&town, &moderator(), act(letter, Wanted::Hide)).await;
        let foreign = town.service.act(&elsewhere(moderator()), &act(seq + 1, Wanted::Undo)).await;
        assert_eq!(refusal(foreign), Refusal::NotUndoable((seq + 1).to_string()));
        let looked = town.service.act(&moderator(), &act(number, Wanted::Deprecate)).await.unwrap();
        for who in [admin(), elsewhere(moderator())] {
            assert_eq!(refusal(town.service.perform(&who, &looked.draft).await), Refusal::DraftGone);
        }
        assert_eq!(refusal(town.service.file(&moderator(), &looked.draft).await), Refusal::DraftGone, "it files nothing");
        town.service.cancel(&moderator(), &looked.draft).await.unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &looked.draft).await), Refusal::DraftGone);
        let never = DraftId::parse("0000000000000000").unwrap();
        assert_eq!(refusal(town.service.perform(&moderator(), &never).await), Refusal::DraftGone);
        town.verify().await;
    }

    async fn the_history_tells_what_when_and_why_and_never_who(db) {
        let (town, letter, one, other) = with_counts(&db, Moderation::Several).await;
        let mut wanted = act(one, Wanted::Deprecate);
        (wanted.ground, wanted.note) = (Ground::Duplicate, Some("seen by Mo".to_owned()));
        done(&town, &moderator(), wanted).await;
        done(&town, &moderator(), act(one, Wanted::Undo)).await;
        let answer = history(&town, letter).await;
        let told: Vec<_> = answer.entries.iter().map(|entry| (entry.act, entry.object)).collect();
        assert_eq!(told[..4], [(Act::Undo, one), (Act::Deprecate, one), (Act::Approve, other), (Act::Approve, one)]);
        assert!(told[4..].contains(&(Act::Approve, letter)));
        assert_eq!(answer.entries[1].why, Some(Why::Ground(Ground::Duplicate)));
        assert!(!format!("{answer:?}").contains("Mo\""));
        let waiting = town.file(&contributor(), Typed::Count(count(&letter.to_string(), "500")), &[]).await;
        assert!(history(&town, letter).await.entries.iter().all(|entry| entry.object != waiting), "what waits is told to nobody");
        for page in 1..=3 {
            for _ in 0..6 {
                done(&town, &moderator(), act(one, Wanted::Deprecate)).await;
                done(&town, &moderator(), act(one, Wanted::Undo)).await;
                town.clock.advance(jiff::SignedDuration::from_mins(11));
            }
            let answer = town.service.history(&member(), PetitionAsked::Number(letter), page + 1).await.unwrap();
            let Found::One(answer) = answer.answer else { panic!() };
            assert!(answer.page == page + 1 && answer.pages > page && answer.entries.len() > 1);
        }
        let beyond = town.service.history(&member(), PetitionAsked::Number(letter), 99).await;
        assert_eq!(refusal(beyond), Refusal::NoSuchPage);
        town.verify().await;
    }
}
