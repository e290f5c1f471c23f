//! The demo as a process, with its page.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

/// How long the demo may take to open its page on a busy machine.
const START: Duration = Duration::from_secs(90);

/// A demo that runs. It ends with this value.
pub(crate) struct Demo {
    folder: TempDir,
    child: Child,
    stdin: ChildStdin,
    /// Where its page is, with a slash at the end.
    pub(crate) address: String,
}

impl Demo {
    /// Starts a demo that has nothing yet.
    pub(crate) fn start() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), 0)
    }

    /// Ends it and starts it again, with what it kept and at the same address.
    pub(crate) fn restart(mut self) -> Self {
        self.end();
        let port = self.address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::in_folder(folder, port)
    }

    fn in_folder(folder: TempDir, port: u16) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_undersigned"))
            .args(["demo", "--port", &port.to_string(), "--data"])
            .arg(folder.path().join("demo"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (found, address) = mpsc::channel();
        // Reads to the end, so that the demo never waits for somebody to read.
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("Open ").and_then(|rest| rest.split(' ').next()) {
                    let _ = found.send(address.to_owned());
                }
            }
        });
        let address = address.recv_timeout(START).expect("the demo opens its page");
        Self { folder, child, stdin, address }
    }

    /// Types a line where the demo was started.
    pub(crate) fn types(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.end();
    }
}
