//! Diesel 2: a string, which each of its connections reads in a way of its own.

use std::fmt;
use std::ops::Deref;
use std::path::Path;

use ::diesel::Connection;
use ::diesel::r2d2::ConnectionManager;

use super::text::{self, UrlText};
use crate::ascii::boolean;
use crate::error::UrlError;
use crate::keys::Key;
use crate::percent::encode;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, SqliteFile, TlsMode, defaults, scheme, sqlite};

/// The string for Diesel's `Connection::establish`.
///
/// It dereferences to the text, secrets included, and has no `Display`; its `Debug` shows the URL
/// without them.
///
/// ```
/// use db_config::{DatabaseUrl, DieselUrl, FromDatabaseUrl};
///
/// let url: DatabaseUrl = "sqlite:app.db".parse()?;
/// let url = DieselUrl::from_database_url(&url)?;
/// assert_eq!(&*url, "app.db"); // SqliteConnection::establish(&url)
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Clone)]
pub struct DieselUrl {
    text: String,
    redacted: String,
}

impl Deref for DieselUrl {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for DieselUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DieselUrl").field(&self.redacted).finish()
    }
}

impl FromDatabaseUrl for DieselUrl {
    const SCHEMES: &'static [&'static str] = scheme::SQL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        Ok(Self { text: establish_text(url)?, redacted: url.redacted() })
    }
}

/// Whatever connection it manages; the connection's backend says which schemes it takes.
impl<C: Connection> FromDatabaseUrl for ConnectionManager<C>
where
    C::Backend: DieselBackend,
{
    const SCHEMES: &'static [&'static str] = <C::Backend as DieselBackend>::BACKEND.schemes();

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        Ok(ConnectionManager::new(establish_text(url)?))
    }
}

/// Diesel's backends, each behind its feature: `diesel-postgres`, `diesel-mysql`, `diesel-sqlite`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a Diesel backend that `db-config` is not told of",
    note = "turn on its feature of `db-config`: `diesel-postgres`, `diesel-mysql` or `diesel-sqlite`"
)]
pub trait DieselBackend {
    /// The same backend here.
    const BACKEND: Backend;
}

#[cfg(feature = "diesel-postgres")]
impl DieselBackend for ::diesel::pg::Pg {
    const BACKEND: Backend = Backend::Postgres;
}

#[cfg(feature = "diesel-mysql")]
impl DieselBackend for ::diesel::mysql::Mysql {
    const BACKEND: Backend = Backend::MySql;
}

#[cfg(feature = "diesel-sqlite")]
impl DieselBackend for ::diesel::sqlite::Sqlite {
    const BACKEND: Backend = Backend::Sqlite;
}

/// The text that the connection of the URL's backend reads.
pub(crate) fn establish_text(url: &DatabaseUrl) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres => postgres(url),
        Backend::MySql => mysql(url),
        _ => file(url),
    }
}

