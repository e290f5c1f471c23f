//! The stored chain: what was altered is found at its entry.

use undersigned::{
    domain::ledger::{Act, Anchor, Entry, Fault, LedgerHash, ObjectKind, Verdict},
    store::{Store, StoreError},
};

use crate::{
    GUILD,
    harness::{TestDb, on_both_databases},
    instant,
};

/// Opens a store with a chain of a join and three filings of two fields each.
async fn four_entries(db: &TestDb) -> Store {
    let store = db.open().await;
    for reason in ["first", "second", "third"] {
        file(&store, reason).await;
    }
    store
}

async fn file(store: &Store, reason: &str) {
    store
        .write(GUILD, instant(), |uow| {
            Box::pin(async move {
                let number = uow.number()?;
                let entry = Entry::new(Act::File, ObjectKind::Submission, number, 1);
                uow.append(entry.with("actor", [7; 16]).with("reason", reason));
                Ok::<_, StoreError>(())
            })
        })
        .await
        .unwrap();
}

async fn verdict_after(db: &TestDb, sql: &str) -> Verdict {
    let store = four_entries(db).await;
    assert!(store.verify(GUILD, &[]).await.unwrap().is_intact());
    db.execute(sql).await;
    store.verify(GUILD, &[]).await.unwrap()
}

fn broken(seq: i64, fault: Fault) -> Verdict {
    Verdict::Broken { seq, fault }
}

