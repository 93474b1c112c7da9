//! The attribute `params` adds the query parameters that the URL leaves out.

#![allow(clippy::large_enum_variant)]

use db_config::resolved::MySql;
use db_config::{
    Connect, DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl, PoolSettings, SqliteFile, TlsPlan, UrlError,
    WarningKind,
};
use serde::Deserialize;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

const POSTGRES: &str = "postgres://app:hunter2@localhost/app";

#[derive(DatabaseConfig)]
struct Shop {
    #[database(schemes("postgres"), params = "application_name=my%20shop&lock_timeout=5")]
    database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Defaulted {
    #[database(
        default = "postgres://app@localhost/app?application_name=old&connect_timeout=3&lock_timeout=1",
        params = "application_name=shop"
    )]
    database: DatabaseUrl,
}

fn load<C: DatabaseConfig>(source: &[(&str, &str)]) -> C {
    C::from_source(source).unwrap_or_else(|error| panic!("{error}"))
}

fn text_of(url: &str) -> String {
    load::<Shop>(&[("DATABASE_URL", url)]).database.expose_secret().to_owned()
}

#[test]
fn the_url_holds_the_parameters_that_it_leaves_out() {
    for (url, text) in [
        ("postgres://h/d", "postgres://h/d?application_name=my%20shop&lock_timeout=5"),
        ("postgres://h", "postgres://h?application_name=my%20shop&lock_timeout=5"),
        ("postgres://h/d?", "postgres://h/d?application_name=my%20shop&lock_timeout=5"),
        ("postgres://h/d?jit=off&", "postgres://h/d?jit=off&application_name=my%20shop&lock_timeout=5"),
        ("postgres://u:p%3F@h/d?jit=off", "postgres://u:p%3F@h/d?jit=off&application_name=my%20shop&lock_timeout=5"),
    ] {
        assert_eq!(text_of(url), text);
    }
    let url = load::<Shop>(&[("DATABASE_URL", POSTGRES)]).database;
    assert!(url.query_pairs().eq([("application_name", "my shop"), ("lock_timeout", "5")]));
    assert_eq!(url.expose_secret().parse::<DatabaseUrl>().unwrap().password(), Some("hunter2"));
    let options = PgConnectOptions::from_database_url(&url).unwrap();
    assert_eq!((options.get_application_name(), options.get_options()), (Some("my shop"), Some("-c lock_timeout=5")));
}

#[test]
fn a_parameter_of_the_url_counts_under_any_of_its_names() {
    assert_eq!(text_of("postgres://h/d?lock_timeout=9"), "postgres://h/d?lock_timeout=9&application_name=my%20shop");
    let renamed = "postgres://h/d?applicationName=x&LOCK_TIMEOUT=9";
    assert_eq!(text_of(renamed), renamed);

    #[derive(DatabaseConfig)]
    struct Path {
        #[database(schemes("postgres"), params = "search_path=shop")]
        database: DatabaseUrl,
    }
    let url = load::<Path>(&[("DATABASE_URL", "postgres://h/d?schema=app")]).database;
    assert!(PgConnectOptions::from_database_url(&url).unwrap().get_options().unwrap().contains("app"));
}

#[test]
fn it_overrides_a_default_url() {
    let url = load::<Defaulted>(&[("OTHER", "")]).database;
    let text = "postgres://app@localhost/app?connect_timeout=3&lock_timeout=1&application_name=shop";
    assert_eq!(url.expose_secret(), text);
    let url = load::<Defaulted>(&[("DATABASE_URL", "postgres://h/d?application_name=own")]).database;
    assert_eq!(url.expose_secret(), "postgres://h/d?application_name=own");
}

#[test]
fn a_libpq_variable_overrides_it() {
    let variable = ("PGAPPNAME", "variable");
    let names = |url: &DatabaseUrl| {
        let options = PgConnectOptions::from_database_url(url).unwrap();
        (options.get_application_name().unwrap().to_owned(), url.expose_secret().matches("application_name").count())
    };
    let url = load::<Shop>(&[("DATABASE_URL", POSTGRES), variable]).database;
    assert_eq!(names(&url), ("variable".to_owned(), 0));
    let url = load::<Defaulted>(&[variable]).database;
    assert_eq!(names(&url).0, "variable");
    let url = load::<Shop>(&[("DATABASE_URL", "postgres://h/d?application_name=url"), variable]).database;
    assert_eq!(names(&url).0, "url");
    // An empty variable is unset.
    let url = load::<Shop>(&[("DATABASE_URL", POSTGRES), ("PGAPPNAME", "")]).database;
    assert_eq!(names(&url), ("my shop".to_owned(), 1));
}

