//! The passwords of a provider, on real servers that change the password while the pool is open.

#![cfg(unix)]

mod cache;
mod errors;
mod hooks;
#[cfg(feature = "libpq")]
mod passfile;
mod redis_logins;
mod refresh;
mod tls;
mod wait;

use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use db_config::{Connect, Connectable, DatabaseConfig, PasswordProvider};
use tests::servers;

/// A password that does not open a connection.
const WRONG: &str = "hunter2";

/// A role of its own on the PostgreSQL server, and the password that the provider returns.
#[derive(Clone)]
struct Role {
    name: &'static str,
    password: Arc<Mutex<String>>,
    asked: Arc<AtomicU32>,
}

impl Role {
    /// Makes a role with the password `one`.
    async fn new(name: &'static str) -> Self {
        run(&format!("create role {name} login password 'one'")).await;
        Self { name, password: Arc::new(Mutex::new("one".to_owned())), asked: Arc::default() }
    }

    /// Changes the password on the server, and then in the provider.
    async fn change(&self, password: &str) {
        self.change_on_server(password).await;
        *self.password.lock().unwrap() = password.to_owned();
    }

    async fn change_on_server(&self, password: &str) {
        run(&format!("alter role {} password '{password}'", self.name)).await;
    }

    fn provider(&self, cache: Duration) -> PasswordProvider {
        let (password, asked) = (Arc::clone(&self.password), Arc::clone(&self.asked));
        PasswordProvider::new(cache, move |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            std::future::ready(Ok::<_, Infallible>(password.lock().unwrap().clone()))
        })
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Returns the options of a pool, with a wrong password in the URL.
    fn connect<P: Connectable>(&self, query: &str) -> Connect<P> {
        let port = servers::postgres().port;
        connect(format!("postgres://{}:{WRONG}@localhost:{port}/app?{query}", self.name))
    }

    /// Returns the number of the role's connections on the server.
    async fn sessions(&self) -> i64 {
        let count = "select count(*) from pg_stat_activity where usename = $1";
        admin().await.query_one(count, &[&self.name]).await.unwrap().get(0)
    }

    async fn assert_no_session(&self) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.sessions().await > 0 {
            assert!(Instant::now() < end, "{} sessions of {}", self.sessions().await, self.name);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn connect<P: Connectable>(url: String) -> Connect<P> {
    #[derive(DatabaseConfig)]
    struct Config<P: Connectable> {
        orders: Connect<P>,
    }
    tests::connector::install_provider();
    Config::from_source(&[("DATABASE_URL", url)]).unwrap().orders
}

async fn admin() -> tokio_postgres::Client {
    let (client, connection) =
        tokio_postgres::connect(&servers::postgres().url(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn run(sql: &str) {
    admin().await.batch_execute(sql).await.unwrap();
}
