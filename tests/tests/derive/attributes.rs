//! The attributes of structs and fields at run time.

use std::path::{Path, PathBuf};

use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, UrlError};

use super::NOTHING;

#[test]
fn default_variable() {
    #[derive(DatabaseConfig)]
    struct Config {
        orders: PathBuf,
    }

    let config = Config::from_source(&[("DATABASE_URL", "sqlite:///data/app.db")]).unwrap();
    assert_eq!(config.orders, Path::new("/data/app.db"));
    assert!(Config::from_source(&NOTHING).is_err());
}

/// A field type of a Redis client.
struct Cache(String);

impl FromDatabaseUrl for Cache {
    const BACKENDS: Backends = Backends::REDIS;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        Ok(Self(url.expose_secret().to_owned()))
    }
}

#[test]
fn a_redis_type_has_its_own_default_variable() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(default = "sqlite:default.db")]
        orders: PathBuf,
        cache: Option<Cache>,
        #[database(default = "redis://localhost/1", schemes("redis"))]
        queue: DatabaseUrl,
        replicas: Option<Vec<Cache>>,
    }

    let source =
        [("DATABASE_URL", "sqlite:/set.db"), ("REDIS_URL", "redis://h/2"), ("REDIS_URLS", "redis://a,redis://b")];
    let Ok(Config { orders, cache: Some(cache), queue, replicas: Some(replicas) }) = Config::from_source(&source)
    else {
        panic!()
    };
    assert_eq!((orders.as_path(), &*cache.0), (Path::new("/set.db"), "redis://h/2"));
    assert_eq!(queue.expose_secret(), "redis://h/2");
    assert_eq!(replicas.iter().map(|cache| &*cache.0).collect::<Vec<_>>(), ["redis://a", "redis://b"]);
    let config = Config::from_source(&NOTHING).unwrap();
    assert!(config.cache.is_none() && config.queue.expose_secret() == "redis://localhost/1");

    #[derive(DatabaseConfig)]
    #[database(prefix = "APP_")]
    struct Prefixed {
        cache: Cache,
    }
    assert_eq!(Prefixed::from_source(&[("APP_REDIS_URL", "redis://h")]).unwrap().cache.0, "redis://h");
    let error = Prefixed::from_source(&NOTHING).err().unwrap().to_string();
    assert!(error.contains("APP_REDIS_URL (field `cache`): not set"), "{error}");
}

#[test]
fn first_variable_that_is_set() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env("FIRST_URL", "SECOND_URL"))]
        cache: PathBuf,
    }

    let first = ("FIRST_URL", "sqlite:/first.db");
    let second = ("SECOND_URL", "sqlite:/second.db");
    let read = |source: &[(&str, &str)]| {
        let source = source.iter().map(|(name, url)| (name.to_string(), url.to_string()));
        let source: std::collections::HashMap<_, _> = source.collect();
        Config::from_source(&source).unwrap().cache
    };
    assert_eq!(read(&[second, first]), Path::new("/first.db"));
    assert_eq!(read(&[second]), Path::new("/second.db"));
}

#[test]
fn default_if_nothing_is_set() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(default = "sqlite:///default.db")]
        cache: PathBuf,
    }

    let cache = Config::from_source(&NOTHING).unwrap().cache;
    assert_eq!(cache, Path::new("/default.db"));

    let cache = Config::from_source(&[("DATABASE_URL", "sqlite:/set.db")]).unwrap().cache;
    assert_eq!(cache, Path::new("/set.db"));
}

#[test]
fn optional_and_skipped() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "CACHE_URL")]
        cache: Option<PathBuf>,
        #[database(skip)]
        starts: u8,
        #[database(skip)]
        started: Option<String>,
    }

    let config = Config::from_source(&NOTHING).unwrap();
    assert_eq!(config.cache, None);
    assert_eq!(config.starts, 0);
    assert_eq!(config.started, None);

    let config = Config::from_source(&[("CACHE_URL", "sqlite:/cache.db")]).unwrap();
    assert_eq!(config.cache.as_deref(), Some(Path::new("/cache.db")));
    assert!(Config::from_source(&[("CACHE_URL", "postgres://localhost/cache")]).is_err());
}

#[test]
fn every_problem_at_once() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Config {
        #[database(env = "ORDERS_URL")]
        orders: DatabaseUrl,
        #[database(env = "CACHE_URL")]
        cache: PathBuf,
        #[database(env = "SALES_URL")]
        sales: Option<PathBuf>,
    }

    let source = [("SALES_URL", "postgres://localhost/sales")];
    let report = Config::from_source(&source).unwrap_err().to_string();
    for name in ["Config", "ORDERS_URL", "CACHE_URL", "SALES_URL"] {
        assert!(report.contains(name), "{report}");
    }
}

