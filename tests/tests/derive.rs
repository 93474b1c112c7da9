//! What the derived code does at run time.

use db_config::{DatabaseConfig, DatabaseUrl};
use std::path::{Path, PathBuf};

const NOTHING: [(&str, &str); 0] = [];

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
fn default_where_nothing_is_set() {
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
fn settings() {
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

    let [orders, cache] = Config::settings() else { panic!() };
    assert_eq!(orders.field(), "orders");
    assert_eq!(orders.variables(), ["APP_DATABASE_URL"]);
    assert_eq!(orders.default(), Some("postgres://localhost/orders"));
    assert_eq!(orders.doc(), "Orders and users.\n\n - indented");
    let schemes = ["postgres", "postgresql", "sqlite", "sqlite3", "file"];
    assert_eq!(orders.schemes(), schemes);

    assert_eq!(cache.field(), "cache");
    assert_eq!(cache.variables(), ["APP_CACHE_URL", "APP_SQLITE_URL"]);
    assert_eq!(cache.default(), None);
    assert_eq!(cache.doc(), "");
    assert_eq!(cache.schemes(), ["sqlite", "sqlite3", "file"]);
}

#[test]
fn settings_of_the_type() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        cache: PathBuf,
    }

    let schemes = <PathBuf as db_config::FromDatabaseUrl>::BACKENDS.schemes();
    assert_eq!(Config::settings()[0].schemes(), schemes);
}

#[test]
fn schemes_of_the_macro_and_of_the_library() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(schemes("postgres", "mysql", "sqlite", "mongodb"))]
        any: DatabaseUrl,
    }

    let schemes = <DatabaseUrl as db_config::FromDatabaseUrl>::BACKENDS.schemes();
    assert_eq!(Config::settings()[0].schemes(), schemes);
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

    let settings = Config::<DatabaseUrl, 2>::settings();
    assert_eq!(settings[1].variables(), ["CACHE_URL"]);
}

mod inner {
    use super::*;

    #[derive(DatabaseConfig)]
    pub(super) struct Config {
        pub orders: PathBuf,
        pub(in crate::inner) cache: Option<PathBuf>,
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
    assert_eq!(r#struct::settings()[0].field(), "type");

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
    assert!(Config::settings().is_empty());
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
    assert_eq!(Config::settings()[0].variables(), ["CACHE_URL"]);
}

mod enums {
    use super::NOTHING;
    use db_config::{
        Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, SqliteFile, TlsMode, UrlError,
    };
    use std::path::{Path, PathBuf};

    #[derive(Debug, Clone, PartialEq)]
    struct Server(String);

    impl FromDatabaseUrl for Server {
        const BACKENDS: Backends = Backends::POSTGRES;

        fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
            let host = url.host().ok_or_else(|| UrlError::new("there is no host"))?;
            Ok(Server(host.to_owned()))
        }
    }

    /// Orders and users.
    #[derive(DatabaseConfig, Debug, PartialEq)]
    #[database(default = "sqlite:///data/app.db")]
    enum Store {
        Sqlite(PathBuf),
        Postgres(Server),
    }

    fn path(path: &str) -> Store {
        Store::Sqlite(path.into())
    }

    fn host(host: &str) -> Store {
        Store::Postgres(Server(host.to_owned()))
    }

    #[test]
    fn chosen_by_scheme() {
        let read = |url| Store::from_source(&[("DATABASE_URL", url)]).unwrap();
        assert_eq!(read("sqlite:/app.db"), path("/app.db"));
        assert_eq!(read("file:///app.db"), path("/app.db"));
        assert_eq!(read("postgres://db/app"), host("db"));
        assert_eq!(read("PostgreSQL://db/app"), host("db"));
        assert_eq!(Store::from_source(&NOTHING).unwrap(), path("/data/app.db"));
    }

    #[test]
    fn setting() {
        let [setting] = Store::settings() else { panic!() };
        assert_eq!(setting.field(), "Store");
        assert_eq!(setting.variables(), ["DATABASE_URL"]);
        assert_eq!(setting.schemes(), ["postgres", "postgresql", "sqlite", "sqlite3", "file"]);
        assert_eq!(setting.schemes(), Store::BACKENDS.schemes());
        assert_eq!(setting.default(), Some("sqlite:///data/app.db"));
        assert_eq!(setting.doc(), "Orders and users.");
        assert!(!setting.is_optional());
    }

