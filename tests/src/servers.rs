//! Throw-away PostgreSQL, MariaDB and MongoDB servers, each started once per test process when first asked for.
//!
//! Every server listens on a free port of 127.0.0.1 and on a Unix socket, and unless its name says otherwise, offers TLS
//! without insisting on it, with a certificate for `localhost` and `db.test` only (see [`Certificates`]). A shell next to each server stops it and
//! removes its folder as soon as the test process has ended, however it ended.

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
mod refuses_tls;
mod strips_tls;

pub use asks_for_password::{AsksForPassword, asks_for_password, password_in};
pub use certificates::{Certificates, certificates};
pub use expired_tls::{ExpiredTls, expired_tls};
pub use refuses_tls::{RefusesTls, SSL_REQUEST, refuses_tls};
pub use strips_tls::{StripsTls, strips_tls};

/// The password of every user: full of characters that must be escaped in a URL.
pub const PASSWORD: &str = "p@ss/w#rd:1?2 3%4+5";

/// A user of PostgreSQL and MariaDB that the server refuses over TCP without TLS.
pub const TLS_USER: &str = "tls_only";

/// A user of PostgreSQL and MariaDB that the server refuses over TCP without [`Certificates::client_cert`].
/// PostgreSQL then asks for no password.
pub const CERT_USER: &str = "cert_only";

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
    /// What its clients take as the socket: PostgreSQL's folder, the socket file of the others.
    pub socket: PathBuf,
    /// A user who owns the database.
    pub user: &'static str,
    /// [`PASSWORD`].
    pub password: &'static str,
    /// The database; MongoDB has its users in `admin`.
    pub database: &'static str,
    /// The query of [`Server::url`].
    pub query: &'static str,
    _folder: Folder,
}

impl Server {
    /// The URL over TCP and without TLS.
    pub fn url(&self) -> String {
        self.url_as(self.user, self.host, self.query)
    }

    /// The URL for another user, host or query than [`Server::url`] has; everything but the password is used as given.
    pub fn url_as(&self, user: &str, host: &str, query: &str) -> String {
        let Server { scheme, port, database, .. } = self;
        let password = escaped(self.password);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{scheme}://{user}:{password}@{host}:{port}/{database}{mark}{query}")
    }
}

/// PostgreSQL, with the users `app`, [`TLS_USER`] and [`CERT_USER`].
pub fn postgres() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Valid))
}

/// PostgreSQL's own client, whose libpq reads the environment.
pub fn psql() -> &'static Path {
    static PSQL: OnceLock<PathBuf> = OnceLock::new();
    PSQL.get_or_init(|| postgres::program("psql"))
}

/// [`postgres`] with a certificate that is no longer valid.
pub fn postgres_expired() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Expired))
}

/// [`postgres`] without TLS.
pub fn postgres_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::None))
}

/// PostgreSQL that rejects every connection without TLS, as one behind a tunnel does. It has no socket for clients.
pub fn postgres_with_tls_only() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| postgres::start(Tls::Only))
}

/// PgBouncer in front of [`postgres`], in transaction mode and with one connection to the server; it has no TLS and no
/// socket.
pub fn pgbouncer() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(pgbouncer::start)
}

/// MariaDB, with the users `app`, [`TLS_USER`] and [`CERT_USER`].
pub fn mariadb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::Valid))
}

/// The same with a certificate that is no longer valid.
pub fn mariadb_expired() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::Expired))
}

/// The same without TLS.
pub fn mariadb_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mariadb::start(Tls::None))
}

/// MongoDB, with authentication on and the user `app`.
pub fn mongodb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mongodb::start(Tls::Valid))
}

/// The same without TLS.
pub fn mongodb_without_tls() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| mongodb::start(Tls::None))
}

/// What a server has for who wants TLS.
#[derive(Debug, Clone, Copy)]
enum Tls {
    /// A certificate.
    Valid,
    /// One that is no longer valid.
    Expired,
    /// A certificate, and no connection without TLS: PostgreSQL alone.
    Only,
    /// Nothing.
    None,
}

impl Tls {
    /// What the names of the certificate's files begin with: for a shell, which sees that there is none.
    fn certificate(self) -> &'static OsStr {
        OsStr::new(match self {
            Tls::Valid | Tls::Only => "server",
            Tls::Expired => "expired",
            Tls::None => "",
        })
    }
}

/// A folder that goes when this process has ended, because the shell that removes it waits for the end of its input.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Holds the other end of the shell's input.
    _shell: Child,
}

impl Folder {
    /// Runs `script` in a new folder, where its output goes to the file `log`; its file descriptor 3 reaches end of
    /// file as soon as this process ends. The folder goes when both have ended.
    fn new(script: &str, variables: &[(&str, &OsStr)]) -> Self {
        let folder = tempfile::Builder::new().prefix("db-config-").tempdir();
        let path = folder.expect("cannot make a temporary folder").keep();
        let shell = Command::new("sh")
            .arg("-c")
            .arg(format!("exec 3<&0 </dev/null >log 2>&1\n{script}\ncat <&3\ncd /\nrm -rf \"$folder\""))
            .envs(variables.iter().copied())
            .env("folder", &path)
            .current_dir(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Out of reach of the Ctrl-C that ends the tests.
            .process_group(0)
            .spawn()
            .expect("cannot start `sh`");
        Folder { path, _shell: shell }
    }
}

/// How to start a server, in shell commands; `$folder`, `$port` and `$certificates` are set.
struct Recipe<'a> {
    name: &'static str,
    /// Makes the data folder.
    prepare: &'a str,
    /// The server's command line, without redirections and on one line.
    serve: &'a str,
    /// The signal that ends the server at once.
    stop: &'a str,
    /// What the log says when the server takes connections.
    ready: &'a str,
    /// More variables for the commands.
    variables: &'a [(&'a str, &'a OsStr)],
}

impl Recipe<'_> {
    fn start(&self) -> (Folder, u16) {
        const ENDED: &str = "db-config: the server has ended";
        let Recipe { name, prepare, serve, stop, .. } = self;
        let port = free_port();
        let script = format!(
            "prepare() {{ {prepare}\n}}
            if prepare; then
                {serve} 3<&- &
                pid=$!
                # Again and again, as a server that has only just started still ignores what it later obeys.
                {{ cat <&3; while kill -s {stop} $pid; do sleep 0.1; done; }} &
                wait $pid
            fi
            echo '{ENDED}'
            wait"
        );
        let port_text = port.to_string();
        let mut variables = self.variables.to_vec();
        variables.push(("port", port_text.as_ref()));
        variables.push(("certificates", certificates().folder().as_os_str()));

        let folder = Folder::new(&script, &variables);
        let log = || String::from_utf8_lossy(&fs::read(folder.path.join("log")).unwrap_or_default()).into_owned();
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
        (folder, port)
    }
}

/// A port below those that outgoing connections get, so that none takes it before the server does.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test processes with neighbouring ids get blocks of eight ports.
    let first = 20_000 + (process::id() % 1_500) as u16 * 8;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
        if net::TcpListener::bind((HOST, port)).is_ok() {
            return port;
        }
    }
}

/// The first of the folders, and then of the search path, that has the program.
fn find(program: &str, folders: &[PathBuf], install: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = folders
        .iter()
        .cloned()
        .chain(env::split_paths(&path))
        // Where Debian has servers, off the search path of a plain user.
        .chain([PathBuf::from("/usr/sbin")])
        .map(|folder| folder.join(program))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("`{program}` is not installed: run `./test`, which installs {install}"))
}

/// The workspace's folder.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("`tests` is in the workspace")
}
