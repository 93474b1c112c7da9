//! Connection errors of PostgreSQL's clients.

use std::path::Path;
use std::sync::Arc;

use db_config::{Connect, DatabaseUrl, FromDatabaseUrl, PoolSettings, Roots, RustlsConnector, TlsPlan};
use deadpool_postgres::Runtime;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rustls::crypto::ring;
use tests::child::{again, is_child};
use tests::connector::{connector, install_provider};
use tests::servers::{self, SSL_REQUEST, strips_tls};

use crate::client;
use crate::client::{Client, Encrypted, Outcome, connect, logs_tell_nothing, meet};
use crate::logs;
use crate::servers::{Parameters, Servers, faults};

const SSL: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident, $query:ident) => {
        mod $module {
            use ::{$sea_orm as sea_orm, $sqlx as sqlx};
            use sea_orm::{ConnectionTrait, Statement};
            use sqlx::{ConnectOptions, Row};

            use super::*;

            pub async fn settings(url: DatabaseUrl) -> Encrypted {
                let mut connection = sqlx::postgres::PgConnectOptions::from_database_url(&url)?.connect().await?;
                Ok(sqlx::query(SSL).fetch_one(&mut connection).await?.try_get(0)?)
            }

            pub async fn pool(url: DatabaseUrl) -> Encrypted {
                let pool = Connect::<sqlx::PgPool>::from_database_url(&url)?.connect().await?;
                Ok(sqlx::query(SSL).fetch_one(&pool).await?.try_get(0)?)
            }

            pub async fn any(url: DatabaseUrl) -> Encrypted {
                sqlx::any::install_default_drivers();
                let mut connection = sqlx::any::AnyConnectOptions::from_database_url(&url)?.connect().await?;
                Ok(sqlx::query(SSL).fetch_one(&mut connection).await?.try_get(0)?)
            }

            pub async fn sea_orm(url: DatabaseUrl) -> Encrypted {
                let connection = Connect::<sea_orm::DatabaseConnection>::from_database_url(&url)?.connect().await?;
                let statement = Statement::from_string(connection.get_database_backend(), SSL);
                Ok(connection.$query(statement).await?.ok_or("no row")?.try_get_by_index(0)?)
            }
        }
    };
}

sqlx!(now, sqlx, sea_orm, query_one_raw);
sqlx!(before, sqlx_0_8, sea_orm_1_1, query_one);

async fn tokio_postgres_rustls(url: DatabaseUrl) -> Encrypted {
    let (config, tls) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url)?;
    let (client, connection) = config.connect(connector(&tls)?).await?;
    tokio::spawn(connection);
    Ok(client.query_one(SSL, &[]).await?.get(0))
}

async fn tokio_postgres_native_tls(url: DatabaseUrl) -> Encrypted {
    let (config, tls) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url)?;
    let (client, connection) = config.connect(tls.postgres_native_tls()?).await?;
    tokio::spawn(connection);
    Ok(client.query_one(SSL, &[]).await?.get(0))
}

/// postgres blocks the thread.
mod blocking {
    use r2d2_postgres::PostgresConnectionManager;

    use super::*;
    use crate::servers::R2D2_WAITS;

    fn encrypted(client: &mut ::postgres::Client) -> Encrypted {
        Ok(client.query_one(SSL, &[])?.get(0))
    }

    pub async fn config(url: DatabaseUrl) -> Encrypted {
        let connects = move || {
            let (config, tls) = <(::postgres::Config, TlsPlan)>::from_database_url(&url)?;
            encrypted(&mut config.connect(connector(&tls)?)?)
        };
        tokio::task::spawn_blocking(connects).await?
    }

    pub async fn r2d2(url: DatabaseUrl) -> Encrypted {
        install_provider();
        let connects = move || {
            let settings = <(PostgresConnectionManager<RustlsConnector>, PoolSettings)>::from_database_url(&url)?;
            let (manager, pool) = settings;
            encrypted(&mut *pool.r2d2().connection_timeout(R2D2_WAITS).build(manager)?.get()?)
        };
        tokio::task::spawn_blocking(connects).await?
    }
}

