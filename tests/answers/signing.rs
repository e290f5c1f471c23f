//! A list of names beside reported counts, and the list itself.

use undersigned::answers::reply::Audience;
use undersigned::answers::view::View;
use undersigned::domain::guild::Names;
use undersigned::domain::signatory::{Basis, Part, Person, Verification, Wish};
use undersigned::service::Caller;
use undersigned::service::caller::Permissions;
use undersigned::service::operator::{ListedName, NameList};
use undersigned::service::setup::SetupChange;
use undersigned::service::signatories::{Check, Withdrawal};

use crate::harness::{TestDb, on_both_databases};
use crate::stage::{GUILD, Stage, caller, count, counts, date, petition, reads, source, typed, with};

fn names(of: &[(&str, &str, Part)], publisher: &str) -> NameList {
    let listed = |(line, (name, affiliation, part)): (u64, &(&str, &str, Part))| ListedName {
        line,
        person: Person {
            name: (*name).to_owned(),
            affiliation: Some((*affiliation).to_owned()).filter(|text| !text.is_empty()),
        },
        part: *part,
    };
    NameList {
        petition: "letter".to_owned(),
        source: source(publisher, "2018-06-20"),
        basis: Basis::SignsInSource,
        digest: String::new(),
        names: (2..).zip(of).map(listed).collect(),
    }
}

const PEOPLE: &[(&str, &str, Part)] = &[
    ("Grace Hopper", "Navy", Part::Signatory),
    ("Ada Lovelace", "Analytical Engines", Part::FirstSignatory),
    ("Charles *Babbage* <@1>", "", Part::Signatory),
    ("Quokka Wombat", "", Part::Signatory),
];

fn admin() -> Caller {
    Caller { permissions: Permissions { manage_guild: true, manage_messages: true }, ..caller(GUILD) }
}

async fn stage(db: &TestDb, kept: Names) -> Stage {
    let stage = Stage::open(db).await;
    let reported = [count("338 employees", "2018-06-21", "The Gazette")];
    let mut letter = with(petition("letter"), reported);
    letter.petition.doc.scope = Some("employees of Initech".to_owned());
    stage.publish(GUILD, &[letter, petition("another")]).await;
    let change = SetupChange { names: Some(kept), ..SetupChange::default() };
    stage.service.configure(&admin(), change).await.unwrap();
    stage.service.import_names(GUILD, &names(PEOPLE, "The Letter")).await.unwrap();
    stage
}

async fn withdraw(stage: &Stage, name: &str, shown: Wish) {
    let page = format!("https://press.example.org/{}", shown.as_str());
    let wish = Withdrawal { signatory: name.into(), shown, url: Some(page), on: Some("2018-07-31".into()) };
    stage.service.withdraw_signatory(&admin(), &wish).await.unwrap();
}

fn list(slug: &str) -> View {
    View::Signatories { petition: typed(slug), page: 1 }
}

on_both_databases! {
    async fn a_list_is_told_beside_what_was_reported(db) {
        let stage = stage(&db, Names::Off).await;
        reads("signatories_beside_counts", &stage.show(counts(typed("letter"))).await);
        reads("signatories_on_the_card", &stage.show(View::Petition { petition: typed("letter") }).await);
        reads("signatories_off", &stage.show(list("letter")).await);
        reads("signatories_none", &stage.show(list("another")).await);
        withdraw(&stage, "Grace Hopper", Wish::NotShown).await;
        let fallen = stage.show(counts(typed("letter"))).await;
        reads("signatories_fallen_beside_counts", &fallen);
        assert!(fallen.contains("338 employees"), "a reported count does not move");
    }

    async fn names_are_shown_to_the_asker_alone(db) {
        let stage = stage(&db, Names::On).await;
        assert_eq!(stage.reply(GUILD, list("letter")).await.audience, Audience::Private);
        reads("signatories_on", &stage.show(list("letter")).await);
        withdraw(&stage, "Quokka Wombat", Wish::NotShown).await;
        withdraw(&stage, "Grace Hopper", Wish::ShownAsWithdrawn).await;
        let mut more = names(&[("Margaret Hamilton", "Apollo", Part::Signatory)], "The Courier");
        more.source.retrieved_at = date("2018-07-31");
        stage.service.import_names(GUILD, &more).await.unwrap();
        for (name, page) in [("Margaret Hamilton", Some("https://badge.example.org/")), ("Ada Lovelace", None)] {
            let (signatory, url) = (name.to_owned(), page.map(str::to_owned));
            let check = Check { signatory, verification: Verification::Verified, url };
            stage.service.verify_signatory(&admin(), &check).await.unwrap();
        }
        let shown = stage.show(list("letter")).await;
        reads("signatories_withdrawn", &shown);
        assert!(!shown.contains("Quokka"));
    }
}
