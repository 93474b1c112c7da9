//! Opens a SeaORM connection and writes a row: `cargo run -p examples --features sea-orm --example sea_orm`.

use db_config::DatabaseConfig;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "sqlite::memory:")]
    database: ConnectOptions,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut options = Config::from_env()?.database;
    // Set further options with SeaORM's own methods.
    options.sqlx_logging(false);

    let database = Database::connect(options).await?;
    database.execute_unprepared("create table if not exists visits (note text)").await?;
    database.execute_unprepared("insert into visits (note) values ('hello')").await?;
    println!("connected to {:?}", database.get_database_backend());
    Ok(())
}
