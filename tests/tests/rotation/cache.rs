//! The time for which a password is used.

use db_config::{Roots, Tls};
use deadpool_postgres::Pool;

use super::*;

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
