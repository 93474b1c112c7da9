//! PostgreSQL over TLS, with diesel-async's `custom_setup`.

use std::any::{Any, TypeId};
use std::future::Future;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::ManagerConfig;
use rustls::crypto::CryptoProvider;
use tokio_postgres::Config;

use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::connectors::Roots;
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

/// Returns the options of a manager that connects with TLS, or `None` to connect without TLS.
///
/// A `prefer` that neither the URL nor the `tls` attribute sets does not need a `CryptoProvider`. Without one it connects
/// without TLS, so that an app does not need one for a server on its own machine.
pub(super) fn manager_config<C: 'static>(url: &DatabaseUrl) -> Result<Option<ManagerConfig<C>>, UrlError> {
    let is_explicit = url.tls().downgrade_implied_prefer().mode() != TlsMode::Off;
    let has_provider = CryptoProvider::get_default().is_some();
    if !supports_tls::<C>() || url.tls().mode() == TlsMode::Off || !(is_explicit || has_provider) {
        return Ok(None);
    }
    let (options, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    let connector = tls.postgres_rustls(Roots::System)?;
    let config = with_setup(move || {
        let (options, connector) = (options.clone(), connector.clone());
        async move {
            let (client, connection) = options.connect(connector).await.map_err(failed)?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        }
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

pub(super) fn failed(error: tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(with_sources(&error))
}

/// Returns the messages of the error and its sources, because Diesel's error holds only a string.
fn with_sources(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", with_sources(source)),
        None => error.to_string(),
    }
}