#[test]
fn fields() {
    #[derive(DatabaseConfig)]
    #[database(prefix = "APP_", schemes("postgres", "sqlite"))]
    #[allow(dead_code)]
    struct Config {
        /// Orders and users.
        ///
        ///  - indented
        #[database(default = "postgres://localhost/orders")]
        orders: DatabaseUrl,
        #[database(skip)]
        started: u8,
        #[database(env("CACHE_URL", "SQLITE_URL"), schemes("file"))]
        cache: Option<PathBuf>,
    }

    let [orders, cache] = Config::fields() else { panic!() };
    assert_eq!(orders.field(), "orders");
    assert_eq!(orders.variables(), ["APP_DATABASE_URL"]);
    assert_eq!(orders.default_value(), Some("postgres://localhost/orders"));
    assert_eq!(orders.doc(), "Orders and users.\n\n - indented");
    let schemes = ["postgres", "postgresql", "sqlite", "sqlite3", "file"];
    assert_eq!(orders.schemes(), schemes);

    assert_eq!(cache.field(), "cache");
    assert_eq!(cache.variables(), ["APP_CACHE_URL", "APP_SQLITE_URL"]);
    assert_eq!(cache.default_value(), None);
    assert_eq!(cache.doc(), "");
    assert_eq!(cache.schemes(), ["sqlite", "sqlite3", "file"]);
}

#[test]
fn fields_of_the_type() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        cache: PathBuf,
    }

    let schemes = <PathBuf as db_config::FromDatabaseUrl>::BACKENDS.schemes();
    assert_eq!(Config::fields()[0].schemes(), schemes);
}

#[test]
fn schemes_of_the_macro_and_of_the_library() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(schemes("postgres", "mysql", "sqlite", "mongodb", "redis"))]
        any: DatabaseUrl,
    }

    let schemes = <DatabaseUrl as db_config::FromDatabaseUrl>::BACKENDS.schemes();
    assert_eq!(Config::fields()[0].schemes(), schemes);
}

#[test]
fn options_of_the_struct() {
    #[derive(DatabaseConfig)]
    #[database(env = "MAIN_URL", default = "sqlite:/main.db", schemes("sqlite"))]
    struct Config {
        main: PathBuf,
        #[database(env = "CACHE_URL", default = "sqlite:/cache.db")]
        cache: PathBuf,
    }

    let config = Config::from_source(&NOTHING).unwrap();
    assert_eq!(config.main, Path::new("/main.db"));
    assert_eq!(config.cache, Path::new("/cache.db"));

    let config = Config::from_source(&[("MAIN_URL", "sqlite:/other.db")]).unwrap();
    assert_eq!(config.main, Path::new("/other.db"));
    assert!(Config::from_source(&[("MAIN_URL", "postgres://localhost/main")]).is_err());
}

#[test]
fn generics() {
    #[derive(DatabaseConfig)]
    struct Config<'a, T, const N: usize>
    where
        T: Clone,
    {
        #[database(default = "sqlite:/orders.db", schemes("sqlite"))]
        orders: T,
        #[database(env = "CACHE_URL")]
        cache: Option<T>,
        #[database(skip)]
        names: Option<[&'a str; N]>,
        #[database(skip)]
        marker: std::marker::PhantomData<&'a T>,
    }

    let config = Config::<PathBuf, 2>::from_source(&NOTHING).unwrap();
    assert_eq!(config.orders, Path::new("/orders.db"));
    assert_eq!(config.cache, None);
    assert_eq!(config.names, None);
    let _ = config.marker;

    let settings = Config::<DatabaseUrl, 2>::fields();
    assert_eq!(settings[1].variables(), ["CACHE_URL"]);
}

mod inner {
    use super::*;

    #[derive(DatabaseConfig)]
    pub(super) struct Config {
        pub orders: PathBuf,
        pub(in crate::attributes::inner) cache: Option<PathBuf>,
    }

    impl Config {
        pub fn cache(&self) -> Option<&Path> {
            self.cache.as_deref()
        }
    }
}

#[test]
fn visibilities() {
    let config = inner::Config::from_source(&[("DATABASE_URL", "sqlite:/app.db")]).unwrap();
    assert_eq!(config.cache(), Some(&*config.orders));
}

#[test]
fn raw_identifiers() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(non_camel_case_types)]
    struct r#struct {
        r#type: PathBuf,
    }

    let config = r#struct::from_source(&[("DATABASE_URL", "sqlite:/app.db")]).unwrap();
    assert_eq!(config.r#type, Path::new("/app.db"));
    assert_eq!(r#struct::fields()[0].field(), "type");

    let report = r#struct::from_source(&NOTHING).unwrap_err().to_string();
    assert!(!report.contains("r#"), "{report}");
}

#[test]
fn no_fields() {
    #[derive(DatabaseConfig)]
    struct Config {}

    #[derive(DatabaseConfig)]
    struct Skipped {
        #[database(skip)]
        started: u8,
    }

    let Config {} = Config::from_source(&NOTHING).unwrap();
    assert_eq!(Skipped::from_source(&NOTHING).unwrap().started, 0);
    assert!(Config::fields().is_empty());
}

#[test]
fn names_from_a_macro() {
    macro_rules! config {
        ($name:ident, $field:ident: $ty:ty, $variable:literal, $default:expr) => {
            #[derive(DatabaseConfig)]
            struct $name {
                #[database(env = $variable, default = $default)]
                $field: PathBuf,
                #[database(env = "SALES_URL")]
                sales: $ty,
            }
        };
    }
    config!(Config, cache: Option<PathBuf>, "CACHE_URL", "sqlite:/cache.db");

    let config = Config::from_source(&NOTHING).unwrap();
    assert_eq!(config.cache, Path::new("/cache.db"));
    assert_eq!(config.sales, None);
    assert_eq!(Config::fields()[0].variables(), ["CACHE_URL"]);
}
