//! The TLS library that an application installs for the process.

#![cfg(unix)]

use std::process::ExitCode;

use db_config::{Connect, DatabaseConfig, Tls};
use deadpool_postgres::Pool;
use tests::servers;

#[derive(DatabaseConfig)]
struct Config {
    orders: Connect<Pool>,
    #[database(env = "OTHER_URL")]
    #[allow(dead_code)]
    other: Option<Connect<Pool>>,
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn pools_and_the_check_have_the_library_of_the_process() {
    let server = servers::postgres();
    let url = |query| server.url_as(server.user, "localhost", query);
    let source = [("DATABASE_URL", url("sslmode=require"))];
    let refused = ("OTHER_URL", "postgres://app@127.0.0.1:1/app?sslmode=disable".to_owned());
    let refused_too = [source[0].clone(), refused];
    let check = async |source: &[(&'static str, String)]| db_config::check_connect::<Config>(&source).await;
    assert_eq!(check(&source).await, ExitCode::from(1), "no library is installed");
    assert_eq!(check(&refused_too).await, ExitCode::from(1), "another attempt cannot succeed");

    Tls::native().install_default().unwrap();
    assert_eq!(check(&source).await, ExitCode::SUCCESS);
    assert_eq!(check(&refused_too).await, ExitCode::from(2));
    let missing = [("DATABASE_URL", url("sslmode=verify-full&sslrootcert=/missing/ca.pem"))];
    assert_eq!(check(&missing).await, ExitCode::from(1), "the certificate cannot be read");
    let pool = Config::from_source(&source).unwrap().orders.connect().await.unwrap();
    assert_eq!(db_config::ping(&pool).await.unwrap().server_tls, Some(true));
    assert!(Tls::native().install_default().is_err(), "the first one counts");
}
