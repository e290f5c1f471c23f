//! The three questions of the domain's worked example, on the demo record.

use undersigned::answers::view::{PetitionRef, View};
use undersigned::cli::demo::record;

use crate::harness::on_both_databases;
use crate::stage::{GUILD, Stage, counts, facts, reads, responses, typed};

async fn staged(db: &crate::harness::TestDb) -> Stage {
    let stage = Stage::open(db).await;
    stage.publish(GUILD, &record::entries().unwrap()).await;
    stage
}

fn letter() -> PetitionRef {
    typed("microsoft-ice-2018")
}

on_both_databases! {
    async fn how_many_signed(db) {
        reads("example_how_many_signed", &staged(&db).await.show(counts(letter())).await);
    }

    async fn what_has_the_company_said(db) {
        reads("example_what_has_the_company_said", &staged(&db).await.show(responses(letter())).await);
    }

    async fn what_is_the_contract_worth(db) {
        reads("example_what_is_the_contract_worth", &staged(&db).await.show(facts(letter())).await);
    }

    async fn what_was_said_and_when(db) {
        let stage = staged(&db).await;
        let statements = View::Statements { petition: letter(), speaker: None, page: 1 };
        reads("example_statements", &stage.show(statements).await);
        let one = View::Statements { petition: letter(), speaker: Some("osterman".to_owned()), page: 1 };
        reads("example_one_speaker", &stage.show(one).await);
        reads("example_timeline", &stage.show(View::Timeline { petition: letter(), page: 1 }).await);
    }

    async fn the_cards_of_the_petitions(db) {
        let stage = staged(&db).await;
        reads("example_petition", &stage.show(View::Petition { petition: letter() }).await);
        let other = View::Petition { petition: typed("amazon-rekognition-aclu-2018") };
        reads("example_petition_without_counts", &stage.show(other).await);
        let list = View::Petitions { organisation: None, state: None, tag: None, page: 1 };
        reads("example_petitions", &stage.show(list).await);
    }

    async fn the_source_of_an_answer(db) {
        let address = "https://www.seattletimes.com/business/microsoft/\
            microsoft-employees-call-on-company-to-cancel-contract-with-ice/";
        let shown = staged(&db).await.show(View::Source { source: address.to_owned(), page: 1 }).await;
        reads("example_source", &shown);
    }
}
