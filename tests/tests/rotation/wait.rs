//! `wait` with a provider.

use std::fmt;

use db_config::{ConnectError, PasswordError, Roots, Tls};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::Pool;
use servers::{Proxy, Traffic};

use super::*;

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_file_of_a_secret_may_appear_while_connect_with_waits() {
    async fn check<T>(opened: impl AsyncFn(PasswordProvider) -> Result<T, ConnectError>) {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("password");
        let later = file.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            std::fs::write(later, "one").unwrap();
        });
        opened(PasswordProvider::from_file(file)).await.unwrap();
    }
    let role = Role::new("appears").await;
    let deadpool = role.connect::<deadpool_postgres::Pool>("wait=20").tls(Tls::rustls(Roots::System));
    check(async |provider| deadpool.connect_with(provider).await).await;
    let sqlx = role.connect::<sqlx::PgPool>("wait=20");
    check(async |provider| sqlx.connect_with(provider).await).await;
}

#[tokio::test]
async fn the_error_of_a_provider_is_that_of_an_attempt() {
    fn check<T: fmt::Debug>(opened: Result<T, ConnectError>) {
        let error = opened.map(drop).unwrap_err();
        let shown = error.to_string();
        assert!(error.attempts() > 1 && shown.contains(" attempts in "), "{shown}");
        assert!(error.into_client_error::<PasswordError>().is_ok());
    }
    let provider = PasswordProvider::new(Duration::ZERO, |_| std::future::ready(Err::<String, _>(fmt::Error)));
    let url = || "postgres://app@localhost/app?wait=1".to_owned();
    check(connect::<deadpool_postgres::Pool>(url()).connect_with(provider.clone()).await);
    check(connect::<sqlx::PgPool>(url()).connect_with(provider).await);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn no_error_of_a_provider_is_final() {
    let role = Role::new("later").await;
    let asked = Arc::new(AtomicU32::new(0));
    let provider = {
        let asked = Arc::clone(&asked);
        // The odd calls are those of the connection.
        PasswordProvider::new(Duration::ZERO, move |_| {
            let fails = matches!(asked.fetch_add(1, Ordering::Relaxed), 1 | 3);
            let denied = || Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
            std::future::ready(if fails { denied() } else { Ok("one".to_owned()) })
        })
    };
    let deadpool = role.connect::<deadpool_postgres::Pool>("wait=20").tls(Tls::rustls(Roots::System));
    deadpool.connect_with(provider.clone()).await.unwrap();
    assert!(asked.swap(0, Ordering::Relaxed) > 4);
    role.connect::<Pool<AsyncPgConnection>>("wait=20").connect_with(provider).await.map(drop).unwrap();
    assert!(asked.load(Ordering::Relaxed) > 4);
}

#[tokio::test]
async fn a_provider_that_hangs_ends_with_wait() {
    let provider = PasswordProvider::new(Duration::ZERO, |_| std::future::pending::<Result<String, fmt::Error>>());
    let start = Instant::now();
    let connect = connect::<sqlx::PgPool>("postgres://app@localhost/app?wait=1".to_owned());
    let error = connect.connect_with(provider).await.unwrap_err().to_string();
    assert!(error.contains("the password provider did not answer within "), "{error}");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn each_attempt_asks_for_a_password() {
    let role = Role::new("attempts").await;
    *role.password.lock().unwrap() = WRONG.to_owned();
    let proxy = Proxy::new(servers::postgres());
    proxy.set(Traffic::IsCut);
    let url = format!("postgres://{}:{WRONG}@localhost:{}/app?wait=20", role.name, proxy.port());
    let connect = connect::<sqlx::PgPool>(url);
    let server_starts = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        *role.password.lock().unwrap() = "one".to_owned();
        proxy.set(Traffic::Flows);
    };
    let (opened, ()) = tokio::join!(connect.connect_with(role.provider(Duration::ZERO)), server_starts);
    let (_pool, _refresh) = opened.unwrap();
}
