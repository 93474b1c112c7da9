//! sqlx's dialect of URLs, for clients built on it that only accept a URL.

use super::checks::{check_mysql, check_postgres};
use crate::clients::canonical::{self, CanonicalUrl, is_dot_segment, reject_dot_segment};
use crate::clients::common::one_server;
use crate::error::UrlError;
use crate::libpq;
use crate::resolved::{
    MySql, MySqlSession, Postgres, Secret, Server, Sqlite, SqliteCache, SqliteLocation, SqliteMode, reject,
};
use crate::tls::{RootCertificate, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::Backend;
use db_config_syntax::percent::{encode, encode_path};

/// Returns the URL in sqlx's dialect.
pub(crate) fn canonical_text(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    match url.backend() {
        Backend::Postgres => postgres(url, client),
        Backend::MySql => mysql(url, client),
        _ => sqlite(url, client),
    }
}

fn postgres(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let (postgres, tls) = (Postgres::resolve(url)?, super::tls(url));
    check_postgres(url, &postgres, &tls, client)?;
    let Postgres {
        servers,
        user,
        password,
        database,
        tls: _,             // its own
        ssl_negotiation: _, // not supported, with a warning
        channel_binding: _, // checked, as is the next one
        target_session_attrs: _,
        load_balance_hosts: _, // not supported, with a warning, as is the next one
        keepalives: _,
        session,
        behind_pooler: _, // no query parameter for the startup parameter `extra_float_digits`
        statement_cache,
        pool: _,
        timeouts: _,
        libpq: _, // checked
    } = postgres;
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    let server = one_server(url, client, &servers)?;
    let host = super::host(server);
    // sqlx 0.9 keeps the brackets of an address in place of the host.
    let is_plain = !host.contains(':') && !host.starts_with('/');
    let (plain, key) = if is_plain { (&*host, None) } else { ("localhost", Some(&*host)) };
    let hosts = canonical::host(plain, Some(server.port.unwrap_or(libpq::PORT)));
    let password = password.map(Secret::expose_secret).filter(|password| !password.is_empty());
    let dots = is_dot_segment(&database).then_some(&*database);
    Ok(CanonicalUrl::new("postgres", Some(&user), password, &hosts, Some(&database))
        .key_if("dbname", dots)
        .key_if("host", key)
        // An empty password keeps sqlx from reading `PGPASSWORD`.
        .key_if("password", password.is_none().then_some(""))
        .key("sslmode", mode.libpq())
        .path_if("sslrootcert", root_certificate.as_ref().and_then(RootCertificate::file))
        .path_if("sslcert", client_certificate.as_deref())
        .path_if("sslkey", client_key.as_deref())
        .key_if("application_name", super::application_name(&session))
        .key_if("options", super::options(&session).as_deref())
        .number_if("statement-cache-capacity", statement_cache.map(|size| size.value))
        .finish())
}

fn mysql(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let (mysql, tls) = (MySql::resolve(url)?, super::tls(url));
    check_mysql(url, &mysql, &tls, client)?;
    let MySql { servers, user, password, database, tls: _, session, statement_cache, pool: _, timeouts: _ } = mysql;
    let MySqlSession { charset, collation, time_zone } = session;
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    reject_dot_segment(url, database, client)?;
    let Server { host, is_socket, address: _, port } = one_server(url, client, &servers)?;
    let (name, socket) = match &**host {
        socket if *is_socket => ("localhost", Some(socket)),
        "" => ("localhost", None),
        // sqlx 0.9 looks up the address as a name, with its brackets.
        address if address.contains(':') => {
            let error = url.unsupported(client, "an IPv6 address of a MySQL server", UrlPart::Hosts);
            return Err(error.with_help("use a host name, or the field type `MySqlConnectOptions`"));
        }
        name => (name, None),
    };
    let password = password.map(Secret::expose_secret);
    Ok(CanonicalUrl::new("mysql", Some(user), password, &canonical::host(name, *port), database)
        .key("ssl-mode", mode.mysql())
        .path_if("ssl-ca", root_certificate.as_ref().and_then(RootCertificate::file))
        .path_if("ssl-cert", client_certificate.as_deref())
        .path_if("ssl-key", client_key.as_deref())
        .key_if("socket", socket)
        .key_if("charset", charset.as_ref().map(|charset| &*charset.value))
        .key_if("collation", collation.as_ref().map(|collation| &*collation.value))
        .key_if("timezone", time_zone.map(|zone| zone.value))
        .number_if("statement-cache-capacity", statement_cache.map(|size| size.value))
        .finish())
}

fn sqlite(url: &DatabaseUrl, client: &str) -> Result<String, UrlError> {
    let Sqlite {
        location,
        mode,
        cache,
        immutable,
        vfs,
        foreign_keys,
        journal_mode,
        synchronous,
        pool: _,
        timeouts: _, // no query parameter
    } = Sqlite::resolve(url)?;
    reject!(url, client, [foreign_keys, journal_mode, synchronous]);
    let mode = mode.map_or(SqliteMode::Create, |mode| mode.value);
    let cache = cache.map(|cache| cache.value);
    let (path, mode, cache) = match location {
        // sqlx adds the mode to the name of an in-memory database.
        SqliteLocation::Memory(name) => {
            (format!("file:{name}"), SqliteMode::Memory, cache.unwrap_or(SqliteCache::Shared))
        }
        SqliteLocation::File(path) => {
            (path.to_string_lossy().into_owned(), mode, cache.unwrap_or(SqliteCache::Private))
        }
    };
    // sqlx reads a `//` at the start of the path as that of the scheme.
    let slashes = if path.starts_with("//") { "//" } else { "" };
    // The `Any` driver removes dot segments, but the system may have to follow a link first.
    let name = match path.strip_prefix('/') {
        Some(rest) if rest.split('/').any(is_dot_segment) => format!("/{}", encode(rest)),
        _ => encode_path(&path),
    };
    let mut text = format!("sqlite:{slashes}{name}?mode={mode}&cache={cache}");
    if immutable.is_some_and(|immutable| immutable.value) {
        text.push_str("&immutable=true");
    }
    if let Some(vfs) = vfs {
        text.push_str(&format!("&vfs={}", encode(vfs.value)));
    }
    Ok(text)
}
