//! Pings a MongoDB server, also through `mongodb+srv`: `cargo run -p examples --features mongodb --example mongodb`.

use db_config::{DatabaseConfig, DatabaseUrl, mongodb_client_options};
use mongodb::Client;
use mongodb::bson::doc;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env("MONGODB_URI", "DATABASE_URL"), schemes("mongodb"), default = "mongodb://localhost/app")]
    events: DatabaseUrl,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = Config::from_env()?.events;
    println!("database: {url}");

    let client = Client::with_options(mongodb_client_options(&url).await?)?;
    let database = client.default_database().ok_or("the URL has no database name")?;
    let answer = database.run_command(doc! { "ping": 1 }).await?;
    println!("answer: {answer}");
    client.shutdown().await;
    Ok(())
}