/// Declares a field with `params`, and returns a function that loads the `options` of all clients. They have to be the same.
macro_rules! options_with {
    ($name:ident: $($attribute:tt)*) => {
        fn $name(source: &[(&str, &str)]) -> Option<String> {
            #[derive(DatabaseConfig)]
            struct Clients {
                #[database($($attribute)*)]
                database: (DatabaseUrl, tokio_postgres::Config),
            }
            let (url, config) = load::<Clients>(source).database;
            let options = config.get_options().map(str::to_owned);
            assert_eq!(PgConnectOptions::from_database_url(&url).unwrap().get_options(), options.as_deref());
            let diesel = DieselUrl::from_database_url(&url).unwrap();
            let diesel: DatabaseUrl = diesel.expose_secret().parse().unwrap();
            let of_diesel = diesel.query_pairs().find(|(name, _)| *name == "options").map(|(_, value)| value.to_owned());
            assert_eq!(of_diesel, options);
            options
        }
    };
}

#[test]
fn a_server_parameter_in_the_options_of_the_url_or_of_pgoptions_counts() {
    options_with!(path: params = "search_path=shop");
    options_with!(schema: params = "options[search_path]=shop");
    options_with!(timeout: params = "lock_timeout=5");
    for own in ["options[search_path]=app", "options=-c%20search_path%3Dapp", "search_path=app"] {
        let url = format!("{POSTGRES}?{own}");
        for options in [path, schema] {
            assert_eq!(options(&[("DATABASE_URL", &url)]).as_deref(), Some("-c search_path=app"), "{own}");
        }
    }
    let variable = |value| [("DATABASE_URL", POSTGRES), ("PGOPTIONS", value)];
    for own in ["-c search_path=app", "-csearch_path=app", "--search-path=app", "-c jit=off -c SEARCH_PATH=app"] {
        assert_eq!(path(&variable(own)).as_deref(), Some(own));
        assert_eq!(schema(&variable(own)).as_deref(), Some(own));
    }
    // Other options stay in force, as does the parameter.
    assert_eq!(schema(&variable("-c jit=off")).as_deref(), Some("-c search_path=shop -c jit=off"));
    // The URL has `options`, so that PGOPTIONS does not count.
    let url = format!("{POSTGRES}?options=-c%20jit%3Doff");
    let source = [("DATABASE_URL", &*url), ("PGOPTIONS", "-c search_path=app")];
    assert_eq!(path(&source).as_deref(), Some("-c jit=off -c search_path=shop"));
    for own in ["options[lock_timeout]=9", "options=--lock-timeout%3D9", "lock_timeout=9"] {
        let options = timeout(&[("DATABASE_URL", &format!("{POSTGRES}?{own}"))]).unwrap();
        assert!(options.ends_with("=9") && !options.contains('5'), "{own}: {options}");
    }
    assert_eq!(timeout(&[("DATABASE_URL", &url)]).as_deref(), Some("-c lock_timeout=5 -c jit=off"));
}

#[test]
fn the_options_of_the_attribute_come_before_those_of_the_url_and_after_those_of_a_default() {
    options_with!(options: params = "options=-c%20lock_timeout%3D5%20-c%20jit%3Doff");
    let url = format!("{POSTGRES}?lock_timeout=9");
    let expected = "-c lock_timeout=5 -c jit=off -c lock_timeout=9";
    assert_eq!(options(&[("DATABASE_URL", &url)]).as_deref(), Some(expected));

    options_with!(
        defaulted:
        default = "postgres://app@localhost/app?options=-c%20lock_timeout%3D1%20-c%20jit%3Doff",
        params = "lock_timeout=5"
    );
    let default = "-c lock_timeout=1 -c jit=off -c lock_timeout=5";
    assert_eq!(defaulted(&[("OTHER", "")]).as_deref(), Some(default));
    assert_eq!(defaulted(&[("PGOPTIONS", "-c lock_timeout=3")]).as_deref(), Some("-c lock_timeout=3"));
}

