//! The other parsers: what each reads from a text, and what is read from the same client's settings as this library
//! makes them.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::catch_unwind;
use std::str::FromStr;

use db_config::{DatabaseUrl, FromDatabaseUrl, UrlError};
use mongodb::options::{ConnectionString, HostInfo, Tls};
use redis::ConnectionAddr;

use crate::differential::debug::fields;
use crate::differential::texts::Dialect;
use crate::differential::{dialects, postgres};

/// What was read, each part under its name; a part that means the same as none is left out.
pub type Facts = BTreeMap<String, String>;

/// One of the other parsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parser {
    Libpq,
    TokioPostgres,
    SqlxPostgres,
    Sqlx08Postgres,
    SqlxMySql,
    Sqlx08MySql,
    MySqlAsync,
    MySql,
    MongoDb,
    Redis,
    Fred,
    SqlxSqlite,
    Sqlx08Sqlite,
    Url,
}

impl Parser {
    /// What reports call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Libpq => "libpq",
            Self::TokioPostgres => "tokio-postgres",
            Self::SqlxPostgres => "sqlx 0.9 (PostgreSQL)",
            Self::Sqlx08Postgres => "sqlx 0.8 (PostgreSQL)",
            Self::SqlxMySql => "sqlx 0.9 (MySQL)",
            Self::Sqlx08MySql => "sqlx 0.8 (MySQL)",
            Self::MySqlAsync => "mysql_async",
            Self::MySql => "mysql",
            Self::MongoDb => "mongodb",
            Self::Redis => "redis",
            Self::Fred => "fred",
            Self::SqlxSqlite => "sqlx 0.9 (SQLite)",
            Self::Sqlx08Sqlite => "sqlx 0.8 (SQLite)",
            Self::Url => "`url`",
        }
    }

    /// A scheme that it takes.
    pub fn scheme(self) -> &'static str {
        self.dialects()[0].schemes[0]
    }

    /// What its texts are made of.
    pub fn dialects(self) -> Vec<Dialect> {
        match self {
            Self::Libpq => vec![dialects::libpq()],
            Self::TokioPostgres => vec![dialects::tokio_postgres()],
            Self::SqlxPostgres | Self::Sqlx08Postgres => vec![dialects::sqlx_postgres()],
            Self::SqlxMySql | Self::Sqlx08MySql => vec![dialects::sqlx_mysql()],
            Self::MySqlAsync => vec![dialects::mysql_async()],
            Self::MySql => vec![dialects::mysql()],
            Self::MongoDb => vec![dialects::mongodb()],
            Self::Redis | Self::Fred => vec![dialects::redis()],
            Self::SqlxSqlite | Self::Sqlx08Sqlite => vec![dialects::sqlx_sqlite()],
            Self::Url => {
                vec![dialects::sqlx_postgres(), dialects::mysql_async(), dialects::mongodb(), dialects::sqlx_sqlite()]
            }
        }
    }

    /// What it reads by itself, if it takes the text.
    pub fn theirs(self, text: &str) -> Option<Facts> {
        match self {
            Self::Libpq => postgres::libpq(text),
            Self::TokioPostgres => Some(tokio_postgres::Config::from_str(text).ok()?.facts()),
            Self::SqlxPostgres => Some(sqlx::postgres::PgConnectOptions::from_str(text).ok()?.facts()),
            Self::Sqlx08Postgres => Some(sqlx_0_8::postgres::PgConnectOptions::from_str(text).ok()?.facts()),
            Self::SqlxMySql => Some(sqlx::mysql::MySqlConnectOptions::from_str(text).ok()?.facts()),
            Self::Sqlx08MySql => Some(sqlx_0_8::mysql::MySqlConnectOptions::from_str(text).ok()?.facts()),
            Self::MySqlAsync => Some(mysql_async::Opts::from_url(text).ok()?.facts()),
            Self::MySql => Some(mysql::Opts::from_url(text).ok()?.facts()),
            // It panics on some texts.
            Self::MongoDb => Some(catch_unwind(|| ConnectionString::parse(text)).ok()?.ok()?.facts()),
            Self::Redis => Some(redis::ConnectionInfo::from_str(text).ok()?.facts()),
            Self::Fred => Some(fred::types::config::Config::from_url(text).ok()?.facts()),
            Self::SqlxSqlite => Some(sqlx::sqlite::SqliteConnectOptions::from_str(text).ok()?.facts()),
            Self::Sqlx08Sqlite => Some(sqlx_0_8::sqlite::SqliteConnectOptions::from_str(text).ok()?.facts()),
            Self::Url => Some(url::Url::parse(text).ok()?.facts()),
        }
    }

    /// What its settings say that this library makes of the text.
    pub fn ours(self, text: &str) -> Result<Facts, UrlError> {
        let url: DatabaseUrl = text.parse()?;
        match self {
            Self::Libpq => postgres::libpq_ours(&url),
            Self::TokioPostgres => settings::<tokio_postgres::Config>(&url),
            Self::SqlxPostgres => settings::<sqlx::postgres::PgConnectOptions>(&url),
            Self::Sqlx08Postgres => settings::<sqlx_0_8::postgres::PgConnectOptions>(&url),
            Self::SqlxMySql => settings::<sqlx::mysql::MySqlConnectOptions>(&url).map(|it| with_system_user(it, &url)),
            Self::Sqlx08MySql => {
                settings::<sqlx_0_8::mysql::MySqlConnectOptions>(&url).map(|it| with_system_user(it, &url))
            }
            Self::MySqlAsync => settings::<mysql_async::Opts>(&url).map(|it| with_system_user(it, &url)),
            Self::MySql => settings::<mysql::Opts>(&url).map(|it| with_system_user(it, &url)),
            Self::MongoDb => settings::<ConnectionString>(&url),
            Self::Redis => settings::<redis::ConnectionInfo>(&url),
            Self::Fred => settings::<fred::types::config::Config>(&url),
            Self::SqlxSqlite => settings::<sqlx::sqlite::SqliteConnectOptions>(&url),
            Self::Sqlx08Sqlite => settings::<sqlx_0_8::sqlite::SqliteConnectOptions>(&url),
            Self::Url => Ok(url.facts()),
        }
    }
}

