//! Every field type that db-config supports, for the tests that cover all of them.

use std::fmt::{self, Debug};

use db_config::{Backend, Backends, Capabilities, DatabaseUrl, DieselUrl, FromDatabaseUrl, UrlError};

/// A field type.
pub struct Client {
    /// Its name.
    pub name: &'static str,
    /// The databases whose URLs it accepts.
    pub backends: Backends,
    /// Returns the pool options and timeouts that it supports.
    pub capabilities: fn(&DatabaseUrl) -> Capabilities,
    /// Builds its client options and returns their own `Debug` output, which can contain secrets.
    pub show: fn(&DatabaseUrl) -> Result<String, UrlError>,
    /// Builds its client options and returns their output under `#[database(debug)]`.
    pub redacted: fn(&DatabaseUrl) -> Result<String, UrlError>,
}

/// Formats with `FromDatabaseUrl::fmt_redacted`.
struct Redacted<T>(T);

impl<T: FromDatabaseUrl> Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)
    }
}

fn redacted<T: FromDatabaseUrl>(url: &DatabaseUrl) -> Result<String, UrlError> {
    T::from_database_url(url).map(|settings| format!("{:?}", Redacted(settings)))
}

/// All field types.
pub const CLIENTS: &[Client] = &[
    client::<sqlx::postgres::PgConnectOptions>("sqlx 0.9 (PostgreSQL)"),
    client::<sqlx::mysql::MySqlConnectOptions>("sqlx 0.9 (MySQL)"),
    client::<sqlx::sqlite::SqliteConnectOptions>("sqlx 0.9 (SQLite)"),
    client::<sqlx::any::AnyConnectOptions>("sqlx 0.9 (Any)"),
    client::<sqlx_0_8::postgres::PgConnectOptions>("sqlx 0.8 (PostgreSQL)"),
    client::<sqlx_0_8::mysql::MySqlConnectOptions>("sqlx 0.8 (MySQL)"),
    client::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlx 0.8 (SQLite)"),
    client::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 (Any)"),
    client::<sea_orm::ConnectOptions>("SeaORM 2"),
    client::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1"),
    Client {
        name: "Diesel",
        backends: DieselUrl::BACKENDS,
        capabilities: DieselUrl::capabilities,
        show: |url| Ok(DieselUrl::from_database_url(url)?.expose_secret().to_owned()),
        redacted: redacted::<DieselUrl>,
    },
    client::<mongodb::options::ConnectionString>("mongodb (ConnectionString)"),
    client::<mongodb::options::ClientOptions>("mongodb (ClientOptions)"),
    client::<tokio_postgres::Config>("tokio-postgres"),
    client::<postgres::Config>("postgres"),
    client::<deadpool_postgres::Config>("deadpool-postgres"),
    client::<mysql_async::Opts>("mysql_async"),
    client::<mysql::Opts>("mysql"),
    client::<redis::ConnectionInfo>("redis (ConnectionInfo)"),
    client::<redis::Client>("redis (Client)"),
    client::<deadpool_redis::Config>("deadpool-redis"),
    client::<fred::types::config::Config>("fred"),
    client::<refinery::config::Config>("refinery"),
    client::<std::path::PathBuf>("PathBuf"),
    client::<db_config::SqliteFile>("SqliteFile"),
    client::<DatabaseUrl>("DatabaseUrl"),
    client::<db_config::TlsPlan>("TlsPlan"),
];

const fn client<T: FromDatabaseUrl + Debug>(name: &'static str) -> Client {
    Client {
        name,
        backends: T::BACKENDS,
        capabilities: T::capabilities,
        show: |url| Ok(format!("{:?}", T::from_database_url(url)?)),
        redacted: redacted::<T>,
    }
}

/// Returns the field types that accept URLs of this database.
pub fn clients_of(backend: Backend) -> impl Iterator<Item = &'static Client> {
    let clients = CLIENTS.iter().filter(move |client| client.backends.contains(backend));
    assert!(clients.clone().count() >= 4, "too few clients for {backend:?}");
    clients
}

/// Returns the field types of this database that a client can connect with.
pub fn connecting(backend: Backend) -> impl Iterator<Item = &'static Client> {
    clients_of(backend).filter(|client| !["DatabaseUrl", "TlsPlan"].contains(&client.name))
}

/// Builds the client options of every field type.
pub fn try_all(url: &DatabaseUrl) {
    for client in CLIENTS {
        let _ = (client.show)(url);
    }
}
