//! A browser of the test's own, spoken to over loopback by the WebDriver protocol (w3.org/TR/webdriver2): a few JSON requests
//! over plain HTTP, which is less than a client library would bring.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::not_run;

/// A session; both processes end with it.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

/// The key Tab.
pub const TAB: &str = "\u{e004}";

/// The key Enter.
pub const ENTER: &str = "\u{e007}";

/// Where a program is, if it is there.
#[expect(clippy::disallowed_methods, reason = "a test looks for a program")]
fn program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var("PATH").ok()?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

impl Browser {
    /// Starts Chromium; `None` after saying loudly that `what` is not run because it is not there.
    ///
    /// # Panics
    /// Where it does not start, and in CI where it is missing.
    #[must_use]
    pub fn start(what: &str) -> Option<Browser> {
        let found = program("chromedriver").zip(program("chromium"));
        if found.is_none() {
            not_run(what, "It needs a browser and its driver: apt-get install chromium chromium-driver.");
        }
        found.map(|(driver, chromium)| Browser::of(&driver, &chromium))
    }

    fn of(driver: &Path, chromium: &Path) -> Browser {
        // The kernel says which port is free; chromedriver prints the one that it took.
        let mut driver = Command::new(driver)
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().expect("piped")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_suffix('.')?.rsplit_once("on port ")?.1.parse().ok())
            .expect("chromedriver says its port");
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().expect("a folder");
        let mut browser = Browser { driver, port, session: String::new(), _profile: profile };
        let folder = format!("--user-data-dir={}", browser._profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1600,1200",
            &folder,
        ];
        let answer = browser.send(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "goog:chromeOptions": {"binary": chromium, "args": arguments},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            }}}),
        );
        browser.session = answer["sessionId"].as_str().expect("a session").to_owned();
        browser
    }

    /// Opens an address.
    ///
    /// # Panics
    /// As everything here: where the browser does not do it.
    pub fn open(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// Runs a script; `return` gives its answer.
    ///
    /// # Panics
    /// Where the script fails.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// A click as a person does it: scrolled to, and only where nothing covers it.
    ///
    /// # Panics
    /// Where there is no such element.
    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element.
    ///
    /// # Panics
    /// Where there is none.
    pub fn write(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/value"), &json!({"text": text}));
    }

    /// Empties a field.
    ///
    /// # Panics
    /// Where there is none.
    pub fn clear(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/clear"), &json!({}));
    }

    /// A key, as a keyboard sends it: a letter, or one of WebDriver's own such as [`TAB`].
    ///
    /// # Panics
    /// Where the browser does not take it.
    pub fn press(&self, key: &str) {
        let action = |kind: &str| json!({"type": kind, "value": key});
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": [action("keyDown"), action("keyUp")]});
        self.post("/actions", &json!({"actions": [keyboard]}));
    }

    /// Looks at a page as a person with other wishes does: `light` or `dark`, on a window so wide.
    ///
    /// # Panics
    /// Where the browser does not do it.
    pub fn see(&self, scheme: &str, width: u32) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
        let metrics = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// That the page at this address has asked for nothing else since it was opened, and that nothing went wrong in it.
    ///
    /// # Panics
    /// Where it has, or it did.
    pub fn assert_alone(&self, url: &str) {
        let errors = self.log("browser");
        assert!(errors.is_empty(), "console: {errors:?}");
        let asked = self.log("performance").into_iter().filter_map(|entry| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let (event, of) = (&message["message"], &message["message"]["params"]);
            // The browser's own start page, which it leaves meanwhile, loads things too.
            let sent = event["method"] == "Network.requestWillBeSent" && of["documentURL"] == *url;
            sent.then(|| of["request"]["url"].as_str().map(str::to_owned)).flatten()
        });
        let asked: Vec<String> = asked.filter(|it| !it.starts_with("data:")).collect();
        assert_eq!(asked, [url], "the page itself, and nothing else");
    }

    /// What the browser noted since the last call: `browser` for the console, `performance` for what went over the network.
    fn log(&self, kind: &str) -> Vec<Value> {
        self.post("/se/log", &json!({"type": kind})).as_array().cloned().unwrap_or_default()
    }

    fn devtools(&self, command: &str, parameters: &Value) {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}));
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        let id = found.as_object().and_then(|it| it.values().next()).and_then(Value::as_str);
        id.unwrap_or_else(|| panic!("no element {selector}")).to_owned()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.send("POST", &format!("/session/{}{path}", self.session), body)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.exchange(method, path, &body.to_string()).expect("chromedriver answers");
        let mut answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(status, 200, "{method} {path}: {answer}");
        answer["value"].take()
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer)?;
        Ok((status, String::from_utf8_lossy(&answer).into_owned()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.exchange("DELETE", &format!("/session/{}", self.session), "");
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
