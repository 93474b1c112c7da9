//! Client options: the output of each type, and file names in place of a server.

use db_config::resolved::{Resolved, Sqlite};
use db_config::{
    Connect, Connectable, DatabaseUrl, DieselBackend, DieselUrl, FromDatabaseUrl, MigrationTiming, PoolSettings,
    RustlsConnector, SqliteFile, TlsPlan,
};

use bb8_postgres::PostgresConnectionManager;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8, deadpool};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};

use tests::clients::clients_of;

use super::search::{Search, forms, search_all};

/// Shows the output of `#[database(debug)]`.
struct Redacted<T>(T);

impl<T: FromDatabaseUrl> std::fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt_redacted(f)
    }
}

fn redacted<T: FromDatabaseUrl>(search: &mut Search, text: &str) {
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    match T::from_database_url(&url) {
        Ok(settings) => search.text("FromDatabaseUrl", &format!("{:?}", Redacted(settings))),
        Err(error) => search.error(&error),
    }
    search.text("FromDatabaseUrl", &format!("{:?}", T::tls(&url)));
}

fn connect<P: Connectable>(search: &mut Search, text: &str)
where
    Connect<P>: FromDatabaseUrl,
{
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let connect = Connect::<P>::from_database_url(&url).unwrap_or_else(|error| panic!("{text}: {error}"));
    search.debug(&connect);
    search.text("Connectable", &format!("{connect:?}"));
    redacted::<Connect<P>>(search, text);
}

#[test]
fn in_the_settings_of_every_client() {
    search_all(
        search,
        forms! {
            Connect: Debug;
            DieselUrl: Debug;
            PoolSettings: Debug;
            Sqlite: Debug;
            SqliteFile: Debug;
            SqliteLocation: Debug;
        },
    );
}

fn search(search: &mut Search) {
    tests::connector::install_provider();
    let canary = search.canary.clone();
    for secret in [canary.escaped(), canary.half_escaped()] {
        for at in ["db.example.com:5433/orders", "localhost/orders?sslmode=disable", "h/d?max_connections=5&schema=a"] {
            postgres(search, &format!("postgres://app:{secret}@{at}"));
            mysql(search, &format!("mysql://app:{secret}@{}", at.split("&schema").next().unwrap_or(at)));
        }
        postgres(search, &format!("postgres://app@localhost/orders?sslmode=disable&password={secret}"));
        let mongodb = format!("mongodb://app:{secret}@localhost/orders?authSource=admin");
        every_client(search, &mongodb);
        connect::<mongodb::Client>(search, &mongodb);
        every_client(search, &format!("mongodb+srv://app:{secret}@db.example.com/orders"));
        for redis in [
            format!("rediss://app:{secret}@db.example.com/3"),
            format!("redis://:{secret}@localhost"),
            format!("redis+unix:///run/redis.sock?user=app&pass={secret}"),
        ] {
            every_client(search, &redis);
            connect::<redis::aio::ConnectionManager>(search, &redis);
            connect::<deadpool_redis::Pool>(search, &redis);
            connect::<fred::clients::Client>(search, &redis);
            connect::<fred::clients::Pool>(search, &redis);
            connect::<bb8_postgres::bb8::Pool<redis::Client>>(search, &redis);
            connect::<r2d2_postgres::r2d2::Pool<redis::Client>>(search, &redis);
        }
        files(search, &secret);
    }
    search.text("DieselBackend", &format!("{:?}", <diesel::pg::Pg as DieselBackend>::BACKEND));
}

/// Searches the options of each client of `tests::clients` that accepts this URL.
fn every_client(search: &mut Search, text: &str) {
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    for client in clients_of(url.backend()) {
        match (client.redacted)(&url) {
            Ok(shown) => search.text(client.name, &shown),
            Err(error) => search.error(&error),
        }
    }
}

fn postgres(search: &mut Search, text: &str) {
    every_client(search, text);
    redacted::<Box<DatabaseUrl>>(search, text);
    redacted::<(sqlx::postgres::PgConnectOptions, sqlx::postgres::PgPoolOptions)>(search, text);
    redacted::<(sqlx_0_8::postgres::PgConnectOptions, sqlx_0_8::postgres::PgPoolOptions)>(search, text);
    redacted::<(tokio_postgres::Config, TlsPlan)>(search, text);
    redacted::<AsyncDieselConnectionManager<AsyncPgConnection>>(search, text);
    #[cfg(feature = "libpq")]
    redacted::<diesel::r2d2::ConnectionManager<diesel::PgConnection>>(search, text);
    connect::<sqlx::PgPool>(search, text);
    connect::<sqlx_0_8::PgPool>(search, text);
    connect::<deadpool_postgres::Pool>(search, text);
    connect::<deadpool::Pool<AsyncPgConnection>>(search, text);
    connect::<bb8::Pool<AsyncPgConnection>>(search, text);
    connect::<bb8_postgres::bb8::Pool<PostgresConnectionManager<RustlsConnector>>>(search, text);
    redacted::<(postgres::Config, TlsPlan)>(search, text);
    redacted::<r2d2_postgres::PostgresConnectionManager<RustlsConnector>>(search, text);
    connect::<r2d2_postgres::r2d2::Pool<r2d2_postgres::PostgresConnectionManager<RustlsConnector>>>(search, text);
    of_any_database(search, text);
}

