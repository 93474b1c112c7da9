use ::postgres_native_tls::MakeTlsConnector;

use super::native_tls::built;
use crate::error::UrlError;
use crate::tls::TlsPlan;

impl TlsPlan {
    /// The connector for `tokio_postgres::Config::connect` and `deadpool_postgres::Config::create_pool`, whose settings
    /// come from the same URL. `sslnegotiation=direct` needs native-tls' feature `alpn` on macOS.
    ///
    /// # Errors
    ///
    /// Those of [`TlsPlan::native_tls`].
    pub fn postgres_native_tls(&self) -> Result<MakeTlsConnector, UrlError> {
        let mut builder = self.native_tls_builder()?;
        ::postgres_native_tls::set_postgresql_alpn(&mut builder);
        built(&builder).map(MakeTlsConnector::new)
    }
}
