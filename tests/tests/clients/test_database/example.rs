use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use db_config::{DatabaseUrl, FromDatabaseUrl};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions};

/// Runs a test in its own database on the server of this URL. Drops the database, also if the test fails.
pub async fn with_test_database<T, F>(server: &DatabaseUrl, test: impl FnOnce(PgPool) -> F + Send + 'static) -> T
where
    T: Send + 'static,
    F: Future<Output = T> + Send,
{
    let name = unique_name();
    let url = server.with_database(&name).unwrap();
    let pool = PgPoolOptions::new().connect_lazy_with(PgConnectOptions::from_database_url(&url).unwrap());
    let mut admin = PgConnectOptions::from_database_url(server).unwrap().connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut admin).await.unwrap();

    // Nothing here panics before the database is dropped: the task returns the panic of a failing test.
    let own = pool.clone();
    let result = tokio::spawn(async move {
        migrate(&own).await.unwrap();
        test(own).await
    })
    .await;

    // A connection that the test keeps does not block the others.
    let _ = tokio::time::timeout(Duration::from_secs(1), pool.close()).await;
    let dropped = sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)"))).execute(&mut admin).await;
    match result {
        Ok(value) => {
            dropped.unwrap();
            value
        }
        Err(failed) => resume_unwind(failed.into_panic()),
    }
}

/// The migrations of the application, for example `sqlx::migrate!().run(pool)`.
async fn migrate(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("create table visits (id integer primary key)").execute(pool).await?;
    Ok(())
}

/// Returns a name that no other test has, also on a server that several machines share.
fn unique_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    format!("test_{time}_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}
