//! A service's program, as a deployment starts it and asks it over HTTP.

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

/// What no output may contain.
pub(super) const SECRET: &str = "hunter2";

/// Longer than anything here takes, the clients' own timeouts included.
const PATIENCE: Duration = Duration::from_secs(60);

/// A service's program with the variables of a deployment, in a folder of its own.
pub struct Program {
    path: &'static str,
    folder: TempDir,
    variables: Vec<(&'static str, String)>,
}

/// What a program has said and how it has ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    /// All of its stdout.
    pub stdout: String,
    /// All of its stderr.
    pub stderr: String,
}

impl Program {
    /// Without variables; its path is `env!("CARGO_BIN_EXE_...")`.
    pub fn new(path: &'static str) -> Self {
        Self { path, folder: tempfile::tempdir().expect("cannot make a temporary folder"), variables: Vec::new() }
    }

    /// With this variable too.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Where it runs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(self.path)
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("PORT", "0")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the service's program starts")
    }

    /// Runs a command of it to its end.
    pub fn run(&self, command: &str) -> Ended {
        ended(self.start(&[command]))
    }

    /// Runs `migrate`, which shall succeed.
    pub(super) fn migrate(&self) {
        let ended = self.run("migrate");
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }

    /// Runs `migrate` several times at once, all of which shall succeed, and then once more. What `lock` keeps from
    /// them is the first thing that a migration writes: until it is dropped, whoever got that far waits.
    pub(super) fn migrate_at_once<L>(&self, lock: L) {
        let all: Vec<_> = (0..4).map(|_| self.start(&["migrate"])).collect();
        thread::sleep(Duration::from_secs(1));
        drop(lock);
        for ended in all.into_iter().map(ended) {
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        self.migrate();
    }

    /// Starts it on a free port, and waits until it listens there.
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

/// Waits for its end, but not for ever. What it says is less than a pipe holds.
fn ended(mut child: Child) -> Ended {
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("the service's program can be waited for").is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().expect("the service's program can be waited for");
    let text = |bytes| String::from_utf8(bytes).expect("it speaks UTF-8");
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

/// A service that listens. It is killed with the test.
pub struct Service {
    child: Option<Child>,
    port: u16,
    log: String,
    lines: Receiver<String>,
}

impl Service {
    /// What it has logged at its start.
    pub fn log(&self) -> &str {
        &self.log
    }

    /// The status and the body of the answer to `GET path`.
    pub fn get(&self, path: &str) -> (u16, String) {
        answer(self.ask(path))
    }

    /// Sends `GET path`, whose answer can be waited for.
    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the service listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the service reads");
        stream
    }

    /// Asks for its health, and for three visits in a row.
    pub fn counts(&self) {
        assert_eq!(self.get("/health"), (200, "ok\n".to_owned()));
        let count = || match self.get("/visits") {
            (200, count) => count.trim_end().parse::<u64>().expect("a number"),
            refusal => panic!("{refusal:?}"),
        };
        let first = count();
        assert_eq!([count(), count()], [first + 1, first + 2]);
        assert_shows_no_secret(&self.log);
    }

    /// Tells it to stop, as Fly.io, Docker and Kubernetes do, while a visit waits for `lock`: the visit is answered, and
    /// the service ends well.
    pub fn stops_after_the_running_visit<L>(self, lock: L) -> Ended {
        let visit = self.ask("/visits");
        // Nobody says when the request has come as far as the lock.
        thread::sleep(Duration::from_millis(500));
        self.signal("TERM");
        self.refuses_connections();
        thread::sleep(Duration::from_millis(200));
        drop(lock);
        let (status, body) = answer(visit);
        assert_eq!(status, 200, "{body}");
        self.ended()
    }

    /// Tells it to stop; it ends well.
    pub fn stops(self) -> Ended {
        self.signal("TERM");
        self.ended()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        let status = Command::new("sh").args(["-c", "kill -s \"$1\" \"$2\"", "sh", signal, &id]).status();
        assert!(status.expect("`sh` starts").success());
    }

    fn refuses_connections(&self) {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
            assert!(Instant::now() < deadline, "it still listens");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn ended(mut self) -> Ended {
        let mut ended = ended(self.child.take().expect("it runs"));
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

/// The status and the body.
fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the service answers");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP: {text}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no status: {head}")), body.to_owned())
}
