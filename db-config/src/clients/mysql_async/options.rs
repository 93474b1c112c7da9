use std::fmt;

use mysql_async::{Opts, OptsBuilder, PoolConstraints, PoolOpts, SslOpts};

use super::checks::check;
use super::shared::{constraints, session_statements};
use crate::capabilities::Capabilities;
use crate::clients::canonical;
use crate::clients::common::{has_tls, one_server, without_tls};
use crate::clients::redacted::Redacted;
use crate::error::UrlError;
use crate::resolved::{MySql, Pool, Secret, Server};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::{longest, nonzero};
use crate::tls::{RootCertificate, TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

const CLIENT: &str = "mysql_async";

/// Supports mysql_async 0.37 (feature `mysql-async`), including its pool options.
///
/// TLS needs a TLS feature of mysql_async. Without one, a URL with TLS is an error.
///
/// The client uses a Unix socket only if the URL names it: db-config turns off mysql_async's default, which is to switch from
/// a loopback address to a socket.
impl FromDatabaseUrl for Opts {
    const BACKENDS: Backends = Backends::MYSQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer]));
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS
        .union(Capabilities::MIN_CONNECTIONS)
        .union(Capabilities::IDLE_TIMEOUT)
        .union(Capabilities::MAX_LIFETIME)
        .union(Capabilities::STATEMENT_CACHE);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (mysql, tls) = (MySql::resolve(url)?, Self::tls(url));
        check(url, &mysql, &tls, CLIENT)?;
        // The client panics on connect.
        if tls.mode() != TlsMode::Off && !has_tls!(mysql_async) {
            return Err(without_tls(url, &tls, CLIENT, "`default-rustls-ring`, `default-rustls` or `native-tls-tls`"));
        }
        let MySql {
            servers,
            user,
            password,
            database,
            tls: _, // its own
            session,
            statement_cache,
            pool,
            timeouts: _, // not supported
        } = mysql;
        let mut options = OptsBuilder::default()
            .user(Some(user))
            .pass(password.map(Secret::expose_secret))
            .db_name(database)
            .prefer_socket(false)
            .ssl_opts(ssl_opts(&tls))
            .pool_opts(pool_opts(url, pool)?)
            .setup(session_statements(session));
        let Server { host, is_socket, address: _, port } = one_server(url, CLIENT, &servers)?;
        if *is_socket {
            options = options.socket(Some(&**host));
        } else if !host.is_empty() {
            options = options.ip_or_hostname(&**host);
        }
        if let Some(port) = port {
            options = options.tcp_port(*port);
        }
        if let Some(size) = statement_cache {
            options = options.stmt_cache_size(size.value as usize);
        }
        Ok(options.into())
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = Redacted {
            scheme: "mysql",
            user: self.user(),
            hosts: match self.socket() {
                Some(socket) => canonical::host(socket, None),
                None => canonical::host(self.ip_or_hostname(), Some(self.tcp_port())),
            },
            database: self.db_name(),
            tls: match self.ssl_opts() {
                None => "off",
                Some(options) if options.accept_invalid_certs() => "require",
                Some(options) if options.skip_domain_validation() => "verify-ca",
                Some(_) => "verify-full",
            },
        };
        write!(f, "{redacted}")
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        url.tls().downgrade_implied_prefer()
    }
}

fn ssl_opts(tls: &TlsPlan) -> Option<SslOpts> {
    let TlsPlan {
        mode,
        reason: _,
        root_certificate,
        client_certificate: _, // `check` has rejected them
        client_key: _,
        accepts_any_certificate: _,
    } = tls;
    let options = SslOpts::default();
    let options = match mode {
        TlsMode::Off | TlsMode::Prefer => return None,
        TlsMode::Require => options.with_danger_accept_invalid_certs(true).with_danger_skip_domain_validation(true),
        TlsMode::VerifyCa => options.with_danger_skip_domain_validation(true),
        TlsMode::VerifyFull => options,
    };
    Some(match root_certificate.as_ref().and_then(RootCertificate::file) {
        Some(file) => options.with_root_certs(vec![file.to_owned().into()]).with_disable_built_in_roots(true),
        None => options,
    })
}

fn pool_opts(url: &DatabaseUrl, pool: Pool<'_>) -> Result<PoolOpts, UrlError> {
    let mut options = PoolOpts::default();
    let defaults = options.constraints().into();
    options = options.with_constraints(constraints(url, &pool, defaults, CLIENT, PoolConstraints::new)?);
    let Pool {
        max_connections: _, // both with `constraints`
        min_connections: _,
        idle_timeout,
        max_lifetime,
        acquire_timeout: _, // not supported
    } = pool;
    // To mysql_async, zero is no time and not "no limit".
    if let Some(timeout) = longest(idle_timeout) {
        options = options.with_inactive_connection_ttl(timeout);
    }
    Ok(options.with_abs_conn_ttl(nonzero(max_lifetime)))
}
