use std::fmt;

use super::sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use crate::clients::canonical;
use crate::clients::shown::{Shown, has_password};
use crate::clients::sqlx::rules::{self, SqlxMySql};
use crate::error::UrlError;
use crate::resolved::Server;
use crate::{Backends, Carries, DatabaseUrl, FromDatabaseUrl, RootCertificate, TlsMode, TlsModes, TlsPlan};

/// Made with the client's setters. sqlx trusts a root certificate in addition to the public authorities.
impl FromDatabaseUrl for MySqlConnectOptions {
    const BACKENDS: Backends = Backends::MYSQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::VerifyCa]));
    const CARRIES: Carries = Carries::STATEMENT_CACHE;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        let SqlxMySql {
            server,
            user,
            password,
            database,
            tls,
            charset,
            collation,
            time_zone,
            statement_cache,
            pool: _, // `PoolOptions` carries it
        } = rules::mysql(url, "sqlx")?;
        let Server { host, is_socket, address: _, port } = server;
        let mut options = MySqlConnectOptions::new().username(user);
        if is_socket {
            options = options.socket(&*host);
        } else if !host.is_empty() {
            options = options.host(&host);
        }
        if let Some(port) = port {
            options = options.port(port);
        }
        if let Some(password) = password {
            options = options.password(password);
        }
        if let Some(database) = database {
            options = options.database(database);
        }
        if let Some(capacity) = statement_cache {
            options = options.statement_cache_capacity(capacity as usize);
        }
        if let Some(charset) = charset {
            options = options.charset(&charset);
        }
        if let Some(collation) = collation {
            options = options.collation(&collation);
        }
        if let Some(zone) = time_zone {
            options = options.timezone(zone.to_owned());
        }
        Ok(with_tls(options, &tls))
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        rules::tls(url)
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let socket = self.get_socket().map(|socket| socket.to_string_lossy());
        let shown = Shown {
            scheme: "mysql",
            user: Some(self.get_username()),
            has_password: has_password(self),
            hosts: match &socket {
                Some(socket) => canonical::host(socket, None),
                None => canonical::host(self.get_host(), Some(self.get_port())),
            },
            database: self.get_database(),
            tls: match self.get_ssl_mode() {
                MySqlSslMode::Disabled => "off",
                MySqlSslMode::Preferred => "prefer",
                MySqlSslMode::Required => "require",
                MySqlSslMode::VerifyCa => "verify-ca",
                MySqlSslMode::VerifyIdentity => "verify-full",
            },
        };
        write!(f, "{shown}")
    }
}

fn with_tls(options: MySqlConnectOptions, tls: &TlsPlan) -> MySqlConnectOptions {
    let TlsPlan { mode, reason: _, root_certificate, client_certificate, client_key, accepts_any_certificate: _ } = tls;
    let mut options = options.ssl_mode(match mode {
        TlsMode::Off => MySqlSslMode::Disabled,
        TlsMode::Prefer => MySqlSslMode::Preferred,
        TlsMode::Require => MySqlSslMode::Required,
        TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
        TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
    });
    if let Some(file) = root_certificate.as_ref().and_then(RootCertificate::file) {
        options = options.ssl_ca(file);
    }
    if let (Some(certificate), Some(key)) = (client_certificate, client_key) {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    options
}