impl fmt::Display for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn settings<T: FromDatabaseUrl + Read>(url: &DatabaseUrl) -> Result<Facts, UrlError> {
    T::from_database_url(url).map(|settings| settings.facts())
}

/// The user of this process, if the URL names none: whoever it is, the table shall not depend on it.
fn with_system_user(mut facts: Facts, url: &DatabaseUrl) -> Facts {
    if url.username().is_none() {
        facts.insert("user".to_owned(), "(the system's)".to_owned());
    }
    facts
}

/// Settings that can be read.
pub trait Read {
    fn facts(&self) -> Facts;
}

pub fn add(facts: &mut Facts, name: &str, value: Option<impl fmt::Display>) {
    if let Some(value) = value {
        facts.insert(name.to_owned(), value.to_string());
    }
}

/// Gives a field the name that it has for all parsers.
fn rename(facts: &mut Facts, names: &[(&str, &str)]) {
    for (field, name) in names {
        if let Some(value) = facts.remove(*field) {
            facts.insert((*name).to_owned(), value);
        }
    }
}

/// For the clients, an empty password is none.
fn without_empty_password(mut facts: Facts) -> Facts {
    if facts.get("password").is_some_and(String::is_empty) {
        facts.remove("password");
    }
    facts
}

macro_rules! sqlx {
    ($($sqlx:ident)*) => { $(
        impl Read for $sqlx::postgres::PgConnectOptions {
            fn facts(&self) -> Facts {
                let mut facts = fields(self);
                rename(&mut facts, &[("username", "user"), ("ssl_mode", "tls")]);
                if let Some(socket) = facts.remove("socket") {
                    facts.insert("host".to_owned(), socket);
                }
                let user = facts["user"].clone();
                facts.entry("database".to_owned()).or_insert(user);
                without_empty_password(facts)
            }
        }

        impl Read for $sqlx::mysql::MySqlConnectOptions {
            fn facts(&self) -> Facts {
                let mut facts = fields(self);
                rename(&mut facts, &[("username", "user"), ("ssl_mode", "tls")]);
                if facts.contains_key("socket") {
                    facts.remove("host");
                    facts.remove("port");
                }
                without_empty_password(facts)
            }
        }

        impl Read for $sqlx::sqlite::SqliteConnectOptions {
            fn facts(&self) -> Facts {
                let mut facts = fields(self);
                let name = facts["filename"].clone();
                if facts["in_memory"] == "true" {
                    // A number makes it unique; a name is written as a URI.
                    let name = name.strip_prefix("file:").map_or(name.clone(), decoded);
                    let is_unique = name.starts_with("sqlx-in-memory-") || name.starts_with("db-config-memory-");
                    let name = name.trim_start_matches('/');
                    let name = if is_unique || name.is_empty() { ":memory:" } else { name };
                    facts.insert("filename".to_owned(), name.to_owned());
                }
                facts
            }
        }
    )* };
}

