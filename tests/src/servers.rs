//! Throw-away PostgreSQL, MariaDB, MongoDB and Redis servers. Each starts once per test process, at its first use.
//!
//! Every server listens on a free port of 127.0.0.1 and on a Unix socket. Unless documented otherwise, it supports TLS
//! but does not require it. Its certificate is valid for `localhost` and `db.test` only (see [`Certificates`]).
//!
//! Each server has a shell that stops it and removes its directory when the test process ends, even if it is killed.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, net, process, thread};

use crate::escaped;

mod asks_for_password;
mod certificates;
mod expired_tls;
mod mariadb;
mod mongodb;
mod pgbouncer;
mod postgres;
mod proxy;
mod redis;
mod refuses_login;
mod refuses_tls;
mod starting;
mod strips_tls;

pub use asks_for_password::{AsksForPassword, asks_for_password, password_in};
pub use certificates::{Certificates, certificates};
pub use expired_tls::{ExpiredTls, expired_tls};
use pgbouncer::Leg;
pub use proxy::{Proxy, Traffic};
pub use refuses_login::refuses_login;
pub use refuses_tls::{RefusesTls, SSL_REQUEST, refuses_tls};
pub use starting::starting;
pub use strips_tls::{StripsTls, strips_tls};

/// The password of every user. Most of its characters must be percent-encoded in a URL.
pub const PASSWORD: &str = "p@ss/w#rd:1?2 3%4+5";

/// A user of PostgreSQL and MariaDB that the server refuses over TCP without TLS.
pub const TLS_USER: &str = "tls_only";

/// A user of PostgreSQL and MariaDB that the server refuses over TCP without [`Certificates::client_cert`].
/// PostgreSQL then does not request a password.
pub const CERT_USER: &str = "cert_only";

/// A user who can have only one connection to PostgreSQL, and two to MariaDB.
pub const LIMITED_USER: &str = "limited";

/// A user of Redis who may run no command. Every user may log in and select a database.
pub const PROHIBITED_USER: &str = "prohibited";

const USER: &str = "app";
const DATABASE: &str = "app";
const HOST: &str = "127.0.0.1";

/// A running server, and how to reach it.
#[derive(Debug)]
pub struct Server {
    /// The scheme of its URLs.
    pub scheme: &'static str,
    /// `127.0.0.1`, for which the server's certificate is not valid.
    pub host: &'static str,
    /// The TCP port.
    pub port: u16,
    /// The TCP port for TLS, which is another one only for Redis.
    pub tls_port: u16,
    /// The socket as clients name it: a directory for PostgreSQL, a file for the others.
    pub socket: PathBuf,
    /// A user who owns the database.
    pub user: &'static str,
    /// [`PASSWORD`].
    pub password: &'static str,
    /// The database. MongoDB's users are in `admin`. Redis has numbers.
    pub database: &'static str,
    /// The query of [`Server::url`].
    pub query: &'static str,
    _directory: Directory,
}

impl Server {
    /// Returns the URL over TCP and without TLS.
    pub fn url(&self) -> String {
        self.url_as(self.user, self.host, self.query)
    }

    /// Like [`Server::url`], with this user, host and query. Percent-encodes only the password.
    pub fn url_as(&self, user: &str, host: &str, query: &str) -> String {
        let Server { scheme, port, database, .. } = self;
        let password = escaped(self.password);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{user}:{password}@{host}:{port}/{database}{mark}{query}")
    }
}

/// Starts PostgreSQL, with the users `app`, [`TLS_USER`], [`CERT_USER`] and [`LIMITED_USER`].
pub fn postgres() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Valid, free_port()))
}

/// Returns the path of `psql`, whose libpq reads environment variables.
pub fn psql() -> &'static Path {
    static PSQL: OnceLock<PathBuf> = OnceLock::new();
    PSQL.get_or_init(|| postgres::program("psql"))
}

/// Starts a server like [`postgres`], with an expired certificate.
pub fn postgres_expired() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Expired, free_port()))
}

/// Starts a server like [`postgres`], without TLS.
pub fn postgres_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::None, free_port()))
}

/// Starts a PostgreSQL that refuses every connection without TLS, as one behind a tunnel does. It has no Unix socket.
pub fn postgres_with_tls_only() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Only, free_port()))
}

