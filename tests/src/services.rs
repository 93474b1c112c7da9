//! The services of `examples/services`, started as a deployment starts them and asked over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use mongodb::bson::doc;
use tempfile::TempDir;

use crate::servers::{PASSWORD, Server, escaped, workspace};

/// What no output may contain.
const SECRET: &str = "hunter2";

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
    fn migrate(&self) {
        let ended = self.run("migrate");
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }

    /// Runs `migrate` several times at once, all of which shall succeed, and then once more. What `lock` keeps from
    /// them is the first thing that a migration writes: until it is dropped, whoever got that far waits.
    fn migrate_at_once<L>(&self, lock: L) {
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

/// A URL of the scheme `wrong`, which the service does not take, ends every command with the report and without the
/// password; and so does a command that there is not.
pub fn refuses_what_is_wrong(path: &'static str, wrong: &str) {
    let url = format!("{wrong}://app:{SECRET}@db.internal/app");
    let program = Program::new(path).with("DATABASE_URL", url);
    for command in ["check", "migrate", "serve"] {
        let ended = program.run(command);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""), "{command}");
        for part in ["DATABASE_URL", "is expected here", "write "] {
            assert!(ended.stderr.contains(part), "{command}: {}", ended.stderr);
        }
    }
    let usage = program.run("server");
    assert!(usage.code == Some(1) && usage.stderr.starts_with("usage: service-"), "{usage:?}");
}

/// The `.env.example` of a service is what it writes.
pub fn writes_its_example(path: &'static str, example: &str) {
    let ended = Program::new(path).run("env-example");
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), example));
}

/// The `fly.toml` and the `Dockerfile` fit the service and the repository: the variables and the port are those that it
/// takes, the commands are its own, and all files that are copied exist.
pub fn deploys(path: &'static str, fly: &str, dockerfile: &str) {
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).expect("a program");
    let fly: toml::Table = fly.parse().expect("fly.toml is TOML");
    let mut program = Program::new(path);
    match fly.get("env") {
        Some(env) => {
            assert!(fly.contains_key("mounts") && !fly.contains_key("deploy"), "a file on a volume");
            let url = env["DATABASE_URL"].as_str().expect("a text");
            assert!(url.contains(fly["mounts"]["destination"].as_str().expect("a text")), "{url}");
            program = program.with("DATABASE_URL", url);
            assert_eq!(program.run("check").code, Some(0));
        }
        None => assert_eq!(fly["deploy"]["release_command"].as_str(), Some(&*format!("{name} migrate"))),
    }
    let port = format!("PORT={}\n", fly["http_service"]["internal_port"]);
    assert!(program.run("env-example").stdout.ends_with(&port), "{port}");
    assert_eq!(fly["http_service"]["checks"][0]["path"].as_str(), Some("/health"));

    assert!(dockerfile.ends_with(&format!("\nCMD [\"{name}\"]\n")), "a release command replaces it");
    for line in dockerfile.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let words: Vec<_> = line.split(' ').collect();
        let sources = &words[..words.len() - 1];
        for source in sources.iter().filter(|_| words[0] != "--from=build") {
            assert!(workspace().join(source).exists(), "{source}");
        }
    }
}

/// A service whose default is a file: it starts with nothing set, migrates the file at each start, also twice at once,
/// and refuses it in a release command.
pub fn serves_a_file(path: &'static str) {
    let program = Program::new(path);
    assert_eq!(program.run("check").code, Some(0));

    let (service, other) = thread::scope(|scope| {
        let first = scope.spawn(|| program.serve());
        let second = scope.spawn(|| program.serve());
        (first.join().expect("it serves"), second.join().expect("it serves too"))
    });
    assert!(service.log().contains("migrated at startup"), "{}", service.log());
    service.counts();
    assert_eq!(other.get("/visits"), (200, "4\n".to_owned()));
    other.stops();
    let file = program.folder().join("visits.db");
    service.stops_after_the_running_visit(locked_file(&file, "begin exclusive"));

    program.migrate();
    assert_eq!(program.serve().get("/visits"), (200, "6\n".to_owned()));
    program.migrate_at_once(unmigrated_file(&file));
    assert_eq!(program.serve().get("/visits"), (200, "1\n".to_owned()));

    let url = format!("sqlite://{}/other.db", program.folder().display());
    let program = program.with("DATABASE_URL", url).with("RELEASE_COMMAND", "1");
    for command in ["check", "migrate"] {
        let ended = program.run(command);
        let refused = ended.stderr.contains("a SQLite file in a release command");
        assert!(ended.code == Some(1) && refused, "{ended:?}");
    }
    assert!(!program.folder().join("other.db").exists());
}

