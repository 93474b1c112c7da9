//! Counts visits on a PostgreSQL server with tokio-postgres, deadpool and TLS.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{DatabaseConfig, Roots, TlsPlan};
use deadpool_postgres::{Pool, Runtime};
use rustls::crypto::ring;
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The server that counts the visits.
    #[database(max_connections = 10, acquire_timeout = "5s", connect_timeout = "5s")]
    visits: (deadpool_postgres::Config, TlsPlan),
    /// The port of the HTTP server.
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
}

mod embedded {
    refinery::embed_migrations!("migrations");
}

type Fallible<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("check") => return db_config::check_main::<Config>(),
        Some("env-example") => {
            print!("{}", Config::env_example());
            Ok(())
        }
        Some("migrate") => migrate().await,
        Some("serve") | None => serve().await,
        Some(_) => Err("usage: service-tokio-postgres [check | env-example | migrate | serve]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", with_cause(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn migrate() -> Fallible {
    let mut client = Config::from_env()?.pool()?.get().await?;
    // refinery itself does not lock. This lock ends with the connection.
    client.execute("select pg_advisory_lock(hashtext('migrations of visits'))", &[]).await?;
    let client: &mut tokio_postgres::Client = &mut client;
    embedded::migrations::runner().run_async(client).await?;
    Ok(())
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let pool = config.pool()?;

    let routes = Router::new().route("/visits", get(visits)).route("/health", get(health)).with_state(pool);
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, config.port)).await?;
    println!("listening on {}", listener.local_addr()?);
    let mut terminate = signal(SignalKind::terminate())?;
    let stopped = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = ctrl_c() => {}
        }
    };
    Ok(axum::serve(listener, routes).with_graceful_shutdown(stopped).await?)
}

impl Config {
    fn pool(&self) -> Fallible<Pool> {
        let (config, tls) = &self.visits;
        let connector = tls.postgres_rustls_with_provider(Roots::System, Arc::new(ring::default_provider()))?;
        Ok(config.create_pool(Some(Runtime::Tokio1), connector)?)
    }
}

async fn visits(State(pool): State<Pool>) -> Result<String, Failure> {
    let client = pool.get().await?;
    client.execute("insert into visits default values", &[]).await?;
    let count: i64 = client.query_one("select count(*) from visits", &[]).await?.get(0);
    Ok(format!("{count}\n"))
}

async fn health(State(pool): State<Pool>) -> Result<&'static str, Failure> {
    pool.get().await?.execute("select 1", &[]).await?;
    Ok("ok\n")
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
        eprintln!("{}", with_cause(&*self.0));
        (StatusCode::SERVICE_UNAVAILABLE, "database error: see the log. Did you run `migrate`?\n").into_response()
    }
}

/// Adds the cause, which the message of tokio-postgres does not contain.
fn with_cause(error: &(dyn Error + 'static)) -> String {
    match std::iter::successors(error.source(), |&error| error.source()).last() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
