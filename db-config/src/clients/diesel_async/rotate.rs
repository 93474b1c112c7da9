//! Connections of diesel-async to PostgreSQL with the password of a provider.

use std::sync::Arc;

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use super::rustls::{connect, failed, with_setup};
use crate::clients::tokio_postgres::rotate::{self, Failed, target};
use crate::connect::managed::RotatingManager;
use crate::connect::rotate::{AsSource, Passwords, Target};
use crate::error::UrlError;
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::connectors::Roots;
use crate::tls::{TlsMode, TlsPlan};
use crate::url::DatabaseUrl;

impl RotatingManager for AsyncDieselConnectionManager<AsyncPgConnection> {
    fn target(url: &DatabaseUrl) -> Result<Target, UrlError> {
        let (options, _) = <(Config, TlsPlan)>::from_database_url(url)?;
        Ok(target(&options))
    }

    fn rotating(url: &DatabaseUrl, raised: Option<&TlsPlan>, passwords: &Arc<Passwords>) -> Result<Self, UrlError> {
        let (mut options, mut plan) = <(Config, TlsPlan)>::from_database_url(url)?;
        if let Some(raised) = raised {
            options.ssl_mode(SslMode::Require);
            plan = raised.clone();
        }
        let connector = match plan.mode() {
            TlsMode::Off => None,
            _ => Some(plan.postgres_rustls(Roots::System)?),
        };
        let passwords = Arc::clone(passwords);
        let config = with_setup(move || {
            let (options, connector, passwords) = (options.clone(), connector.clone(), Arc::clone(&passwords));
            async move {
                let connect = |options| connect(options, connector.clone());
                rotate::connect(&passwords, &options, connect).await.map_err(|error| match error {
                    Failed::Client(error) => failed(error),
                    // Of Diesel's errors, this one has a source.
                    Failed::Provider(error) => ConnectionError::CouldntSetupConfiguration(
                        diesel::result::Error::QueryBuilderError(AsSource(error).into()),
                    ),
                })?
            }
        });
        Ok(Self::new_with_config("", config))
    }
}
