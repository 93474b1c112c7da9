//! Clients that ask before each new connection.

use db_config::{Roots, Tls};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::{bb8, deadpool};

use super::*;

/// Checks that a new connection has the new password, that the old one is refused, and that the pool closes all of them.
macro_rules! changes {
    ($pool:ty, $role:expr, |$connect:ident| $prepare:expr) => {{
        let role = Role::new($role).await;
        let $connect = role.connect::<$pool>("max_connections=4&acquire_timeout=2&wait=10");
        let pool: $pool = $prepare.connect_with(role.provider(Duration::ZERO)).await.unwrap();
        let first = pool.get().await.unwrap();
        role.change("two").await;
        let second = pool.get().await.unwrap();
        assert_eq!(role.sessions().await, 2);
        role.change_on_server("three").await;
        assert!(pool.get().await.is_err(), "the provider still returns the old password");
        role.change("four").await;
        let third = pool.get().await.unwrap();
        drop((first, second, third));
        drop(pool);
        role.assert_no_session().await;
    }};
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn deadpool_postgres_asks_before_each_connection() {
    changes!(deadpool_postgres::Pool, "deadpool_rustls", |connect| connect.tls(Tls::rustls(Roots::System)));
    changes!(deadpool_postgres::Pool, "deadpool_native", |connect| connect.tls(Tls::native()));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn diesel_async_asks_before_each_connection() {
    changes!(deadpool::Pool<AsyncPgConnection>, "diesel_deadpool", |connect| connect);
    changes!(bb8::Pool<AsyncPgConnection>, "diesel_bb8", |connect| connect);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_provider_gets_the_server_and_the_user() {
    let role = Role::new("target").await;
    let (sender, targets) = std::sync::mpsc::channel();
    let provider = PasswordProvider::new(Duration::from_secs(60), move |target| {
        sender.send(target).unwrap();
        std::future::ready(Ok::<_, Infallible>("one".to_owned()))
    });
    let tls = Tls::rustls(Roots::System);
    role.connect::<deadpool_postgres::Pool>("").tls(tls).connect_with(provider.clone()).await.unwrap();
    role.connect::<deadpool::Pool<AsyncPgConnection>>("").connect_with(provider.clone()).await.unwrap();
    let (pool, refresh) = role.connect::<sqlx::PgPool>("").connect_with(provider).await.unwrap();
    drop((pool, refresh));
    for _ in 0..3 {
        let target = targets.recv().unwrap();
        let expected = ("localhost", servers::postgres().port, "target", "app");
        assert_eq!((&*target.host, target.port, &*target.user, &*target.database), expected);
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_password_from_a_file_is_read_again() {
    let role = Role::new("from_file").await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("password");
    std::fs::write(&file, "one\n").unwrap();
    let connect = role.connect::<deadpool_postgres::Pool>("max_connections=3").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(PasswordProvider::from_file(&file)).await.unwrap();
    let _first = pool.get().await.unwrap();
    // The server refuses the cached password, so the file is read at once.
    role.change_on_server("two").await;
    std::fs::write(&file, "two").unwrap();
    let _second = pool.get().await.unwrap();

    let missing = PasswordProvider::from_file(directory.path().join("missing"));
    let error = connect.connect_with(missing).await.err().unwrap().to_string();
    assert!(error.contains("the password provider failed: cannot read ") && error.contains("missing: "), "{error}");
}
