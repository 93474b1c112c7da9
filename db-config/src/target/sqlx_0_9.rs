//! sqlx 0.9.

use ::sqlx;

#[cfg(feature = "sqlx-any")]
#[path = "sqlx/any.rs"]
mod any;
#[cfg(feature = "sqlx-mysql")]
#[path = "sqlx/mysql.rs"]
mod mysql;
#[path = "sqlx/pool.rs"]
mod pool;
#[cfg(feature = "sqlx-postgres")]
#[path = "sqlx/postgres.rs"]
mod postgres;
#[cfg(feature = "sqlx-sqlite")]
#[path = "sqlx/sqlite.rs"]
mod sqlite;
