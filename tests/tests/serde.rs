//! `#[serde(with = "db_config::serde")]` on one field of a settings struct that figment, config, envy, a TOML or a JSON
//! file fills.

use std::error::Error;
use std::fmt::{Debug, Write};
use std::path::PathBuf;

use db_config::serde::Deserializable;
use db_config::{
    Backends, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, SqliteFile, TlsMode, TlsPlan, UrlError,
};
use diesel::SqliteConnection;
use diesel::r2d2::{ConnectionManager, ManageConnection};
use diesel_async::SimpleAsyncConnection;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

type Failure = Box<dyn Error>;

/// What an app has besides, and its one field of ours.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserializable")]
struct Settings<T> {
    port: u16,
    #[serde(with = "db_config::serde")]
    database_url: T,
}

const PORT: &str = "port = 80\n";

/// As `figment::providers::Env` does: it parses every variable.
fn figment_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let value: figment::value::Value = url.parse()?;
    Ok(Figment::from(Toml::string(PORT)).merge(("database_url", value)).extract()?)
}

fn config_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let variables = [("DATABASE_URL".to_owned(), url.to_owned())].into_iter().collect();
    let config = config::Config::builder()
        .add_source(config::File::from_str(PORT, config::FileFormat::Toml))
        .add_source(config::Environment::default().source(Some(variables)));
    Ok(config.build()?.try_deserialize()?)
}

fn envy_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let variables = [("PORT", "80"), ("DATABASE_URL", url)];
    Ok(envy::from_iter(variables.map(|(name, value)| (name.to_owned(), value.to_owned())))?)
}

fn toml_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let text = format!("{PORT}database_url = {}\n", toml::Value::String(url.to_owned()));
    Ok(toml::from_str::<toml::Table>(&text)?.try_into()?)
}

fn json_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    Ok(serde_json::from_str(&json!({ "port": 80, "database_url": url }).to_string())?)
}

type App<S> = fn(&str) -> Result<S, Failure>;

