use ::postgres_native_tls::MakeTlsConnector;

use super::native_tls::built;
use crate::error::UrlError;
use crate::tls::TlsPlan;

impl TlsPlan {
    /// Builds the connector for tokio-postgres and deadpool-postgres, with the operating system's TLS library (feature
    /// `postgres-native-tls`).
    ///
    /// Pass it to `tokio_postgres::Config::connect` or `deadpool_postgres::Config::create_pool`. The plan and the options
    /// must be from the same URL: use a field of the type `(Config, TlsPlan)`. On macOS `sslnegotiation=direct` needs the
    /// feature `alpn` of native-tls.
    ///
    /// ```no_run
    /// use db_config::{DatabaseConfig, TlsPlan};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     database: (tokio_postgres::Config, TlsPlan), // reads DATABASE_URL
    /// }
    ///
    /// async fn connect() -> Result<tokio_postgres::Client, Box<dyn std::error::Error>> {
    ///     let (config, tls) = Config::from_env()?.database;
    ///     let (client, connection) = config.connect(tls.postgres_native_tls()?).await?;
    ///     tokio::spawn(connection);
    ///     Ok(client)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`TlsPlan::native_tls`].
    pub fn postgres_native_tls(&self) -> Result<MakeTlsConnector, UrlError> {
        let mut builder = self.native_tls_builder()?;
        ::postgres_native_tls::set_postgresql_alpn(&mut builder);
        built(&builder).map(MakeTlsConnector::new)
    }
}
