//! sqlx, in both major versions. Their settings have the same names but are different types: the files of the folder
//! `sqlx` that make them are compiled once for each, where `super::sqlx` is the crate of that version.

mod dialect;
mod rules;

pub(super) use self::dialect::url;
pub(super) use self::rules::{POOL, tls};

#[cfg(any(
    feature = "sqlx-0_9-postgres",
    feature = "sqlx-0_9-mysql",
    feature = "sqlx-0_9-sqlite",
    feature = "sqlx-0_9-any"
))]
#[path = "sqlx"]
mod v0_9 {
    use ::sqlx;

    #[cfg(feature = "sqlx-0_9-any")]
    mod any;
    #[cfg(feature = "sqlx-0_9-mysql")]
    mod mysql;
    mod pool;
    #[cfg(feature = "sqlx-0_9-postgres")]
    mod postgres;
    #[cfg(feature = "sqlx-0_9-sqlite")]
    mod sqlite;
}

#[cfg(any(
    feature = "sqlx-0_8-postgres",
    feature = "sqlx-0_8-mysql",
    feature = "sqlx-0_8-sqlite",
    feature = "sqlx-0_8-any"
))]
#[path = "sqlx"]
mod v0_8 {
    use ::sqlx_0_8 as sqlx;

    #[cfg(feature = "sqlx-0_8-any")]
    mod any;
    #[cfg(feature = "sqlx-0_8-mysql")]
    mod mysql;
    mod pool;
    #[cfg(feature = "sqlx-0_8-postgres")]
    mod postgres;
    #[cfg(feature = "sqlx-0_8-sqlite")]
    mod sqlite;
}