    #[test]
    fn options() {
        #[derive(DatabaseConfig, Debug)]
        #[database(prefix = "APP_", env("STORE_URL", "DB_URL"), schemes("mysql", "file"), tls = "verify-full")]
        enum Store {
            Path(PathBuf),
            #[allow(dead_code)]
            Server(Server),
            MySql(MySql),
        }

        #[derive(Debug)]
        struct MySql(TlsMode);

        impl FromDatabaseUrl for MySql {
            const BACKENDS: Backends = Backends::MYSQL;

            fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
                Ok(MySql(url.tls().mode()))
            }
        }

        let [setting] = Store::settings() else { panic!() };
        assert_eq!(setting.variables(), ["APP_STORE_URL", "APP_DB_URL"]);
        assert_eq!(setting.schemes(), ["mysql", "mariadb", "mysql2", "sqlite", "sqlite3", "file"]);
        assert_eq!(setting.default(), None);

        let read = |variable, url| Store::from_source(&[(variable, url)]);
        assert!(matches!(read("APP_DB_URL", "sqlite:/app.db"), Ok(Store::Path(path)) if path == Path::new("/app.db")));
        let Ok(Store::MySql(MySql(tls))) = read("APP_STORE_URL", "mysql://localhost/app") else { panic!() };
        assert_eq!(tls, TlsMode::VerifyFull);
        let error = read("APP_STORE_URL", "postgres://localhost/app").unwrap_err();
        assert_eq!(error.problems()[0].kind(), ProblemKind::UnexpectedScheme);
    }

    #[test]
    fn problems() {
        let error = Store::from_source(&[("DATABASE_URL", "mysql://app:secret@db/app")]).unwrap_err();
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!(problem.variable(), "DATABASE_URL");
        assert_eq!(problem.field(), "Store");
        assert_eq!(problem.kind(), ProblemKind::UnexpectedScheme);
        let report = error.to_string();
        assert!(
            report.contains("`Store`") && report.contains("postgres://") && report.contains("sqlite://"),
            "{report}"
        );
        assert!(!report.contains("secret"), "{report}");

        // The client's own.
        let error = Store::from_source(&[("DATABASE_URL", "postgres:///app")]).unwrap_err();
        assert!(error.to_string().contains("there is no host"), "{error}");
    }

    #[test]
    fn scheme_that_no_variant_takes() {
        let url = "mysql://localhost/app".parse().unwrap();
        let error = Store::from_database_url(&url).unwrap_err();
        assert!(error.to_string().contains("PostgreSQL or SQLite"), "{error}");
    }

    #[test]
    fn fields() {
        #[derive(DatabaseConfig, Debug)]
        struct Config {
            store: Store,
            #[database(env = "CACHE_URL")]
            cache: Option<Store>,
            #[database(env = "EVENTS_URL", default = "postgres://events", schemes("postgres"))]
            events: Store,
        }

        let config = Config::from_source(&[("DATABASE_URL", "sqlite:/app.db")]).unwrap();
        assert_eq!(config.store, path("/app.db"));
        assert_eq!(config.cache, None);
        assert_eq!(config.events, host("events"));
        assert_eq!(Config::settings()[0].schemes(), Store::BACKENDS.schemes());

        let config = Config::from_source(&[("DATABASE_URL", "postgres://db"), ("CACHE_URL", "file:cache.db")]).unwrap();
        assert_eq!(config.store, host("db"));
        assert_eq!(config.cache, Some(path("cache.db")));

        // The field's own options apply, and none of the enum's.
        let error = Config::from_source(&[("EVENTS_URL", "sqlite:/app.db")]).unwrap_err();
        let problems: Vec<_> = error.problems().iter().map(|problem| (problem.field(), problem.kind())).collect();
        assert_eq!(problems, [("store", ProblemKind::NotSet), ("events", ProblemKind::UnexpectedScheme)]);
    }

    #[test]
    fn generics() {
        #[derive(DatabaseConfig, Debug, PartialEq)]
        #[database(default = "sqlite:/app.db", schemes("sqlite", "postgres"))]
        enum Choice<'a, T, const N: usize>
        where
            T: Clone,
        {
            Other(T),
            Both((SqliteFile, PathBuf)),
            Array(Array<'a, N>),
        }

        #[derive(Debug, PartialEq)]
        struct Array<'a, const N: usize>([&'a str; N]);

