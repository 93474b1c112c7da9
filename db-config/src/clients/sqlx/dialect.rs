//! sqlx's own dialect of URLs, for clients built on it that take nothing else.

use super::rules::{self, SqlxMySql, SqlxPostgres};
use crate::clients::canonical::{self, CanonicalUrl, is_dot_segment, refuse_dot_segment};
use crate::error::UrlError;
use crate::resolved::{Pool, Server, Sqlite, SqliteCache, SqliteLocation, SqliteMode, reject};
use crate::{Backend, DatabaseUrl, RootCertificate, TlsPlan, UrlPart};
use db_config_syntax::percent::{encode, encode_path};

/// The URL in it, and what it says about the pool.
pub(crate) fn url<'a>(url: &'a DatabaseUrl, client: &str) -> Result<(String, Pool<'a>), UrlError> {
    match url.backend() {
        Backend::Postgres => postgres(url, client),
        Backend::MySql => mysql(url, client),
        _ => sqlite(url, client),
    }
}

fn postgres<'a>(url: &'a DatabaseUrl, client: &str) -> Result<(String, Pool<'a>), UrlError> {
    let SqlxPostgres {
        host,
        port,
        user,
        password,
        database,
        tls,
        application_name,
        options,
        statement_cache,
        pool,
        behind_pooler: _, // its startup parameter `extra_float_digits` has no key
    } = rules::postgres(url, client)?;
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    // sqlx 0.9 keeps the brackets of an address in place of the host.
    let is_plain = !host.contains(':') && !host.starts_with('/');
    let (plain, key) = if is_plain { (&*host, None) } else { ("localhost", Some(&host)) };
    let hosts = canonical::host(plain, Some(port));
    let given = (!password.is_empty()).then_some(password);
    let dots = is_dot_segment(&database).then_some(&*database);
    let text = CanonicalUrl::new("postgres", Some(&user), given, &hosts, Some(&database))
        .key_if("dbname", dots)
        .key_if("host", key.map(|host| &**host))
        .key_if("password", given.is_none().then_some(""))
        .key("sslmode", mode.libpq())
        .path_if("sslrootcert", root_certificate.as_ref().and_then(RootCertificate::file))
        .path_if("sslcert", client_certificate.as_deref())
        .path_if("sslkey", client_key.as_deref())
        .key_if("application_name", application_name)
        .key_if("options", options.as_deref())
        .number_if("statement-cache-capacity", statement_cache)
        .finish();
    Ok((text, pool))
}

fn mysql<'a>(url: &'a DatabaseUrl, client: &str) -> Result<(String, Pool<'a>), UrlError> {
    let SqlxMySql { server, user, password, database, tls, charset, collation, time_zone, statement_cache, pool } =
        rules::mysql(url, client)?;
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    refuse_dot_segment(url, database, client)?;
    let Server { host, is_socket, address: _, port } = server;
    let (name, socket) = match &*host {
        socket if is_socket => ("localhost", Some(socket)),
        "" => ("localhost", None),
        // sqlx 0.9 looks it up as a name, brackets included.
        address if address.contains(':') => {
            let error = url.not_carried(client, "an IPv6 address of a MySQL server", UrlPart::Hosts);
            return Err(error.with_remedy("write a host name, or give the field the type `MySqlConnectOptions`"));
        }
        name => (name, None),
    };
    let text = CanonicalUrl::new("mysql", Some(user), password, &canonical::host(name, port), database)
        .key("ssl-mode", mode.mysql())
        .path_if("ssl-ca", root_certificate.as_ref().and_then(RootCertificate::file))
        .path_if("ssl-cert", client_certificate.as_deref())
        .path_if("ssl-key", client_key.as_deref())
        .key_if("socket", socket)
        .key_if("charset", charset.as_deref())
        .key_if("collation", collation.as_deref())
        .key_if("timezone", time_zone)
        .number_if("statement-cache-capacity", statement_cache)
        .finish();
    Ok((text, pool))
}

fn sqlite<'a>(url: &'a DatabaseUrl, client: &str) -> Result<(String, Pool<'a>), UrlError> {
    let Sqlite { location, mode, cache, immutable, vfs, foreign_keys, journal_mode, synchronous, pool } =
        Sqlite::of(url)?;
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
    // sqlx takes a `//` at the start of the path for the scheme's.
    let slashes = if path.starts_with("//") { "//" } else { "" };
    // The `Any` driver resolves dots between slashes, where the system may follow a link first.
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
    Ok((text, pool))
}