on_both_databases! {
    async fn an_untouched_chain_is_intact_and_its_anchor_agrees(db) {
        let store = four_entries(&db).await;
        let anchor = store.anchor(GUILD).await.unwrap().unwrap();
        let verdict = store.verify(GUILD, &[anchor]).await.unwrap();
        assert_eq!(verdict, Verdict::Intact { entries: 4, head: anchor.hash, opened: 6, erased: 0 });
        assert_eq!(store.verify_all(&[anchor]).await.unwrap(), [(GUILD, verdict)]);
    }

    async fn an_altered_act_is_found(db) {
        let verdict = verdict_after(&db, "UPDATE ledger SET act = 'approve' WHERE seq = 3").await;
        assert_eq!(verdict, broken(3, Fault::Hash));
    }

    async fn an_altered_time_is_found(db) {
        let verdict = verdict_after(&db, "UPDATE ledger SET at = at + 1 WHERE seq = 1").await;
        assert_eq!(verdict, broken(1, Fault::Hash));
    }

    async fn an_altered_previous_hash_is_found(db) {
        let verdict = verdict_after(
            &db,
            "UPDATE ledger SET prev = (SELECT l.hash FROM ledger l WHERE l.seq = 4) WHERE seq = 3",
        )
        .await;
        assert_eq!(verdict, broken(3, Fault::Chain));
    }

    async fn an_entry_taken_out_of_the_middle_is_found(db) {
        let verdict = verdict_after(&db, "DELETE FROM opening WHERE seq = 3; DELETE FROM ledger WHERE seq = 3").await;
        assert_eq!(verdict, broken(3, Fault::Gap { found: 4 }));
    }

    async fn a_cut_tail_is_found_by_the_guilds_note(db) {
        let verdict = verdict_after(&db, "DELETE FROM opening WHERE seq = 4; DELETE FROM ledger WHERE seq = 4").await;
        assert_eq!(verdict, broken(3, Fault::Head { noted: 4 }));
    }

    async fn a_cut_tail_whose_note_was_forged_too_is_found_by_the_anchor(db) {
        let store = four_entries(&db).await;
        let anchor = store.anchor(GUILD).await.unwrap().unwrap();
        db.execute(
            "DELETE FROM opening WHERE seq = 4; DELETE FROM ledger WHERE seq = 4;
             UPDATE guild SET ledger_seq = 3, ledger_head = (SELECT hash FROM ledger WHERE seq = 3)",
        )
        .await;
        assert!(store.verify(GUILD, &[]).await.unwrap().is_intact());
        assert_eq!(store.verify(GUILD, &[anchor]).await.unwrap(), broken(4, Fault::Cut { last: 3 }));
    }

    async fn an_anchor_with_another_hash_is_found_at_its_entry(db) {
        let store = four_entries(&db).await;
        let anchor = Anchor { guild: GUILD, seq: 2, hash: LedgerHash::ZERO };
        assert_eq!(store.verify(GUILD, &[anchor]).await.unwrap(), broken(2, Fault::Anchor));
    }

    async fn a_guild_that_is_gone_is_found_by_its_anchor(db) {
        let store = four_entries(&db).await;
        let anchor = store.anchor(GUILD).await.unwrap().unwrap();
        db.execute("DELETE FROM opening; DELETE FROM ledger; DELETE FROM guild").await;
        assert_eq!(store.verify_all(&[]).await.unwrap(), []);
        assert_eq!(store.verify_all(&[anchor]).await.unwrap(), [(GUILD, broken(4, Fault::Cut { last: 0 }))]);
    }

    async fn openings_exchanged_between_fields_or_entries_are_found(db) {
        let verdict = verdict_after(
            &db,
            "UPDATE opening SET value = (SELECT o.value FROM opening o WHERE o.seq = 4 AND o.position = 1)
             WHERE seq = 3 AND position = 1",
        )
        .await;
        assert_eq!(verdict, broken(3, Fault::Sealed { field: "reason".to_owned() }));
    }

    async fn an_altered_salt_is_found(db) {
        let verdict = verdict_after(
            &db,
            "UPDATE opening SET salt = (SELECT o.salt FROM opening o WHERE o.seq = 2 AND o.position = 0)
             WHERE seq = 4 AND position = 0",
        )
        .await;
        assert_eq!(verdict, broken(4, Fault::Opening { field: "actor".to_owned() }));
    }

    async fn erasing_an_opening_leaves_the_chain_intact(db) {
        let verdict = verdict_after(&db, "DELETE FROM opening WHERE seq = 3 AND field = 'reason'").await;
        let Verdict::Intact { entries, opened, erased, .. } = verdict else { panic!("{verdict}") };
        assert_eq!((entries, opened, erased), (4, 5, 1));
    }

    async fn a_chain_longer_than_a_page_is_followed_to_its_end(db) {
        let store = db.open().await;
        store
            .write(GUILD, instant(), |uow| {
                Box::pin(async move {
                    for _ in 0..1_100 {
                        let number = uow.number()?;
                        uow.append(Entry::new(Act::Import, ObjectKind::Petition, number, 1).with("row", "x"));
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        let verdict = store.verify(GUILD, &[]).await.unwrap();
        let Verdict::Intact { entries, opened, .. } = verdict else { panic!("{verdict}") };
        assert_eq!((entries, opened), (1_101, 1_100));
        db.execute("UPDATE ledger SET revision = 2 WHERE seq = 1001").await;
        assert_eq!(store.verify(GUILD, &[]).await.unwrap(), broken(1_001, Fault::Hash));
    }

    async fn no_value_of_an_entry_stands_in_the_database(db) {
        let store = four_entries(&db).await;
        file(&store, "the manager of the third floor").await;
        store.close().await;
        let column = "SELECT count(*) FROM opening WHERE";
        let found = match db.kind {
            crate::harness::Kind::Sqlite => format!("{column} instr(value, CAST('manager' AS BLOB)) > 0"),
            crate::harness::Kind::Postgres => format!("{column} position('manager'::bytea IN value) > 0"),
        };
        assert_eq!(db.ask(&found).await, "0");
        assert_eq!(db.ask("SELECT count(*) FROM opening").await, "8");
    }

    async fn an_unknown_guild_has_an_empty_chain_and_no_anchor(db) {
        let store = db.open().await;
        assert!(store.verify(GUILD, &[]).await.unwrap().is_intact());
        assert_eq!(store.anchor(GUILD).await.unwrap(), None);
    }
}
