//! `#[database(flatten)]`: derived types as fields of other types.

use std::path::{Path, PathBuf};

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, ProblemKind, WarningKind};

#[derive(DatabaseConfig, Debug)]
struct Shop {
    /// Orders and users.
    #[database(schemes("postgres"))]
    orders: DatabaseUrl,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

#[derive(DatabaseConfig, Debug)]
#[database(prefix = "DB_", env("MAIN_URL", "DATABASE_URL"))]
struct Side {
    cache: PathBuf,
    #[database(env = "LEVEL", parse)]
    level: Option<u8>,
}

#[derive(DatabaseConfig, Debug)]
#[database(prefix = "APP_", env = "NOT_FOR_THE_FLATTENED", default = "sqlite:/own.db", schemes("sqlite"))]
struct App {
    #[database(flatten)]
    shop: Shop,
    own: DatabaseUrl,
    #[database(flatten, prefix = "SIDE_")]
    side: Side,
    #[database(flatten, prefix = "LEFT_")]
    left: Side,
    #[database(skip)]
    #[allow(dead_code)]
    started: u8,
    #[database(env = "NAME", parse, default = "app")]
    name: String,
}

const SOURCE: [(&str, &str); 5] = [
    ("APP_DATABASE_URL", "postgres://u@localhost/orders"),
    ("APP_SIDE_DB_DATABASE_URL", "sqlite:/side.db"),
    ("APP_LEFT_DB_MAIN_URL", "sqlite:/left.db"),
    ("APP_LEFT_DB_LEVEL", "5"),
    ("APP_PORT", "9090"),
];

fn problems(error: &ConfigError) -> Vec<(&str, &str, ProblemKind)> {
    error.problems().iter().map(|problem| (problem.variable(), problem.field(), problem.kind())).collect()
}

#[test]
fn each_field_gets_its_own_values() {
    let app = App::from_source(&SOURCE).unwrap();
    assert_eq!((app.shop.orders.host(), app.shop.port), (Some("localhost"), 9090));
    assert_eq!(app.own.expose_secret(), "sqlite:/own.db");
    assert_eq!((&*app.side.cache, app.side.level), (Path::new("/side.db"), None));
    assert_eq!((&*app.left.cache, app.left.level), (Path::new("/left.db"), Some(5)));
    assert_eq!(app.name, "app");
}

#[test]
fn fields_replace_the_flattened_field() {
    let names: Vec<_> = App::fields().iter().map(|setting| (setting.field(), setting.variables().join(" "))).collect();
    assert_eq!(
        names,
        [
            ("shop.orders", "APP_DATABASE_URL"),
            ("shop.port", "APP_PORT"),
            ("own", "APP_NOT_FOR_THE_FLATTENED"),
            ("side.cache", "APP_SIDE_DB_MAIN_URL APP_SIDE_DB_DATABASE_URL"),
            ("side.level", "APP_SIDE_DB_LEVEL"),
            ("left.cache", "APP_LEFT_DB_MAIN_URL APP_LEFT_DB_DATABASE_URL"),
            ("left.level", "APP_LEFT_DB_LEVEL"),
            ("name", "APP_NAME"),
        ]
        .map(|(field, variables)| (field, variables.to_owned())),
    );
    assert_eq!(App::fields()[0].doc(), "Orders and users.");
    assert_eq!(App::fields()[0].schemes(), ["postgres", "postgresql"]);
    // Without the outer type there is no prefix.
    assert_eq!(Shop::fields()[0].variables(), ["DATABASE_URL"]);
    assert_eq!(Shop::fields()[0].field(), "orders");
    assert!(std::ptr::eq(App::fields(), App::fields()), "the fields are created once");
}

#[test]
fn problems_have_the_full_name() {
    let error =
        App::from_source(&[("APP_PORT", "x"), ("APP_LEFT_DB_MAIN_URL", "postgres://u:S3cr3t@h/x")]).unwrap_err();
    assert_eq!(
        problems(&error),
        [
            ("APP_DATABASE_URL", "shop.orders", ProblemKind::Missing),
            ("APP_PORT", "shop.port", ProblemKind::InvalidValue),
            ("APP_SIDE_DB_MAIN_URL", "side.cache", ProblemKind::Missing),
            ("APP_LEFT_DB_MAIN_URL", "left.cache", ProblemKind::UnexpectedScheme),
        ],
    );
    let shown = error.to_string();
    assert!(shown.starts_with("4 problems with the database configuration of `App`\n"), "{shown}");
    for part in [
        "(field `side.cache`): APP_SIDE_DB_MAIN_URL and APP_SIDE_DB_DATABASE_URL are not set",
        "APP_SIDE_DB_MAIN_URL_FILE",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
    assert!(!shown.contains("S3cr3t"), "{shown}");
}

#[test]
fn files_and_warnings_have_the_full_name() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "sqlite:/my%20side.db\n").unwrap();
    let path = file.path().to_str().unwrap();
    let source = [SOURCE[0], ("APP_SIDE_DB_DATABASE_URL_FILE", path), SOURCE[2]];
    let loaded = App::load(&source).unwrap();
    assert_eq!(loaded.config.side.cache, Path::new("/my side.db"));
    let [warning] = &loaded.warnings[..] else { panic!("{:?}", loaded.warnings) };
    assert_eq!((warning.field(), warning.variable()), ("side.cache", "APP_SIDE_DB_DATABASE_URL_FILE"));
    assert!(matches!(warning.kind(), WarningKind::OtherFile { .. }));
}