#[test]
fn a_statement_timeout_in_the_options_overrides_the_attribute() {
    options_with!(timeout: statement_timeout = "5s");
    let source = |query: &str| format!("{POSTGRES}{query}");
    assert!(timeout(&[("DATABASE_URL", POSTGRES)]).unwrap().contains("statement_timeout="));
    let own = "-c statement_timeout=9";
    let url = source("?options=-c%20statement_timeout%3D9");
    assert_eq!(timeout(&[("DATABASE_URL", &url)]).as_deref(), Some(own));
    assert_eq!(timeout(&[("DATABASE_URL", &url), ("DATABASE_STATEMENT_TIMEOUT", "7s")]).as_deref(), Some(own));
    assert_eq!(timeout(&[("DATABASE_URL", POSTGRES), ("PGOPTIONS", own)]).as_deref(), Some(own));
    let source = [("DATABASE_URL", POSTGRES), ("PGOPTIONS", own), ("DATABASE_STATEMENT_TIMEOUT", "7s")];
    assert!(timeout(&source).unwrap().ends_with(" -c statement_timeout=7000"));
}

#[test]
fn it_holds_for_the_libpq_variables_that_replace_a_url() {
    #[derive(DatabaseConfig)]
    struct Libpq {
        #[database(libpq_env, params = "application_name=shop")]
        database: DatabaseUrl,
    }
    let url = load::<Libpq>(&[("PGHOST", "h"), ("PGUSER", "app"), ("PGDATABASE", "d")]).database;
    assert!(url.query_pairs().eq([("application_name", "shop")]));
    let url = load::<Libpq>(&[("PGHOST", "h"), ("PGUSER", "app"), ("PGAPPNAME", "x")]).database;
    assert_eq!(PgConnectOptions::from_database_url(&url).unwrap().get_application_name(), Some("x"));
}

#[test]
fn it_holds_for_parts() {
    #[derive(DatabaseConfig)]
    struct Parts {
        #[database(parts = "DB_", schemes("mysql"), params = "charset=utf8mb4")]
        database: DatabaseUrl,
    }
    let url = load::<Parts>(&[("DB_HOST", "h"), ("DB_PASSWORD", "a?b&c@d"), ("DB_USER", "u")]).database;
    assert_eq!(url.expose_secret(), "mysql://u:a%3Fb%26c%40d@h?charset=utf8mb4");
}

#[test]
fn a_collation_of_the_url_counts_as_its_character_set() {
    let names = |url: &str, attribute: fn(&[(&str, &str)]) -> DatabaseUrl| {
        let url = attribute(&[("DATABASE_URL", url)]);
        let session = MySql::resolve(&url).unwrap().session;
        (session.charset.unwrap().value.into_owned(), session.collation.map(|it| it.value.into_owned()))
    };
    fn charset(source: &[(&str, &str)]) -> DatabaseUrl {
        #[derive(DatabaseConfig)]
        struct Charset {
            #[database(params = "charset=utf8mb4")]
            database: DatabaseUrl,
        }
        load::<Charset>(source).database
    }
    fn collation(source: &[(&str, &str)]) -> DatabaseUrl {
        #[derive(DatabaseConfig)]
        struct Collation {
            #[database(params = "charset=utf8mb4&collation=utf8mb4_bin")]
            database: DatabaseUrl,
        }
        load::<Collation>(source).database
    }
    let latin1 = ("latin1".to_owned(), Some("latin1_swedish_ci".to_owned()));
    assert_eq!(names("mysql://u@h/d?collation=latin1_swedish_ci", charset), latin1);
    assert_eq!(names("mysql://u@h/d?connectionCollation=latin1_swedish_ci", collation), latin1);
    assert_eq!(names("mysql://u@h/d?charset=latin1", collation), ("latin1".to_owned(), None));
    assert_eq!(names("mysql://u@h/d", collation), ("utf8mb4".to_owned(), Some("utf8mb4_bin".to_owned())));
}

