//! The demo's chat page in a real browser: headless Chromium, driven through its own driver.
//!
//! Each test starts the program's demo in a process of its own. Without Chromium and its driver the tests that need
//! them say so and pass; `cargo xtask test` tells in its last lines whether they ran.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what is wrong with the page fails the test"
)]

#[path = "page/audit.rs"]
mod audit;
#[path = "page/demo.rs"]
mod demo;
#[path = "page/driver.rs"]
mod driver;
#[path = "page/http.rs"]
mod http;
#[path = "page/pictures.rs"]
mod pictures;
#[path = "page/stories.rs"]
mod stories;