/// Starts PgBouncer as a transaction-mode pooler for [`postgres`], with one connection to the server. It has no TLS and
/// no Unix socket.
pub fn pgbouncer() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| pgbouncer::start(Leg::None))
}

/// Starts a PgBouncer like [`pgbouncer()`], which requires TLS from its clients and connects to the server without TLS.
pub fn pgbouncer_with_client_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| pgbouncer::start(Leg::Client))
}

/// Starts a PgBouncer like [`pgbouncer()`], which connects to the server with TLS.
pub fn pgbouncer_with_server_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| pgbouncer::start(Leg::Server))
}

/// Starts MariaDB, with the users `app`, [`TLS_USER`], [`CERT_USER`] and [`LIMITED_USER`].
pub fn mariadb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::Valid, free_port()))
}

/// Starts a server like [`mariadb()`], with an expired certificate.
pub fn mariadb_expired() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::Expired, free_port()))
}

/// Starts a server like [`mariadb()`], without TLS.
pub fn mariadb_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::None, free_port()))
}

/// Starts MongoDB, with authentication on and the user `app`.
pub fn mongodb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mongodb::start(Tls::Valid, free_port()))
}

/// Starts a server like [`mongodb()`], without TLS.
pub fn mongodb_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mongodb::start(Tls::None, free_port()))
}

/// Starts Redis, with the users `app` and [`PROHIBITED_USER`], and a password for the user `default`. It has another port for
/// TLS.
pub fn redis() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| redis::start(Tls::Valid, free_port()))
}

/// Starts a server like [`redis()`], with an expired certificate.
pub fn redis_expired() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| redis::start(Tls::Expired, free_port()))
}

/// Starts a Redis that refuses every connection without TLS and without a certificate of the client.
pub fn redis_with_client_certificates() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| redis::start(Tls::Only, free_port()))
}

/// Starts a server like [`redis()`], without TLS and without `HELLO`.
pub fn redis_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| redis::start(Tls::None, free_port()))
}

/// A server that a test starts itself, on a port that is known before. Dropping the [`Server`] stops it.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    user: &'static str,
    start: fn(Tls, u16) -> Server,
    scheme: &'static str,
    database: &'static str,
    query: &'static str,
    port: u16,
}

impl Later {
    /// PostgreSQL, like [`postgres_without_tls`].
    pub fn postgres() -> Self {
        Self::new(postgres::start, "postgres", DATABASE, "sslmode=disable")
    }

    /// MariaDB, like [`mariadb_without_tls`].
    pub fn mariadb() -> Self {
        Self::new(mariadb::start, "mysql", DATABASE, "ssl-mode=disabled")
    }

    /// MongoDB, like [`mongodb_without_tls`].
    pub fn mongodb() -> Self {
        Self::new(mongodb::start, "mongodb", DATABASE, "authSource=admin")
    }

    /// Redis, like [`redis_without_tls`].
    pub fn redis() -> Self {
        Self::new(redis::start, "redis", redis::DATABASE, "")
    }

    fn new(start: fn(Tls, u16) -> Server, scheme: &'static str, database: &'static str, query: &'static str) -> Self {
        Self { user: USER, start, scheme, database, query, port: free_port() }
    }

    /// Returns the URL that the server has when it runs.
    pub fn url(&self) -> String {
        let Self { user, start: _, scheme, database, query, port } = self;
        let login = if user.is_empty() { String::new() } else { format!("{user}:{}@", escaped(PASSWORD)) };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{login}{HOST}:{port}/{database}{mark}{query}")
    }

    /// Leaves the user and the password out of the URL.
    pub fn without_user(self) -> Self {
        Self { user: "", ..self }
    }

    /// Returns the TCP port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Starts the server.
    pub fn start(&self) -> Server {
        (self.start)(Tls::None, self.port)
    }
}

/// The TLS of a server.
#[derive(Debug, Clone, Copy)]
enum Tls {
    /// A certificate.
    Valid,
    /// An expired certificate.
    Expired,
    /// A certificate, and no connection without TLS. Redis then also requires a certificate of the client. The others do not
    /// support this.
    Only,
    /// No TLS.
    None,
}