#[derive(DatabaseConfig)]
#[database(params = "application_name=enum&journal_mode=wal&lock_timeout=7")]
enum Store {
    #[database(params = "journal_mode=truncate")]
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

impl Store {
    /// Returns the application name and the options, or the journal mode.
    fn shown(&self) -> String {
        match self {
            Self::Sqlite(options) => {
                let shown = format!("{options:?}").to_ascii_lowercase();
                ["wal", "truncate"].into_iter().find(|mode| shown.contains(&format!("\"{mode}\""))).unwrap().to_owned()
            }
            Self::Postgres(options) => {
                format!("{} {}", options.get_application_name().unwrap(), options.get_options().unwrap())
            }
        }
    }
}

#[test]
fn an_enums_parameter_counts_for_the_databases_that_have_it() {
    let shown = |url| load::<Store>(&[("DATABASE_URL", url)]).shown();
    assert_eq!(shown(POSTGRES), "enum -c lock_timeout=7");
    assert_eq!(shown("sqlite://app.db"), "truncate", "a variant overrides its enum");
    assert_eq!(shown("sqlite://app.db?journal_mode=wal"), "wal");
}

#[derive(DatabaseConfig)]
struct Stores {
    store: Store,
    #[database(env = "NAMED_URL", params = "application_name=field")]
    named: Option<Box<Store>>,
    #[database(env = "LIST_URLS", params = "application_name=list")]
    list: Option<Vec<Store>>,
    #[database(env = "TUPLE_URL", params = "lock_timeout=8")]
    tuple: Option<(Store, PoolSettings)>,
    #[database(flatten, prefix = "INNER_")]
    inner: Store,
}

#[test]
fn an_enums_parameters_hold_wherever_it_is_read_and_those_of_a_field_override_them() {
    let stores: Stores = load(&[
        ("DATABASE_URL", POSTGRES),
        ("NAMED_URL", POSTGRES),
        ("LIST_URLS", "postgres://a@h/d,sqlite:app.db,postgres://a@h/d?application_name=url"),
        ("TUPLE_URL", POSTGRES),
        ("INNER_DATABASE_URL", "sqlite://app.db"),
    ]);
    assert_eq!(stores.store.shown(), "enum -c lock_timeout=7");
    assert_eq!(stores.named.unwrap().shown(), "field -c lock_timeout=7");
    let list: Vec<String> = stores.list.unwrap().iter().map(Store::shown).collect();
    assert_eq!(list, ["list -c lock_timeout=7", "truncate", "url -c lock_timeout=7"]);
    assert_eq!(stores.tuple.unwrap().0.shown(), "enum -c lock_timeout=8");
    assert_eq!(stores.inner.shown(), "truncate");
}

#[test]
fn an_enum_inside_another_one_keeps_its_parameters() {
    #[derive(DatabaseConfig)]
    #[database(params = "lock_timeout=1&work_mem=64MB")]
    enum Outer {
        Inner((Store, TlsPlan)),
        MySql(DatabaseUrlOfMySql),
    }
    #[derive(Debug)]
    struct DatabaseUrlOfMySql(DatabaseUrl);
    impl FromDatabaseUrl for DatabaseUrlOfMySql {
        const BACKENDS: db_config::Backends = db_config::Backends::MYSQL;
        fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
            Ok(Self(url.clone()))
        }
    }
    match load::<Outer>(&[("DATABASE_URL", POSTGRES)]) {
        Outer::Inner((store, _)) => assert_eq!(store.shown(), "enum -c lock_timeout=1 -c work_mem=64MB"),
        Outer::MySql(_) => panic!("it is a PostgreSQL URL"),
    }
    match load::<Outer>(&[("DATABASE_URL", "mysql://a@h/d")]) {
        Outer::MySql(url) => assert_eq!(url.0.expose_secret(), "mysql://a@h/d"),
        Outer::Inner(_) => panic!("it is a MySQL URL"),
    }
}