async fn deadpool(url: DatabaseUrl) -> Encrypted {
    let (config, tls) = <(deadpool_postgres::Config, TlsPlan)>::from_database_url(&url)?;
    let tls = tls.postgres_rustls_with_provider(Roots::System, Arc::new(ring::default_provider()))?;
    Ok(config.create_pool(Some(Runtime::Tokio1), tls)?.get().await?.query_one(SSL, &[]).await?.get(0))
}

async fn refinery(url: DatabaseUrl) -> Encrypted {
    let table = format!("refinery_{}", std::process::id());
    let sql = format!("create table {table} as {SSL}");
    let mut runner = ::refinery::Runner::new(&[::refinery::Migration::unapplied("V1__it", &sql)?]);
    runner.set_migration_table_name(format!("history_of_{table}"));
    runner.run_async(&mut ::refinery::config::Config::from_database_url(&url)?).await?;
    Ok(url.tls().mode() != db_config::TlsMode::Off)
}

#[derive(diesel::QueryableByName)]
struct Ssl {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    ssl: bool,
}

async fn diesel_async(url: DatabaseUrl) -> Encrypted {
    install_provider();
    let settings = <(AsyncDieselConnectionManager<AsyncPgConnection>, PoolSettings)>::from_database_url(&url)?;
    let (manager, _) = settings;
    let mut connection = bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
    Ok(diesel::sql_query(SSL).get_result::<Ssl>(&mut connection).await?.ssl)
}

#[cfg(feature = "libpq")]
mod libpq {
    use diesel::r2d2::ConnectionManager;
    use diesel::{Connection, PgConnection, QueryResult, RunQueryDsl};

    use super::*;
    use crate::servers::R2D2_WAITS;

    fn encrypted(connection: &mut PgConnection) -> QueryResult<bool> {
        Ok(diesel::sql_query(SSL).get_result::<Ssl>(connection)?.ssl)
    }

    pub async fn establish(url: DatabaseUrl) -> Encrypted {
        let blocking = move || {
            let target = db_config::DieselUrl::from_database_url(&url)?;
            Ok(encrypted(&mut PgConnection::establish(target.expose_secret())?)?)
        };
        tokio::task::spawn_blocking(blocking).await?
    }

    pub async fn r2d2(url: DatabaseUrl) -> Encrypted {
        let blocking = move || {
            let (manager, pool) = <(ConnectionManager<PgConnection>, PoolSettings)>::from_database_url(&url)?;
            Ok(encrypted(&mut *pool.r2d2().connection_timeout(R2D2_WAITS).build(manager)?.get()?)?)
        };
        tokio::task::spawn_blocking(blocking).await?
    }
}

const CLIENTS: &[Client] = &[
    client!("sqlx 0.9 `PgConnectOptions`", now::settings),
    client!("sqlx 0.8 `PgConnectOptions`", before::settings),
    client!("sqlx 0.9 `PgPool`", now::pool),
    client!("sqlx 0.8 `PgPool`", before::pool),
    client!("sqlx 0.9 `AnyConnectOptions`", now::any),
    client!("sqlx 0.8 `AnyConnectOptions`", before::any),
    client!("SeaORM 2", now::sea_orm),
    client!("SeaORM 1.1", before::sea_orm),
    #[cfg(feature = "libpq")]
    client!("Diesel `DieselUrl`", libpq::establish),
    #[cfg(feature = "libpq")]
    client!("Diesel `ConnectionManager`", libpq::r2d2),
    client!("diesel-async", diesel_async),
    client!("tokio-postgres rustls", tokio_postgres_rustls),
    client!("tokio-postgres native-tls", tokio_postgres_native_tls),
    client!("postgres `Config`", blocking::config),
    client!("postgres `PostgresConnectionManager`", blocking::r2d2),
    client!("deadpool-postgres", deadpool),
    client!("refinery", refinery),
];

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[tokio::test(flavor = "multi_thread")]
async fn no_client_of_postgres_tells_the_password() {
    if !cfg!(feature = "libpq") {
        return tests::left_out("each client's errors, as there is no libpq: run ./test");
    }
    let parameters = Parameters {
        always: "",
        off: "sslmode=disable",
        require: "sslmode=require",
        verify: "sslmode=verify-full",
        root: "sslrootcert",
        impatient: "acquire_timeout=2",
    };
    let servers = Servers {
        good: servers::postgres(),
        expired: &format!("localhost:{}", servers::postgres_expired().port),
        without_tls: servers::postgres_without_tls(),
    };
    meet("PostgreSQL", CLIENTS, faults(&parameters, &servers)).await;
    assert!(logs::sea_orm_tells(), "docs/clients/sea-orm.md states that it does");
}