impl Tls {
    /// Returns the prefix of the certificate's file names, for a shell. It is empty without TLS.
    fn certificate(self) -> &'static OsStr {
        OsStr::new(match self {
            Tls::Valid | Tls::Only => "server",
            Tls::Expired => "expired",
            Tls::None => "",
        })
    }
}

/// A directory that a shell removes when this process ends. The shell waits for the end of its input.
#[derive(Debug)]
struct Directory {
    path: PathBuf,
    /// Keeps the shell's input open.
    _shell: Child,
}

impl Directory {
    /// Runs `script` in a new directory, and writes its output to the file `log` there.
    ///
    /// File descriptor 3 of the script reaches end of file as soon as this process ends. The shell removes the
    /// directory when both the script and this process have ended.
    fn new(script: &str, variables: &[(&str, &OsStr)]) -> Self {
        let directory = tempfile::Builder::new().prefix("db-config-").tempdir();
        let path = directory.expect("cannot make a temporary directory").keep();
        let shell = Command::new("sh")
            .arg("-c")
            .arg(format!("exec 3<&0 </dev/null >log 2>&1\n{script}\ncat <&3\ncd /\nrm -rf \"$directory\""))
            .envs(variables.iter().copied())
            .env("directory", &path)
            .current_dir(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C ends the tests, but not this shell.
            .process_group(0)
            .spawn()
            .expect("cannot start `sh`");
        Directory { path, _shell: shell }
    }
}

/// The shell commands that start a server. `$directory`, `$port` and `$certificates` are set.
struct Recipe<'a> {
    name: &'static str,
    /// Creates the data directory.
    prepare: &'a str,
    /// The server's command line, without redirections and on one line.
    serve: &'a str,
    /// The signal that ends the server at once.
    stop: &'a str,
    /// The message in the log when the server accepts connections.
    ready: &'a str,
    /// Further variables for the commands.
    variables: &'a [(&'a str, &'a OsStr)],
}

impl Recipe<'_> {
    fn start(&self, port: u16) -> Directory {
        const ENDED: &str = "db-config: the server has ended";
        let Recipe { name, prepare, serve, stop, .. } = self;
        let script = format!(
            "prepare() {{ {prepare}\n}}
            if prepare; then
                {serve} 3<&- &
                pid=$!
                # Repeats the signal, because a server that has just started ignores it.
                {{ cat <&3; while kill -s {stop} $pid; do sleep 0.1; done; }} &
                wait $pid
            fi
            echo '{ENDED}'
            wait"
        );
        let port_text = port.to_string();
        let mut variables = self.variables.to_vec();
        variables.push(("port", port_text.as_ref()));
        variables.push(("certificates", certificates().directory().as_os_str()));

        let directory = Directory::new(&script, &variables);
        let log = || String::from_utf8_lossy(&fs::read(directory.path.join("log")).unwrap_or_default()).into_owned();
        let deadline = Instant::now() + Duration::from_secs(60);
        while !log().contains(self.ready) {
            if log().contains(ENDED) || Instant::now() > deadline {
                let log = log();
                let lines: Vec<_> = log.lines().collect();
                let tail = lines[lines.len().saturating_sub(30)..].join("\n");
                panic!("{name} does not start; the end of its log:\n{tail}");
            }
            thread::sleep(Duration::from_millis(10));
        }
        directory
    }
}

/// Returns a free port below those of outgoing connections, so that none of them uses it before the server does.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test processes with neighboring ids get different blocks of eight ports.
    let first = 20_000 + (process::id() % 1_500) as u16 * 8;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
        if net::TcpListener::bind((HOST, port)).is_ok() {
            return port;
        }
    }
}

/// Returns the program from the first of these directories, or else of the search path, that has it.
fn find(program: &str, directories: &[PathBuf], install: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = directories
        .iter()
        .cloned()
        .chain(env::split_paths(&path))
        // Debian has servers in this directory, which is not on the search path of most users.
        .chain([PathBuf::from("/usr/sbin")])
        .map(|directory| directory.join(program))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("`{program}` is not installed: run `./test`, which installs {install}"))
}

/// Returns the directory of the workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("`tests` is in the workspace")
}
