//! The values of a URL, from its accessors and in resolved form, for comparison.

use std::net::IpAddr;

use db_config::resolved::{Postgres, Resolved, Secret, Server};
use db_config::{DatabaseUrl, RootCertificate, TlsMode, TlsPlan};

/// Holds the parts that must not become another part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    pub hosts: Vec<Host>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub database: Option<String>,
}

/// Holds a name in lower case, because DNS and some clients ignore the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    pub name: String,
    pub port: u16,
    pub address: Option<IpAddr>,
}

impl Host {
    pub fn new(name: &str, port: u16) -> Self {
        let name = if name.starts_with('/') { name.to_owned() } else { name.to_lowercase() };
        Self { name, port, address: None }
    }

    fn of(server: &Server<'_>, default: u16) -> Self {
        Self { address: server.address, ..Self::new(&server.host, server.port.unwrap_or(default)) }
    }
}

/// Returns the meaning of the URL for a client of a server. Returns `None` for SQLite, and for a URL that no client
/// supports.
pub fn parts(url: &DatabaseUrl) -> Option<Parts> {
    let owned = |password: Option<Secret<'_>>| password.map(|password| password.expose_secret().to_owned());
    let hosts = |servers: &[Server<'_>], port| servers.iter().map(|server| Host::of(server, port)).collect();
    Some(match Resolved::resolve(url).ok()? {
        Resolved::Postgres(it) => Parts {
            hosts: hosts(&it.servers, 5432),
            user: Some(it.user.to_string()),
            password: owned(it.password),
            database: Some(it.database.to_string()),
        },
        Resolved::MySql(it) => Parts {
            hosts: hosts(&it.servers, 3306),
            user: Some(it.user.to_owned()),
            password: owned(it.password),
            database: it.database.map(str::to_owned),
        },
        Resolved::MongoDb(it) => Parts {
            hosts: hosts(&it.servers, 27017),
            user: it.user.map(str::to_owned),
            password: owned(it.password),
            database: it.database.map(str::to_owned),
        },
        Resolved::Redis(it) => Parts {
            hosts: hosts(&it.servers, 6379),
            user: it.user.map(str::to_owned),
            password: owned(it.password),
            database: Some(it.database.to_string()),
        },
        _ => return None,
    })
}

/// Removes the number of an unnamed in-memory database, which differs for every URL.
pub fn without_memory_number(text: &str) -> String {
    const NAME: &str = "db-config-memory-";
    let mut parts = text.split(NAME);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + NAME + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Holds the initial settings of a PostgreSQL session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    pub application_name: Option<String>,
    pub options: Option<String>,
}

pub fn session(url: &DatabaseUrl) -> Session {
    let session = Postgres::resolve(url).map(|it| it.session).unwrap_or_default();
    Session {
        application_name: session.application_name.map(|given| given.value.to_owned()),
        options: session.startup_options(),
    }
}

/// Holds the chosen TLS options, without the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    pub mode: TlsMode,
    pub root: Option<String>,
    pub certificate: Option<String>,
    pub key: Option<String>,
}

impl Tls {
    pub fn of(plan: &TlsPlan) -> Self {
        let text = |path: Option<&std::path::Path>| path.map(|path| path.to_string_lossy().into_owned());
        let root = match plan.root_certificate() {
            Some(RootCertificate::File(path)) => text(Some(path)),
            // libpq also reads `system` as this, even if a file has this name.
            Some(_) => Some("system".to_owned()),
            None => None,
        };
        Self { mode: plan.mode(), root, certificate: text(plan.client_certificate()), key: text(plan.client_key()) }
    }
}