/// A proxy refuses the client's request for TLS.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn who_demands_tls_of_postgres_sends_nothing_without_it() {
    let proxy = strips_tls(servers::postgres());
    for mode in ["require", "verify-full"] {
        for (client, outcome) in connect(CLIENTS, &proxy.url(&format!("sslmode={mode}"))).await {
            assert!(matches!(outcome, Outcome::Failed(_)), "{} goes on without TLS: {outcome:?}", client.name);
        }
        let sent = proxy.take_sent();
        assert!(sent.len() >= CLIENTS.len(), "{sent:?}");
        assert!(sent.iter().all(|sent| *sent == SSL_REQUEST), "more than the request was sent: {sent:?}");
    }
    logs_tell_nothing();
}

/// `prefer` uses TLS only if the server accepts the request, so a proxy can refuse it.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn who_prefers_tls_of_postgres_goes_on_without_it() {
    let proxy = strips_tls(servers::postgres());
    let mut connected = 0;
    for (client, outcome) in connect(CLIENTS, &proxy.url("sslmode=prefer")).await {
        match outcome {
            Outcome::Connected { encrypted } => {
                connected += 1;
                assert!(!encrypted, "{} is through the proxy", client.name);
            }
            Outcome::Failed(message) => panic!("{}: {message}", client.name),
            Outcome::Rejected(message) => {
                assert!(client.name == "refinery" && message.contains("`prefer`"), "{}: {message}", client.name);
            }
        }
    }
    let sent = proxy.take_sent();
    assert!(sent.len() >= connected && connected >= 8, "{connected}: {sent:?}");
    assert!(sent.iter().all(|sent| sent.starts_with(&SSL_REQUEST) && sent.len() > SSL_REQUEST.len()), "{sent:?}");
    logs_tell_nothing();
}

/// refinery's options hold no CA certificate. It trusts the operating system's CAs, which a variable replaces for another
/// process.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn refinery_verifies_with_the_systems_cas() {
    if let (true, Ok(expired), Ok(misnamed)) = (is_child(), std::env::var("EXPIRED"), std::env::var("MISNAMED")) {
        let client = || CLIENTS.iter().filter(|client| client.name == "refinery");
        for (url, wanted) in [(expired, "certificate expired"), (misnamed, "certificate not valid for name")] {
            let outcomes = connect(client(), &url).await;
            assert!(matches!(&outcomes[..], [(_, Outcome::Failed(message))] if message.contains(wanted)));
        }
        return logs_tell_nothing();
    }
    let url = |server: &servers::Server, host| server.url_as(server.user, host, "sslmode=verify-full");
    let good = servers::postgres();
    let (expired, misnamed) = (url(servers::postgres_expired(), "localhost"), url(good, good.host));
    let ca = servers::certificates().ca.to_str().expect("a directory for tests");
    let variables = [("SSL_CERT_FILE", ca), ("EXPIRED", &expired), ("MISNAMED", &misnamed)];
    again("postgres::refinery_verifies_with_the_systems_cas", Path::new("."), &variables);
}
