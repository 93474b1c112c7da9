//! PostgreSQL with TLS, and with the errors of tokio-postgres, through diesel-async's `custom_setup`.

use std::any::{Any, TypeId};
use std::error::Error;
use std::fmt;
use std::future::Future;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{ManagerConfig, PoolError};
use rustls::crypto::CryptoProvider;
use tokio_postgres::config::ChannelBinding;
use tokio_postgres::{Config, NoTls};

use crate::clients::tokio_postgres::connect::{is_final_error, tokio_postgres_error};
use crate::connect::error::with_causes;
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::connectors::{Roots, RustlsConnector};
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

/// Returns whether a manager of these connections supports TLS.
fn supports_tls<C: 'static>() -> bool {
    TypeId::of::<C>() == TypeId::of::<AsyncPgConnection>()
}

/// Returns the plan of a manager of these connections.
pub(super) fn plan<C: 'static>(url: &DatabaseUrl) -> TlsPlan {
    match supports_tls::<C>() {
        true => url.tls().clone(),
        false => url.tls().downgrade_implied_prefer(),
    }
}

/// Returns the plan that these connections enforce.
pub(super) fn enforced_tls<C: 'static>(plan: &TlsPlan) -> TlsPlan {
    match supports_tls::<C>() && CryptoProvider::get_default().is_none() {
        true => plan.without_library("rustls `CryptoProvider`"),
        false => plan.clone(),
    }
}

/// Returns the options of a manager of PostgreSQL connections, or `None` for another database.
///
/// A `prefer` that neither the URL nor the `tls` attribute sets does not need a `CryptoProvider`, unless the URL requires
/// channel binding. Without one it connects without TLS, so that an app does not need one for a server on its own machine.
pub(super) fn manager_config<C: 'static>(url: &DatabaseUrl) -> Result<Option<ManagerConfig<C>>, UrlError> {
    if !supports_tls::<C>() {
        return Ok(None);
    }
    let (options, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    let is_explicit = !tls.is_implied_prefer() || options.get_channel_binding() == ChannelBinding::Require;
    let has_provider = CryptoProvider::get_default().is_some();
    let connector = match tls.mode() {
        TlsMode::Off => None,
        _ if is_explicit || has_provider => Some(tls.postgres_rustls(Roots::System)?),
        _ => None,
    };
    let config = with_setup(move || {
        let (options, connector) = (options.clone(), connector.clone());
        async move { connect(options, connector).await.map_err(failed)? }
    });
    // `custom_setup` must return connections of the manager's type `C`. diesel-async has no trait for connections from a
    // `tokio_postgres::Client`, because its author leaves TLS to the application
    // (https://github.com/diesel-rs/diesel_async/pull/36), and stable Rust has no specialization for `AsyncPgConnection`.
    let config: Box<dyn Any> = Box::new(config);
    Ok(config.downcast().ok().map(|config| *config))
}

/// Returns the options of a manager whose connections `connect` opens.
pub(super) fn with_setup<F>(connect: impl Fn() -> F + Send + Sync + 'static) -> ManagerConfig<AsyncPgConnection>
where
    F: Future<Output = ConnectionResult<AsyncPgConnection>> + Send + 'static,
{
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(move |_| Box::pin(connect()));
    config
}

/// Connects with or without TLS. Returns the error of the login, or otherwise the result of Diesel's setup.
pub(super) async fn connect(
    options: Config,
    connector: Option<RustlsConnector>,
) -> Result<ConnectionResult<AsyncPgConnection>, tokio_postgres::Error> {
    match connector {
        None => {
            let (client, connection) = options.connect(NoTls).await?;
            Ok(AsyncPgConnection::try_from_client_and_connection(client, connection).await)
        }
        Some(connector) => {
            let (client, connection) = options.connect(connector).await?;
            Ok(AsyncPgConnection::try_from_client_and_connection(client, connection).await)
        }
    }
}

/// Returns the error with the client's as its source. Of Diesel's errors, this one has a source.
pub(super) fn failed(error: tokio_postgres::Error) -> ConnectionError {
    ConnectionError::CouldntSetupConfiguration(diesel::result::Error::QueryBuilderError(Box::new(NotConnected(error))))
}

/// The error of tokio-postgres, whose `Display` contains the causes.
#[derive(Debug)]
struct NotConnected(tokio_postgres::Error);

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&with_causes(&self.0))
    }
}

impl Error for NotConnected {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// Returns whether another attempt cannot succeed after this error of a pool, or `None` if it is not from tokio-postgres.
pub(super) fn is_final(error: &(dyn Error + 'static)) -> Option<bool> {
    // The pool's error has no source.
    let PoolError::ConnectionError(error) = error.downcast_ref()? else { return None };
    tokio_postgres_error(error.source()?).map(is_final_error)
}
