//! Runs a service's program as a deployment does, and sends it HTTP requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::escaped;
use crate::servers::PASSWORD;

/// A password that no output may contain.
pub(super) const SECRET: &str = "hunter2";

/// Longer than every step here takes, including the clients' own timeouts.
const PATIENCE: Duration = Duration::from_secs(60);

/// The time limit of `db_config::ping`.
pub(super) const HEALTH: Duration = Duration::from_secs(5);

/// A service's program with the environment variables of a deployment, in its own directory.
pub struct Program {
    path: &'static str,
    directory: TempDir,
    variables: Vec<(&'static str, String)>,
}

/// The output and the exit code of a program.
#[derive(Debug)]
pub struct Ended {
    /// The exit code, or `None` after a signal.
    pub code: Option<i32>,
    /// All of its stdout.
    pub stdout: String,
    /// All of its stderr.
    pub stderr: String,
}

impl Program {
    /// Returns the program without variables. Its path is `env!("CARGO_BIN_EXE_...")`.
    pub fn new(path: &'static str) -> Self {
        Self { path, directory: tempfile::tempdir().expect("cannot make a temporary directory"), variables: Vec::new() }
    }

    /// Adds a variable.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Returns the directory in which it runs.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(self.path)
            .args(arguments)
            .current_dir(self.directory())
            .env_clear()
            .env("PORT", "0")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the service's program starts")
    }

    /// Runs one of its commands to the end, such as `check --connect`.
    pub fn run(&self, command: &str) -> Ended {
        ended(self.start(&command.split(' ').collect::<Vec<_>>()))
    }

    /// Runs `migrate`, which must succeed.
    pub(super) fn migrate(&self) {
        let ended = self.run("migrate");
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }

    /// Runs `migrate` several times at once, and then once more. All runs must succeed.
    ///
    /// `lock` blocks the first write of a migration, so that all runs wait there until this drops the lock.
    pub(super) fn migrate_at_once<L>(&self, lock: L) {
        let all: Vec<_> = (0..4).map(|_| self.start(&["migrate"])).collect();
        thread::sleep(Duration::from_secs(1));
        drop(lock);
        for ended in all.into_iter().map(ended) {
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        self.migrate();
    }

    /// Starts the service on a free port, and waits until it listens there.
    pub fn serve(&self) -> Service {
        let mut child = self.start(&[]);
        let lines = lines(child.stdout.take().expect("it is piped"));
        let mut log = String::new();
        let port = loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    log.push_str(&line);
                    log.push('\n');
                    if let Some(address) = line.strip_prefix("listening on 0.0.0.0:") {
                        break address.parse().expect("a port");
                    }
                }
                Err(_) => {
                    let _ = child.kill();
                    panic!("the service does not start: {log}{}", ended(child).stderr);
                }
            }
        };
        Service { child: Some(child), port, log, lines }
    }
}

/// Waits for the program to end, and kills it after [`PATIENCE`]. Its output must fit into the buffer of a pipe.
fn ended(mut child: Child) -> Ended {
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("the service's program can be waited for").is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().expect("the service's program can be waited for");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    let ended = Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert_shows_no_secret(&ended.stdout);
    assert_shows_no_secret(&ended.stderr);
    ended
}

fn assert_shows_no_secret(text: &str) {
    for secret in [SECRET, PASSWORD, &escaped(PASSWORD)] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    receiver
}

/// A service that listens. Dropping it kills the program.
pub struct Service {
    child: Option<Child>,
    port: u16,
    log: String,
    lines: Receiver<String>,
}

impl Service {
    /// Returns its log up to the line with its address.
    pub fn log(&self) -> &str {
        &self.log
    }

    /// Sends `GET path`, and returns the status and the body of the response.
    pub fn get(&self, path: &str) -> (u16, String) {
        answer(self.ask(path))
    }

    /// Sends `GET path`, and returns the stream of the response.
    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the service listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the service reads");
        stream
    }

    /// Checks that its database, whose line begins with `name`, answers, and that it counts three visits.
    pub fn counts(&self, name: &str) {
        self.is_healthy(name);
        let count = || match self.get("/visits") {
            (200, count) => count.trim_end().parse::<u64>().expect("a number"),
            refusal => panic!("{refusal:?}"),
        };
        let first = count();
        assert_eq!([count(), count()], [first + 1, first + 2]);
        assert_shows_no_secret(&self.log);
    }

    /// Checks that `/health` shows the answer of its database, such as `SQLite 3.50.2 in 0.1 ms`.
    pub(super) fn is_healthy(&self, name: &str) {
        let (status, body) = self.get("/health");
        assert!(status == 200 && body.starts_with(&format!("{name} ")) && body.contains(" ms"), "{status} {body}");
    }

    /// Checks that `/health` is 503 within its time limit, and shows no cause.
    pub(super) fn is_unhealthy(&self) {
        let start = Instant::now();
        let (status, body) = self.get("/health");
        assert!(status == 503 && body.starts_with("database error: see the log"), "{status} {body}");
        assert!(start.elapsed() < HEALTH + Duration::from_secs(3), "{:?}", start.elapsed());
    }

    /// Waits until its database, whose line begins with `name`, answers again.
    pub(super) fn becomes_healthy(&self, name: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.get("/health").0 != 200 {
            assert!(Instant::now() < deadline, "the service is still unhealthy");
            thread::sleep(Duration::from_millis(100));
        }
        self.is_healthy(name);
    }

    /// Sends SIGTERM while a visit waits for `lock`, as Fly.io, Docker and Kubernetes do. The service responds to the
    /// visit and exits with 0.
    pub fn stops_after_the_running_visit<L>(self, lock: L) -> Ended {
        let visit = self.ask("/visits");
        // The service does not report when the request waits for the lock.
        thread::sleep(Duration::from_millis(500));
        self.signal("TERM");
        self.refuses_connections();
        thread::sleep(Duration::from_millis(200));
        drop(lock);
        let (status, body) = answer(visit);
        assert_eq!(status, 200, "{body}");
        self.ended()
    }

    /// Sends SIGTERM. The service exits with 0.
    pub fn stops(self) -> Ended {
        self.signal("TERM");
        self.ended()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.as_ref().expect("the service runs").id().to_string();
        let status = Command::new("sh").args(["-c", "kill -s \"$1\" \"$2\"", "sh", signal, &id]).status();
        assert!(status.expect("`sh` starts").success());
    }

    fn refuses_connections(&self) {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
            assert!(Instant::now() < deadline, "the service still listens");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn ended(mut self) -> Ended {
        let mut ended = ended(self.child.take().expect("the service runs"));
        self.lines.iter().for_each(|line| ended.stdout.push_str(&line));
        assert_shows_no_secret(&ended.stdout);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Returns the status and the body of a response.
fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the service answers");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("not an HTTP response: {text}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no status: {head}")), body.to_owned())
}
