//! What people do on the page, in a browser.

use serde_json::json;

use crate::audit;
use crate::demo::Demo;
use crate::driver::{Browser, DOWN, ENTER, ESCAPE, TAB};

const COUNT: &str = "/count show petition:microsoft-ice-2018";

const LOG: &str = "/count log petition:microsoft-ice-2018 url:https://example.org/a wording:\"over 90 employees\" \
    as_of:2018-06-18";

/// Waits until the page is there and its person's commands are.
pub(crate) async fn arrives(browser: &Browser, demo: &Demo, query: &str) {
    browser.goes_to(&format!("{}?{query}", demo.address)).await;
    browser.waits_for("return document.getElementById('channel-title').textContent").await;
}

/// Types a line in the message box and sends it.
pub(crate) async fn sends(browser: &Browser, line: &str) {
    browser.runs("document.getElementById('line').focus()").await;
    browser.types(line).await;
    browser.types(&ENTER.to_string()).await;
}

#[tokio::test]
async fn the_tour_does_eight_real_things() {
    let Some(browser) = Browser::open(1280, 900).await else { return };
    let demo = Demo::start();
    arrives(&browser, &demo, "as=member").await;
    let steps = browser.runs("return document.querySelectorAll('#steps > li').length").await;
    assert_eq!(steps, 8);
    for step in 1..=8 {
        browser.runs(&format!("document.querySelector('#steps > li:nth-child({step}) button').click()")).await;
        let done = format!(
            "const li = document.querySelector('#steps > li:nth-child({step})'); \
             if (li.querySelector('.wrong')) throw new Error(li.innerText); return li.classList.contains('done')"
        );
        browser.waits_for(&done).await;
    }
    for text in ["More than 300", "about 100", "Before the petition", "digest #"] {
        browser.reads(text).await;
    }
    assert!(browser.runs("return document.querySelector('img.picture').naturalWidth").await.as_u64() > Some(200));
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn two_windows_share_what_is_public_and_nothing_private() {
    let Some(browser) = Browser::open(1280, 900).await else { return };
    let demo = Demo::start();
    arrives(&browser, &demo, "as=member").await;
    let other = browser.opens_window().await;
    arrives(&browser, &demo, "as=contributor").await;
    sends(&browser, "/submissions").await;
    browser.reads("Only you can see this").await;
    sends(&browser, COUNT).await;
    browser.reads("More than 300").await;
    browser.looks_at(browser.first_window()).await;
    browser.reads("More than 300").await;
    let all = browser.runs("return document.body.innerText").await;
    assert!(!all.as_str().unwrap().contains("Only you can see this"), "{all}");
    assert!(!all.as_str().unwrap().contains("/submissions"), "{all}");
    browser.looks_at(&other).await;
    browser.presses("Dismiss").await;
    browser.waits_for("return !document.body.innerText.includes('Only you can see this')").await;
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn the_keyboard_alone_is_enough() {
    let Some(browser) = Browser::open(1280, 900).await else { return };
    let demo = Demo::start();
    arrives(&browser, &demo, "as=contributor").await;
    // The first stop leads past everything to the message box.
    browser.types(&format!("{TAB}")).await;
    browser.waits_for("return document.activeElement.textContent.startsWith('Skip to')").await;
    browser.types(&ENTER.to_string()).await;
    browser.waits_for("return document.activeElement.id === 'line'").await;
    // A command from the list, its petition from the bot's own suggestions.
    browser.types("/count s").await;
    browser
        .waits_for(
            "return document.querySelector('[role=option][aria-selected=true]')?.innerText.startsWith('/count show')",
        )
        .await;
    browser.types(&TAB.to_string()).await;
    browser.waits_for("return document.querySelector('.command legend')?.textContent === '/count show'").await;
    browser
        .runs("if (!document.activeElement.matches('.field input')) document.querySelector('.chips button').focus()")
        .await;
    if browser.runs("return document.activeElement.matches('.chips button')").await == json!(true) {
        browser.types(&ENTER.to_string()).await;
    }
    browser.types("open letter").await;
    browser.waits_for("return document.querySelectorAll('.field [role=option]').length > 0").await;
    browser.types(&format!("{DOWN}{ENTER}")).await;
    browser.waits_for("return document.querySelector('.field input').value.length > 12").await;
    browser.types(&ENTER.to_string()).await;
    browser.reads("How many signed?").await;
    browser.waits_for("return document.activeElement.id === 'line'").await;
    // A form, filled in and sent; then one that is left by Escape.
    sends(&browser, LOG).await;
    browser.reads("Is this right?").await;
    focuses(&browser, "Describe source").await;
    browser.types(&ENTER.to_string()).await;
    browser.waits_for("return document.querySelector('dialog[open]') !== null").await;
    browser.waits_for("return document.activeElement.matches('dialog input')").await;
    browser.types("The Example").await;
    browser.types(&ENTER.to_string()).await;
    browser.waits_for("return document.querySelector('dialog[open]') === null").await;
    browser.reads("The Example").await;
    focuses(&browser, "Describe source").await;
    browser.types(&ENTER.to_string()).await;
    browser.waits_for("return document.querySelector('dialog[open]') !== null").await;
    browser.types(&ESCAPE.to_string()).await;
    browser.waits_for("return document.querySelector('dialog[open]') === null").await;
    focuses(&browser, "File").await;
    browser.types(&ENTER.to_string()).await;
    browser.reads("Filed as").await;
    assert_eq!(browser.complaints().await, [""; 0]);
}

/// Goes back through the page with Shift and Tab until a button of this name has the focus.
async fn focuses(browser: &Browser, name: &str) {
    browser.runs("document.getElementById('line').focus()").await;
    for _ in 0..40 {
        browser.holds(crate::driver::SHIFT, TAB).await;
        if browser.runs("return document.activeElement.textContent.trim()").await == name {
            return;
        }
    }
    panic!("no button {name:?} is reached by the keyboard");
}

#[tokio::test]
async fn hostile_text_on_record_is_inert() {
    let Some(browser) = Browser::open(1280, 900).await else { return };
    let demo = Demo::start();
    arrives(&browser, &demo, "as=contributor").await;
    let wording =
        "over 90 <img src=x onerror=window.hit=1> [win](javascript:alert(1)) **x** <script>window.hit=1</script>";
    let log = format!(
        "/count log petition:microsoft-ice-2018 url:https://example.org/hostile wording:\"{wording}\" as_of:2018-06-18"
    );
    sends(&browser, &log).await;
    // The bot has it without angle brackets already.
    browser.reads("‹img src=x").await;
    // What a member says is hostile as well, and comes without the bot's care.
    sends(&browser, "<b>bold</b> [a](javascript:alert(1)) [b](data:text/html,x) <script>window.hit=1</script>").await;
    browser.reads("<b>bold</b> [a](javascript:alert(1))").await;
    let inside = "return [window.hit ?? 0, document.querySelectorAll('#log :is(script, iframe, b, object, form)').length, \
        document.querySelectorAll('#log img:not(.picture)').length, \
        [...document.querySelectorAll('#log a')].filter((one) => !/^https?:/.test(one.href) || one.rel !== 'noopener noreferrer' || one.target !== '_blank').length]";
    assert_eq!(browser.runs(inside).await, json!([0, 0, 0, 0]));
    assert_eq!(browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn the_page_finds_back_when_the_demo_restarts() {
    let Some(browser) = Browser::open(1280, 900).await else { return };
    let demo = Demo::start();
    arrives(&browser, &demo, "as=member&in=petitions").await;
    sends(&browser, COUNT).await;
    browser.reads("More than 300").await;
    let demo = demo.restart();
    // What was said is gone with the stand-in; what is on record is not.
    browser.waits_for("return !document.getElementById('log').innerText.includes('More than 300')").await;
    browser.waits_for("return document.getElementById('connection').textContent === '' && true").await;
    sends(&browser, COUNT).await;
    browser.reads("More than 300").await;
    // Of the time in between the console may speak; of nothing else.
    let wrong: Vec<String> =
        browser.complaints().await.into_iter().filter(|line| !line.contains("net::ERR_")).collect();
    assert_eq!(wrong, [""; 0]);
    drop(demo);
}

#[tokio::test]
async fn everything_has_a_name_and_can_be_read() {
    for (width, looks) in [(1280, "dark"), (390, "light")] {
        let Some(browser) = Browser::open(width, 844).await else { return };
        let mut demo = Demo::start();
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": looks }] });
        browser.devtools("Emulation.setEmulatedMedia", scheme).await;
        arrives(&browser, &demo, "as=contributor").await;
        sends(&browser, "/petition chart petition:microsoft-ice-2018").await;
        browser.waits_for("return document.querySelector('img.picture') !== null").await;
        sends(&browser, "/submissions").await;
        browser.reads("Only you can see this").await;
        sends(&browser, "See https://example.org/ for it").await;
        browser.reads("See https").await;
        audit::passes(&browser).await;
        browser.presses("Behind it").await;
        sends(&browser, COUNT).await;
        browser.waits_for("return document.querySelector('.wire li') !== null").await;
        audit::passes(&browser).await;
        browser
            .runs("document.querySelector('[data-closes=behind]').click(); document.getElementById('line').focus()")
            .await;
        browser.types("/count l").await;
        browser.waits_for("return document.querySelector('[role=option][aria-selected=true]') !== null").await;
        audit::passes(&browser).await;
        browser.types(&format!("{TAB}open")).await;
        browser.waits_for("return document.querySelector('.field [role=option]') !== null").await;
        audit::passes(&browser).await;
        // Closes the list, then leaves the command.
        browser.types(&format!("{ESCAPE}{ESCAPE}")).await;
        sends(&browser, LOG).await;
        browser.presses("Describe source").await;
        browser.waits_for("return document.querySelector('dialog[open]') !== null").await;
        audit::passes(&browser).await;
        // It fits: nothing is cut off at the side.
        let wide = browser.runs("return document.documentElement.scrollWidth - innerWidth").await;
        assert!(wide.as_i64() <= Some(0), "{width}: {wide} too wide");
        demo.types("help");
        assert_eq!(browser.complaints().await, [""; 0]);
    }
}
