//! The clients: what a field's type can be, each behind its feature. A file knows its client and nothing else.

#![cfg_attr(
    not(all(
        feature = "deadpool-postgres",
        feature = "diesel-async",
        feature = "diesel-mysql",
        feature = "diesel-postgres",
        feature = "diesel-sqlite",
        feature = "mongodb",
        feature = "mysql-async",
        feature = "refinery",
        feature = "sea-orm",
        feature = "sqlx-any",
        feature = "sqlx-mysql",
        feature = "sqlx-postgres",
        feature = "sqlx-sqlite",
        feature = "tokio-postgres",
    )),
    allow(dead_code, unused_imports, unused_macros, reason = "some clients' shared code is unused without the others")
)]

mod canonical;
mod common;
#[cfg(feature = "deadpool-postgres")]
mod deadpool_postgres;
#[cfg(any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite"))]
pub(crate) mod diesel;
// It has only Diesel's backends.
#[cfg(all(
    feature = "diesel-async",
    any(feature = "diesel-postgres", feature = "diesel-mysql", feature = "diesel-sqlite")
))]
mod diesel_async;
mod limits;
#[cfg(feature = "mongodb")]
pub(crate) mod mongodb;
mod mysql_async;
pub(crate) mod pool_settings;
#[cfg(feature = "refinery")]
mod refinery;
#[cfg(any(feature = "sea-orm", feature = "sea-orm-1_1"))]
mod sea_orm;
mod shown;
pub(crate) mod sqlite_file;
mod sqlx;
mod tokio_postgres;
