//! Pings a MongoDB server, also through `mongodb+srv`: `cargo run -p examples --features mongodb --example mongodb`.

use db_config::{Connect, DatabaseConfig};
use mongodb::Client;

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    #[database(env("MONGODB_URI", "DATABASE_URL"), default = "mongodb://localhost/app")]
    events: Connect<Client>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?;
    println!("{config:?}");

    let client = config.events.connect().await?;
    println!("{}", db_config::ping(&client).await?);
    client.shutdown().await;
    Ok(())
}
