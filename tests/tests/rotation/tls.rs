//! The TLS mode of a pool with the passwords of a provider.

use db_config::{ConnectError, Roots, Tls};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool;

use super::*;

type Pool = deadpool_postgres::Pool;

/// Returns the provider with the password of the server's own user.
fn provider() -> PasswordProvider {
    PasswordProvider::new(Duration::from_secs(60), |_| {
        std::future::ready(Ok::<_, Infallible>(servers::PASSWORD.to_owned()))
    })
}

fn url(server: &servers::Server, query: &str) -> String {
    server.url_as(server.user, "localhost", query)
}

/// Returns whether the server says that the connection uses TLS, for each client.
async fn each(server: &servers::Server, query: &str) -> [Result<Option<bool>, ConnectError>; 3] {
    async fn deadpool_postgres(url: String) -> Result<Option<bool>, ConnectError> {
        let pool = connect::<Pool>(url).tls(Tls::rustls(Roots::System)).connect_with(provider()).await?;
        Ok(db_config::ping(&pool).await?.server_tls)
    }
    async fn diesel_async(url: String) -> Result<Option<bool>, ConnectError> {
        let pool = connect::<deadpool::Pool<AsyncPgConnection>>(url).connect_with(provider()).await?;
        Ok(db_config::ping(&pool).await?.server_tls)
    }
    async fn sqlx(url: String) -> Result<Option<bool>, ConnectError> {
        let (pool, _refresh) = connect::<sqlx::PgPool>(url).connect_with(provider()).await?;
        Ok(db_config::ping(&pool).await?.server_tls)
    }
    let url = url(server, query);
    [deadpool_postgres(url.clone()).await, diesel_async(url.clone()).await, sqlx(url).await]
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_guessed_prefer_becomes_require() {
    for tls in each(servers::postgres(), "").await {
        assert_eq!(tls.unwrap(), Some(true));
    }
    for tls in each(servers::postgres_without_tls(), "").await {
        let error = tls.unwrap_err().to_string();
        assert!(error.contains("TLS"), "{error}");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn an_explicit_mode_stays() {
    for mode in ["disable", "prefer"] {
        for tls in each(servers::postgres_without_tls(), &format!("sslmode={mode}")).await {
            assert_eq!(tls.unwrap(), Some(false), "{mode}");
        }
    }
}

#[tokio::test]
async fn the_error_of_a_missing_library_names_the_reason() {
    let pool = connect::<Pool>("postgres://app@localhost/app".to_owned());
    let error = pool.connect_with(provider()).await.err().unwrap().to_string();
    let expected = "missing TLS library for TLS mode `require` (chosen for the host `localhost` and raised because \
                    of the password provider)";
    assert!(error.contains(expected), "{error}");
}
