//! Opens the database of `DATABASE_URL`, writes a row and counts the rows.
//!
//! ```sh
//! cargo run --example quickstart
//! DATABASE_URL=postgres://app:secret@localhost/app cargo run --example quickstart
//! ```

use db_config::{DatabaseConfig, DatabaseUrl};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};

#[derive(DatabaseConfig)]
struct Config {
    /// The database that counts the visits. Reads the URL twice: for sqlx, and to print it.
    #[database(default = "sqlite://quickstart.db", schemes("sqlite", "postgres"))]
    visits: (AnyConnectOptions, DatabaseUrl),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, url) = Config::from_env()?.visits;
    println!("database: {url}");
    println!("TLS: {}", url.tls());

    sqlx::any::install_default_drivers();
    let pool = AnyPoolOptions::new().connect_with(options).await?;
    sqlx::query("create table if not exists visits (note text)").execute(&pool).await?;
    sqlx::query("insert into visits (note) values ('hello')").execute(&pool).await?;
    let count: i64 = sqlx::query_scalar("select count(*) from visits").fetch_one(&pool).await?;
    println!("visits: {count}");
    Ok(())
}
