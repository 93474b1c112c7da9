//! What mysql_async can carry.

use crate::clients::{no_such_tls, require_own_ca};
use crate::error::UrlError;
use crate::resolved::{MySql, MySqlSession, Pool, Secret, Server, one_server};
use crate::{DatabaseUrl, TlsMode, TlsPlan, UrlPart};

/// MySQL as mysql_async takes it.
pub(super) struct MySqlAsync<'a> {
    /// A name, an address or the file of a socket; empty if there is none.
    pub server: Server<'a>,
    pub user: &'a str,
    pub password: Option<&'a str>,
    pub database: Option<&'a str>,
    /// Never `prefer`, and off over a socket.
    pub tls: TlsPlan,
    pub session: MySqlSession<'a>,
    pub statement_cache: Option<u32>,
    #[allow(dead_code, reason = "the dialect has none")]
    pub pool: Pool<'a>,
}

pub(super) fn mysql<'a>(url: &'a DatabaseUrl, client: &str) -> Result<MySqlAsync<'a>, UrlError> {
    let MySql { servers, user, password, database, tls, session, statement_cache, pool } = MySql::of(url)?;
    let server = one_server(url, client, servers)?;
    let tls = tls.clone().without_guessed_prefer();
    if tls.mode() == TlsMode::Prefer {
        return Err(no_such_tls(url, &tls, client, "write `ssl-mode=required` or `ssl-mode=disabled`"));
    }
    require_own_ca(url, &tls)?;
    if server.is_socket && tls.mode() != TlsMode::Off {
        let remedy = "write `ssl-mode=disabled`: over a Unix socket it does no TLS";
        return Err(no_such_tls(url, &tls, client, remedy));
    }
    if let Some(name) = url.client_certificate_name().filter(|_| tls.mode() != TlsMode::Off) {
        // What its setter takes depends on the TLS library that the application chose.
        return Err(url
            .not_carried(client, "a client certificate", name.part())
            .with_remedy("remove it, and add it to the client's options in code: `SslOpts::with_client_identity`"));
    }
    let statement_cache = statement_cache.map(|size| size.value);
    let password = password.map(Secret::expose);
    Ok(MySqlAsync { server, user, password, database, tls, session, statement_cache, pool })
}
