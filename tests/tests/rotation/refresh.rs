//! Clients whose password is refreshed in the background.

use std::error::Error;
use std::fs;

use super::*;

/// Returns the number of timers of db-config in this process.
fn timers() -> usize {
    let names =
        fs::read_dir("/proc/self/task").unwrap().map(|task| fs::read_to_string(task.unwrap().path().join("comm")));
    names.filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("db-config timer"))).count()
}

async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !condition().await {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Defines the tests of one version of sqlx.
macro_rules! sqlx_version {
    ($module:ident, $sqlx:ident) => {
        mod $module {
            use ::$sqlx as sqlx;

            use super::*;

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_password_is_refreshed_under_an_open_pool() {
                let role = Role::new(concat!("refresh_", stringify!($module))).await;
                let connect = role.connect::<sqlx::PgPool>("max_connections=3&acquire_timeout=5&wait=10");
                let (pool, refresh) = connect.connect_with(role.provider(Duration::from_millis(1))).await.unwrap();
                let first = pool.acquire().await.unwrap();
                role.change("two").await;
                let asked = role.asked();
                until("a refresh", async || role.asked() > asked + 1).await;
                let second = pool.acquire().await.unwrap();
                assert!(refresh.error().is_none());
                drop((first, second));

                // Without the guard, the task ends and the pool keeps its password.
                drop(refresh);
                role.change("three").await;
                tokio::time::sleep(Duration::from_millis(1500)).await;
                let asked = role.asked();
                tokio::time::sleep(Duration::from_millis(1500)).await;
                assert_eq!(role.asked(), asked);
                drop(pool);
                role.assert_no_session().await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_pool_and_its_guard_leave_nothing_behind() {
                let role = Role::new(concat!("leaves_", stringify!($module))).await;
                let before = tasks();
                for close in [false, true] {
                    let connect = role.connect::<sqlx::PgPool>("max_connections=3");
                    let (pool, refresh) = connect.connect_with(role.provider(Duration::from_secs(3600))).await.unwrap();
                    drop((pool.acquire().await.unwrap(), pool.acquire().await.unwrap()));
                    if close {
                        pool.close().await;
                        role.assert_no_session().await;
                    }
                    drop((pool, refresh));
                    role.assert_no_session().await;
                    until("no task", async || tasks() <= before).await;
                }
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_closed_pool_ends_the_task() {
                let role = Role::new(concat!("closed_", stringify!($module))).await;
                let connect = role.connect::<sqlx::PgPool>("max_connections=3");
                let (pool, refresh) = connect.connect_with(role.provider(Duration::ZERO)).await.unwrap();
                pool.close().await;
                let asked = role.asked();
                tokio::time::sleep(Duration::from_secs(4)).await;
                assert!(role.asked() <= asked + 1, "{} after {asked}", role.asked());
                drop(refresh);
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_error_of_the_provider_is_in_the_guard() {
                let role = Role::new(concat!("guard_", stringify!($module))).await;
                let asked = Arc::clone(&role.asked);
                let provider = PasswordProvider::new(Duration::ZERO, move |_| {
                    let is_first = asked.fetch_add(1, Ordering::Relaxed) == 0;
                    std::future::ready(is_first.then(|| "one".to_owned()).ok_or(std::fmt::Error))
                });
                let (pool, refresh) = role.connect::<sqlx::PgPool>("").connect_with(provider).await.unwrap();
                until("an error", async || refresh.error().is_some()).await;
                assert!(refresh.error().unwrap().source().unwrap().is::<std::fmt::Error>());
                // The pool keeps the last password.
                let _both = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn a_provider_that_panics_does_not_end_the_refresh() {
                let role = Role::new(concat!("panics_", stringify!($module))).await;
                let asked = Arc::clone(&role.asked);
                let provider = PasswordProvider::new(Duration::ZERO, move |_| {
                    let number = asked.fetch_add(1, Ordering::Relaxed);
                    async move {
                        assert!(number != 1, "the second call panics");
                        Ok::<_, Infallible>("one".to_owned())
                    }
                });
                let (_pool, refresh) = role.connect::<sqlx::PgPool>("").connect_with(provider).await.unwrap();
                until("an error", async || refresh.error().is_some()).await;
                assert_eq!(refresh.error().unwrap().to_string(), "the password provider panicked");
                until("a refresh", async || refresh.error().is_none()).await;
            }

            #[tokio::test]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn the_first_refresh_comes_when_the_cache_of_the_first_password_ends() {
                let role = Role::new(concat!("first_", stringify!($module))).await;
                let (sender, calls) = std::sync::mpsc::channel();
                let provider = PasswordProvider::new(Duration::from_secs(3), move |_| {
                    sender.send(Instant::now()).unwrap();
                    async {
                        tokio::time::sleep(Duration::from_secs(2)).await;
                        Ok::<_, Infallible>("one".to_owned())
                    }
                });
                let (_pool, _refresh) = role.connect::<sqlx::PgPool>("").connect_with(provider).await.unwrap();
                let calls: Vec<Instant> =
                    tokio::task::spawn_blocking(move || calls.iter().take(3).collect()).await.unwrap();
                for call in calls.windows(2) {
                    let pause = call[1] - call[0];
                    assert!(pause >= Duration::from_secs(3) && pause < Duration::from_millis(4500), "{pause:?}");
                }
            }
        }
    };
}

sqlx_version!(sqlx_0_9, sqlx);
sqlx_version!(sqlx_0_8, sqlx_0_8);

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn no_timer_is_left_behind() {
    let role = Role::new("timers").await;
    let connect = role.connect::<sqlx::PgPool>("");
    let (pool, refresh) = connect.connect_with(role.provider(Duration::from_secs(3600))).await.unwrap();
    until("a timer", async || timers() > 0).await;
    drop((pool, refresh));
    // Those of the other tests end too.
    until("no timer", async || timers() == 0).await;
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn the_password_of_mariadb_is_refreshed_under_an_open_pool() {
    let server = servers::mariadb();
    let password = Arc::new(Mutex::new(servers::PASSWORD.to_owned()));
    let asked = Arc::new(AtomicU32::new(0));
    let provider = {
        let (password, asked) = (Arc::clone(&password), Arc::clone(&asked));
        PasswordProvider::new(Duration::ZERO, move |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            std::future::ready(Ok::<_, Infallible>(password.lock().unwrap().clone()))
        })
    };
    let url = format!("mysql://{}:{WRONG}@localhost:{}/app?max_connections=3&wait=10", server.user, server.port);
    let (pool, _refresh) = connect::<sqlx::MySqlPool>(url).connect_with(provider).await.unwrap();
    let mut first = pool.acquire().await.unwrap();
    let row: (String, String) =
        sqlx::query_as("show session status like 'Ssl_cipher'").fetch_one(&mut *first).await.unwrap();
    assert!(!row.1.is_empty(), "a guessed `prefer` becomes `required`");
    sqlx::query("set password = password('two')").execute(&mut *first).await.unwrap();
    *password.lock().unwrap() = "two".to_owned();
    let count = asked.load(Ordering::Relaxed);
    until("a refresh", async || asked.load(Ordering::Relaxed) > count + 1).await;
    let _second = pool.acquire().await.unwrap();
    assert_eq!(pool.size(), 2);
}