fn apps<S: DeserializeOwned>() -> [(&'static str, App<S>); 5] {
    [("figment", figment_app), ("config", config_app), ("envy", envy_app), ("TOML", toml_app), ("JSON", json_app)]
}

#[track_caller]
fn read<T: Deserializable>(url: &str, check: impl Fn(T)) {
    for (name, app) in apps::<Settings<T>>() {
        let settings = app(url).unwrap_or_else(|error| panic!("{name}: {url}: {error}"));
        assert_eq!(settings.port, 80);
        check(settings.database_url);
    }
}

/// Settings whose `Debug` tells all: the same as those made from the URL directly, which have `part`.
#[track_caller]
fn read_as<T: FromDatabaseUrl + Debug>(url: &str, part: &str) {
    let direct = T::from_database_url(&url.parse().unwrap()).unwrap();
    read(url, |settings: T| {
        let shown = format!("{settings:?}");
        assert_eq!(shown, format!("{direct:?}"));
        assert!(shown.contains(part), "{part} in {shown}");
    });
}

const POSTGRES: &str = "postgres://us%40er:p%40ss@db.example.com:5433/orders?sslmode=require";
const MYSQL: &str = "mysql://us%40er:p%40ss@db.example.com:3307/orders?sslmode=require";
const MONGODB: &str = "mongodb://us%40er:p%40ss@db.example.com:27018/orders";

#[test]
fn settings_of_every_client() {
    read_as::<PgConnectOptions>(POSTGRES, "db.example.com");
    read_as::<sqlx_0_8::postgres::PgConnectOptions>(POSTGRES, "db.example.com");
    read_as::<sqlx::mysql::MySqlConnectOptions>(MYSQL, "3307");
    read_as::<sqlx_0_8::mysql::MySqlConnectOptions>(MYSQL, "3307");
    read_as::<sqlx::sqlite::SqliteConnectOptions>("sqlite:///data/my%20app.db", "/data/my app.db");
    read_as::<sqlx_0_8::sqlite::SqliteConnectOptions>("sqlite:///data/my%20app.db", "/data/my app.db");
    read_as::<sqlx::any::AnyConnectOptions>(MYSQL, "3307");
    read_as::<sqlx_0_8::any::AnyConnectOptions>(MYSQL, "3307");
    read_as::<sea_orm::ConnectOptions>(POSTGRES, "5433");
    read_as::<sea_orm_1_1::ConnectOptions>(POSTGRES, "5433");
    read_as::<mongodb::options::ConnectionString>(MONGODB, "27018");
    read_as::<mongodb::options::ClientOptions>(MONGODB, "27018");
    read_as::<tokio_postgres::Config>(POSTGRES, "us@er");
    read_as::<deadpool_postgres::Config>(POSTGRES, "us%40er");
    read_as::<mysql_async::Opts>(MYSQL, "us@er");
    read_as::<refinery::config::Config>(POSTGRES, "orders");
    read_as::<PathBuf>("file:///data/my%20app.db", "/data/my app.db");
    read_as::<SqliteFile>("file:///data/my%20app.db", "/data/my app.db");
    read_as::<DatabaseUrl>(POSTGRES, "us%40er:***@");
    read_as::<TlsPlan>(POSTGRES, "Require");
    read_as::<(PgConnectOptions, PgPoolOptions)>("postgres://h.example.com/d?connection_limit=7", "max_connections: 7");
    read_as::<Box<tokio_postgres::Config>>(POSTGRES, "us@er");
}

#[test]
fn values_of_the_settings() {
    read(POSTGRES, |options: PgConnectOptions| {
        assert_eq!((options.get_host(), options.get_port()), ("db.example.com", 5433));
        assert_eq!((options.get_username(), options.get_database()), ("us@er", Some("orders")));
    });
    read(MYSQL, |opts: mysql_async::Opts| {
        assert_eq!((opts.ip_or_hostname(), opts.tcp_port()), ("db.example.com", 3307));
        assert_eq!((opts.user(), opts.pass(), opts.db_name()), (Some("us@er"), Some("p@ss"), Some("orders")));
    });
    read(POSTGRES, |config: tokio_postgres::Config| {
        assert_eq!((config.get_password(), config.get_ports()), (Some(&b"p@ss"[..]), &[5433][..]));
    });
    read(MONGODB, |options: mongodb::options::ClientOptions| {
        assert_eq!(options.credential.unwrap().password.as_deref(), Some("p@ss"));
    });
    read("mysql://u@localhost/d", |url: DieselUrl| {
        assert_eq!(url.expose(), "mysql://u@127.0.0.1/d?ssl_mode=disabled");
    });
    read("sqlite:///data/my%20app.db", |path: PathBuf| assert_eq!(path, PathBuf::from("/data/my app.db")));
    read(POSTGRES, |(url, tls): (DatabaseUrl, TlsPlan)| {
        assert_eq!((url.expose(), url.password(), tls.mode()), (POSTGRES, Some("p@ss"), TlsMode::Require));
    });
}

#[tokio::test]
async fn diesels_managers_open_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (name, app)) in apps::<Settings<ConnectionManager<SqliteConnection>>>().into_iter().enumerate() {
        let file = folder.path().join(format!("sync {number}.db"));
        let url = format!("sqlite://{}", file.to_str().unwrap().replace(' ', "%20"));
        app(&url).unwrap().database_url.connect().unwrap();
        assert!(file.exists(), "{name}: {url}");
    }
    type Connection = SyncConnectionWrapper<SqliteConnection>;
    for (number, (name, app)) in apps::<Settings<AsyncDieselConnectionManager<Connection>>>().into_iter().enumerate() {
        let file = folder.path().join(format!("async {number}.db"));
        let url = format!("sqlite://{}", file.to_str().unwrap().replace(' ', "%20"));
        let pool = bb8::Pool::builder().build(app(&url).unwrap().database_url).await.unwrap();
        pool.get().await.unwrap().batch_execute("create table t (i integer)").await.unwrap();
        assert!(file.exists(), "{name}: {url}");
    }
}

#[derive(DatabaseConfig)]
enum Store {
    Sqlite(PathBuf),
    Postgres(Box<tokio_postgres::Config>),
}

#[test]
fn a_derived_enum_chooses_by_scheme() {
    read("sqlite:app.db", |store: Store| assert!(matches!(&store, Store::Sqlite(path) if path.ends_with("app.db"))));
    read(POSTGRES, |store: Store| {
        assert!(matches!(&store, Store::Postgres(config) if config.get_dbname() == Some("orders")));
    });
    for (name, app) in apps::<Settings<Store>>() {
        let error = app("mysql://h/d").err().unwrap().to_string();
        assert!(error.contains("a PostgreSQL or SQLite URL is expected here, not `mysql://`"), "{name}: {error}");
    }
}

