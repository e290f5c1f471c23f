//! Logging a count from a page that the bot reads first, over real sockets.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use undersigned::clock::SystemClock;
use undersigned::domain::watching::{Ask, Asking, Fetch, Looking};
use undersigned::fetch::{Briefly, PageReader};

use crate::harness::on_both_databases;
use crate::harness::site::{Answer, Site};
use crate::world::World;

const STORY: &str = "<html lang=en><head><title>Workers ask their company to stop</title>
    <meta property='og:site_name' content='Example Times'></head><body><article><h1>Workers ask their company to stop</h1>
    <p>More than 300 employees signed the letter by Thursday. It was posted on an internal board on Tuesday night.</p>
    <p>The company has offices in 46 countries and a contract worth $19.4 million, the agency said in a note last week.</p>
    <p>Readers who want to know more can ask for the whole text, which is kept in the archive of this newspaper.</p>
    </article></body></html>";

/// Reads pages after two seconds: longer than an interaction may go without an acknowledgement.
struct Slow(PageReader);

impl Fetch for Slow {
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            self.0.look(ask).await
        })
    }

    fn find_copy<'a>(&'a self, ask: &'a Ask, wanted: Timestamp) -> Asking<'a> {
        self.0.find_copy(ask, wanted)
    }
}

on_both_databases! {
    async fn a_sentence_of_a_slow_page_is_chosen_and_its_source_is_confirmed_by_who_approves(db) {
        let site = Site::open().await;
        site.put("/story", Answer::page(STORY));
        let reader = Slow(site.reader(Arc::new(SystemClock)));
        let pages: Arc<dyn Fetch> = Arc::new(Briefly::over(Arc::new(reader)));
        let world = World::reading(&db, Arc::new(SystemClock), Some(pages)).await.with_petition_logged().await;
        let (cleo, mo) = (world.guild.join("cleo", &[]), world.moderator("mo"));
        let at = world.at(&cleo);
        let url = site.url("news.example.org", "/story");
        let log = format!("/count log petition:cancel-the-ice-contract url:{url} as_of:2018-06-21");
        let asked = at.slash(&log).await.unwrap();
        assert!(asked.ephemeral, "{}", asked.text());
        for words in ["More than 300 employees signed the letter by Thursday.", "at least 301"] {
            assert!(asked.text().contains(words), "{words}: {}", asked.text());
        }
        assert!(!asked.text().contains("46 countries"), "{}", asked.text());
        let asked = asked.message.unwrap();
        let id = asked.components.iter().find(|one| !one.options.is_empty()).unwrap().custom_id.clone().unwrap();
        let preview = at.select(&asked, &id, &["0"]).await.unwrap();
        for words in ["More than 300", "Example Times", "confirmed by nobody", "Workers ask their company to stop"] {
            assert!(preview.text().contains(words), "{words}: {}", preview.text());
        }
        at.click(&preview.message.unwrap(), "File").await.unwrap();
        let waiting = world.waits_for_review().await;
        assert!(waiting.text().contains("confirmed by nobody"), "{}", waiting.text());
        mo.in_channel(world.review).click(&waiting, "Approve").await.unwrap();
        let shown = at.slash("/count show petition:cancel-the-ice-contract").await.unwrap();
        assert!(shown.text().contains("More than 300") && shown.text().contains("Example Times"), "{}", shown.text());
        world.end().await;
    }
}
