//! sqlx 0.8: the same settings as 0.9 has, of other types.

use ::sqlx_0_8 as sqlx;

#[cfg(feature = "sqlx-0_8-any")]
#[path = "sqlx/any.rs"]
mod any;
#[cfg(feature = "sqlx-0_8-mysql")]
#[path = "sqlx/mysql.rs"]
mod mysql;
#[path = "sqlx/pool.rs"]
mod pool;
#[cfg(feature = "sqlx-0_8-postgres")]
#[path = "sqlx/postgres.rs"]
mod postgres;
#[cfg(feature = "sqlx-0_8-sqlite")]
#[path = "sqlx/sqlite.rs"]
mod sqlite;
