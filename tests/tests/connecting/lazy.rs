//! `connect_lazy` opens a pool without a connection.

use std::time::{Duration, Instant};

use bb8_postgres::PostgresConnectionManager;
use db_config::{Async, Blocking, Connect, ConnectLazy, FromDatabaseUrl, RustlsConnector};
use diesel::SqliteConnection;
use diesel::r2d2::ConnectionManager;
use diesel_async::pooled_connection::{bb8, deadpool};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use tests::servers::{self, Server};

fn connect<P: ConnectLazy>(url: &str) -> Connect<P> {
    tests::connector::install_provider();
    sqlx::any::install_default_drivers();
    Connect::from_database_url(&url.parse().unwrap()).unwrap()
}

/// Opens the pool for a port where no server listens, and for the server.
async fn opens<P: ConnectLazy<Mode = Async>>(name: &str, server: &Server) {
    let closed = server.url().replace(&format!(":{}/", server.port), ":1/");
    let start = Instant::now();
    let pool = connect::<P>(&closed).connect_lazy().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    assert!(db_config::ping_within(&pool, Duration::from_millis(500)).await.is_err(), "{name}");
    let pool = connect::<P>(&server.url()).connect_lazy().unwrap();
    db_config::ping(&pool).await.unwrap_or_else(|error| panic!("{name}: {error}"));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn pools_of_postgres_need_no_server() {
    let server = servers::postgres();
    opens::<sqlx::PgPool>("sqlx", server).await;
    opens::<sqlx::AnyPool>("sqlx, any", server).await;
    opens::<sea_orm::DatabaseConnection>("SeaORM 2", server).await;
    opens::<sea_orm_1_1::DatabaseConnection>("SeaORM 1.1", server).await;
    opens::<bb8::Pool<AsyncPgConnection>>("diesel-async, bb8", server).await;
    opens::<deadpool::Pool<AsyncPgConnection>>("diesel-async, deadpool", server).await;
    opens::<bb8_postgres::bb8::Pool<PostgresConnectionManager<RustlsConnector>>>("bb8-postgres", server).await;
    opens::<deadpool_postgres::Pool>("deadpool-postgres", server).await;
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn pools_of_mysql_need_no_server() {
    let server = servers::mariadb();
    opens::<sqlx::MySqlPool>("sqlx", server).await;
    opens::<sea_orm::DatabaseConnection>("SeaORM 2", server).await;
    opens::<mysql_async::Pool>("mysql_async", server).await;
    opens::<bb8::Pool<AsyncMysqlConnection>>("diesel-async, bb8", server).await;
}

/// Opens a pool that blocks the thread, for a port where no server listens, and for the server.
fn blocking_opens<P: ConnectLazy<Mode = Blocking>>(name: &str, server: &Server) {
    let closed = server.url().replace(&format!(":{}/", server.port), ":1/");
    let start = Instant::now();
    let pool = connect::<P>(&closed).connect_lazy().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(start.elapsed() < Duration::from_secs(5), "{name}: {:?}", start.elapsed());
    assert!(db_config::ping_within(&pool, Duration::from_millis(500)).is_err(), "{name}");
    let pool = connect::<P>(&server.url()).connect_lazy().unwrap();
    db_config::ping(&pool).unwrap_or_else(|error| panic!("{name}: {error}"));
}

#[test]
#[ignore = "needs PostgreSQL, MariaDB and Redis: run ./test"]
fn pools_that_block_need_no_server() {
    type OfPostgres = r2d2_postgres::PostgresConnectionManager<RustlsConnector>;
    blocking_opens::<r2d2_postgres::r2d2::Pool<OfPostgres>>("r2d2_postgres", servers::postgres());
    blocking_opens::<mysql::Pool>("mysql", servers::mariadb());
    let of_mysql = blocking_opens::<r2d2_mysql::r2d2::Pool<r2d2_mysql::MySqlConnectionManager>>;
    of_mysql("r2d2_mysql", servers::mariadb());
    blocking_opens::<r2d2_postgres::r2d2::Pool<redis::Client>>("redis, r2d2", servers::redis());
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn pools_of_redis_need_no_server() {
    let server = servers::redis();
    opens::<redis::aio::ConnectionManager>("redis", server).await;
    opens::<deadpool_redis::Pool>("deadpool-redis", server).await;
    opens::<fred::clients::Client>("fred, Client", server).await;
    opens::<fred::clients::Pool>("fred, Pool", server).await;
    opens::<bb8_postgres::bb8::Pool<redis::Client>>("redis, bb8", server).await;
}

#[tokio::test]
async fn pools_of_sqlite_need_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("app.db");
    let url = format!("sqlite://{}?mode=rw", file.display());
    let sqlx = connect::<sqlx::SqlitePool>(&url).connect_lazy().unwrap();
    let sea_orm = connect::<sea_orm::DatabaseConnection>(&url).connect_lazy();
    let diesel = connect::<diesel::r2d2::Pool<ConnectionManager<SqliteConnection>>>(&url).connect_lazy().unwrap();
    assert!(!file.exists());
    let limit = Duration::from_millis(500);
    assert!(db_config::ping_within(&sqlx, limit).await.is_err());
    assert!(db_config::ping_within(&diesel, limit).is_err());
    std::fs::write(&file, "").unwrap();
    db_config::ping(&sqlx).await.unwrap();
    // A feature of SeaORM, which another package of the workspace can enable, connects at once.
    match sea_orm {
        Ok(pool) => drop(db_config::ping(&pool).await.unwrap()),
        Err(error) => {
            // SeaORM may have learned already that there was no file.
            let causes = ["sqlite-use-returning", "unable to open database file"];
            assert!(causes.iter().any(|cause| error.to_string().contains(cause)), "{error}");
        }
    }
    db_config::ping(&diesel).unwrap();
}
