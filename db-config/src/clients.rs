//! The clients, each behind its feature: the types of their options that a field can have. No file knows another client.

#![cfg_attr(
    not(all(
        feature = "bb8-postgres-0_9",
        feature = "deadpool-postgres-0_14",
        feature = "deadpool-redis-0_23",
        feature = "diesel-async-0_9",
        feature = "diesel-2-mysql",
        feature = "diesel-2-postgres",
        feature = "diesel-2-sqlite",
        feature = "fred-10",
        feature = "mongodb-3",
        feature = "mysql-28",
        feature = "mysql-async-0_37",
        feature = "postgres-0_19",
        feature = "r2d2-mysql-28",
        feature = "r2d2-postgres-0_18",
        feature = "redis-1",
        feature = "refinery-0_10",
        feature = "sea-orm-2",
        feature = "sqlx-0_9-any",
        feature = "sqlx-0_9-mysql",
        feature = "sqlx-0_9-postgres",
        feature = "sqlx-0_9-sqlite",
        feature = "tokio-postgres-0_7",
    )),
    allow(dead_code, unused_imports, unused_macros, reason = "some clients' shared code is unused without the others")
)]

#[cfg(feature = "bb8-postgres-0_9")]
mod bb8_postgres;
mod canonical;
mod common;
#[cfg(feature = "deadpool-postgres-0_14")]
mod deadpool_postgres;
#[cfg(feature = "deadpool-redis-0_23")]
mod deadpool_redis;
#[cfg(any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite"))]
pub(crate) mod diesel;
// It needs a Diesel backend.
#[cfg(all(
    feature = "diesel-async-0_9",
    any(feature = "diesel-2-postgres", feature = "diesel-2-mysql", feature = "diesel-2-sqlite")
))]
mod diesel_async;
#[cfg(feature = "fred-10")]
mod fred;
#[cfg(feature = "mongodb-3")]
pub(crate) mod mongodb;
#[cfg(feature = "mysql-28")]
mod mysql;
mod mysql_async;
#[cfg(feature = "postgres-0_19")]
mod postgres;
#[cfg(feature = "r2d2-mysql-28")]
mod r2d2_mysql;
#[cfg(feature = "r2d2-postgres-0_18")]
mod r2d2_postgres;
mod redacted;
#[cfg(feature = "redis-1")]
mod redis;
#[cfg(feature = "refinery-0_10")]
mod refinery;
#[cfg(any(feature = "sea-orm-2", feature = "sea-orm-1"))]
mod sea_orm;
mod sqlx;
pub(crate) mod tokio_postgres;
