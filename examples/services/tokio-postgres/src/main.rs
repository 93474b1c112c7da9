//! Counts visits on a PostgreSQL server with tokio-postgres, deadpool and TLS.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db_config::{Connect, DatabaseConfig, Roots, Tls};
use deadpool_postgres::Pool;
use rustls::crypto::ring;
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    /// The server that counts the visits.
    #[database(max_connections = 10, acquire_timeout = "5s", connect_timeout = "5s", wait = "30s")]
    visits: Connect<Pool>,
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
    // The TLS library and the trusted CAs of every pool, also of the one that `check --connect` opens.
    let _ = ring::default_provider().install_default();
    let _ = Tls::rustls(Roots::System).install_default();
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
        _ => Err("usage: service-tokio-postgres [check [--connect] | env-example | migrate | serve]".into()),
    };
    if let Err(error) = outcome {
        eprintln!("{}", with_cause(&*error));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn migrate() -> Fallible {
    let mut client = Config::from_env()?.visits.connect().await?.get().await?;
    // refinery itself does not lock. This lock ends with the connection.
    client.execute("select pg_advisory_lock(hashtext('migrations of visits'))", &[]).await?;
    let client: &mut tokio_postgres::Client = &mut client;
    embedded::migrations::runner().run_async(client).await?;
    Ok(())
}

async fn serve() -> Fallible {
    let config = Config::from_env()?;
    println!("{config:?}");
    let pool = config.visits.connect().await?;

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

async fn visits(State(pool): State<Pool>) -> Result<String, Failure> {
    let client = pool.get().await?;
    client.execute("insert into visits default values", &[]).await?;
    let count: i64 = client.query_one("select count(*) from visits", &[]).await?.get(0);
    Ok(format!("{count}\n"))
}

async fn health(State(pool): State<Pool>) -> Result<String, Failure> {
    Ok(format!("{}\n", db_config::ping(&pool).await?))
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