fn mysql(search: &mut Search, text: &str) {
    every_client(search, text);
    redacted::<(sqlx::mysql::MySqlConnectOptions, sqlx::mysql::MySqlPoolOptions)>(search, text);
    redacted::<(sqlx_0_8::mysql::MySqlConnectOptions, sqlx_0_8::mysql::MySqlPoolOptions)>(search, text);
    redacted::<AsyncDieselConnectionManager<AsyncMysqlConnection>>(search, text);
    #[cfg(feature = "libmysqlclient")]
    redacted::<diesel::r2d2::ConnectionManager<diesel::MysqlConnection>>(search, text);
    connect::<sqlx::MySqlPool>(search, text);
    connect::<sqlx_0_8::MySqlPool>(search, text);
    connect::<mysql_async::Pool>(search, text);
    redacted::<r2d2_mysql::MySqlConnectionManager>(search, text);
    connect::<mysql::Pool>(search, text);
    connect::<r2d2_mysql::r2d2::Pool<r2d2_mysql::MySqlConnectionManager>>(search, text);
    of_any_database(search, text);
}

/// Searches the options of the clients for both PostgreSQL and MySQL.
fn of_any_database(search: &mut Search, text: &str) {
    redacted::<(sqlx::any::AnyConnectOptions, sqlx::any::AnyPoolOptions)>(search, text);
    redacted::<(sqlx_0_8::any::AnyConnectOptions, sqlx_0_8::any::AnyPoolOptions)>(search, text);
    redacted::<PoolSettings>(search, text);
    redacted::<MigrationTiming>(search, text);
    connect::<sqlx::AnyPool>(search, text);
    connect::<sqlx_0_8::AnyPool>(search, text);
    connect::<sea_orm::DatabaseConnection>(search, text);
    connect::<sea_orm_1_1::DatabaseConnection>(search, text);
    diesel(search, text);
}

fn diesel(search: &mut Search, text: &str) {
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    if let Ok(url) = DieselUrl::from_database_url(&url) {
        search.debug(&url);
    }
    if let Ok(pool) = PoolSettings::from_database_url(&url) {
        search.debug(&pool);
    }
}

/// A SQLite URL has no password. db-config rejects a URL that seems to have one, so that no file is named after it.
fn files(search: &mut Search, secret: &str) {
    for text in [
        format!("sqlite:app:{secret}@h/app.db"),
        format!("sqlite:app:{secret}@h"),
        format!("file:app:{secret}@h/app.db"),
        format!("sqlite://app:{secret}@h/app.db"),
        format!("sqlite://app:{secret}@h"),
        format!("file://:{secret}@h/app.db?mode=ro"),
    ] {
        let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        search.both(&url);
        let error = SqliteFile::from_database_url(&url).expect_err(&text);
        search.error(&error);
        search.diagnostic(&db_config::Diagnosis::from(&error));
        search.error(&std::path::PathBuf::from_database_url(&url).expect_err(&text));
        search.error(&DatabaseUrl::from_database_url(&url).expect_err(&text));
        search.error(&Sqlite::resolve(&url).expect_err(&text));
        assert_eq!(url.warnings(SqliteFile::CAPABILITIES), []);
    }
    let plain = "sqlite:///data/app.db?mode=ro&cache=private&journal_mode=wal&synchronous=full&foreign_keys=on";
    let url: DatabaseUrl = plain.parse().expect("it is valid");
    let file = SqliteFile::from_database_url(&url).expect("it is valid");
    search.debug(&file);
    search.method("SqliteFile::uri", file.uri());
    search.method("SqliteFile::pragmas", file.pragmas());
    let Ok(Resolved::Sqlite(sqlite)) = Resolved::resolve(&url) else { panic!("the database is SQLite") };
    search.debug(&sqlite);
    search.debug(&sqlite.location);
    search.both(&sqlite.mode.expect("it is set").value);
    search.both(&sqlite.cache.expect("it is set").value);
    search.both(&sqlite.journal_mode.expect("it is set").value);
    search.both(&sqlite.synchronous.expect("it is set").value);
}
