//! PostgreSQL over TLS, which diesel-async leaves to a `custom_setup`.

use std::any::{Any, TypeId};

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::ManagerConfig;
use tokio_postgres::Config;

use crate::connectors::process_provider;
use crate::error::UrlError;
use crate::{DatabaseUrl, FromDatabaseUrl, Roots, RustlsConnector, TlsMode, TlsPlan};

/// Whether a manager of these connections can do TLS.
fn can_connect<C: 'static>() -> bool {
    TypeId::of::<C>() == TypeId::of::<AsyncPgConnection>()
}

/// Returns the plan of a manager of these connections. A `prefer` that neither the URL nor the `tls` attribute asks for is
/// off where rustls cannot connect: the app needs no `CryptoProvider` for a server on its own machine.
pub(super) fn plan<C: 'static>(url: &DatabaseUrl) -> TlsPlan {
    let is_usable = url.tls_plan().mode() != TlsMode::Prefer || process_provider().is_ok();
    match can_connect::<C>() && is_usable {
        true => url.tls(),
        false => url.tls().without_guessed_prefer(),
    }
}

/// What makes a manager connect with TLS, if the URL wants it and these connections can.
pub(super) fn manager_config<C: 'static>(url: &DatabaseUrl) -> Result<Option<ManagerConfig<C>>, UrlError> {
    if !can_connect::<C>() || plan::<C>(url).mode() == TlsMode::Off {
        return Ok(None);
    }
    let (settings, tls) = <(Config, TlsPlan)>::from_database_url(url)?;
    let connector = RustlsConnector::new(tls.rustls_config(Roots::of_features(), process_provider()?)?);
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    config.custom_setup = Box::new(move |_| {
        let (settings, connector) = (settings.clone(), connector.clone());
        Box::pin(async move {
            let connected = settings.connect(connector).await;
            let (client, connection) = connected.map_err(|error| ConnectionError::BadConnection(whole(&error)))?;
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
fn whole(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", whole(source)),
        None => error.to_string(),
    }
}
