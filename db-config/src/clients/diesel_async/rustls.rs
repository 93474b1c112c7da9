//! PostgreSQL over TLS, which diesel-async leaves to a `custom_setup`.

use std::any::{Any, TypeId};

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::ManagerConfig;
use rustls::crypto::CryptoProvider;
use tokio_postgres::Config;

use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::connectors::Roots;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

/// Whether a manager of these connections can do TLS.
fn can_connect<C: 'static>() -> bool {
    TypeId::of::<C>() == TypeId::of::<AsyncPgConnection>()
}

/// Returns the plan of a manager of these connections.
pub(super) fn plan<C: 'static>(url: &DatabaseUrl) -> TlsPlan {
    match can_connect::<C>() {
        true => url.tls().clone(),
        false => url.tls().downgrade_implied_prefer(),
    }
}

/// Returns the settings of a manager that connects with TLS, if the URL wants it and these connections can. A `prefer`
/// that nobody asked for needs no `CryptoProvider`: without one, the client has no TLS to prefer, so that an app needs
/// none for a server on its own machine.
pub(super) fn manager_config<C: 'static>(url: &DatabaseUrl) -> Result<Option<ManagerConfig<C>>, UrlError> {
    let is_asked_for = url.tls().downgrade_implied_prefer().mode() != TlsMode::Off;
    let has_provider = CryptoProvider::get_default().is_some();
    if !can_connect::<C>() || url.tls().mode() == TlsMode::Off || !(is_asked_for || has_provider) {
        return Ok(None);
    }
    let (settings, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    let connector = tls.postgres_rustls(Roots::System)?;
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    config.custom_setup = Box::new(move |_| {
        let (settings, connector) = (settings.clone(), connector.clone());
        Box::pin(async move {
            let connected = settings.connect(connector).await;
            let (client, connection) =
                connected.map_err(|error| ConnectionError::BadConnection(with_sources(&error)))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        })
    });
    // `custom_setup` makes connections of the manager's own type `C`. diesel-async has no trait for the connections that
    // are made from a `tokio_postgres::Client`, because its author leaves TLS to the application
    // (https://github.com/diesel-rs/diesel_async/pull/36), and stable Rust has no specialization for `AsyncPgConnection`.
    let config: Box<dyn Any> = Box::new(config);
    Ok(config.downcast().ok().map(|config| *config))
}

/// The error with its sources, of which Diesel keeps only a text.
fn with_sources(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", with_sources(source)),
        None => error.to_string(),
    }
}