/// Every spelling of "not there", and a list.
#[derive(Debug, Deserialize)]
struct Shapes {
    #[serde(default, with = "db_config::serde")]
    database_url: Option<DatabaseUrl>,
    #[serde(default, with = "db_config::serde")]
    replicas: Vec<PgConnectOptions>,
    #[serde(default, with = "db_config::serde")]
    shards: Option<Vec<DatabaseUrl>>,
}

#[test]
fn an_option_is_none_if_the_key_is_missing_or_null() {
    for (name, app) in apps::<Shapes>() {
        assert_eq!(app(POSTGRES).unwrap().database_url.unwrap().expose(), POSTGRES, "{name}");
        // Unset is nothing, empty is a mistake.
        let error = app("").err().unwrap().to_string();
        assert!(error.contains("empty: write a URL, or leave it unset"), "{name}: {error}");
    }
    for shapes in [
        serde_json::from_str::<Shapes>("{}").unwrap(),
        serde_json::from_str(r#"{ "database_url": null, "shards": null }"#).unwrap(),
        toml::from_str("").unwrap(),
        envy::from_iter([]).unwrap(),
        Figment::new().extract().unwrap(),
        Figment::from(("database_url", None::<String>)).extract().unwrap(),
        config::Config::default().try_deserialize().unwrap(),
        config::Config::builder()
            .set_override("database_url", None::<String>)
            .unwrap()
            .build()
            .unwrap()
            .try_deserialize()
            .unwrap(),
    ] {
        assert!(shapes.database_url.is_none() && shapes.replicas.is_empty() && shapes.shards.is_none(), "{shapes:?}");
    }
}

#[test]
fn a_list_of_urls() {
    let text = r#"replicas = ["postgres://a.example.com/d", "postgres://b.example.com/d"]
        shards = ["mysql://u@h/a"]"#;
    let shapes: [Shapes; 3] = [
        toml::from_str(text).unwrap(),
        Figment::from(Toml::string(text)).extract().unwrap(),
        config::Config::builder()
            .add_source(config::File::from_str(text, config::FileFormat::Toml))
            .build()
            .unwrap()
            .try_deserialize()
            .unwrap(),
    ];
    for shapes in shapes {
        assert_eq!(
            shapes.replicas.iter().map(|replica| replica.get_host()).collect::<Vec<_>>(),
            ["a.example.com", "b.example.com"]
        );
        assert_eq!(shapes.shards.unwrap()[0].database(), Some("a"));
    }
    let wrong = r#"replicas = ["postgres://a.example.com/d", "mysql://b.example.com/d"]"#;
    let error = Figment::from(Toml::string(wrong)).extract::<Shapes>().unwrap_err().to_string();
    assert!(error.starts_with("a PostgreSQL URL is expected here, not `mysql://`"), "{error}");
}

#[test]
fn a_flattened_struct() {
    #[derive(Deserialize)]
    struct App {
        name: String,
        #[serde(flatten)]
        shapes: Shapes,
    }
    let app: App = serde_json::from_value(json!({ "name": "shop", "database_url": POSTGRES })).unwrap();
    assert_eq!((&*app.name, app.shapes.database_url.unwrap().expose()), ("shop", POSTGRES));
    let app: App =
        envy::from_iter([("NAME".to_owned(), "shop".to_owned()), ("DATABASE_URL".to_owned(), POSTGRES.to_owned())])
            .unwrap();
    assert_eq!(app.shapes.database_url.unwrap().expose(), POSTGRES);
}

#[derive(DatabaseConfig)]
#[allow(dead_code)]
struct Derived {
    database: PgConnectOptions,
}

#[test]
fn a_wrong_url_has_the_message_of_the_derive() {
    for url in [
        "",
        "orders",
        "mysql://u:S3cr3tPw@h/d",
        "postgress://u:S3cr3tPw@h/d",
        "postgres+asyncpg://u:S3cr3tPw@h/d",
        "jdbc:postgresql://h/d",
        "ecto://u:S3cr3tPw@h/d",
        "pgsql://u:S3cr3tPw@h/d",
        "postgres://u:S3cr3t@Pw@h/d",
        "postgres://u:S3cr3tPw@h:99999/d",
        "postgres://u:S3cr3tPw@h/d?shcema=a",
        "postgres://u:S3cr3tPw@h/d?sslmode=S3cr3tPw",
        "postgres://u:S3cr3tPw@a,b/d",
        "postgres://u:S3cr3tPw@h.example.com/d?sslmode=verify-ca&sslrootcert=/ca.pem",
    ] {
        let error = Derived::from_source(&[("DATABASE_URL", url)]).err().unwrap_or_else(|| panic!("{url}"));
        let problem = &error.problems()[0];
        let message = format!("{}: {}", problem.message(), problem.remedy());
        for (name, app) in apps::<Settings<PgConnectOptions>>() {
            let error = app(url).err().unwrap_or_else(|| panic!("{name}: {url}")).to_string();
            assert!(error.contains(&message), "{name}: {url}: {error}\ninstead of {message}");
        }
    }
}

/// The field's type says which backends it takes; its own `from_database_url` need not look.
#[test]
fn the_backend_is_checked_before_the_settings_are_made() {
    #[derive(Debug)]
    struct Careless;
    impl FromDatabaseUrl for Careless {
        const BACKENDS: Backends = Backends::MYSQL;

        fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
            Ok(Self)
        }
    }
    for (name, app) in apps::<Settings<Careless>>() {
        assert!(app(MYSQL).is_ok(), "{name}");
        let error = app(POSTGRES).unwrap_err().to_string();
        assert!(error.contains("a MySQL URL is expected here, not `postgres://`"), "{name}: {error}");
    }
}