#[test]
fn they_hold_without_the_loader() {
    let url: DatabaseUrl = POSTGRES.parse().unwrap();
    assert_eq!(Store::from_database_url(&url).unwrap().shown(), "enum -c lock_timeout=7");
    let (store, plan): (Store, TlsPlan) = FromDatabaseUrl::from_database_url(&url).unwrap();
    assert_eq!((store.shown().as_str(), plan.mode()), ("enum -c lock_timeout=7", url.tls().mode()));

    #[derive(Deserialize)]
    struct Settings {
        #[serde(with = "db_config::serde")]
        store: Store,
    }
    let settings: Settings = serde_json::from_str(&format!("{{\"store\": \"{POSTGRES}\"}}")).unwrap();
    assert_eq!(settings.store.shown(), "enum -c lock_timeout=7");
}

#[test]
fn a_sqlite_path_stays_a_path() {
    #[derive(DatabaseConfig)]
    struct File {
        #[database(params = "mode=rw&journal_mode=wal")]
        file: (SqliteFile, SqliteConnectOptions),
    }
    for (text, path) in [("my app%20.db", "my app%20.db"), ("sqlite://app.db", "app.db"), ("./a.db", "./a.db")] {
        let (file, options) = load::<File>(&[("DATABASE_URL", text)]).file;
        assert_eq!(file.path.to_str(), Some(path));
        assert!(file.uri().ends_with("mode=rw"), "{}", file.uri());
        assert!(format!("{options:?}").to_ascii_lowercase().contains("\"wal\""), "{text}");
    }
    let memory = load::<File>(&[("DATABASE_URL", "sqlite::memory:?mode=memory")]).file.0;
    assert!(memory.uri().contains("mode=memory"), "{}", memory.uri());
}

#[test]
fn a_sqlite_path_becomes_a_shared_in_memory_database_like_a_sqlite_url() {
    #[derive(DatabaseConfig)]
    struct Memory {
        #[database(params = "mode=memory")]
        file: (DatabaseUrl, SqliteFile),
    }
    for (path, url, name) in
        [("app.db", "sqlite:app.db", "app.db"), ("/data/a%20.db", "sqlite:///data/a%2520.db", "data/a%2520.db")]
    {
        for text in [path, url] {
            let (url, file) = load::<Memory>(&[("DATABASE_URL", text)]).file;
            assert!(file.in_memory && file.shared_cache, "{text}");
            assert_eq!(file.uri(), format!("file:{name}?mode=memory&cache=shared"), "{text}");
            assert_eq!(url.sqlite_path().unwrap().to_str(), Some(":memory:"), "{text}");
        }
    }
}

#[test]
fn mongodb_reads_the_mechanism_of_the_attribute() {
    #[derive(DatabaseConfig)]
    struct Events {
        #[database(params = "authMechanism=MONGODB-X509&appName=shop&retryWrites=false")]
        events: mongodb::options::ConnectionString,
    }
    // This mechanism has no password.
    let source = [("DATABASE_URL", "mongodb://localhost/e?retryWrites=true&tls=true"), ("DATABASE_PASSWORD", "unused")];
    let events = load::<Events>(&source).events;
    assert_eq!((events.app_name.as_deref(), events.retry_writes), (Some("shop"), Some(true)));
    assert!(events.credential.unwrap().password.is_none());
}

