//! Pictures of the page for the README: `cargo xtask pictures` makes them again.

use std::io::Write as _;
use std::path::Path;
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
    for (shape, width, height) in [("wide", 1180, 820), ("phone", 390, 780)] {
        let browser = Browser::open(width, height).await.expect("pictures need a browser");
        let demo = Demo::start();
        for looks in ["light", "dark"] {
            let features = json!([
                { "name": "prefers-color-scheme", "value": looks }, { "name": "prefers-reduced-motion", "value": "reduce" },
            ]);
            browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
            let take = async |name: &str| {
                let file = folder.join(format!("{name}-{shape}-{looks}.png"));
                write_base64(&file, &browser.picture().await);
            };
            arrives(&browser, &demo, "as=member").await;
            if looks == "light" {
                acts(&browser, &demo).await;
            }
            for (name, query, last) in [
                ("card", "as=member", "/petition show petition:microsoft-ice-2018"),
                ("count", "as=member", "/count show petition:microsoft-ice-2018"),
                ("chart", "as=member", "/petition chart petition:microsoft-ice-2018"),
                ("queue", "as=moderator&in=review", "/review queue"),
                ("digest", "as=moderator", "/digest preview digest:1"),
            ] {
                arrives(&browser, &demo, query).await;
                browser.runs("document.querySelectorAll('[data-closes]').forEach((one) => one.click())").await;
                sends(&browser, last).await;
                browser.waits_for("return document.querySelectorAll('#log .message').length > 0").await;
                browser.waits_for("return [...document.images].every((one) => one.complete)").await;
                tokio::time::sleep(std::time::Duration::from_millis(700)).await;
                browser.runs("const last = document.querySelector('#log .message:last-of-type'); last.scrollIntoView({ block: 'start' }); document.activeElement.blur(); \
                    return true").await;
                take(name).await;
            }
        }
    }
}

/// Does what the pictures show the results of.
async fn acts(browser: &Browser, demo: &Demo) {
    arrives(browser, demo, "as=moderator").await;
    sends(browser, "/digest create every:day at:9:00 zone:America/Los_Angeles").await;
    browser.reads("digest").await;
    arrives(browser, demo, "as=contributor").await;
    sends(browser, LOG).await;
    browser.reads("Is this right?").await;
    browser.presses("File").await;
    browser.reads("Filed as").await;
}

/// Writes base64 as bytes, by the program that every system has for it.
fn write_base64(file: &Path, text: &str) {
    let out = std::fs::File::create(file).unwrap();
    let mut decode = Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(out).spawn().unwrap();
    decode.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(decode.wait().unwrap().success());
}