/// A service on a PostgreSQL of its own: until `migrate` has run it is healthy and refuses visits; `migrate` runs in a
/// release command, as often as it likes and at once.
pub fn serves_postgres(path: &'static str, server: &Server, query: &str) {
    let schema = Schema::new(server);
    let query = format!("{query}&schema={}", schema.name);
    let program = Program::new(path).with("DATABASE_URL", server.url_as(server.user, "localhost", &query));
    assert_eq!(program.run("check").code, Some(0));

    let unmigrated = program.serve();
    assert_eq!(unmigrated.get("/health").0, 200);
    let (status, body) = unmigrated.get("/visits");
    assert!(status == 503 && body.contains("`migrate`"), "{status} {body}");
    let log = unmigrated.stops().stderr;
    assert!(log.contains("relation \"visits\" does not exist"), "{log}");

    let program = program.with("RELEASE_COMMAND", "1");
    program.migrate_at_once(schema.run(&format!("begin; create table {}.visits ()", schema.name)));
    let service = program.serve();
    service.counts();
    service.stops_after_the_running_visit(schema.run(&format!("begin; lock table {}.visits", schema.name)));
    assert_eq!(program.serve().get("/visits"), (200, "5\n".to_owned()));
}

/// A service on MongoDB: `migrate` runs in a release command, as often as it likes and at once.
pub fn serves_mongodb(path: &'static str, server: &Server) {
    let program = Program::new(path).with("DATABASE_URL", server.url()).with("RELEASE_COMMAND", "1");
    assert_eq!(program.run("check").code, Some(0));
    program.migrate_at_once(MongoLock::new(server));
    let service = program.serve();
    service.counts();
    service.stops_after_the_running_visit(MongoLock::new(server));
    assert_eq!(program.serve().get("/visits"), (200, "5\n".to_owned()));
}

/// Keeps everybody from writing to the file until it is dropped, after what the SQL does.
fn locked_file(path: &Path, sql: &str) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    connection.execute_batch(sql).expect("nobody else has locked the file");
    connection
}

/// The same, as if nothing had been migrated: everybody can read that.
fn unmigrated_file(path: &Path) -> rusqlite::Connection {
    let connection = locked_file(path, "drop table visits");
    let query = "select name from sqlite_master where type = 'table' and name like '%migrations'";
    let table: String = connection.query_row(query, [], |row| row.get(0)).expect("the tool has a table");
    locked_file(path, &format!("delete from {table}; begin immediate"))
}

/// A schema of its own in a PostgreSQL database.
struct Schema<'a> {
    name: String,
    server: &'a Server,
}

impl<'a> Schema<'a> {
    fn new(server: &'a Server) -> Self {
        let schema = Self { name: format!("of_{}", std::process::id()), server };
        schema.run(&format!("create schema {}", schema.name));
        schema
    }

    /// The statements' connection, which lives as long as its runtime: whatever they lock is free when it is dropped.
    fn run(&self, sql: &str) -> Connection {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime starts");
        let client = runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.server.url(), tokio_postgres::NoTls).await.expect("the server answers");
            tokio::spawn(connection);
            client.batch_execute(sql).await.expect("the server does it");
            client
        });
        Connection { _client: client, _runtime: runtime }
    }
}

struct Connection {
    _client: tokio_postgres::Client,
    _runtime: tokio::runtime::Runtime,
}

/// Keeps everybody from writing to the server until it is dropped.
struct MongoLock {
    admin: mongodb::Database,
    runtime: tokio::runtime::Runtime,
}

impl MongoLock {
    fn new(server: &Server) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let admin = runtime.block_on(async {
            let client = mongodb::Client::with_uri_str(server.url()).await.expect("the URL is valid");
            let admin = client.database("admin");
            admin.run_command(doc! { "fsync": 1, "lock": true }).await.expect("the server can be locked");
            admin
        });
        Self { admin, runtime }
    }
}

impl Drop for MongoLock {
    fn drop(&mut self) {
        let unlocked = self.runtime.block_on(async { self.admin.run_command(doc! { "fsyncUnlock": 1 }).await });
        unlocked.expect("the server can be unlocked");
    }
}
