//! The user name and the password from variables next to the URL's.

use std::path::PathBuf;

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, ProblemKind, WarningKind};
use mongodb::options::ClientOptions;

use super::only_problem;

#[derive(DatabaseConfig)]
struct Config {
    database: DatabaseUrl,
}

fn load(variables: &[(&'static str, &str)]) -> (DatabaseUrl, Vec<String>, Vec<WarningKind>) {
    let loaded = Config::load(&variables.to_vec()).unwrap();
    let used = loaded.report.entries()[0].database().unwrap().variables().to_vec();
    (loaded.config.database, used, loaded.warnings.iter().map(|warning| warning.kind().clone()).collect())
}

fn login(variables: &[(&'static str, &str)]) -> (Option<String>, Option<String>) {
    let (url, ..) = load(variables);
    (url.username().map(str::to_owned), url.password().map(str::to_owned))
}

fn pair(user: &str, password: &str) -> (Option<String>, Option<String>) {
    (Some(user.to_owned()), Some(password.to_owned()))
}

const USER: (&str, &str) = ("DATABASE_USER", "app");
const PASSWORD: (&str, &str) = ("DATABASE_PASSWORD", "p@ss:/w%2F");

#[test]
fn variables_fill_in_the_user_and_the_password_of_every_server() {
    for url in ["postgres://h/d", "mysql://h/d", "mongodb://h/d", "postgres://@h/d", "mysql://h/d?sslmode=require"] {
        let (url, used, warnings) = load(&[("DATABASE_URL", url), USER, PASSWORD]);
        assert_eq!((url.username(), url.password()), (Some("app"), Some(PASSWORD.1)), "{url}");
        assert_eq!(used, ["DATABASE_USER", "DATABASE_PASSWORD"]);
        assert!(!warnings.iter().any(|kind| matches!(kind, WarningKind::OtherUser { .. })), "{warnings:?}");
        let shown = format!("{url} {url:?}");
        assert!(!shown.contains("p@ss"), "{shown}");
    }
    let only_password = [("DATABASE_URL", "postgres://me@h/d"), PASSWORD];
    assert_eq!(login(&only_password), pair("me", PASSWORD.1));
    let empty_password = [("DATABASE_URL", "postgres://me:@h/d"), PASSWORD];
    assert_eq!(login(&empty_password), pair("me", PASSWORD.1));
    let username = [("DATABASE_URL", "postgres://h/d"), ("DATABASE_USERNAME", "me"), PASSWORD];
    assert_eq!(login(&username), pair("me", PASSWORD.1));
    let empty = [("DATABASE_URL", "postgres://h/d"), ("DATABASE_USER", ""), ("DATABASE_PASSWORD", "")];
    assert_eq!(login(&empty), (None, None));
}

fn options<T: FromDatabaseUrl + 'static>(url: &str) -> T {
    #[derive(DatabaseConfig)]
    struct One<T: FromDatabaseUrl + 'static> {
        #[database(env = "DB_URL")]
        database: T,
    }
    let source = [("DB_URL", url), ("DB_USER", "app"), ("DB_PASSWORD", "p@ss")];
    One::from_source(&source).unwrap_or_else(|error| panic!("{url}: {error}")).database
}

#[test]
fn every_client_gets_them() {
    let url = "postgres://h/d?sslmode=disable";
    let postgres: tokio_postgres::Config = options(url);
    assert_eq!((postgres.get_user(), postgres.get_password()), (Some("app"), Some(&b"p@ss"[..])));
    let debug = format!("{:?}", options::<sqlx::postgres::PgConnectOptions>(url));
    assert!(debug.contains(r#"username: "app""#) && debug.contains(r#"password: Some("p@ss")"#), "{debug}");
    let deadpool = options::<deadpool_postgres::Config>(url).get_pg_config().unwrap();
    assert_eq!((deadpool.get_user(), deadpool.get_password()), (Some("app"), Some(&b"p@ss"[..])));
    let diesel: DieselUrl = options(url);
    assert!(diesel.expose_secret().starts_with("postgres://app:p%40ss@h"), "{}", diesel.expose_secret());
    let sea_orm: sea_orm::ConnectOptions = options(url);
    assert!(sea_orm.get_url().starts_with("postgres://app:p%40ss@h"), "{}", sea_orm.get_url());

    let mysql: mysql_async::Opts = options("mysql://h/d");
    assert_eq!((mysql.user(), mysql.pass()), (Some("app"), Some("p@ss")));
    let mysql: mysql::Opts = options("mysql://h/d?ssl-mode=disabled");
    assert_eq!((mysql.get_user(), mysql.get_pass()), (Some("app"), Some("p@ss")));
    let postgres: postgres::Config = options(url);
    assert_eq!((postgres.get_user(), postgres.get_password()), (Some("app"), Some(&b"p@ss"[..])));
    let mongodb: ClientOptions = options("mongodb://h/d");
    let credential = mongodb.credential.unwrap();
    assert_eq!((credential.username.as_deref(), credential.password.as_deref()), (Some("app"), Some("p@ss")));
    assert_eq!(credential.source.as_deref(), Some("d"));
}

#[test]
fn each_has_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str, content: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (user, password) = (path("user", "app\n"), path("password", "p@ss\n"));
    let variables =
        [("DATABASE_URL", "mysql://h/d"), ("DATABASE_USER_FILE", &*user), ("DATABASE_PASSWORD_FILE", &*password)];
    assert_eq!(login(&variables), pair("app", "p@ss"));
    let both = [("DATABASE_URL", "mysql://h/d"), PASSWORD, ("DATABASE_PASSWORD_FILE", &*password)];
    let error = Config::from_source(&both).err().unwrap();
    assert_eq!(error.problems()[0].kind(), ProblemKind::SetTwice);
    let missing = [("DATABASE_URL", "mysql://h/d"), ("DATABASE_PASSWORD_FILE", "/nonexistent/password")];
    let error = Config::from_source(&missing).err().unwrap();
    assert_eq!(only_problem(&error).0, "DATABASE_PASSWORD_FILE");
}

#[test]
fn the_url_comes_first_and_a_difference_is_a_warning() {
    let variables = [("DATABASE_URL", "postgres://app:own@h/d"), USER, PASSWORD];
    let (url, used, warnings) = load(&variables);
    assert_eq!((url.username(), url.password()), (Some("app"), Some("own")));
    assert!(used.is_empty(), "{used:?}");
    let other = |variable: &str| WarningKind::OtherPassword { variable: variable.to_owned() };
    assert!(warnings.contains(&other("DATABASE_PASSWORD")), "{warnings:?}");
    let same = [("DATABASE_URL", "postgres://app:own@h/d"), USER, ("DATABASE_PASSWORD", "own")];
    assert!(!load(&same).2.contains(&other("DATABASE_PASSWORD")));
    let parameters = [("DATABASE_URL", "mysql://h/d?user=app&password=own"), USER, PASSWORD];
    assert_eq!(login(&parameters), pair("app", "own"));
}

#[test]
fn the_password_is_not_sent_for_another_user() {
    for url in ["postgres://other@h/d", "postgres://other:own@h/d", "mysql://h/d?user=other"] {
        let (url, used, warnings) = load(&[("DATABASE_URL", url), USER, PASSWORD]);
        assert_eq!(url.username(), Some("other"));
        assert!(url.password().is_none_or(|password| password == "own"), "{url}");
        assert!(used.is_empty(), "{used:?}");
        assert!(warnings.contains(&WarningKind::OtherUser { variable: "DATABASE_USER".to_owned() }), "{warnings:?}");
    }
}

#[test]
fn sqlite_and_mechanisms_without_a_password_have_none() {
    for url in ["sqlite:app.db", "mongodb://h/d?authMechanism=MONGODB-X509&authSource=$external&tls=true"] {
        let (url, used, _) = load(&[("DATABASE_URL", url), USER, PASSWORD]);
        assert_eq!((url.username(), url.password()), (None, None), "{url}");
        assert!(used.is_empty(), "{used:?}");
    }
    let scram = "mongodb://h/d?authMechanism=SCRAM-SHA-256";
    assert_eq!(login(&[("DATABASE_URL", scram), USER, PASSWORD]), pair("app", PASSWORD.1));
}

#[test]
fn they_come_before_libpq_variables() {
    let libpq = [("PGUSER", "pg"), ("PGPASSWORD", "pg")];
    let url = ("DATABASE_URL", "postgres://h/d");
    assert_eq!(login(&[url, USER, PASSWORD, libpq[0], libpq[1]]), pair("app", PASSWORD.1));
    assert_eq!(login(&[url, USER, libpq[0], libpq[1]]), pair("app", "pg"));
    assert_eq!(login(&[url, libpq[0], libpq[1]]), pair("pg", "pg"));
}

#[derive(DatabaseConfig)]
struct WithDefault {
    #[database(env = "SHOP_URL", default = "postgres://dev:dev@localhost/shop")]
    database: DatabaseUrl,
    #[database(env = "SHOP_REPLICA_URLS")]
    replicas: Vec<DatabaseUrl>,
    #[database(env = "SHOP_CACHE_URL")]
    cache: Option<PathBuf>,
}

#[test]
fn they_override_a_default_and_complete_each_url_of_a_list() {
    let source = [
        ("SHOP_USER", "app"),
        ("SHOP_PASSWORD", "secret"),
        ("SHOP_REPLICA_URLS", "postgres://@a/d,postgres://me:own@b/d"),
        ("SHOP_REPLICA_PASSWORD", "replica"),
        ("SHOP_REPLICA_USER", "reader"),
        ("SHOP_CACHE_USER", "unused"),
    ];
    let config = WithDefault::from_source(&source).unwrap();
    let login = |url: &DatabaseUrl| (url.username().map(str::to_owned), url.password().map(str::to_owned));
    assert_eq!(login(&config.database), pair("app", "secret"));
    assert_eq!(login(&config.replicas[0]), pair("reader", "replica"));
    assert_eq!(login(&config.replicas[1]), pair("me", "own"));
    assert_eq!(config.cache, None);
}

#[test]
fn the_password_of_a_default_is_not_that_of_another_user() {
    let login = |variables: &[(&'static str, &str)]| {
        let url = WithDefault::from_source(&[variables, &[("SHOP_REPLICA_URLS", "")]].concat()).unwrap().database;
        (url.username().map(str::to_owned), url.password().map(str::to_owned))
    };
    assert_eq!(login(&[("SHOP_USER", "app")]), (Some("app".to_owned()), None));
    assert_eq!(login(&[("SHOP_USER", "app"), ("PGPASSWORD", "pg")]), pair("app", "pg"));
    assert_eq!(login(&[("SHOP_USER", "dev")]), pair("dev", "dev"));
    assert_eq!(login(&[("SHOP_PASSWORD", "secret")]), pair("dev", "secret"));
}

#[derive(DatabaseConfig)]
enum Store {
    Postgres(Box<tokio_postgres::Config>),
    MySql(mysql_async::Opts),
}

#[test]
fn an_enum_gets_them_too() {
    let source = |url| [("DATABASE_URL", url), USER, PASSWORD];
    match Store::from_source(&source("postgres://h/d?sslmode=disable")).unwrap() {
        Store::Postgres(config) => assert_eq!(config.get_password(), Some(PASSWORD.1.as_bytes())),
        Store::MySql(_) => panic!("the scheme is `postgres`"),
    }
    match Store::from_source(&source("mysql://h/d")).unwrap() {
        Store::MySql(opts) => assert_eq!(opts.pass(), Some(PASSWORD.1)),
        Store::Postgres(_) => panic!("the scheme is `mysql`"),
    }
}

#[test]
fn a_wrong_value_is_one_problem_of_its_variable() {
    let error = |extra: &[(&'static str, &str)]| {
        let variables = [&[("DATABASE_URL", "postgres://h/d")], extra].concat();
        Config::from_source(&variables).err().unwrap()
    };
    for (name, value, kind) in [
        ("DATABASE_USER", "postgres://app@h", ProblemKind::InvalidValue),
        ("DATABASE_USER", "app\n", ProblemKind::Whitespace),
        ("DATABASE_USER", "'app'", ProblemKind::Quoted),
        ("DATABASE_PASSWORD", "s3cr3t\r\n", ProblemKind::Whitespace),
        ("DATABASE_PASSWORD", "\"s3cr3t\"", ProblemKind::Quoted),
        ("DATABASE_PASSWORD", "op://vault/s3cr3t/password", ProblemKind::SecretReference),
        ("DATABASE_PASSWORD", "@Microsoft.KeyVault(SecretUri=https://s3cr3t)", ProblemKind::SecretReference),
    ] {
        let error = error(&[(name, value)]);
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!((problem.variable(), problem.kind()), (name, kind), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
    }
    let mongodb = [("DATABASE_URL", "mongodb://h/d"), PASSWORD];
    let no_user = Config::from_source(&mongodb).err().unwrap();
    assert_eq!(only_problem(&no_user), ("DATABASE_PASSWORD", "missing user name for the password"));
    let json = error(&[("DATABASE_PASSWORD", r#"{"username":"app","password":"s3cr3t"}"#)]);
    assert_eq!(only_problem(&json), ("DATABASE_PASSWORD", "expected a password, found a JSON object"));
    assert!(!format!("{json} {json:?}").contains("s3cr3t"), "{json}");
    let error = error(&[USER, ("DATABASE_USERNAME", "other")]);
    assert_eq!(only_problem(&error), ("DATABASE_USER", "`DATABASE_USER` and `DATABASE_USERNAME` are different"));
    let same = [("DATABASE_URL", "postgres://h/d"), USER, ("DATABASE_USERNAME", "app")];
    assert_eq!(login(&same).0.as_deref(), Some("app"));
    // These are passwords.
    for password in ["vault:x", "${HOME}", "a#b", " a "] {
        assert_eq!(
            login(&[("DATABASE_URL", "postgres://u@h/d"), ("DATABASE_PASSWORD", password)]),
            pair("u", password)
        );
    }
}
