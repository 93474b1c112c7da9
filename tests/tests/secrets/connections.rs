//! Connectors, whose files may contain a key, and the errors of clients without a server.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use db_config::{
    Async, Connect, Connectable, DatabaseUrl, FromDatabaseUrl, PasswordProvider, Roots, Tls, TlsPlan,
    mongodb_client_options,
};
use rustls::crypto::ring;
use tests::canaries::{Canary, everything};

use super::search::{Search, forms, search_all};

#[test]
fn in_the_files_of_a_connector() {
    search_all(
        search,
        forms! {
            RootCertificate: Debug;
            Roots: Debug;
        },
    );
}

fn search(search: &mut Search) {
    let secret = search.canary.secret.clone();
    let directory = tempfile::tempdir().expect("a directory can be created");
    let file = directory.path().join("key.pem");
    for content in [
        secret.clone(),
        format!("-----BEGIN {secret}"),
        // This is a key whose newlines were removed when it was put into a variable.
        format!("-----BEGIN PRIVATE KEY-----{secret}-----END PRIVATE KEY-----"),
        format!("-----BEGIN CERTIFICATE-----{secret}"),
        format!("-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----\n"),
        format!("-----BEGIN PRIVATE KEY-----\n{secret}"),
        format!("-----BEGIN CERTIFICATE-----\n{secret}\n-----END CERTIFICATE-----\n"),
        format!("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n{secret}"),
    ] {
        std::fs::write(&file, content).expect("a file can be written");
        let path = file.display();
        for query in [
            format!("sslmode=verify-full&sslrootcert={path}"),
            format!("sslmode=require&sslcert={path}&sslkey={path}"),
            format!("sslmode=require&sslcert=/missing&sslkey={path}"),
        ] {
            connector(search, &format!("postgres://app@db.example.com/orders?{query}"));
        }
    }
    search.debug(&Roots::System);
    search.debug(&Roots::WebPki);
    mongodb_options(search);
}

fn connector(search: &mut Search, text: &str) {
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let (plan, provider) = (url.tls(), Arc::new(ring::default_provider()));
    search.both(plan);
    plan.root_certificate().iter().for_each(|root| search.debug(*root));
    let error = plan.rustls_with_provider(Roots::WebPki, Arc::clone(&provider)).expect_err(text);
    search.error(&error);
    search.diagnostic(&db_config::Diagnosis::from(&error));
    let Err(error) = plan.postgres_rustls_with_provider(Roots::WebPki, provider) else { panic!("{text}") };
    search.error(&error);
    let none = "postgres://h/d?sslmode=require".parse::<DatabaseUrl>().expect("it is valid");
    let connector = none.tls().postgres_rustls_with_provider(Roots::WebPki, Arc::new(ring::default_provider()));
    search.debug(&connector.expect("it verifies nothing"));
    let Err(error) = plan.postgres_native_tls() else { panic!("{text}") };
    search.error(&error);
    let (config, plan) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url).expect("it is valid");
    assert!(config.get_password().is_none() && plan == *url.tls());
}

fn mongodb_options(search: &mut Search) {
    let secret = search.canary.escaped();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    for query in [
        format!("authMechanism=GSSAPI&authMechanismProperties=CANONICALIZE_HOST_NAME:{secret}"),
        format!("authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:{secret}"),
        "authMechanism=unheard-of".to_owned(),
        "readPreference=unheard-of".to_owned(),
    ] {
        let text = format!("mongodb://app:{secret}@localhost/d?{query}");
        let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        let error = runtime.block_on(mongodb_client_options(&url)).expect_err(&text);
        search.error(&error);
        search.text("mongodb_client_options", &error.to_string());
    }
    // DNS never resolves this name.
    let text = format!("mongodb+srv://app:{secret}@db.invalid/d");
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    search.error(&runtime.block_on(mongodb_client_options(&url)).expect_err(&text));
}

/// Searches the client's own error for a port where no server listens.
async fn refused<P>(canary: Canary, scheme: &str, port: u16)
where
    P: Connectable<Mode = Async>,
{
    let text = format!("{scheme}://app:{}@127.0.0.1:{port}/orders?acquire_timeout=1", canary.escaped());
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let connect = Connect::<P>::from_database_url(&url).unwrap_or_else(|error| panic!("{text}: {error}"));
    let Err(error) = connect.connect().await else { panic!("a server listens") };
    assert_no_secret(&canary, &error);
}

