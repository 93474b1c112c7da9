//! Enums: the scheme selects the variant.

use std::path::{Path, PathBuf};

use db_config::{Backends, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, ProblemKind, SqliteFile, TlsMode, UrlError};

use super::NOTHING;

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
    let [setting] = Store::fields() else { panic!() };
    assert_eq!(setting.field(), "Store");
    assert_eq!(setting.variables(), ["DATABASE_URL"]);
    assert_eq!(setting.schemes(), ["postgres", "postgresql", "sqlite", "sqlite3", "file"]);
    assert_eq!(setting.schemes(), Store::BACKENDS.schemes());
    assert_eq!(setting.default_value(), Some("sqlite:///data/app.db"));
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

    let [setting] = Store::fields() else { panic!() };
    assert_eq!(setting.variables(), ["APP_STORE_URL", "APP_DB_URL"]);
    assert_eq!(setting.schemes(), ["mysql", "mariadb", "mysql2", "sqlite", "sqlite3", "file"]);
    assert_eq!(setting.default_value(), None);

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
    assert!(report.contains("`Store`") && report.contains("postgres://") && report.contains("sqlite://"), "{report}");
    assert!(!report.contains("secret"), "{report}");

    // The variant's type returns its own error.
    let error = Store::from_source(&[("DATABASE_URL", "postgres:///app")]).unwrap_err();
    assert!(error.to_string().contains("there is no host"), "{error}");
}

#[test]
fn scheme_that_no_variant_accepts() {
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
    assert_eq!(Config::fields()[0].schemes(), Store::BACKENDS.schemes());

    let config = Config::from_source(&[("DATABASE_URL", "postgres://db"), ("CACHE_URL", "file:cache.db")]).unwrap();
    assert_eq!(config.store, host("db"));
    assert_eq!(config.cache, Some(path("cache.db")));

    // The attributes of the field apply, and those of the enum do not.
    let error = Config::from_source(&[("EVENTS_URL", "sqlite:/app.db")]).unwrap_err();
    let problems: Vec<_> = error.problems().iter().map(|problem| (problem.field(), problem.kind())).collect();
    assert_eq!(problems, [("store", ProblemKind::Missing), ("events", ProblemKind::UnexpectedScheme)]);
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
    assert!(matches!(Store::from_source(&NOTHING).unwrap(), Choice::Both((_, path)) if path == Path::new("/app.db")));
    let read = |url| Config::<Server>::from_source(&[("CHOICE_URL", url)]).unwrap().choice;
    assert_eq!(read("postgres://db"), Choice::Other(Server("db".to_owned())));
    assert_eq!(read("mongodb://db"), Choice::Array(Array(["host", "host"])));

    let schemes = Store::BACKENDS.schemes();
    assert_eq!(schemes.len(), 7);
    assert_eq!(Store::fields()[0].schemes().len(), 5);
    assert_eq!(Config::<Server>::fields()[0].schemes(), schemes);
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
    assert_eq!(r#enum::fields()[0].field(), "enum");
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