/// What libpq would take from the environment for a key that is left out, and the value that says
/// nothing in its place
/// ([Environment Variables](https://www.postgresql.org/docs/current/libpq-envars.html)).
#[rustfmt::skip]
const AMBIENT: &[(&str, &str, &str)] = &[
    ("password", "PGPASSWORD", ""),
    ("hostaddr", "PGHOSTADDR", ""),
    ("application_name", "PGAPPNAME", ""),
    ("options", "PGOPTIONS", ""),
    ("sslrootcert", "PGSSLROOTCERT", ""),
    ("sslcert", "PGSSLCERT", ""),
    ("sslkey", "PGSSLKEY", ""),
    ("sslcrl", "PGSSLCRL", ""),
    ("connect_timeout", "PGCONNECT_TIMEOUT", "0"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS", "any"),
    ("channel_binding", "PGCHANNELBINDING", "prefer"),
    ("load_balance_hosts", "PGLOADBALANCEHOSTS", "disable"),
    ("gssencmode", "PGGSSENCMODE", "prefer"),
    ("requirepeer", "PGREQUIREPEER", ""),
    ("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", "TLSv1.2"),
];

/// libpq's dialect, with nothing left out that it takes from the environment.
fn postgres(url: &DatabaseUrl) -> Result<String, UrlError> {
    use Key::*;
    let own = [
        ConnectTimeout,
        TargetSessionAttrs,
        LoadBalanceHosts,
        ChannelBinding,
        TlsNegotiation,
        RevocationList,
        ClientKeyPassword,
        Keepalives,
        KeepalivesIdle,
        KeepalivesInterval,
        KeepalivesCount,
        TcpUserTimeout,
        PassFile,
        Libpq,
    ];
    let mut carried = own.to_vec();
    // Diesel's cache of statements is set on the connection; libpq has none.
    carried.extend([ApplicationName, Options, SearchPath, StatementTimeout, StatementTimeoutSeconds]);
    carried.extend([PgBouncer, PreparedStatements, StatementCache]);
    url.carries("Diesel", &carried)?;

    let tls = url.tls();
    let user = defaults::postgres_user(url);
    let path = |path: Option<&Path>| path.map(|path| path.to_string_lossy().into_owned());
    let root = match tls.root_certificate() {
        Some(crate::RootCertificate::System) => Some("system".to_owned()),
        _ => path(tls.root_file()),
    };
    let addresses: Vec<String> =
        url.hosts().iter().map(|host| host.address().map(|address| address.to_string()).unwrap_or_default()).collect();
    let mut keys = vec![
        ("sslmode".to_owned(), Some(tls.mode().libpq().to_owned())),
        ("sslrootcert".to_owned(), root),
        ("sslcert".to_owned(), path(tls.client_certificate())),
        ("sslkey".to_owned(), path(tls.client_key())),
        ("application_name".to_owned(), url.application_name().map(str::to_owned)),
        ("options".to_owned(), url.options()),
        ("hostaddr".to_owned(), addresses.iter().any(|address| !address.is_empty()).then(|| addresses.join(","))),
    ];
    for (name, value) in url.keys(|key| own.contains(&key)) {
        let name = name.to_ascii_lowercase();
        let (name, value) = match (name.as_str(), boolean(value.as_bytes())) {
            ("keepalives_retries", _) => ("keepalives_count", value.to_owned()),
            ("keepalives" | "sslcompression" | "sslsni", Some(yes)) => (name.as_str(), u8::from(yes).to_string()),
            // libpq knows its words in lower case only.
            ("target_session_attrs" | "load_balance_hosts" | "channel_binding" | "sslnegotiation", _) => {
                (name.as_str(), value.to_ascii_lowercase())
            }
            (name, _) => (name, value.to_owned()),
        };
        keys.push((name.to_owned(), Some(value)));
    }
    for (name, variable, neutral) in AMBIENT {
        let said = keys.iter().any(|(key, value)| key == name && value.is_some());
        let said = said || (*name == "password" && url.password().is_some());
        if !said && std::env::var_os(variable).is_some() {
            keys.push(((*name).to_owned(), Some((*neutral).to_owned())));
        }
    }
    let hosts = text::hosts(
        url.hosts()
            .iter()
            .map(|host| (defaults::postgres_host(host), Some(host.port().unwrap_or(defaults::POSTGRES_PORT)))),
    );
    let text = UrlText::new("postgres", Some(&user), url.password(), &hosts, url.database().or(Some(&user)));
    Ok(keys.into_iter().fold(text, |text, (name, value)| text.key_if(&name, value.as_deref())).finish())
}

/// Diesel's own dialect for the MySQL C library.
///
/// With MariaDB's Connector/C in the place of MySQL's `libmysqlclient`, Diesel's `ssl_mode` says
/// nothing to the library (`mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE` is false), which this crate cannot
/// see: link MySQL's where TLS is needed.
fn mysql(url: &DatabaseUrl) -> Result<String, UrlError> {
    url.carries("Diesel", &[Key::PreparedStatements, Key::StatementCache])?;
    let host = url.one_host("Diesel")?;
    let tls = url.tls();
    let name = match host.name() {
        // The C library takes `localhost` for the socket of a default path, whatever the port.
        "" | "localhost" if tls.mode() != TlsMode::VerifyFull => "127.0.0.1",
        "localhost" => {
            return Err(url.not_carried(
                "Diesel's MySQL library",
                "the verified name `localhost`, which it takes for a socket",
                url.parts().hosts,
            ));
        }
        socket if host.is_socket() => {
            let text = UrlText::new("mysql", url.username(), url.password(), "localhost", database(url)?);
            return Ok(text.key("unix_socket", socket).key("ssl_mode", tls.mode().mysql()).finish());
        }
        name => name,
    };
    let host = text::hosts([(name.to_owned(), host.port())].into_iter());
    Ok(UrlText::new("mysql", url.username(), url.password(), &host, database(url)?)
        .key("ssl_mode", tls.mode().mysql())
        .path_if("ssl_ca", tls.root_file())
        .path_if("ssl_cert", tls.client_certificate())
        .path_if("ssl_key", tls.client_key())
        .finish())
}

/// The database's name, which Diesel does not decode.
fn database(url: &DatabaseUrl) -> Result<Option<&str>, UrlError> {
    match url.database() {
        Some(name) if encode(name, "") != name => {
            let error = url.not_carried("Diesel", "a MySQL database whose name needs escapes", url.parts().path);
            Err(error.with_remedy("it does not decode them: give the database another name"))
        }
        name => Ok(name),
    }
}

/// The path itself, which Diesel and SQLite take as it is; a URI where there is more to say.
fn file(url: &DatabaseUrl) -> Result<String, UrlError> {
    url.carries("Diesel", &sqlite::NAME_KEYS)?;
    let file = SqliteFile::from_database_url(url)?;
    match file.path.to_str() {
        Some(path) if file.is_plain() => Ok(path.to_owned()),
        _ => Ok(file.uri().to_owned()),
    }
}