#[test]
fn the_report_shows_that_a_parameter_comes_from_the_attribute() {
    let report = Shop::report(&[("DATABASE_URL", "postgres://app:hunter2@localhost/app?lock_timeout=1")]).unwrap();
    let database = report.entries()[0].database().unwrap();
    assert_eq!(database.params(), ["application_name"]);
    assert!(database.variables().is_empty());
    let shown = report.to_string();
    let value = "source + params  postgres://app:***@localhost/app?lock_timeout=1&application_name=my%20shop ";
    assert!(shown.contains(value), "{shown}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["entries"][0]["database"]["params"], serde_json::json!(["application_name"]));
    let report = Shop::report(&[("DATABASE_URL", "postgres://h/d?lock_timeout=1&application_name=a")]).unwrap();
    assert!(!report.to_string().contains("params"), "{report}");
}

#[test]
fn a_parameter_that_the_client_does_not_support_is_named() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Ignored {
        #[database(params = "keepalives_idle=30")]
        database: Connect<sqlx::PgPool>,
    }
    let warnings = Ignored::warnings(&[("DATABASE_URL", POSTGRES)]).unwrap();
    let kinds: Vec<_> = warnings.iter().map(|warning| warning.kind().clone()).collect();
    assert_eq!(kinds, [WarningKind::Unsupported { parameter: "keepalives_idle".to_owned() }]);

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Rejected {
        #[database(params = "target_session_attrs=read-write")]
        database: PgConnectOptions,
    }
    let error = Rejected::from_source(&[("DATABASE_URL", POSTGRES)]).err().unwrap().to_string();
    let help = "remove `target_session_attrs` from the attribute `params`";
    assert!(error.contains("does not support `target_session_attrs`") && error.contains(help), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn an_error_with_its_own_help_names_the_attribute() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Pooled {
        #[database(params = "search_path=shop&channel_binding=require")]
        database: PgConnectOptions,
    }
    for (url, parameter, help) in [
        ("postgres://u@h/d?pgbouncer=true", "search_path", "alter role"),
        ("postgres://u@ep-x-pooler.eu.neon.tech/d", "search_path", "alter role"),
        ("postgres://u@localhost/d", "channel_binding", "sslmode=verify-full"),
    ] {
        let error = Pooled::from_source(&[("DATABASE_URL", url)]).err().unwrap().to_string();
        assert!(error.contains(&format!("`{parameter}`")) && error.contains(help), "{error}");
        assert!(error.contains("; the attribute `params` sets this parameter"), "{error}");
    }
}

#[test]
fn a_copy_with_another_database_or_password_keeps_the_parameters() {
    let url = load::<Shop>(&[("DATABASE_URL", POSTGRES)]).database;
    let test = url.with_database("test").unwrap().with_password("other").unwrap();
    let text = "postgres://app:other@localhost/test?application_name=my%20shop&lock_timeout=5";
    assert_eq!(test.expose_secret(), text);
    assert!(test.query_pairs().eq([("application_name", "my shop"), ("lock_timeout", "5")]));
}

#[cfg(unix)]
mod on_a_server {
    use mysql_async::prelude::Queryable as _;
    use tests::servers;

    use super::*;

    #[tokio::test]
    #[ignore = "needs PostgreSQL: run ./test"]
    async fn postgres_receives_the_application_name_from_every_client() {
        #[derive(DatabaseConfig)]
        #[database(params = "application_name=my%20shop&lock_timeout=1234")]
        enum Database {
            Postgres(((Connect<sqlx::PgPool>, Connect<sea_orm::DatabaseConnection>), tokio_postgres::Config)),
        }
        const SQL: &str = "select current_setting('application_name') || ' ' || current_setting('lock_timeout')";
        let server = servers::postgres();
        let url = server.url_as(server.user, server.host, "sslmode=disable");
        let Database::Postgres(((sqlx, sea_orm), config)) = load(&[("DATABASE_URL", &url)]);

        let pool = sqlx.connect().await.unwrap();
        let of_sqlx: String = sqlx::query_scalar(SQL).fetch_one(&pool).await.unwrap();
        let of_sea_orm = {
            use sea_orm::ConnectionTrait as _;
            let connection = sea_orm.connect().await.unwrap();
            let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, SQL);
            let row = connection.query_one_raw(statement).await.unwrap().unwrap();
            row.try_get_by_index::<String>(0).unwrap()
        };
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let of_tokio_postgres: String = client.query_one(SQL, &[]).await.unwrap().get(0);
        for (client, shown) in [("sqlx", of_sqlx), ("SeaORM", of_sea_orm), ("tokio-postgres", of_tokio_postgres)] {
            assert_eq!(shown, "my shop 1234ms", "{client}");
        }
    }

    #[tokio::test]
    #[ignore = "needs MariaDB: run ./test"]
    async fn mariadb_receives_the_time_zone() {
        #[derive(DatabaseConfig)]
        struct Orders {
            #[database(params = "time_zone=%2B05:30")]
            orders: mysql_async::Opts,
        }
        let server = servers::mariadb();
        let url = server.url_as(server.user, server.host, "ssl-mode=disabled");
        let mut connection = mysql_async::Conn::new(load::<Orders>(&[("DATABASE_URL", &url)]).orders).await.unwrap();
        let zone: Option<String> = connection.query_first("select @@session.time_zone").await.unwrap();
        assert_eq!(zone.as_deref(), Some("+05:30"));
        connection.disconnect().await.unwrap();
    }
}
