//! A list broken down: figures that the worker makes, for the asker alone, the same after one more as before.

use crate::harness::on_both_databases;
use crate::world::{SLUG, SOON, World};

/// Asks until there are figures: the worker makes them at its start.
async fn figures(world: &World, by: &str) -> String {
    let (at, begun) = (world.at(&world.admin), tokio::time::Instant::now());
    loop {
        let asked = at.slash(&format!("/signatory list petition:{SLUG} by:{by}")).await.unwrap();
        assert!(asked.ephemeral, "{}", asked.text());
        if !asked.text().contains("No figures") {
            return asked.text();
        }
        assert!(begun.elapsed() < SOON, "{}", asked.text());
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

on_both_databases! {
    async fn a_list_is_broken_down_by_the_worker_and_one_more_changes_no_word(db) {
        let world = World::with_petition(&db).await;
        let names: Vec<String> = (0..23).map(|at| format!("Person{at} Of{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = world.at(&world.admin);
        let few = at.slash(&format!("/signatory list petition:{SLUG} by:part")).await.unwrap();
        assert!(few.text().contains("Nothing can be shown"), "{}", few.text());
        world.publish_names(&names[..22]).await;
        let world = world.restart().await;
        let before = figures(&world, "part").await;
        assert!(before.contains("20 names") && before.contains("full tens"), "{before}");
        world.publish_names(&names).await;
        let world = world.restart().await;
        assert_eq!(figures(&world, "part").await, before);
        let at = world.at(&world.admin);
        let list = at.slash(&format!("/signatory list petition:{SLUG}")).await.unwrap();
        assert!(list.text().contains("23 names"), "{}", list.text());
        let pressed = at.click(&list.message.unwrap(), "By part").await.unwrap();
        assert_eq!(pressed.text(), before);
        let off = at.slash(&format!("/signatory list petition:{SLUG} by:affiliation")).await.unwrap();
        assert!(off.text().contains("names are off here"), "{}", off.text());
        world.end().await;
    }

    async fn what_is_forged_reaches_no_figure_that_is_not_there(db) {
        let world = World::with_petition(&db).await;
        let at = world.at(&world.admin);
        let list = at.slash(&format!("/signatory list petition:{SLUG} by:part")).await.unwrap().message.unwrap();
        for (forged, said) in [
            ("v1:show:signatories.=cancel-the-ice-contract.2.part", "page"),
            ("v1:show:signatories.=cancel-the-ice-contract.1.name", "Run the command again"),
            ("v1:show:signatories.99999.1.part", "99999"),
        ] {
            let answered = at.forge_component(&list, forged).await.unwrap();
            assert!(answered.text().contains(said), "{forged}: {}", answered.text());
        }
        world.end().await;
    }
}
