//! The TLS library that an application installs for the process.

#![cfg(unix)]

use std::process::ExitCode;

use db_config::{Connect, DatabaseConfig, Tls};
use deadpool_postgres::Pool;
use tests::servers;

#[derive(DatabaseConfig)]
struct Config {
    orders: Connect<Pool>,
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn pools_and_the_check_have_the_library_of_the_process() {
    let server = servers::postgres();
    let source = [("DATABASE_URL", server.url_as(server.user, "localhost", "sslmode=require"))];
    let check = async || format!("{:?}", db_config::check_connect::<Config>(&source).await);
    assert_eq!(check().await, format!("{:?}", ExitCode::from(2)), "no library is installed");

    Tls::native().install_default().unwrap();
    assert_eq!(check().await, format!("{:?}", ExitCode::SUCCESS));
    let pool = Config::from_source(&source).unwrap().orders.connect().await.unwrap();
    assert_eq!(db_config::ping(&pool).await.unwrap().server_tls, Some(true));
    assert!(Tls::native().install_default().is_err(), "the first one counts");
}
