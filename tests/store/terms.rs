//! The words that find what is published.

use undersigned::domain::findable::Findable;
use undersigned::domain::ids::Number;
use undersigned::store::StoreError;
use undersigned::store::terms::{self, Words};

use crate::harness::{TestDb, on_both_databases};
use crate::{GUILD, instant};

async fn replace(db: &TestDb, words: Option<Words<'static>>) {
    let store = db.open().await;
    let written = store.write(GUILD, instant(), |uow| {
        Box::pin(async move {
            match words {
                Some(words) => terms::replace(uow.conn(), GUILD, Findable::Petition, Number::FIRST, words).await,
                None => terms::erase(uow.conn(), GUILD, Number::FIRST).await,
            }
        })
    });
    written.await.map_err(|error: StoreError| error).unwrap();
}

async fn stands(db: &TestDb) -> (String, String) {
    let named = "SELECT count(*) FROM term WHERE in_name";
    (db.ask("SELECT COALESCE(string_agg(term, ' ' ORDER BY term), '') FROM term").await, db.ask(named).await)
}

on_both_databases! {
    async fn words_that_are_replaced_or_erased_find_nothing_any_more(db) {
        replace(&db, Some(Words { name: &["Open letter"], body: &["A letter about staplers"] })).await;
        assert_eq!(stands(&db).await, ("a about letter open staplers".to_owned(), "2".to_owned()));
        replace(&db, Some(Words { name: &["Staplers"], body: &[] })).await;
        assert_eq!(stands(&db).await, ("staplers".to_owned(), "1".to_owned()));
        replace(&db, None).await;
        assert_eq!(stands(&db).await, (String::new(), "0".to_owned()));
    }
}
