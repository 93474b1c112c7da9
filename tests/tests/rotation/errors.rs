//! The provider's own error, typed.

use std::error::Error;
use std::fmt;

use db_config::{ConnectError, PasswordError, Roots, Tls};
use deadpool_postgres::{Pool, PoolError};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool;

use super::*;

#[derive(Debug)]
struct Expired(u32);

impl fmt::Display for Expired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the session has expired ({})", self.0)
    }
}

impl Error for Expired {}

fn expired<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Expired> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}

fn is_of_provider(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| error.is::<PasswordError>())
}

/// Returns a provider that fails after the first answer.
fn fails_later(role: &Role) -> PasswordProvider {
    let asked = Arc::clone(&role.asked);
    PasswordProvider::new(Duration::ZERO, move |_| {
        let number = asked.fetch_add(1, Ordering::Relaxed);
        std::future::ready(if number == 0 { Ok("one".to_owned()) } else { Err(Expired(number)) })
    })
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn the_error_of_the_provider_reaches_the_application_through_the_pool() {
    let role = Role::new("fails").await;
    let connect = role.connect::<Pool>("").tls(Tls::rustls(Roots::System));
    let pool = connect.connect_with(fails_later(&role)).await.unwrap();
    let PoolError::Backend(error) = pool.get().await.unwrap_err() else { panic!("expected the client's error") };
    assert_eq!(expired(&error).unwrap().0, 1);
    assert!(is_of_provider(&error));
    let error = db_config::ping(&pool).await.unwrap_err();
    let shown = error.to_string();
    assert!(shown.contains("the password provider failed: the session has expired (2)"), "{shown}");

    role.asked.store(0, Ordering::Relaxed);
    let connect = role.connect::<deadpool::Pool<AsyncPgConnection>>("");
    let pool = connect.connect_with(fails_later(&role)).await.unwrap();
    let error = pool.get().await.map(drop).unwrap_err();
    let deadpool::PoolError::Backend(diesel_async::pooled_connection::PoolError::ConnectionError(error)) = error else {
        panic!("expected the client's error: {error}")
    };
    assert_eq!(expired(&error).unwrap().0, 1);
    assert!(is_of_provider(&error));
}

#[tokio::test]
async fn a_provider_that_fails_at_first_is_the_error_of_connect_with() {
    fn check<T>(opened: Result<T, ConnectError>) {
        let error = opened.err().unwrap();
        let shown = error.to_string();
        let expected = "cannot connect (DATABASE_URL): the password provider failed: the session has expired (7)";
        assert!(shown == expected && !error.is_final(), "{shown}");
        let error = error.into_client_error::<PasswordError>().unwrap();
        assert_eq!(expired(&error).unwrap().0, 7);
    }
    let provider = PasswordProvider::new(Duration::ZERO, |_| std::future::ready(Err::<String, _>(Expired(7))));
    let url = || "postgres://app@localhost/app".to_owned();
    check(connect::<Pool>(url()).connect_with(provider.clone()).await);
    check(connect::<deadpool::Pool<AsyncPgConnection>>(url()).connect_with(provider.clone()).await);
    check(connect::<sqlx::PgPool>(url()).connect_with(provider).await);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn wait_stops_at_once_if_the_server_refuses_the_password_of_the_provider() {
    let role = Role::new("stops").await;
    role.change_on_server("two").await;
    let connect = role.connect::<Pool>("wait=60").tls(Tls::rustls(Roots::System));
    let errors = [
        connect.connect_with(role.provider(Duration::from_secs(60))).await.err(),
        role.connect::<sqlx::PgPool>("wait=60").connect_with(role.provider(Duration::from_secs(60))).await.err(),
    ];
    for error in errors {
        let error = error.unwrap();
        let shown = format!("{error} {error:?}");
        assert!(error.is_final() && shown.contains("password authentication failed"), "{shown}");
        assert!(!shown.contains(WRONG), "{shown}");
    }
}

#[test]
fn the_output_of_a_provider_contains_no_password() {
    let provider =
        PasswordProvider::new(Duration::from_secs(1), |_| std::future::ready(Ok::<_, Infallible>(WRONG.into())));
    assert_eq!(format!("{provider:?}"), "PasswordProvider { cache: 1s, .. }");
}
