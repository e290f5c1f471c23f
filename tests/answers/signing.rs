//! A list of names beside reported counts, and the list itself.

use undersigned::answers::reply::Audience;
use undersigned::answers::view::View;
use undersigned::domain::breakdown::Aspect;
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

fn by(aspect: Aspect) -> View {
    View::Signatories { petition: typed("letter"), by: Some(aspect), page: 1 }
}

fn list(slug: &str) -> View {
    View::Signatories { petition: typed(slug), by: None, page: 1 }
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
        for (name, ..) in &PEOPLE[1..] {
            withdraw(&stage, name, Wish::NotShown).await;
        }
        let gone = "No name stands on the list logged here any more; names that were withdrawn are not counted.";
        let left = stage.show(counts(typed("letter"))).await;
        assert!(left.contains(gone) && !left.contains("open to"), "who may sign says something beside those who did: {left}");
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

    async fn a_list_is_broken_down_in_full_tens(db) {
        let stage = stage(&db, Names::On).await;
        reads("breakdown_of_too_few", &stage.show(by(Aspect::Part)).await);
        let many: Vec<String> = (0..32).map(|at| format!("Person{at} Of{at}")).collect();
        let of = |at: usize| match at {
            0..14 => ("*Engines* <@1>", Part::FirstSignatory),
            14..28 => ("", Part::Signatory),
            _ => ("Quokka Collective", Part::Signatory),
        };
        let many: Vec<_> = many.iter().enumerate().map(|(at, name)| (name.as_str(), of(at).0, of(at).1)).collect();
        stage.service.import_names(GUILD, &names(&many, "The Letter")).await.unwrap();
        reads("breakdown_before_it_is_made", &stage.show(by(Aspect::Part)).await);
        stage.service.refresh_breakdowns(stage.service.now()).await.unwrap();
        reads("breakdown_by_part", &stage.show(by(Aspect::Part)).await);
        let by_affiliation = stage.show(by(Aspect::Affiliation)).await;
        reads("breakdown_by_affiliation", &by_affiliation);
        assert!(!by_affiliation.contains("Quokka"));
        assert_eq!(stage.reply(GUILD, by(Aspect::Part)).await.audience, Audience::Private);
        let list = stage.show(list("letter")).await;
        assert!(list.contains("[By part]") && list.contains("[By affiliation]"), "{list}");
        let off = SetupChange { names: Some(Names::Off), ..SetupChange::default() };
        stage.service.configure(&admin(), off).await.unwrap();
        reads("breakdown_with_names_off", &stage.show(by(Aspect::Affiliation)).await);
        let list = stage.show(self::list("letter")).await;
        assert!(list.contains("[By part]") && !list.contains("[By affiliation]"), "{list}");
    }

    async fn a_breakdown_goes_on_over_pages(db) {
        let stage = stage(&db, Names::On).await;
        let many: Vec<(String, String)> =
            (0..150).map(|at| (format!("Person{at} Of{at}"), format!("Works {}", at % 15))).collect();
        let many: Vec<_> = many.iter().map(|(name, of)| (name.as_str(), of.as_str(), Part::Signatory)).collect();
        let alone = NameList { petition: "another".to_owned(), ..names(&many, "The Letter") };
        stage.service.import_names(GUILD, &alone).await.unwrap();
        stage.service.refresh_breakdowns(stage.service.now()).await.unwrap();
        let page = |page| View::Signatories { petition: typed("another"), by: Some(Aspect::Affiliation), page };
        let [first, second, beyond] = [stage.show(page(1)).await, stage.show(page(2)).await, stage.show(page(3)).await];
        assert_eq!(first.matches("10 names").count() + second.matches("10 names").count(), 15, "{first}\n{second}");
        assert!(first.contains("3 more entries") && second.contains("the end"), "{first}\n{second}");
        assert!(beyond.contains("page"), "{beyond}");
        assert!(!beyond.contains("Works"), "{beyond}");
    }
}
