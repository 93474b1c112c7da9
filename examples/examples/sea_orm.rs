//! Opens a SeaORM connection and writes a row: `cargo run -p examples --features sea-orm --example sea_orm`.

use db_config::{Connect, DatabaseConfig};
use sea_orm::{ConnectionTrait, DatabaseConnection};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "sqlite::memory:")]
    database: Connect<DatabaseConnection>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let database = Config::from_env()?.database.connect().await?;
    database.execute_unprepared("create table if not exists visits (note text)").await?;
    database.execute_unprepared("insert into visits (note) values ('hello')").await?;
    println!("{}", db_config::ping(&database).await?);
    Ok(())
}
