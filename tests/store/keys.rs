//! The key and its check value.

use undersigned::store::{MasterKey, OpenError};

use crate::harness::{Kind, TestDb, on_both_databases};

on_both_databases! {
    async fn the_same_key_opens_again(db) {
        for _ in 0..2 {
            db.open().await.close().await;
        }
    }

    async fn a_different_key_stops_the_start_and_the_right_one_still_opens(db) {
        db.open().await.close().await;
        let error = db.open_with(Some(MasterKey::new([1; 32]))).await.unwrap_err();
        assert!(matches!(error, OpenError::KeyDiffers { .. }), "{error}");
        db.open().await;
    }

    async fn the_database_holds_no_part_of_the_key(db) {
        db.open().await.close().await;
        let check = db.ask("SELECT value FROM meta").await;
        assert_eq!(check.len(), 64);
        assert!(!check.contains("2a2a"), "{check}");
    }

    async fn two_first_starts_at_once_agree_on_one_key(db) {
        let key = || (db.kind == Kind::Postgres).then(TestDb::key);
        let (one, two) = tokio::join!(db.open_with(key()), db.open_with(key()));
        let (one, two) = (one.unwrap(), two.unwrap());
        let place = undersigned::store::Place { guild: crate::GUILD, id: 1, purpose: "test" };
        let sealed = one.keys().sealer().seal(one.entropy(), place, b"value").unwrap();
        assert_eq!(two.open_sealed(place, &sealed).unwrap().as_slice(), b"value");
    }

    async fn without_a_key_sqlite_makes_one_and_postgresql_refuses(db) {
        let opened = db.open_with(None).await;
        match db.kind {
            Kind::Sqlite => {
                opened.unwrap().close().await;
                db.open_with(None).await.unwrap().close().await;
                let key = db.folder.path().join("undersigned.key");
                std::fs::rename(&key, db.folder.path().join("elsewhere")).unwrap();
                let error = db.open_with(None).await.unwrap_err();
                assert!(matches!(error, OpenError::KeyMissing { .. }), "{error}");
                assert!(error.to_string().contains("undersigned.key"), "{error}");
                assert!(!key.exists(), "a missing key is not replaced by a new one");
            }
            Kind::Postgres => {
                let error = opened.unwrap_err();
                assert!(matches!(error, OpenError::KeyNeeded), "{error}");
                assert!(error.to_string().contains("UNDERSIGNED_KEY"), "{error}");
            }
        }
    }
}
