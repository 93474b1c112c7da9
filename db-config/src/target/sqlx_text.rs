//! What sqlx's string carriers take (its `Any` driver, SeaORM), and how its reading of libpq's
//! variables is kept out.

use super::text::{self, UrlText};
use crate::error::UrlError;
use crate::keys::Key;
use crate::problem::ProblemKind;
use crate::{Backend, DatabaseUrl, FromDatabaseUrl, Host, SqliteFile, TlsMode, defaults, sqlite};

/// The URL in sqlx's own dialect.
pub(crate) fn url(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres => postgres(url, client),
        Backend::MySql => mysql(url, client),
        _ => file(url, client),
    }
}

fn postgres(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let (name, port) = postgres_host(url, client)?;
    let user = defaults::postgres_user(url);
    let tls = url.tls();
    // sqlx 0.9 keeps the brackets of an address that stands in the host's place.
    let is_plain = !name.contains(':') && !name.starts_with('/');
    let (plain, key) = if is_plain { (name, None) } else { ("localhost".to_owned(), Some(name)) };
    let hosts = text::hosts([(plain, Some(port))].into_iter());
    Ok(UrlText::new("postgres", Some(&user), url.password(), &hosts, url.database().or(Some(&user)))
        .key_if("host", key.as_deref())
        .key_if("password", url.password().is_none().then_some(""))
        .key("sslmode", tls.mode().libpq())
        .path_if("sslrootcert", tls.root_file())
        .path_if("sslcert", tls.client_certificate())
        .path_if("sslkey", tls.client_key())
        .key_if("application_name", url.application_name().or(unless_set("PGAPPNAME")))
        .key_if("options", postgres_options(url)?.as_deref())
        .number_if("statement-cache-capacity", url.statement_cache())
        .finish())
}

fn mysql(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let host = mysql_host(url, client)?;
    let tls = url.tls();
    let (name, socket) = if host.is_socket() { ("localhost", Some(host.name())) } else { (host.name(), None) };
    if name.contains(':') {
        // sqlx 0.9 looks its brackets up as part of a name.
        let error = url.not_carried(client, "an IPv6 address of a MySQL server", url.parts().hosts);
        return Err(error.with_remedy("write a host name, or give the field the type `MySqlConnectOptions`"));
    }
    let name = if name.is_empty() { "localhost" } else { name };
    let host = text::hosts([(name.to_owned(), host.port())].into_iter());
    Ok(UrlText::new("mysql", url.username(), url.password(), &host, url.database())
        .key("ssl-mode", tls.mode().mysql())
        .path_if("ssl-ca", tls.root_file())
        .path_if("ssl-cert", tls.client_certificate())
        .path_if("ssl-key", tls.client_key())
        .key_if("socket", socket)
        .key_if("charset", url.value(Key::Charset))
        .key_if("collation", url.value(Key::Collation))
        .key_if("timezone", url.value(Key::TimeZone))
        .number_if("statement-cache-capacity", url.statement_cache())
        .finish())
}

fn file(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    url.carries(client, &sqlite::NAME_KEYS)?;
    let file = SqliteFile::from_database_url(url)?;
    let path = url.sqlite_path()?.to_string_lossy().into_owned();
    let (path, mode) = match (file.in_memory, file.read_only, file.create) {
        // sqlx adds the mode to the name of a database in memory.
        (true, ..) => (file.uri().split('?').next().unwrap_or_default(), "memory"),
        (_, true, _) => (path.as_str(), "ro"),
        (_, _, true) => (path.as_str(), "rwc"),
        _ => (path.as_str(), "rw"),
    };
    // sqlx takes a `//` at the start of what follows for the scheme's.
    let slashes = if path.starts_with("//") { "//" } else { "" };
    let mut text = format!("sqlite:{slashes}{}?mode={mode}", crate::percent::encode(path, "/"));
    text.push_str(if file.shared_cache { "&cache=shared" } else { "&cache=private" });
    if file.immutable {
        text.push_str("&immutable=true");
    }
    if let Some(vfs) = &file.vfs {
        text.push_str(&format!("&vfs={}", crate::percent::encode(vfs, "")));
    }
    Ok(text)
}

/// The one server, once all is known to be carried.
pub(crate) fn mysql_host<'a>(url: &'a DatabaseUrl, client: &str) -> Result<&'a Host, UrlError> {
    use Key::*;
    url.carries(client, &[ConnectTimeout, StatementCache, PreparedStatements, Charset, Collation, TimeZone])?;
    url.one_host(client)
}

/// The one server's name or address and its port, once all is known to be carried.
pub(crate) fn postgres_host(url: &DatabaseUrl, client: &str) -> Result<(String, u16), UrlError> {
    use Key::*;
    let carried = [
        ApplicationName,
        Options,
        SearchPath,
        StatementTimeout,
        StatementTimeoutSeconds,
        PgBouncer,
        PreparedStatements,
        StatementCache,
        ConnectTimeout,
    ];
    url.carries(client, &carried)?;
    let host = url.one_host(client)?;
    let tls = url.tls();
    if host.address().is_some() && !host.name().is_empty() && tls.mode() == TlsMode::VerifyFull {
        return Err(url.not_carried(client, "a `hostaddr` beside the name to verify", url.parts().query));
    }
    // Read by sqlx itself, without a setter that takes them back.
    refuse_ambient("PGSSLCERT", tls.mode() != TlsMode::Off && tls.client_certificate().is_none())?;
    refuse_ambient("PGSSLKEY", tls.mode() != TlsMode::Off && tls.client_key().is_none())?;
    refuse_ambient("PGSSLROOTCERT", tls.mode() >= TlsMode::VerifyCa && tls.root_file().is_none())?;
    let name = host.address().map_or_else(|| defaults::postgres_host(host), |address| address.to_string());
    Ok((name, host.port().unwrap_or(defaults::POSTGRES_PORT)))
}

/// The options to add to those that sqlx takes from `PGOPTIONS`.
pub(crate) fn postgres_options(url: &DatabaseUrl) -> Result<Option<String>, UrlError> {
    let options = url.options();
    let ambient = std::env::var("PGOPTIONS").ok();
    if ambient.is_some() && ambient == options {
        return Ok(None);
    }
    refuse_ambient("PGOPTIONS", ambient.is_some())?;
    Ok(options)
}

/// A URL that says nothing but `options`.
pub(crate) fn options_url(options: &str) -> String {
    format!("postgres://localhost?password=&options={}", crate::percent::encode(options, ""))
}

/// The empty text, in place of what sqlx would take from a variable of the process.
pub(crate) fn unless_set(variable: &str) -> Option<&'static str> {
    std::env::var_os(variable).map(|_| "")
}

fn refuse_ambient(variable: &'static str, counts: bool) -> Result<(), UrlError> {
    if !counts || std::env::var_os(variable).is_none() {
        return Ok(());
    }
    Err(UrlError::of(ProblemKind::NotCarried)
        .with_message(format!("{variable} is set in the environment, and sqlx cannot be kept from reading it"))
        .with_remedy(format!("unset {variable}, and say it in the URL")))
}