/// A secret, and a number in its place.
const TELLS: [&str; 3] = ["S3cr3t", "91827364", "w0rd"];

#[track_caller]
fn tells_nothing(error: &(dyn Error + 'static), context: &str) {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(shown, "{error}\n{error:#}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    for tell in TELLS {
        assert!(!shown.contains(tell), "{context}: `{tell}` in {shown}");
    }
}

fn no_app_tells<T: Deserializable>(url: &str) {
    for (name, app) in apps::<Settings<T>>() {
        match app(url) {
            Ok(_) => panic!("{name}: {url} is taken"),
            Err(error) => tells_nothing(&*error, &format!("{name}: {url}")),
        }
    }
}

#[test]
fn no_error_tells_a_secret() {
    for url in [
        "S3cr3t",
        "postgres://u:S3cr3t",
        "postgres://u:S3cr3t@w0rd@h/d",
        "postgres://u:S3cr3t/w0rd@h/d",
        "postgres://u:S3cr3t#w0rd@h/d",
        "postgres://u:S3cr3t%zz@h/d",
        "postgres://u:S3cr3t@h:port/d",
        "postgres://u@h/d?password=S3cr3t&shcema=w0rd",
        "postgres://u:S3cr3t@a,b/d?target_session_attrs=w0rd",
        "postgress://u:S3cr3t@h/d",
        "user=u password=S3cr3t host=h",
        "jdbc:oracle:thin:u/S3cr3t@h",
        "Server=h;Password=S3cr3t",
        "u:S3cr3t@tcp(h)/d",
        "export DATABASE_URL=postgres://u:S3cr3t@h/d",
        "91827364",
        "91827364.5",
    ] {
        no_app_tells::<PgConnectOptions>(url);
        no_app_tells::<Option<PgConnectOptions>>(url);
        no_app_tells::<mongodb::options::ClientOptions>(url);
        no_app_tells::<PathBuf>(url);
    }
    no_app_tells::<PathBuf>("postgres://u:S3cr3t@h/d");
    no_app_tells::<SqliteFile>("sqlite://u:S3cr3t@h/d.db");
    // envy would split it at the comma, of which there is none.
    for (name, app) in apps::<Settings<Vec<DatabaseUrl>>>().into_iter().filter(|(name, _)| *name != "envy") {
        let error = app("postgres://u:S3cr3t@h/d").unwrap_err();
        tells_nothing(&*error, name);
        assert!(error.to_string().contains("a list of database URLs is expected here"), "{name}: {error}");
    }
}

