use std::fmt;
use std::sync::Arc;

use ::rustls::crypto::CryptoProvider;
use ::tokio_postgres::Socket;
use ::tokio_postgres::tls::MakeTlsConnect;
use ::tokio_postgres_rustls::MakeRustlsConnect;

use super::Roots;
use crate::error::UrlError;
use crate::tls::TlsPlan;

/// rustls for tokio-postgres and what is built on it: [`TlsPlan::postgres_rustls`].
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
        // A Unix socket has no name, and rustls would refuse an empty one although no TLS follows.
        let host = if host.is_empty() { "socket.invalid" } else { host };
        MakeTlsConnect::<Socket>::make_tls_connect(&mut self.0, host)
    }
}

impl TlsPlan {
    /// The connector for `tokio_postgres::Config::connect` and `deadpool_postgres::Config::create_pool`, whose settings
    /// come from the same URL.
    ///
    /// ```no_run
    /// # #[cfg(feature = "rustls-native-certs")] mod example {
    /// use db_config::{DatabaseConfig, Roots, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     orders: (tokio_postgres::Config, TlsPlan),
    /// }
    ///
    /// async fn connect() -> Result<tokio_postgres::Client, Box<dyn std::error::Error>> {
    ///     let (config, tls) = Config::from_env()?.orders;
    ///     let (client, connection) = config.connect(tls.postgres_rustls(Roots::System)?).await?;
    ///     tokio::spawn(connection);
    ///     Ok(client)
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`TlsPlan::rustls`].
    pub fn postgres_rustls(&self, roots: Roots) -> Result<RustlsConnector, UrlError> {
        Ok(RustlsConnector::new(self.rustls(roots)?))
    }

    /// The same with this provider of cryptography.
    ///
    /// # Errors
    ///
    /// Those of [`TlsPlan::rustls_with_provider`].
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