#[derive(DatabaseConfig)]
struct Outer<T> {
    #[database(flatten, prefix = "X_")]
    inner: T,
    #[database(flatten, prefix = "Y_")]
    again: Middle<T>,
}

#[derive(DatabaseConfig)]
struct Middle<T> {
    before: DatabaseUrl,
    #[database(flatten, prefix = "Z_")]
    inner: T,
}

#[test]
fn types_of_types() {
    let source = [
        ("X_DATABASE_URL", "postgres://x/x"),
        ("Y_DATABASE_URL", "mysql://y/y"),
        ("Y_Z_DATABASE_URL", "postgres://z/z"),
        ("Y_Z_PORT", "1"),
    ];
    let outer = Outer::<Shop>::from_source(&source).unwrap();
    assert_eq!((outer.inner.orders.host(), outer.inner.port), (Some("x"), 8080));
    assert_eq!(outer.again.before.host(), Some("y"));
    assert_eq!((outer.again.inner.orders.host(), outer.again.inner.port), (Some("z"), 1));
    let fields: Vec<_> = Outer::<Shop>::fields().iter().map(|setting| setting.field()).collect();
    assert_eq!(fields, ["inner.orders", "inner.port", "again.before", "again.inner.orders", "again.inner.port"]);
    // Each instance of a generic type has its own fields.
    assert_eq!(Outer::<Side>::fields()[0].variables(), ["X_DB_MAIN_URL", "X_DB_DATABASE_URL"]);
    let deep = Outer::<Middle<Middle<Shop>>>::fields().last().unwrap();
    assert_eq!(deep.field(), "again.inner.inner.inner.port");
    assert_eq!(deep.variables(), ["Y_Z_Z_Z_PORT"]);
}

#[test]
fn fields_that_share_a_variable() {
    #[derive(DatabaseConfig)]
    struct Twice {
        #[database(flatten)]
        first: Shop,
        #[database(flatten)]
        second: Shop,
        third: DatabaseUrl,
    }

    let twice = Twice::from_source(&[("DATABASE_URL", "postgres://x/x")]).unwrap();
    assert_eq!([twice.first.orders, twice.second.orders], [twice.third.clone(), twice.third]);
    let error = Twice::from_source(&[("DATABASE_URL", "")]).err().unwrap();
    assert!(error.to_string().contains("(fields `first.orders`, `second.orders`, `third`)"), "{error}");
}

#[test]
fn an_enum_can_be_flattened() {
    #[derive(DatabaseConfig)]
    #[database(env = "STORE_URL", default = "sqlite:/app.db")]
    enum Store {
        File(PathBuf),
        #[allow(dead_code)]
        Server(Box<tokio_postgres::Config>),
    }
    #[derive(DatabaseConfig)]
    struct Stores {
        #[database(flatten, prefix = "A_")]
        a: Store,
        #[database(flatten, prefix = "B_")]
        b: Store,
    }

    let stores = Stores::from_source(&[("B_STORE_URL", "postgres://u@localhost/x")]).unwrap();
    assert!(matches!(stores.a, Store::File(path) if path == Path::new("/app.db")));
    assert!(matches!(stores.b, Store::Server(_)));
}

#[test]
fn one_in_memory_database_for_all_fields_of_a_variable() {
    #[derive(DatabaseConfig)]
    struct Memory {
        cache: db_config::SqliteFile,
    }
    #[derive(DatabaseConfig)]
    struct Memories {
        own: db_config::SqliteFile,
        #[database(flatten)]
        same: Memory,
        #[database(flatten, prefix = "OTHER_")]
        other: Memory,
    }

    let source = [("DATABASE_URL", "sqlite::memory:"), ("OTHER_DATABASE_URL", "sqlite::memory:")];
    let Memories { own, same, other } = Memories::from_source(&source).unwrap();
    assert_eq!(own.uri(), same.cache.uri());
    assert_ne!(own.uri(), other.cache.uri());
}

/// The fields are created once, even if many threads ask for them at the same time.
#[test]
fn fields_are_the_same_for_every_thread() {
    let addresses: Vec<usize> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| App::fields().as_ptr().addr())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(addresses.windows(2).all(|pair| pair[0] == pair[1]));
}
