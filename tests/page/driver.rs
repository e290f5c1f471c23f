//! A browser, driven by the few commands of `WebDriver` that the tests need.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything on the page may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(45);

/// Keys that are no letters, in `WebDriver`'s code.
pub(crate) const TAB: char = '\u{e004}';
pub(crate) const ENTER: char = '\u{e007}';
pub(crate) const ESCAPE: char = '\u{e00c}';
pub(crate) const DOWN: char = '\u{e015}';
pub(crate) const SHIFT: char = '\u{e008}';

/// A browser with one window or more. It ends with this value.
pub(crate) struct Browser {
    driver: Child,
    http: reqwest::Client,
    session: String,
    handle: String,
}

/// Finds a program where the shell would.
#[expect(clippy::disallowed_methods, reason = "looks for a program where the shell would")]
fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Notes which browser a test passed in, for `cargo xtask test` to report.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
fn note(version: &str) {
    if let Some(folder) = std::env::var_os("TEST_REPORT") {
        std::fs::write(Path::new(&folder).join("browser"), version).unwrap();
    }
}

/// Starts the driver, and gives its port. It takes a free one for IPv4 and ends where that is taken for IPv6.
fn start(program: &Path) -> Option<(Child, String)> {
    let mut driver =
        Command::new(program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
    let port =
        lines.find_map(|line| Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned()));
    std::thread::spawn(move || lines.for_each(drop));
    if port.is_none() {
        let _ = driver.kill();
        let _ = driver.wait();
    }
    Some((driver, port?))
}

impl Browser {
    /// Opens a browser of this size; none where there is none on this machine.
    pub(crate) async fn open(width: u32, height: u32) -> Option<Self> {
        let (Some(driver), Some(_)) = (find("chromedriver"), find("chromium")) else {
            eprintln!("left out: there is no Chromium with its driver on this machine");
            return None;
        };
        let (driver, port) = (0..5).find_map(|_| start(&driver)).expect("the driver says its port");
        let root = format!("http://127.0.0.1:{port}/session");
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE * 2).build().unwrap();
        let arguments = json!([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion",
            format!("--window-size={width},{height}"),
        ]);
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": { "args": arguments }, "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let made: Value = http.post(&root).json(&wanted).send().await.unwrap().json().await.unwrap();
        let made = &made["value"];
        let session = format!("{root}/{}", made["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {made}")));
        note(&format!("Chromium {}", made["capabilities"]["browserVersion"].as_str().unwrap_or("of no version")));
        let mut browser = Self { driver, http, session, handle: String::new() };
        browser.get("window").await.as_str().unwrap().clone_into(&mut browser.handle);
        // A headless window is as wide as 500 at least; what it shows can be narrower.
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        Some(browser)
    }

    async fn get(&self, what: &str) -> Value {
        let sent = self.http.get(format!("{}/{what}", self.session)).send().await.unwrap();
        sent.json::<Value>().await.unwrap()["value"].take()
    }

    async fn post(&self, what: &str, body: Value) -> Value {
        let sent = self.http.post(format!("{}/{what}", self.session)).json(&body).send().await.unwrap();
        let value = sent.json::<Value>().await.unwrap()["value"].take();
        assert!(value["error"].is_null(), "{what}: {} {}", value["error"], value["message"]);
        value
    }

    /// Talks to the browser beneath the driver.
    pub(crate) async fn devtools(&self, command: &str, params: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": params })).await
    }

    pub(crate) async fn goes_to(&self, address: &str) {
        self.post("url", json!({ "url": address })).await;
    }

    /// Runs JavaScript and gives what it returns.
    pub(crate) async fn runs(&self, script: &str) -> Value {
        self.post("execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// Waits until JavaScript returns something true, and gives it.
    pub(crate) async fn waits_for(&self, script: &str) -> Value {
        let began = Instant::now();
        loop {
            let value = self.runs(script).await;
            if !matches!(value, Value::Null | Value::Bool(false)) && value != json!("") {
                return value;
            }
            if began.elapsed() > PATIENCE {
                let page = self.runs("return document.body.innerText").await;
                panic!("this never came true: {script}\n{}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    /// Waits until the channel's messages hold a text.
    pub(crate) async fn reads(&self, text: &str) {
        self.waits_for(&format!("return document.getElementById('log').innerText.includes({})", json!(text))).await;
    }

    /// Presses the last button of this name, or the last whose name begins with it.
    pub(crate) async fn presses(&self, name: &str) {
        let script = format!(
            "const name = {}; const named = (one) => one.getAttribute('aria-label') ?? one.textContent.trim(); \
             const all = [...document.querySelectorAll('button')].filter((one) => one.checkVisibility() && !one.disabled); \
             const found = all.findLast((one) => named(one) === name) ?? all.findLast((one) => named(one).startsWith(name)); \
             found?.click(); return Boolean(found)",
            json!(name)
        );
        self.waits_for(&script).await;
    }

    /// Types with the keyboard, wherever the focus is.
    pub(crate) async fn types(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })])
            .collect();
        self.post("actions", json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })).await;
    }

    /// Presses a key while another is held.
    pub(crate) async fn holds(&self, held: char, key: char) {
        let actions = json!([
            { "type": "keyDown", "value": held }, { "type": "keyDown", "value": key },
            { "type": "keyUp", "value": key }, { "type": "keyUp", "value": held },
        ]);
        self.post("actions", json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })).await;
    }

    /// Opens another window and looks at it; gives its handle.
    pub(crate) async fn opens_window(&self) -> String {
        let made = self.post("window/new", json!({ "type": "tab" })).await;
        let handle = made["handle"].as_str().unwrap().to_owned();
        self.looks_at(&handle).await;
        handle
    }

    /// Looks at a window by its handle.
    pub(crate) async fn looks_at(&self, handle: &str) {
        self.post("window", json!({ "handle": handle })).await;
    }

    /// Gives the handle of the first window.
    pub(crate) fn first_window(&self) -> &str {
        &self.handle
    }

    /// Gives what the page complained of in its console.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.post("se/log", json!({ "type": "browser" })).await;
        let lines = log.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| format!("{}: {}", line["level"], line["message"])).collect()
    }

    /// Takes a picture, as PNG in base64.
    pub(crate) async fn picture(&self) -> String {
        self.get("screenshot").await.as_str().unwrap().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when it is told to end, and not when it is killed.
        let _ = Command::new("kill").arg(self.driver.id().to_string()).status();
        let _ = self.driver.wait();
    }
}
