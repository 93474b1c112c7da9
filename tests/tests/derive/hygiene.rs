//! The generated code needs no prelude and no `use`, and it does not conflict with names of the user.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(clippy::upper_case_acronyms, dead_code, missing_docs, non_camel_case_types)]

extern crate db_config as renamed;

#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, prefix = "APP_")]
pub struct Renamed<T, V> {
    /// Documented.
    #[database(schemes("sqlite", "postgres"), default = "sqlite:/orders.db", default_tls = "off", libpq_env)]
    orders: T,

    #[database(env("CACHE_URL", "SQLITE_URL"))]
    cache: ::core::option::Option<::std::path::PathBuf>,

    #[database(env = "PORT", parse, default = "8080")]
    port: u16,

    #[database(env = "VALUE", parse)]
    value: ::core::option::Option<V>,

    #[database(skip)]
    started: u8,
}

/// Documented.
#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, prefix = "APP_", env("STORE_URL", "DB_URL"))]
#[database(schemes("sqlite", "postgres"), default = "sqlite:/orders.db", default_tls = "off", libpq_env)]
#[database(params = "application_name=shop")]
pub enum Store<T> {
    // This variant has the name of a constant of the trait.
    BACKENDS(::std::path::PathBuf),
    Other(T),
}

/// Documented.
#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, prefix = "APP_", debug)]
pub struct PoolOptions<T, U> {
    #[database(max_connections = 20, min_connections = 2, acquire_timeout = "5s", statement_timeout = "5s")]
    orders: (T, ::renamed::PoolSettings),

    replicas: ::std::vec::Vec<T>,

    #[database(env = "MIRROR_URLS", empty_as_none, busy_timeout = "5s")]
    mirrors: ::core::option::Option<::std::vec::Vec<::renamed::SqliteFile>>,

    #[database(flatten, prefix = "INNER_")]
    inner: Inner<U>,

    #[database(flatten, prefix = "OTHER_")]
    other: U,

    #[database(skip)]
    started: u8,
}

/// Documented.
#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, debug)]
pub struct Inner<U> {
    #[database(env = "TRACE", parse, default = "off")]
    trace: bool,

    #[database(env = "WAIT", parse, default = "5s")]
    wait: ::core::time::Duration,

    #[database(env = "WAITS", separator = ";", default = "5s")]
    waits: ::std::vec::Vec<::std::time::Duration>,

    #[database(env = "NAMES", parse, default = "a,b")]
    names: ::std::vec::Vec<::std::string::String>,

    #[database(env = "KEY", secret)]
    key: ::core::option::Option<::std::string::String>,

    #[database(skip)]
    marker: ::core::marker::PhantomData<U>,
}

/// Documented.
#[derive(::renamed::DatabaseConfig)]
#[database(crate = ::renamed, debug, default = "sqlite:/orders.db", busy_timeout = "5s")]
pub enum File {
    /// This variant has the name of a method of a trait.
    fmt_redacted_fields(::renamed::SqliteFile),
}

mod taken {
    use super::renamed;

    // Names that the generated code could use by mistake.
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
    #[allow(non_upper_case_globals)]
    pub const url: u8 = 0;
    pub trait FromStr {}
    pub trait Debug {}
    pub enum Vec {}
    pub enum Duration {}
    pub enum String {}
    #[allow(non_camel_case_types)]
    pub enum bool {}
    #[allow(non_upper_case_globals)]
    pub const f: u8 = 0;
    #[allow(non_upper_case_globals)]
    pub const prefix: u8 = 0;

    #[derive(renamed::DatabaseConfig)]
    #[database(crate = super::renamed, debug)]
    pub struct PoolOptions {
        #[database(flatten, prefix = "A_")]
        prefix: super::Inner<u8>,
        #[database(flatten)]
        f: super::File,
        #[database(env = "WAIT", parse, default = "5s")]
        wait: ::std::time::Duration,
        #[database(env = "TRACE", separator = ";", default = "on")]
        traces: ::std::vec::Vec<::core::primitive::bool>,
    }
    pub trait Display {}

    #[derive(renamed::DatabaseConfig)]
    #[database(crate = super::renamed)]
    pub struct Config {
        source: ::std::path::PathBuf,
        loader: ::std::path::PathBuf,
        settings: ::std::path::PathBuf,
        value0: ::std::path::PathBuf,
        value1: renamed::DatabaseUrl,
        #[database(env = "VALUE2", parse)]
        value2: ::core::option::Option<u8>,
    }

    #[derive(renamed::DatabaseConfig)]
    #[database(crate = super::renamed)]
    pub enum Store {
        Some(::std::path::PathBuf),
    }
}

mod deprecated {
    #[derive(::renamed::DatabaseConfig)]
    #[database(crate = ::renamed)]
    #[deprecated]
    pub struct Config {
        #[deprecated]
        orders: ::renamed::DatabaseUrl,
        #[deprecated]
        #[database(env = "PORT", parse, default = "8080")]
        port: u16,
    }

    #[derive(::renamed::DatabaseConfig)]
    #[database(crate = ::renamed)]
    #[deprecated]
    pub enum Store {
        #[deprecated]
        Url(::renamed::DatabaseUrl),
    }
}

struct Server;

impl renamed::FromDatabaseUrl for Server {
    const BACKENDS: renamed::Backends = renamed::Backends::POSTGRES;

    fn from_database_url(_: &renamed::DatabaseUrl) -> ::core::result::Result<Self, renamed::UrlError> {
        ::core::result::Result::Ok(Server)
    }
}

#[test]
fn renamed_crate() {
    use renamed::DatabaseConfig;

    let source = [("APP_CACHE_URL", "sqlite:/cache.db")];
    let config: Renamed<renamed::DatabaseUrl, u8> = match Renamed::from_source(&source) {
        ::core::result::Result::Ok(config) => config,
        ::core::result::Result::Err(error) => ::std::panic!("{error}"),
    };
    ::std::assert_eq!(config.orders.expose_secret(), "sqlite:/orders.db");
    ::std::assert_eq!(config.port, 8080);
    ::std::assert_eq!(config.started, 0);

    let store: Store<Server> = match Store::from_source(&source) {
        ::core::result::Result::Ok(store) => store,
        ::core::result::Result::Err(error) => ::std::panic!("{error}"),
    };
    ::std::assert!(::core::matches!(store, Store::BACKENDS(_)));
}

#[test]
fn clashing_names() {
    use renamed::DatabaseConfig;

    let source = [("DATABASE_URL", "sqlite:/app.db")];
    ::std::assert!(taken::Config::from_source(&source).is_ok());
    ::std::assert!(taken::Store::from_source(&source).is_ok());

    let pool_options = match taken::PoolOptions::from_source(&source) {
        ::core::result::Result::Ok(pool_options) => pool_options,
        ::core::result::Result::Err(error) => ::std::panic!("{error}"),
    };
    ::std::assert_eq!(
        ::std::format!("{pool_options:?}"),
        "PoolOptions { prefix: Inner { trace: false, wait: 5s, waits: [5s], names: ***, key: ***, .. }, \
         f: fmt_redacted_fields(file:/app.db?mode=rwc), wait: 5s, traces: [true] }",
    );
}
