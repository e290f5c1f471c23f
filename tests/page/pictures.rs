//! Pictures of the page for the README: `cargo xtask pictures` takes them again.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::demo::Demo;
use crate::driver::Browser;
use crate::stories::{arrives, sends};

const LOG: &str = "/count log petition:microsoft-ice-2018 wording:\"about 100 Microsoft employees\" as_of:2018-06-20 \
    url:https://seattleglobalist.com/2018/06/20/microsoft-employees-ask-ceo-to-cancel-ice-contract/74913";

#[tokio::test]
#[ignore = "writes docs/pictures; run by `cargo xtask pictures`"]
async fn the_pictures_of_the_readme() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for (shape, width, height) in [("wide", 1000, 880), ("phone", 390, 780)] {
        let browser = Browser::open(width, height).await.expect("pictures need a browser");
        let camera = Camera { browser, demo: Demo::start(), folder: folder.clone(), shape };
        camera.tell_the_story().await;
    }
}

/// A browser at a demo, and where its pictures go.
struct Camera {
    browser: Browser,
    demo: Demo,
    folder: PathBuf,
    shape: &'static str,
}

impl Camera {
    async fn tell_the_story(&self) {
        for (name, line, heading) in [
            ("card", "/petition show petition:microsoft-ice-2018", "Open letter"),
            ("count", "/count show petition:microsoft-ice-2018", "How many signed?"),
            ("chart", "/petition chart petition:microsoft-ice-2018", "The picture in words"),
        ] {
            self.becomes("member", "petitions").await;
            sends(&self.browser, line).await;
            self.takes(name, heading).await;
        }
        self.becomes("moderator", "petitions").await;
        sends(&self.browser, "/digest create every:day at:9:00 zone:America/Los_Angeles").await;
        self.browser.reads("9:00").await;
        self.becomes("contributor", "petitions").await;
        sends(&self.browser, LOG).await;
        self.browser.presses("File").await;
        self.browser.reads("Filed as").await;
        self.becomes("moderator", "review").await;
        self.browser.reads("about 100 Microsoft employees").await;
        sends(&self.browser, "/review queue").await;
        self.browser.reads("What waits").await;
        self.takes("queue", "about 100 Microsoft employees").await;
        self.browser.presses("Approve").await;
        self.browser.reads("Approved by a moderator").await;
        self.becomes("member", "petitions").await;
        self.browser.presses("Behind it").await;
        self.browser.presses("Move to the next digest").await;
        self.browser.reads("What is new").await;
        self.takes("digest", "What is new").await;
    }

    /// Opens the page as somebody, with nothing at its side.
    async fn becomes(&self, person: &str, channel: &str) {
        arrives(&self.browser, &self.demo, &format!("as={person}&in={channel}")).await;
        self.tidies_up().await;
    }

    async fn tidies_up(&self) {
        self.browser.runs("document.querySelectorAll('[data-closes]').forEach((one) => one.click())").await;
    }

    /// Takes the message that has these words, in dark and in light.
    async fn takes(&self, name: &str, words: &str) {
        self.tidies_up().await;
        let find = format!(
            "const message = [...document.querySelectorAll('#log .message')].findLast((one) => one.innerText.includes({})); \
             message?.scrollIntoView({{ block: {} }}); document.activeElement.blur(); \
             return Boolean(message) && [...document.images].every((one) => one.complete)",
            json!(words),
            json!(if name == "chart" { "end" } else { "start" })
        );
        self.browser.waits_for(&find).await;
        for looks in ["light", "dark"] {
            let features = json!([
                { "name": "prefers-color-scheme", "value": looks }, { "name": "prefers-reduced-motion", "value": "reduce" },
            ]);
            self.browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
            let file = self.folder.join(format!("{name}-{}-{looks}.png", self.shape));
            write_base64(&file, &self.browser.picture().await);
        }
    }
}

/// Writes base64 as bytes, by the program that every system has for it.
fn write_base64(file: &Path, text: &str) {
    let out = std::fs::File::create(file).unwrap();
    let mut decode = Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(out).spawn().unwrap();
    decode.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(decode.wait().unwrap().success());
}