/// A value that is no text at all: serde's and the formats' own errors would show it.
#[test]
fn no_error_tells_a_value_of_another_type() {
    fn check<T: Deserializable + Debug>(value: &serde_json::Value) {
        let context = format!("{value} as {}", std::any::type_name::<T>());
        let document = json!({ "port": 80, "database_url": value });
        let toml = toml::to_string(&document).unwrap();
        let figment = Figment::from(Toml::string(&toml)).extract::<Settings<T>>().unwrap_err();
        assert!(figment.to_string().contains("expected here"), "{context}: {figment}");
        assert_eq!(figment.path[0], "database_url", "{context}");
        tells_nothing(&figment, &context);
        let file = config::File::from_str(&toml, config::FileFormat::Toml);
        let config = config::Config::builder().add_source(file).build().unwrap();
        // It makes texts of numbers, which are no URLs then.
        tells_nothing(&config.try_deserialize::<Settings<T>>().unwrap_err(), &context);
        let table: toml::Table = toml::from_str(&toml).unwrap();
        let error = table.try_into::<Settings<T>>().unwrap_err();
        assert!(error.message().contains("expected here"), "{context}: {error}");
        tells_nothing(&error, &context);
        for json in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            let error = serde_json::from_str::<Settings<T>>(&json).unwrap_err();
            assert!(error.to_string().contains("expected here at line"), "{context}: {error}");
            tells_nothing(&error, &context);
        }
        let error = serde_json::from_value::<Settings<T>>(document).unwrap_err();
        tells_nothing(&error, &context);
    }
    for value in [
        json!(91827364),
        json!(-91827364),
        json!(91827364.5),
        json!(true),
        json!({ "password": "S3cr3t" }),
        json!([["S3cr3t"]]),
        json!([91827364]),
    ] {
        check::<PgConnectOptions>(&value);
        check::<Option<DatabaseUrl>>(&value);
        check::<Vec<DatabaseUrl>>(&value);
        check::<Option<Vec<DatabaseUrl>>>(&value);
    }
    let error = serde_json::from_str::<DatabaseUrl>("91827364").unwrap_err();
    assert_eq!(error.to_string(), "a text with a database URL is expected here");
    let error = serde_json::from_str::<Settings<DatabaseUrl>>(r#"{"port":80,"database_url":null}"#).unwrap_err();
    assert!(error.to_string().contains("a text with a database URL is expected here at line 1"), "{error}");
}

/// The documentation says so, and how to avoid it.
#[test]
fn toml_itself_shows_the_line() {
    let text = format!("{PORT}database_url = 'postgres://u:S3cr3t@w0rd@h/d'\n");
    let error = toml::from_str::<Settings<DatabaseUrl>>(&text).unwrap_err();
    assert!(error.to_string().contains("S3cr3t"), "toml no longer does: {error}");
    assert!(!error.message().contains("S3cr3t"), "{}", error.message());
    let error = toml::from_str::<toml::Table>(&text).unwrap().try_into::<Settings<DatabaseUrl>>().unwrap_err();
    tells_nothing(&error, "as a table first");
}

#[test]
fn serialized_without_secrets() {
    #[derive(Serialize, Deserialize)]
    struct Both {
        #[serde(with = "db_config::serde")]
        one: DatabaseUrl,
        #[serde(default, with = "db_config::serde")]
        none: Option<DatabaseUrl>,
        #[serde(with = "db_config::serde")]
        some: Option<DatabaseUrl>,
        #[serde(with = "db_config::serde")]
        list: Vec<DatabaseUrl>,
        #[serde(skip_serializing, deserialize_with = "db_config::serde::deserialize")]
        client: tokio_postgres::Config,
    }
    let secret = "postgres://u:S3cr3t@h/d";
    let both = json!({ "one": secret, "some": secret, "list": [secret, secret], "client": secret });
    let both: Both = serde_json::from_value(both).unwrap();
    assert_eq!((both.one.expose(), both.list[1].expose()), (secret, secret));
    assert_eq!(both.client.get_password(), Some(&b"S3cr3t"[..]));
    let shown = "postgres://u:***@h/d";
    assert_eq!(
        serde_json::to_value(&both).unwrap(),
        json!({ "one": shown, "none": null, "some": shown, "list": [shown, shown] })
    );
    assert!(!toml::to_string(&both).unwrap().contains("S3cr3t"));
}
