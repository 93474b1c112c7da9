//! The page on tests: a test of an application gets its own database on a real server.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgPool};
use tests::{servers, url};

mod example;

use self::example::with_test_database;

/// Returns the databases of this module's tests that are on the server.
async fn databases(url: &DatabaseUrl) -> Vec<String> {
    let mut connection = PgConnectOptions::from_database_url(url).unwrap().connect().await.unwrap();
    let names = sqlx::query_scalar("select datname from pg_database where datname like 'test\\_%'");
    names.fetch_all(&mut connection).await.unwrap()
}

async fn name(pool: &PgPool) -> String {
    sqlx::query_scalar("select current_database()").fetch_one(pool).await.unwrap()
}

#[test]
fn the_example_is_on_the_page() {
    let page = include_str!("../../../docs/testing.md");
    assert!(page.contains(include_str!("test_database/example.rs")));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn each_test_has_its_own_database_with_the_migrations() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "TEST_DATABASE_URL", schemes("postgres"))]
        server: DatabaseUrl,
    }
    let server = Config::from_source(&[("TEST_DATABASE_URL", servers::postgres().url())]).unwrap().server;
    let test = |pool: PgPool| async move {
        let inserted = sqlx::query("insert into visits values (1)").execute(&pool).await.unwrap();
        assert_eq!(inserted.rows_affected(), 1);
        name(&pool).await
    };
    let (first, second) = tokio::join!(with_test_database(&server, test), with_test_database(&server, test));
    assert_ne!(first, second);
    let left = databases(&server).await;
    assert!(!left.contains(&first) && !left.contains(&second), "{left:?}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_database_of_a_failing_test_is_dropped() {
    let server = url(&servers::postgres().url());
    let (sender, name_of_database) = tokio::sync::oneshot::channel();
    let test = tokio::spawn({
        let server = server.clone();
        async move {
            let fails = |pool: PgPool| async move {
                let open = pool.begin().await.unwrap();
                sender.send(name(&pool).await).unwrap();
                // This connection is never returned to the pool.
                std::mem::forget(open);
                panic!("the test fails");
            };
            with_test_database::<(), _>(&server, fails).await;
        }
    });
    let name = name_of_database.await.unwrap();
    assert!(databases(&server).await.contains(&name));
    let panic = test.await.unwrap_err().into_panic();
    assert_eq!(panic.downcast_ref(), Some(&"the test fails"));
    let left = databases(&server).await;
    assert!(!left.contains(&name), "{left:?}");
}
