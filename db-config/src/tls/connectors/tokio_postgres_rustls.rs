use std::fmt;
use std::sync::Arc;

use ::rustls::crypto::CryptoProvider;
use ::tokio_postgres::Socket;
use ::tokio_postgres::tls::MakeTlsConnect;
use ::tokio_postgres_rustls::MakeRustlsConnect;

use super::Roots;
use crate::error::UrlError;
use crate::tls::TlsPlan;

/// A rustls connector for tokio-postgres and deadpool-postgres (feature `tokio-postgres-rustls`).
///
/// [`TlsPlan::postgres_rustls`] builds it.
#[derive(Clone)]
pub struct RustlsConnector(MakeRustlsConnect);

impl fmt::Debug for RustlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RustlsConnector").finish_non_exhaustive()
    }
}

impl MakeTlsConnect<Socket> for RustlsConnector {
    type Stream = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;
    type TlsConnect = <MakeRustlsConnect as MakeTlsConnect<Socket>>::TlsConnect;
    type Error = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Error;

    fn make_tls_connect(&mut self, host: &str) -> Result<Self::TlsConnect, Self::Error> {
        // A Unix socket has no name. rustls rejects an empty name even though there is no TLS over the socket.
        let host = if host.is_empty() { "socket.invalid" } else { host };
        MakeTlsConnect::<Socket>::make_tls_connect(&mut self.0, host)
    }
}

impl TlsPlan {
    /// Builds the rustls connector for tokio-postgres and deadpool-postgres (feature `tokio-postgres-rustls`).
    ///
    /// Pass it to `tokio_postgres::Config::connect` or `deadpool_postgres::Config::create_pool`. The plan and the options
    /// must be from the same URL: use a field of the type `(Config, TlsPlan)`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "rustls-native-certs")] mod example {
    /// use db_config::{DatabaseConfig, Roots, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     database: (tokio_postgres::Config, TlsPlan), // reads DATABASE_URL
    /// }
    ///
    /// async fn connect() -> Result<tokio_postgres::Client, Box<dyn std::error::Error>> {
    ///     let (config, tls) = Config::from_env()?.database;
    ///     let (client, connection) = config.connect(tls.postgres_rustls(Roots::System)?).await?;
    ///     tokio::spawn(connection);
    ///     Ok(client)
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`TlsPlan::rustls`].
    pub fn postgres_rustls(&self, roots: Roots) -> Result<RustlsConnector, UrlError> {
        Ok(RustlsConnector::new(self.rustls(roots)?))
    }

    /// Like [`postgres_rustls`](Self::postgres_rustls), but with this cryptography provider (feature
    /// `tokio-postgres-rustls`).
    ///
    /// # Errors
    ///
    /// Returns the errors of [`TlsPlan::rustls_with_provider`].
    pub fn postgres_rustls_with_provider(
        &self,
        roots: Roots,
        provider: Arc<CryptoProvider>,
    ) -> Result<RustlsConnector, UrlError> {
        Ok(RustlsConnector::new(self.rustls_with_provider(roots, provider)?))
    }
}

impl RustlsConnector {
    fn new(mut config: ::rustls::ClientConfig) -> Self {
        // Required by `sslnegotiation=direct`.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Self(MakeRustlsConnect::new(config))
    }
}