#[track_caller]
fn assert_no_secret(canary: &Canary, error: &(impl Error + 'static)) {
    canary.is_not_in(&everything(error), "the error of a client");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = closed.local_addr().expect("the socket is bound").port();
    drop(closed);
    let mut tasks = tokio::task::JoinSet::new();
    for canary in Canary::all() {
        tasks.spawn(refused::<sqlx::PgPool>(canary.clone(), "postgres", port));
        tasks.spawn(refused::<sqlx::MySqlPool>(canary.clone(), "mysql", port));
        tasks.spawn(refused::<sqlx_0_8::PgPool>(canary.clone(), "postgres", port));
        tasks.spawn(refused::<sea_orm::DatabaseConnection>(canary.clone(), "mysql", port));
        tasks.spawn(refused::<sea_orm_1_1::DatabaseConnection>(canary.clone(), "postgres", port));
        tasks.spawn(lazily(canary, port));
    }
    while let Some(ended) = tasks.join_next().await {
        ended.expect("no error shows a secret");
    }
}

/// Searches the error of a client whose wrong password reaches a real server. sqlx names a character that SASLprep prohibits.
#[cfg(unix)]
async fn refused_by_a_server<P>(canary: Canary)
where
    P: Connectable<Mode = Async>,
{
    let port = tests::servers::postgres().port;
    let text = format!("postgres://app:{}@127.0.0.1:{port}/app?sslmode=disable&acquire_timeout=9", canary.escaped());
    let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let connect = Connect::<P>::from_database_url(&url).unwrap_or_else(|error| panic!("{text}: {error}"));
    let Err(error) = connect.connect().await else { panic!("the password is right") };
    assert_no_secret(&canary, &error);
    canary.is_not_in(&everything(error.client_error().expect("the client's own error")), "the client's own error");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_password_that_a_server_refuses() {
    for canary in Canary::all() {
        refused_by_a_server::<sqlx::PgPool>(canary.clone()).await;
        refused_by_a_server::<sqlx_0_8::PgPool>(canary.clone()).await;
        refused_by_a_server::<sea_orm::DatabaseConnection>(canary.clone()).await;
        refused_by_a_server::<sea_orm_1_1::DatabaseConnection>(canary).await;
    }
}

/// Searches the errors of clients that connect at their first query.
async fn lazily(canary: Canary, port: u16) {
    let secret = canary.escaped();
    let url = |text: String| text.parse::<DatabaseUrl>().unwrap_or_else(|error| panic!("{text}: {error}"));
    let mysql = url(format!("mysql://app:{secret}@127.0.0.1:{port}/orders"));
    let pool = Connect::<mysql_async::Pool>::from_database_url(&mysql).expect("it is valid").connect().await;
    let error = pool.expect("it does not connect yet").get_conn().await.expect_err("no server listens");
    assert_no_secret(&canary, &error);

    let mongodb = url(format!("mongodb://app:{secret}@127.0.0.1:{port}/orders?serverSelectionTimeoutMS=300"));
    let client = Connect::<mongodb::Client>::from_database_url(&mongodb).expect("it is valid").connect().await;
    let error = client.expect("it does not connect yet").list_database_names().await.expect_err("no server listens");
    assert_no_secret(&canary, &error);

    let redis = url(format!("redis://app:{secret}@127.0.0.1:{port}/3"));
    let manager = Connect::<redis::aio::ConnectionManager>::from_database_url(&redis).expect("it is valid");
    assert_no_secret(&canary, &manager.connect().await.expect_err("no server listens"));
    let client = Connect::<fred::clients::Client>::from_database_url(&redis).expect("it is valid");
    assert_no_secret(&canary, &client.connect().await.expect_err("no server listens"));
    let pool = Connect::<deadpool_redis::Pool>::from_database_url(&redis).expect("it is valid").connect().await;
    let error = pool.expect("it does not connect yet").get().await.err().expect("no server listens");
    assert_no_secret(&canary, &error);

    let postgres = url(format!("postgres://app:{secret}@127.0.0.1:{port}/orders"));
    let config = tokio_postgres::Config::from_database_url(&postgres).expect("it is valid");
    let error = config.connect(tokio_postgres::NoTls).await.err().expect("no server listens");
    assert_no_secret(&canary, &error);
    let config = deadpool_postgres::Config::from_database_url(&postgres).expect("it is valid");
    let pool = config.create_pool(None, tokio_postgres::NoTls).expect("it does not connect yet");
    assert_no_secret(&canary, &pool.get().await.expect_err("no server listens"));
    let pool = Connect::<deadpool_postgres::Pool>::from_database_url(&postgres).expect("it is valid").connect().await;
    let error = db_config::ping(&pool.expect("it does not connect yet")).await.expect_err("no server listens");
    assert_no_secret(&canary, &error);

    let connect = Connect::<deadpool_postgres::Pool>::from_database_url(&postgres).expect("it is valid");
    let password = canary.secret.clone();
    let provider = PasswordProvider::new(Duration::ZERO, move |_| {
        std::future::ready(Ok::<_, std::convert::Infallible>(password.clone()))
    });
    canary.is_not_in(&format!("{provider:?}"), "a provider");
    let connect = connect.tls(Tls::native());
    let error = db_config::ping(&connect.connect_with(provider).await.expect("it does not connect yet")).await;
    assert_no_secret(&canary, &error.expect_err("no server listens"));
}
