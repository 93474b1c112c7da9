//! Diesel's dialect of URLs for the MySQL C library.
//!
//! With MariaDB's Connector/C instead of MySQL's `libmysqlclient`, Diesel's `ssl_mode` has no effect
//! (`mysqlclient_sys::SUPPORTS_MYSQL_SSL_MODE` is false). db-config cannot detect this. Link `libmysqlclient` for TLS.

use super::CLIENT;
use crate::clients::canonical::{self, CanonicalUrl, is_dot_segment, reject_zone};
use crate::clients::common::{one_server, require_own_ca};
use crate::error::UrlError;
use crate::resolved::{MySql, MySqlSession, Secret, Server, reject};
use crate::tls::{RootCertificate, TlsMode, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::percent::encode;
use db_config_syntax::query::mysql::is_in_utf8mb4;

pub(super) fn text(url: &DatabaseUrl) -> Result<String, UrlError> {
    let MySql {
        servers,
        user,
        password,
        database,
        tls,
        session,
        statement_cache: _, // set on the connection
        pool: _,            // r2d2's
        timeouts: _,        // not supported by the library
    } = MySql::resolve(url)?;
    let password = password.map(Secret::expose_secret);
    let MySqlSession { charset, collation, time_zone } = session;
    // Diesel always sets `utf8mb4`.
    let charset = charset.filter(|charset| !is_in_utf8mb4(&charset.value));
    reject!(url, CLIENT, [collation, charset, time_zone]);
    // Diesel does not decode the name.
    if database.is_some_and(|name| encode(name) != name || is_dot_segment(name)) {
        let error = url.unsupported(CLIENT, "a MySQL database name that needs percent-encoding", UrlPart::Path);
        return Err(error.with_help("rename the database, because Diesel does not decode the name"));
    }
    require_own_ca(url, tls)?;
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    let Server { host, is_socket, address: _, port } = one_server(url, CLIENT, &servers)?;
    let is_local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    let name = match &**host {
        socket if *is_socket => {
            let text = CanonicalUrl::new("mysql", Some(user), password, "localhost", database);
            return Ok(text.key("unix_socket", socket).key("ssl_mode", mode.mysql()).finish());
        }
        // The C library replaces `localhost` by the socket at its default path, whatever the port.
        _ if is_local && *mode != TlsMode::VerifyFull => "127.0.0.1",
        _ if is_local => {
            let what =
                "TLS mode `verify-full` for the MySQL host `localhost`, which the C library replaces by a socket";
            return Err(url.unsupported(CLIENT, what, UrlPart::Hosts).with_help("use another name of the server"));
        }
        name => name,
    };
    reject_zone(url, name, CLIENT)?;
    // Without a port, the C library takes the variable's.
    let port = port.or_else(|| std::env::var_os("MYSQL_TCP_PORT").map(|_| 3306));
    Ok(CanonicalUrl::new("mysql", Some(user), password, &canonical::host(name, port), database)
        .key("ssl_mode", mode.mysql())
        .path_if("ssl_ca", root_certificate.as_ref().and_then(RootCertificate::file))
        .path_if("ssl_cert", client_certificate.as_deref())
        .path_if("ssl_key", client_key.as_deref())
        .finish())
}
