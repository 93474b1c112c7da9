//! Every target of the library, for the tests that go over all of them.

use db_config::{DatabaseUrl, FromDatabaseUrl, UrlError};

/// A client, and what making its settings from a URL comes to.
pub type Attempt = fn(&DatabaseUrl) -> Result<(), UrlError>;

fn attempt<T: FromDatabaseUrl>(url: &DatabaseUrl) -> Result<(), UrlError> {
    T::from_database_url(url).map(drop)
}

/// The clients by name.
pub const CLIENTS: &[(&str, &[&str], Attempt)] = &[
    client::<sqlx::postgres::PgConnectOptions>("sqlx (PostgreSQL)"),
    client::<sqlx::mysql::MySqlConnectOptions>("sqlx (MySQL)"),
    client::<sqlx::sqlite::SqliteConnectOptions>("sqlx (SQLite)"),
    client::<sqlx::any::AnyConnectOptions>("sqlx (Any)"),
    client::<sqlx_0_8::postgres::PgConnectOptions>("sqlx 0.8 (PostgreSQL)"),
    client::<sqlx_0_8::mysql::MySqlConnectOptions>("sqlx 0.8 (MySQL)"),
    client::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlx 0.8 (SQLite)"),
    client::<sqlx_0_8::any::AnyConnectOptions>("sqlx 0.8 (Any)"),
    client::<sea_orm::ConnectOptions>("SeaORM"),
    client::<sea_orm_1_1::ConnectOptions>("SeaORM 1.1"),
    client::<db_config::DieselUrl>("Diesel"),
];

const fn client<T: FromDatabaseUrl>(name: &'static str) -> (&'static str, &'static [&'static str], Attempt) {
    (name, T::SCHEMES, attempt::<T>)
}

/// Makes the settings of every client.
pub fn try_all(url: &DatabaseUrl) {
    for (_, _, attempt) in CLIENTS {
        let _ = attempt(url);
    }
}
