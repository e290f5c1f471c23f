//! What is held about whoever asks: shown, handed out and erased for them alone; blocked and unknown people too.

use crate::harness::on_both_databases;
use crate::world::World;

on_both_databases! {
    async fn anybody_sees_takes_along_and_erases_what_is_held_about_them(db) {
        let world = World::with_petition(&db).await;
        let (cleo, stranger) = (world.guild.join("cleo", &[]), world.guild.join("stranger", &[]));
        let filed = world.file(&cleo, "over 100").await;
        assert!(filed.text().contains("Filed as"), "{}", filed.text());
        let waiting = world.waits_for_review().await;
        let review = world.admin.in_channel(world.review);
        let asked = review.click(&waiting, "Block the contributor").await.unwrap();
        review.click(&asked.message.unwrap(), "Block").await.unwrap();

        let shown = world.at(&cleo).slash("/privacy show").await.unwrap();
        assert!(shown.ephemeral, "{}", shown.text());
        for words in ["1 submission that waits", "1 entry", "A block"] {
            assert!(shown.text().contains(words), "{words} in {}", shown.text());
        }
        let file = world.at(&cleo).slash("/privacy export where:everywhere").await.unwrap();
        assert!(file.ephemeral);
        assert_eq!(file.message.unwrap().attachments[0].filename, "held-about-you.json");
        let none = world.at(&stranger).slash("/privacy erase").await.unwrap();
        assert!(none.ephemeral && none.text().contains("nothing to erase"), "{}", none.text());

        let asked = world.at(&cleo).click(&shown.message.unwrap(), "Erase").await.unwrap();
        assert!(asked.text().contains("A block stays") && asked.text().contains("cannot be undone"), "{}", asked.text());
        // Somebody else's press, forged, reaches what is held about them, which is nothing.
        let confirm = asked.message.unwrap();
        let forged = world.at(&stranger).forge_component(&confirm, "v1:forget-now:everywhere").await.unwrap();
        assert!(forged.text().contains("nothing to erase"), "{}", forged.text());
        let done = world.at(&cleo).click(&confirm, "Erase now").await.unwrap();
        assert!(done.ephemeral && done.text().contains("1 submission withdrawn"), "{}", done.text());
        let own = world.at(&cleo).slash("/submissions").await.unwrap();
        assert!(own.text().contains("Nothing that is held"), "{}", own.text());
        let refused = world.at(&cleo).slash("/source log url:https://example.org/a").await.unwrap();
        assert!(refused.text().contains("stopped you"), "{}", refused.text());
    }
}