        impl<const N: usize> FromDatabaseUrl for Array<'_, N> {
            const BACKENDS: Backends = Backends::MONGODB;

            fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
                Ok(Array(["host"; N]))
            }
        }

        #[derive(DatabaseConfig)]
        struct Config<T: Clone> {
            #[database(env = "CHOICE_URL")]
            choice: Choice<'static, T, 2>,
        }

        type Store = Choice<'static, Server, 2>;
        assert!(
            matches!(Store::from_source(&NOTHING).unwrap(), Choice::Both((_, path)) if path == Path::new("/app.db"))
        );
        let read = |url| Config::<Server>::from_source(&[("CHOICE_URL", url)]).unwrap().choice;
        assert_eq!(read("postgres://db"), Choice::Other(Server("db".to_owned())));
        assert_eq!(read("mongodb://db"), Choice::Array(Array(["host", "host"])));

        let schemes: &'static [&'static str] = Store::BACKENDS.schemes();
        assert_eq!(schemes.len(), 7);
        assert_eq!(Store::settings()[0].schemes().len(), 5);
        assert_eq!(Config::<Server>::settings()[0].schemes(), schemes);
    }

    #[test]
    fn nested() {
        #[derive(DatabaseConfig, Debug)]
        #[database(env = "ANY_URL")]
        enum Any {
            Store(Store),
            Mongo(Mongo),
        }

        #[derive(Debug)]
        struct Mongo;

        impl FromDatabaseUrl for Mongo {
            const BACKENDS: db_config::Backends = db_config::Backends::MONGODB;

            fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
                Ok(Mongo)
            }
        }

        let read = |url| Any::from_source(&[("ANY_URL", url)]).unwrap();
        assert!(matches!(read("postgres://db"), Any::Store(Store::Postgres(_))));
        assert!(matches!(read("mongodb+srv://db"), Any::Mongo(Mongo)));
        assert!(Any::from_source(&NOTHING).is_err());
    }

    #[test]
    fn raw_identifiers() {
        #[derive(DatabaseConfig, Debug)]
        #[allow(non_camel_case_types)]
        enum r#enum {
            r#type(PathBuf),
        }

        let r#enum::r#type(path) = r#enum::from_source(&[("DATABASE_URL", "sqlite:/app.db")]).unwrap();
        assert_eq!(path, Path::new("/app.db"));
        assert_eq!(r#enum::settings()[0].field(), "enum");
    }

    #[test]
    fn names_from_a_macro() {
        macro_rules! store {
            ($name:ident { $($variant:ident($ty:ty)),* }, $default:expr) => {
                #[derive(DatabaseConfig)]
                #[database(default = $default)]
                enum $name { $($variant($ty)),* }
            };
        }
        store!(Own { Path(PathBuf), Server(Server) }, "postgres://db");

        let Own::Server(Server(host)) = Own::from_source(&NOTHING).unwrap() else { panic!() };
        assert_eq!(host, "db");
        let Own::Path(path) = Own::from_source(&[("DATABASE_URL", "file:a.db")]).unwrap() else { panic!() };
        assert_eq!(path, Path::new("a.db"));
    }
}