sqlx!(sqlx sqlx_0_8);

impl Read for mysql_async::Opts {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        match self.socket() {
            Some(socket) => add(&mut facts, "socket", Some(socket)),
            None => {
                add(&mut facts, "host", Some(self.ip_or_hostname()));
                add(&mut facts, "port", Some(self.tcp_port()));
            }
        }
        add(&mut facts, "user", self.user().filter(|user| !user.is_empty()));
        add(&mut facts, "password", self.pass());
        add(&mut facts, "database", self.db_name());
        let tls =
            self.ssl_opts().map(|options| match (options.accept_invalid_certs(), options.skip_domain_validation()) {
                (true, _) => "require",
                (false, true) => "verify-ca",
                (false, false) => "verify-full",
            });
        add(&mut facts, "tls", tls);
        add(&mut facts, "tls_roots", self.ssl_opts().map(|options| format!("{:?}", options.disable_built_in_roots())));
        let pool = self.pool_opts();
        add(&mut facts, "pool_min", Some(pool.constraints().min()));
        add(&mut facts, "pool_max", Some(pool.constraints().max()));
        add(&mut facts, "inactive_connection_ttl", Some(format!("{:?}", pool.inactive_connection_ttl())));
        add(&mut facts, "abs_conn_ttl", pool.abs_conn_ttl().map(|ttl| format!("{ttl:?}")));
        add(&mut facts, "stmt_cache_size", Some(self.stmt_cache_size()));
        add(&mut facts, "prefer_socket", Some(self.prefer_socket()));
        add(&mut facts, "compression", self.compression().map(|compression| format!("{compression:?}")));
        let flags = (self.tcp_nodelay(), self.tcp_keepalive(), self.secure_auth(), self.client_found_rows());
        add(&mut facts, "flags", Some(format!("{flags:?} {:?} {:?}", self.enable_cleartext_plugin(), self.setup())));
        let limits = (self.max_allowed_packet(), self.wait_timeout(), self.conn_ttl(), pool.reset_connection());
        add(
            &mut facts,
            "limits",
            Some(format!("{limits:?} {:?} {:?}", pool.ttl_check_interval(), pool.abs_conn_ttl_jitter())),
        );
        without_empty_password(facts)
    }
}

