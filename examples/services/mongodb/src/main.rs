//! Counts visits on a MongoDB server.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{Connect, DatabaseConfig};
use mongodb::bson::{DateTime, Document, doc};
use mongodb::{Client, Collection, IndexModel};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The server and the database that count the visits.
    #[database(max_connections = 10, connect_timeout = "5s", wait = "30s")]
    visits: Connect<Client>,
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

type Fallible<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let command = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let outcome = match &*command {
        "check" => return db_config::check_main::<Config>(),
        "check --connect" => return db_config::check_main_connect::<Config>().await,
        "env-example" => {
            print!("{}", Config::env_example());
            Ok(())
        }
        "migrate" => migrate().await,
        "serve" | "" => serve().await,
        _ => Err("usage: service-mongodb [check [--connect] | env-example | migrate | serve]".into()),
    };
    if let Err(error) = outcome {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Creates the collection and its index. MongoDB creates them once, even if two processes run this at the same time.
async fn migrate() -> Fallible {
    let visits = Config::from_env()?.visits().await?;
    visits.create_index(IndexModel::builder().keys(doc! { "at": 1 }).build()).await?;
    visits.client().clone().shutdown().await;
    Ok(())
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let collection = config.visits().await?;
    let client = collection.client().clone();

    let routes = Router::new().route("/visits", get(visits)).route("/health", get(health)).with_state(collection);
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, config.port)).await?;
    println!("listening on {}", listener.local_addr()?);
    let mut terminate = signal(SignalKind::terminate())?;
    let stopped = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = ctrl_c() => {}
        }
    };
    axum::serve(listener, routes).with_graceful_shutdown(stopped).await?;
    client.shutdown().await;
    Ok(())
}

impl Config {
    async fn visits(&self) -> Fallible<Collection<Document>> {
        let client = self.visits.connect().await?;
        let database = client.default_database().ok_or("DATABASE_URL has no database name")?;
        Ok(database.collection("visits"))
    }
}

async fn visits(State(visits): State<Collection<Document>>) -> Result<String, Failure> {
    visits.insert_one(doc! { "at": DateTime::now() }).await?;
    let count = visits.count_documents(doc! {}).await?;
    Ok(format!("{count}\n"))
}

async fn health(State(visits): State<Collection<Document>>) -> Result<String, Failure> {
    Ok(format!("{}\n", db_config::ping(visits.client()).await?))
}

/// Logs the error. The response does not contain it.
struct Failure(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        (StatusCode::SERVICE_UNAVAILABLE, "database error: see the log. Did you run `migrate`?\n").into_response()
    }
}
