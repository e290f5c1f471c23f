//! A private PostgreSQL for one run of the tests.
//!
//! A shell script makes, starts, stops and removes it. The script waits for the end of its input, which comes when this
//! process drops [`Cluster`], fails, is interrupted or is killed: so nothing is left behind in any of these cases. It runs
//! in a process group of its own, where the terminal's interrupt does not reach it.

use std::{
    io::{self, BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

/// `$1` is the folder of the binaries, `$2` the port. Safety on power cuts is given up: the data is thrown away.
const SCRIPT: &str = r#"
set -eu
cd /
folder=$(mktemp -d "${TMPDIR:-/tmp}/undersigned-postgres.XXXXXX")
stop() {
    "$1/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap 'stop "$1"' EXIT
say() { cat "$folder/log" >&2; exit 1; }
"$1/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || say
"$1/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "-p $2 -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='' -c max_connections=300 -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c autovacuum=off" start >/dev/null 2>&1 </dev/null || say
echo ready
cat >/dev/null
"#;

/// How often another free port is tried when somebody else took the one that was free.
const ATTEMPTS: u32 = 3;

/// A running server, stopped and removed with this value.
pub(crate) struct Cluster {
    script: Child,
    port: u16,
}

impl Cluster {
    /// Starts a server from the folder with its binaries.
    pub(crate) fn start(binaries: &Path) -> io::Result<Self> {
        let mut outcome = Self::start_once(binaries);
        for _ in 1..ATTEMPTS {
            if outcome.is_ok() {
                break;
            }
            outcome = Self::start_once(binaries);
        }
        outcome
    }

    fn start_once(binaries: &Path) -> io::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = shell();
        command.args(["-c", SCRIPT, "sh"]).arg(binaries).arg(port.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut script = command.spawn()?;
        let mut line = String::new();
        if let Some(output) = script.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let cluster = Self { script, port };
        if line.trim() == "ready" { Ok(cluster) } else { Err(io::Error::other("see its log above")) }
    }

    /// Gives the URL of a database from which others can be created.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of its input tells the script to stop the server.
        drop(self.script.stdin.take());
        if let Err(error) = self.script.wait() {
            eprintln!("warning: failed to wait for PostgreSQL to stop: {error}");
        }
    }
}

/// Gives a shell as a user whom PostgreSQL accepts: it refuses to run as root.
fn shell() -> Command {
    if !is_root() {
        return Command::new("sh");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
