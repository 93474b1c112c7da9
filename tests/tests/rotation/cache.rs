//! The time for which a password is used.

use db_config::{Roots, Tls};
use deadpool_postgres::Pool;

use super::*;

/// Gets eight connections at the same time.
async fn eight(pool: &Pool) -> Vec<Result<deadpool_postgres::Object, deadpool_postgres::PoolError>> {
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            tokio::spawn({
                let pool = pool.clone();
                async move { pool.get().await }
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.unwrap());
    }
    all
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn without_a_cache_no_connection_waits_for_the_call_of_another() {
    let role = Role::new("at_once").await;
    let provider = PasswordProvider::new(Duration::ZERO, |_| async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok::<_, Infallible>("one".to_owned())
    });
    let connect = role.connect::<Pool>("max_connections=8").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(provider).await.unwrap();
    let start = Instant::now();
    assert!(eight(&pool).await.iter().all(Result::is_ok));
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[tokio::test]
async fn all_connections_that_wait_for_a_call_get_its_error() {
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let provider = PasswordProvider::new(Duration::from_nanos(1), move |_| {
        let is_first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            if is_first {
                return Ok("one".to_owned());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            Err(std::fmt::Error)
        }
    });
    let connect = connect::<Pool>("postgres://app@localhost/app?max_connections=8".to_owned());
    let pool = connect.tls(Tls::rustls(Roots::System)).connect_with(provider).await.unwrap();
    let start = Instant::now();
    for error in eight(&pool).await {
        let deadpool_postgres::PoolError::Backend(error) = error.unwrap_err() else { panic!("expected its error") };
        let mut sources = std::iter::successors(Some(&error as &dyn std::error::Error), |&error| error.source());
        assert!(sources.any(|error| error.is::<std::fmt::Error>()));
    }
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_longest_cache_never_ends() {
    let role = Role::new("forever").await;
    let connect = role.connect::<Pool>("wait=10").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(role.provider(Duration::MAX)).await.unwrap();
    let (_one, _two) = (pool.get().await.unwrap(), pool.get().await.unwrap());
    assert_eq!(role.asked(), 1);
    let (pool, _refresh) =
        role.connect::<sqlx::PgPool>("wait=10").connect_with(role.provider(Duration::MAX)).await.unwrap();
    let (_one, _two) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
    assert_eq!(role.asked(), 2);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_cached_password_is_used_for_all_connections() {
    let role = Role::new("cached").await;
    let connect = role.connect::<Pool>("max_connections=4").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(role.provider(Duration::from_secs(3600))).await.unwrap();
    let all = tokio::join!(pool.get(), pool.get(), pool.get(), pool.get());
    assert!(all.0.is_ok() && all.1.is_ok() && all.2.is_ok() && all.3.is_ok());
    assert_eq!(role.asked(), 1);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_cached_password_that_the_server_refuses_is_asked_for_again() {
    let role = Role::new("refused").await;
    let connect = role.connect::<Pool>("max_connections=4").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(role.provider(Duration::from_secs(3600))).await.unwrap();
    let _first = pool.get().await.unwrap();
    role.change("two").await;
    let _others = (pool.get().await.unwrap(), pool.get().await.unwrap());
    assert_eq!(role.asked(), 2);
    // A new password that is wrong too ends the attempt.
    role.change_on_server("three").await;
    let error = pool.get().await.unwrap_err().to_string();
    assert!(error.contains("password authentication failed") || error.contains("db error"), "{error}");
    assert_eq!(role.asked(), 3);
}