impl Read for mysql::Opts {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        match self.get_socket() {
            Some(socket) => add(&mut facts, "socket", Some(socket)),
            None => {
                add(&mut facts, "host", Some(self.get_ip_or_hostname().trim_matches(['[', ']'])));
                add(&mut facts, "port", Some(self.get_tcp_port()));
            }
        }
        add(&mut facts, "user", self.get_user().filter(|user| !user.is_empty()));
        add(&mut facts, "password", self.get_pass());
        add(&mut facts, "database", self.get_db_name());
        let tls = self.get_ssl_opts().map(|options| {
            match (options.accept_invalid_certs(), options.skip_domain_validation()) {
                (true, _) => "require",
                (false, true) => "verify-ca",
                (false, false) => "verify-full",
            }
        });
        add(&mut facts, "tls", tls);
        let root = self.get_ssl_opts().and_then(mysql::SslOpts::root_cert_path);
        add(&mut facts, "ssl_ca", root.map(|root| root.display().to_string()));
        let pool = self.get_pool_opts();
        add(&mut facts, "pool_min", Some(pool.constraints().min()));
        add(&mut facts, "pool_max", Some(pool.constraints().max()));
        add(&mut facts, "connect_timeout", self.get_tcp_connect_timeout().map(|timeout| format!("{timeout:?}")));
        add(&mut facts, "stmt_cache_size", Some(self.get_stmt_cache_size()));
        add(&mut facts, "prefer_socket", Some(self.get_prefer_socket()));
        add(&mut facts, "compression", self.get_compress().map(|compression| format!("{compression:?}")));
        let flags = (self.get_tcp_nodelay(), self.get_secure_auth(), self.get_enable_cleartext_plugin());
        let keepalive = (self.get_tcp_keepalive_time_ms(), self.get_tcp_user_timeout_ms(), self.get_server_key_path());
        add(&mut facts, "flags", Some(format!("{flags:?} {keepalive:?} {:?}", self.get_init())));
        let limits = (self.get_max_allowed_packet(), pool.reset_connection(), pool.check_health());
        add(&mut facts, "limits", Some(format!("{limits:?}")));
        without_empty_password(facts)
    }
}

impl Read for ConnectionString {
    fn facts(&self) -> Facts {
        let mut facts = fields(self);
        facts.remove("host_info");
        let hosts = match &self.host_info {
            HostInfo::HostIdentifiers(hosts) => hosts.iter().map(|host| host.to_string().to_lowercase()).collect(),
            HostInfo::DnsRecord(name) => vec![format!("{name} (srv)")],
            other => vec![format!("{other:?}")],
        };
        add(&mut facts, "host", Some(hosts.join(",")));
        facts.remove("credential");
        if let Some(credential) = &self.credential {
            add(&mut facts, "user", credential.username.as_ref());
            add(&mut facts, "password", credential.password.as_ref());
            add(&mut facts, "authSource", credential.source.as_ref());
            add(&mut facts, "authMechanism", credential.mechanism.as_ref().map(|mechanism| format!("{mechanism:?}")));
            let properties = credential.mechanism_properties.as_ref().map(ToString::to_string);
            add(&mut facts, "authMechanismProperties", properties);
        }
        facts.remove("tls_insecure");
        facts.remove("tls");
        if let Some(Tls::Enabled(options)) = &self.tls {
            let is_insecure = self.tls_insecure() == Some(true) || options.allow_invalid_certificates == Some(true);
            add(&mut facts, "tls", Some(if is_insecure { "require" } else { "verify-full" }));
            add(&mut facts, "tlsCAFile", options.ca_file_path.as_ref().map(|path| path.display()));
            add(&mut facts, "tlsCertificateKeyFile", options.cert_key_file_path.as_ref().map(|path| path.display()));
        }
        rename(&mut facts, &[("default_database", "database")]);
        if let Some(preference) = facts.get_mut("read_preference") {
            *preference = with_sorted_tags(preference);
        }
        without_empty_password(facts)
    }
}

/// Returns an IPv6 address in its shortest form, and any other host as it is.
fn shortest(host: &str) -> String {
    host.parse::<std::net::Ipv6Addr>().map_or_else(|_| host.to_owned(), |address| address.to_string())
}

