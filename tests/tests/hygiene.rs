//! The derived code needs no prelude, no `use`, and no name that the user's own items could take.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

extern crate db_config as renamed;

#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, prefix = "APP_")]
pub struct Renamed<T> {
    /// Documented.
    #[database(schemes("sqlite"), default = "sqlite:/orders.db", tls = "off", libpq_env)]
    orders: T,

    #[database(env("CACHE_URL", "SQLITE_URL"))]
    cache: ::core::option::Option<::std::path::PathBuf>,

    #[database(skip)]
    started: u8,
}

mod taken {
    use super::renamed;

    // What the derived code could mean by mistake.
    pub enum Option {}
    pub enum Result {}
    pub enum Some {}
    pub enum Ok {}
    pub trait Default {}
    pub trait Source {}
    pub trait FromDatabaseUrl {}
    pub mod core {}
    pub mod std {}
    pub mod db_config {}
    #[allow(non_upper_case_globals)]
    pub const source: u8 = 0;
    #[allow(non_upper_case_globals)]
    pub const value0: u8 = 0;

    #[derive(renamed::DatabaseConfig)]
    #[database(crate = super::renamed)]
    pub struct Config {
        source: ::std::path::PathBuf,
        loader: ::std::path::PathBuf,
        settings: ::std::path::PathBuf,
        value0: ::std::path::PathBuf,
        value1: renamed::DatabaseUrl,
    }
}

mod deprecated {
    #[derive(::renamed::DatabaseConfig)]
    #[database(crate = ::renamed)]
    #[deprecated]
    pub struct Config {
        #[deprecated]
        orders: ::renamed::DatabaseUrl,
    }
}

#[test]
fn renamed_crate() {
    use renamed::DatabaseConfig;

    let source = [("APP_CACHE_URL", "sqlite:/cache.db")];
    let config: Renamed<::std::path::PathBuf> = match Renamed::from_source(&source) {
        ::core::result::Result::Ok(config) => config,
        ::core::result::Result::Err(error) => ::std::panic!("{error}"),
    };
    ::std::assert_eq!(config.orders, ::std::path::Path::new("/orders.db"));
    ::std::assert_eq!(config.started, 0);
}

#[test]
fn clashing_names() {
    use renamed::DatabaseConfig;

    let config = taken::Config::from_source(&[("DATABASE_URL", "sqlite:/app.db")]);
    ::std::assert!(config.is_ok());
}
