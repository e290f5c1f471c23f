//! A chart as people get it: a picture in the answer, with the same in words for who does not see it.

use localcord::{Attachment, Message};

use crate::harness::on_both_databases;
use crate::world::World;

/// Takes the one file of a message: a PNG as wide as all charts, shown in the embed, described.
fn picture(message: &Message) -> &Attachment {
    let [file] = message.attachments.as_slice() else { panic!("{:?}", message.attachments) };
    assert_eq!(file.filename, "microsoft-ice-2018.png");
    assert_eq!((&file.bytes[..8], &file.bytes[16..20]), (&b"\x89PNG\r\n\x1a\n"[..], &1_200_u32.to_be_bytes()[..]));
    let shown: Vec<&str> = message.embeds.iter().filter_map(|embed| Some(embed.image.as_ref()?.url.as_str())).collect();
    assert_eq!(shown, ["attachment://microsoft-ice-2018.png"]);
    file
}

on_both_databases! {
    async fn a_chart_is_a_picture_that_says_the_same_in_words(db) {
        let world = World::new(&db).await;
        world.publish_demo().await;
        let max = world.guild.join("max", &[]);
        let asked = world.at(&max).slash("/petition chart petition:microsoft-ice-2018 private:true").await.unwrap();
        assert!(asked.ephemeral && asked.text().contains("**More than 300** employees of Microsoft"), "{}", asked.text());
        let message = asked.message.unwrap();
        let described = picture(&message).description.clone().unwrap();
        for words in ["More than 300 employees", "more than 150 on 19 Jun 2018", "issued 19 Jun 2018", "responded 19 Jun 2018"] {
            assert!(described.contains(words), "{words}: {described}");
        }
        let again = world.at(&max).slash("/petition chart petition:microsoft-ice-2018").await.unwrap().message.unwrap();
        assert!(picture(&again).bytes == picture(&message).bytes, "the same record gives the same picture");
        world.end().await;
    }

    async fn a_button_opens_a_chart_and_what_takes_its_place_takes_the_picture_away(db) {
        let world = World::new(&db).await;
        world.publish_demo().await;
        let max = world.guild.join("max", &[]);
        let at = world.at(&max);
        for command in ["/petition show", "/count show"] {
            let asked = at.slash(&format!("{command} petition:microsoft-ice-2018")).await.unwrap().message.unwrap();
            assert!(asked.attachments.is_empty());
            at.click(&asked, "Chart").await.unwrap();
            let chart = world.cord.message(world.petitions, asked.id).unwrap();
            picture(&chart);
            at.click(&chart, "Timeline").await.unwrap();
            let timeline = world.cord.message(world.petitions, asked.id).unwrap();
            assert!(timeline.attachments.is_empty() && timeline.text().contains("What happened when?"), "{}", timeline.text());
        }
        world.end().await;
    }
}
