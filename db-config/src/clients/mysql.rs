//! mysql, the blocking client by the authors of mysql_async.

mod connect;

use std::fmt;
use std::net::Ipv6Addr;

use mysql::{Opts, OptsBuilder, PoolConstraints, PoolOpts, SslOpts};

use super::canonical;
use super::common::{has_tls, one_server, reject_verify_ca, without_tls};
use super::mysql_async::shared;
use super::redacted::Redacted;
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{MySql, Pool, Secret, Server, Timeouts};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::target::limits::nonzero;
use crate::tls::{RootCertificate, TlsMode, TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::Backends;

pub(super) use self::connect::{ask, is_final};

const CLIENT: &str = "mysql";

/// Supports mysql 28, the blocking client (feature `mysql`), including the size of its pool.
///
/// TLS needs a TLS feature of mysql. Without one, a URL with TLS is an error. mysql trusts a CA certificate in addition to
/// the public CAs. So with a CA certificate `required` becomes `verify_identity`, and an explicit `verify_ca` is an error.
///
/// The client uses a Unix socket only if the URL names it: db-config turns off mysql's default, which is to switch from a
/// loopback address to a socket.
impl FromDatabaseUrl for Opts {
    const BACKENDS: Backends = Backends::MYSQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer, TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = Capabilities::MAX_CONNECTIONS
        .union(Capabilities::MIN_CONNECTIONS)
        .union(Capabilities::CONNECT_TIMEOUT)
        .union(Capabilities::STATEMENT_CACHE);

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let (mysql, tls) = (MySql::resolve(url)?, Self::tls(url));
        shared::check(url, &mysql, &tls, CLIENT)?;
        reject_verify_ca(url, &tls, CLIENT)?;
        if tls.mode() != TlsMode::Off && !has_tls!(mysql) {
            return Err(without_tls(url, &tls, CLIENT, "`rustls-tls-ring`, `rustls-tls` or `native-tls`"));
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
            timeouts: Timeouts { connect, busy: _ },
        } = mysql;
        let mut options = OptsBuilder::new()
            .user(Some(user))
            .pass(password.map(Secret::expose_secret))
            .db_name(database)
            .prefer_socket(false)
            .ssl_opts(ssl_opts(&tls))
            .pool_opts(pool_opts(url, pool)?)
            .tcp_connect_timeout(nonzero(connect))
            .init(shared::session_statements(session));
        let Server { host, is_socket, address: _, port } = one_server(url, CLIENT, &servers)?;
        options = match &**host {
            socket if *is_socket => options.socket(Some(socket)),
            "" => options.ip_or_hostname(Some("127.0.0.1")),
            host if host.parse::<Ipv6Addr>().is_ok() => options.ip_or_hostname(Some(format!("[{host}]"))),
            host => options.ip_or_hostname(Some(host)),
        };
        if let Some(port) = port {
            options = options.tcp_port(*port);
        }
        if let Some(size) = statement_cache {
            options = options.stmt_cache_size(size.value as usize);
        }
        Ok(options.into())
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.get_ip_or_hostname();
        let redacted = Redacted {
            scheme: "mysql",
            user: self.get_user(),
            hosts: match self.get_socket() {
                Some(socket) => canonical::host(socket, None),
                None => canonical::host(host.trim_matches(['[', ']']), Some(self.get_tcp_port())),
            },
            database: self.get_db_name(),
            tls: match self.get_ssl_opts() {
                None => "off",
                Some(options) if options.accept_invalid_certs() => "require",
                Some(options) if options.skip_domain_validation() => "verify-ca",
                Some(_) => "verify-full",
            },
        };
        write!(f, "{redacted}")
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        url.tls().downgrade_implied_prefer().without_implied_verify_ca()
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
    let options = match mode {
        TlsMode::Off | TlsMode::Prefer => return None,
        TlsMode::Require => {
            SslOpts::default().with_danger_accept_invalid_certs(true).with_danger_skip_domain_validation(true)
        }
        TlsMode::VerifyCa | TlsMode::VerifyFull => SslOpts::default(), // `reject_verify_ca` has rejected the first
    };
    let file = root_certificate.as_ref().and_then(RootCertificate::file);
    Some(options.with_root_cert_path(file.map(ToOwned::to_owned)))
}

fn pool_opts(url: &DatabaseUrl, pool: Pool<'_>) -> Result<PoolOpts, UrlError> {
    let options = PoolOpts::default();
    let defaults = options.constraints().into();
    let constraints = shared::constraints(url, &pool, defaults, CLIENT, PoolConstraints::new)?;
    let Pool {
        max_connections: _, // both with `constraints`
        min_connections: _,
        // not supported
        acquire_timeout: _,
        idle_timeout: _,
        max_lifetime: _,
    } = pool;
    Ok(options.with_constraints(constraints))
}