impl Read for redis::ConnectionInfo {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        match self.addr() {
            ConnectionAddr::Tcp(host, port) => {
                add(&mut facts, "host", Some(shortest(host)));
                add(&mut facts, "port", Some(port));
            }
            ConnectionAddr::TcpTls { host, port, insecure, .. } => {
                add(&mut facts, "host", Some(shortest(host)));
                add(&mut facts, "port", Some(port));
                add(&mut facts, "tls", Some(if *insecure { "require" } else { "verify-full" }));
            }
            other => add(&mut facts, "socket", Some(other)),
        }
        let settings = self.redis_settings();
        add(&mut facts, "user", settings.username());
        add(&mut facts, "password", settings.password());
        add(&mut facts, "database", Some(settings.db()).filter(|number| *number != 0));
        let is_resp3 = matches!(settings.protocol(), redis::ProtocolVersion::RESP3);
        add(&mut facts, "protocol", is_resp3.then_some(3));
        without_empty_password(facts)
    }
}

impl Read for fred::types::config::Config {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for server in self.server.hosts() {
            if self.server.is_unix_socket() {
                add(&mut facts, "socket", Some(server.host));
            } else {
                add(&mut facts, "host", Some(shortest(server.host.trim_matches(['[', ']']))));
                add(&mut facts, "port", Some(server.port));
            }
        }
        add(&mut facts, "tls", self.uses_tls().then_some("on"));
        add(&mut facts, "user", self.username.as_ref());
        add(&mut facts, "password", self.password.as_ref());
        add(&mut facts, "database", self.database.filter(|number| *number != 0));
        let is_resp3 = matches!(self.version, fred::types::RespVersion::RESP3);
        add(&mut facts, "protocol", is_resp3.then_some(3));
        without_empty_password(facts)
    }
}

/// A map of tags is shown in any order.
fn with_sorted_tags(preference: &str) -> String {
    let sorted = |part: &str| match part.split_once('}') {
        Some((map, rest)) if map.starts_with('"') => {
            let mut tags: Vec<&str> = map.split(", ").collect();
            tags.sort();
            format!("{}}}{rest}", tags.join(", "))
        }
        _ => part.to_owned(),
    };
    preference.split('{').map(sorted).collect::<Vec<_>>().join("{")
}

impl Read for url::Url {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        add(&mut facts, "scheme", Some(self.scheme()));
        add(&mut facts, "user", Some(decoded(self.username())).filter(|user| !user.is_empty()));
        add(&mut facts, "password", self.password().map(decoded));
        add(&mut facts, "host", self.host_str().map(|host| decoded(host.trim_matches(['[', ']']))));
        add(&mut facts, "port", self.port());
        add(&mut facts, "pathname", Some(self.path()));
        add(&mut facts, "fragment", self.fragment());
        add_pairs(&mut facts, self.query_pairs());
        facts.retain(|name, value| name != "host" || !value.is_empty());
        without_empty_password(facts)
    }
}

impl Read for DatabaseUrl {
    fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        add(&mut facts, "scheme", Some(self.scheme()));
        add(&mut facts, "user", self.username());
        add(&mut facts, "password", self.password());
        let hosts: Vec<&str> = self.hosts().iter().map(|host| host.name()).collect();
        add(&mut facts, "host", Some(hosts.join(",")).filter(|hosts| !hosts.is_empty()));
        add(&mut facts, "port", self.port());
        add(&mut facts, "pathname", Some(self.pathname()));
        add_pairs(&mut facts, self.query_pairs());
        without_empty_password(facts)
    }
}

fn add_pairs(facts: &mut Facts, pairs: impl Iterator<Item = (impl fmt::Display, impl fmt::Display)>) {
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    add(facts, "query", Some(pairs.join("&")).filter(|pairs| !pairs.is_empty()));
}

/// Percent-decoded; bytes that are not UTF-8 are escaped, so that they stay different.
pub fn decoded(text: &str) -> String {
    let bytes = decoded_bytes(text.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().escape_ascii().to_string())
}

fn decoded_bytes(text: &[u8]) -> Vec<u8> {
    let (mut bytes, mut i) = (Vec::new(), 0);
    while i < text.len() {
        let digits = text.get(i + 1..i + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits
            .filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        match byte.filter(|_| text[i] == b'%') {
            Some(byte) => (bytes.push(byte), i += 3),
            None => (bytes.push(text[i]), i += 1),
        };
    }
    bytes
}