mod from_str {
    use super::NOTHING;
    use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind};
    use std::net::SocketAddr;
    use std::path::PathBuf;
    use std::str::FromStr;

    #[test]
    fn values() {
        // The struct's options are about URLs, except for the prefix.
        #[derive(DatabaseConfig)]
        #[database(prefix = "APP_", default = "sqlite:/app.db", schemes("sqlite"), tls = "off", libpq_env)]
        struct Config {
            url: DatabaseUrl,
            /// The server's.
            #[database(env = "PORT", from_str, default = "8080")]
            port: u16,
            #[database(env("LISTEN", "ADDRESS"), from_str, default = "[::1]:8080")]
            listen: SocketAddr,
            #[database(env = "WORKERS", from_str)]
            workers: Option<usize>,
            // Neither a scheme nor a placeholder, though it looks like them.
            #[database(env = "TEXT", from_str, default = "http://${HOST}")]
            text: String,
        }

        let config = Config::from_source(&NOTHING).unwrap();
        assert_eq!(config.url.expose(), "sqlite:/app.db");
        assert_eq!(config.port, 8080);
        assert_eq!(config.listen.to_string(), "[::1]:8080");
        assert_eq!(config.workers, None);
        assert_eq!(config.text, "http://${HOST}");

        let source = [("APP_PORT", "1"), ("APP_ADDRESS", "0.0.0.0:2"), ("APP_WORKERS", "3"), ("APP_TEXT", "")];
        let config = Config::from_source(&source).unwrap();
        assert_eq!(config.port, 1);
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.workers, Some(3));
        assert_eq!(config.text, "");

        let [_, port, listen, workers, _] = Config::settings() else { panic!() };
        assert_eq!(port.field(), "port");
        assert_eq!(port.variables(), ["APP_PORT"]);
        assert_eq!(port.default(), Some("8080"));
        assert_eq!(port.doc(), "The server's.");
        assert!(port.schemes().is_empty());
        assert!(!port.is_optional());
        assert_eq!(listen.variables(), ["APP_LISTEN", "APP_ADDRESS"]);
        assert_eq!(workers.default(), None);
        assert!(workers.is_optional());
    }

    #[test]
    fn problems() {
        #[derive(DatabaseConfig, Debug)]
        #[allow(dead_code)]
        struct Config {
            cache: PathBuf,
            #[database(env = "PORT", from_str)]
            port: u16,
            #[database(env = "WORKERS", from_str)]
            workers: Option<u8>,
            #[database(env = "SIZE", from_str, default = "much")]
            size: u64,
        }

        let error = Config::from_source(&[("WORKERS", "s3cret")]).unwrap_err();
        let problems = error.problems().iter().map(|problem| (problem.variable(), problem.field(), problem.kind()));
        assert_eq!(
            problems.collect::<Vec<_>>(),
            [
                ("DATABASE_URL", "cache", ProblemKind::NotSet),
                ("PORT", "port", ProblemKind::NotSet),
                ("WORKERS", "workers", ProblemKind::Value),
                ("SIZE", "size", ProblemKind::Value),
            ],
        );
        let report = error.to_string();
        assert!(report.contains("invalid digit") && !report.contains("s3cret"), "{report}");
    }

    #[test]
    fn shared_variable() {
        #[derive(DatabaseConfig)]
        struct Config {
            #[database(env = "PORT", from_str, default = "80")]
            port: u16,
            #[database(env = "PORT", from_str, default = "80")]
            text: String,
        }

        let config = Config::from_source(&[("PORT", "8080")]).unwrap();
        assert_eq!(config.port.to_string(), config.text);
    }

    #[test]
    fn generics() {
        #[derive(DatabaseConfig)]
        struct Config<'a, T, const N: usize> {
            #[database(env = "VALUE", from_str)]
            value: T,
            #[database(env = "OTHER", from_str)]
            other: Option<T>,
            #[database(env = "ARRAY", from_str, default = "a b")]
            array: Array<N>,
            #[database(skip)]
            marker: std::marker::PhantomData<&'a T>,
        }

        struct Array<const N: usize>([String; N]);

        impl<const N: usize> FromStr for Array<N> {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
                words.try_into().map(Array).map_err(|words| format!("{} words", words.len()))
            }
        }

        let config = Config::<i32, 2>::from_source(&[("VALUE", "-1")]).unwrap();
        assert_eq!(config.value, -1);
        assert_eq!(config.other, None);
        assert_eq!(config.array.0, ["a", "b"]);
        let _ = config.marker;

        let Err(error) = Config::<char, 3>::from_source(&[("VALUE", "a"), ("OTHER", "b")]) else { panic!() };
        assert!(error.to_string().contains("2 words"), "{error}");
    }

    #[test]
    fn names_from_a_macro() {
        macro_rules! config {
            ($name:ident, $field:ident: $ty:ty, $variable:literal, $default:expr) => {
                #[derive(DatabaseConfig)]
                struct $name {
                    #[database(env = $variable, from_str, default = $default)]
                    $field: $ty,
                    #[database(env = "WORKERS", from_str)]
                    workers: Option<$ty>,
                }
            };
        }
        config!(Config, port: std::num::NonZero<u16>, "PORT", "8080");

        let config = Config::from_source(&NOTHING).unwrap();
        assert_eq!(config.port.get(), 8080);
        assert_eq!(config.workers, None);
    }
}
