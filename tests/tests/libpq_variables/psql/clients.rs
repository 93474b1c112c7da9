//! The PostgreSQL clients. Each connects with the options that db-config builds from a map.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Duration;

use db_config::{DatabaseConfig, TlsPlan};
use tests::connector::{connector, install_provider};

use super::Outcome;
use super::seen::{QUERY, Seen};

pub type Source = HashMap<String, String>;

pub struct Client {
    pub name: &'static str,
    pub family: Family,
    pub connect: fn(Source) -> Pin<Box<dyn Future<Output = Outcome>>>,
}

/// Clients with the same limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Sqlx,
    TokioPostgres,
    #[cfg(feature = "libpq")]
    Libpq,
}

type Row = Result<String, Box<dyn std::error::Error + Send + Sync>>;

/// Creates an item of [`CLIENTS`] from the type of the client options and a function that queries the server.
macro_rules! client {
    ($name:literal, $family:ident, $settings:ty, $ask:expr) => {
        Client {
            name: $name,
            family: Family::$family,
            connect: |source| {
                #[derive(DatabaseConfig)]
                struct Config {
                    database: $settings,
                }
                Box::pin(async move {
                    let config = Config::from_source(&source).map_err(|error| format!("{error}"))?;
                    let ask: fn($settings) -> Pin<Box<dyn Future<Output = Row>>> = |settings| Box::pin($ask(settings));
                    match tokio::time::timeout(Duration::from_secs(30), ask(config.database)).await {
                        Ok(row) => row.map(|row| Seen::read(&row)).map_err(|error| format!("{error}")),
                        Err(_) => panic!("{}: no answer: {source:?}", $name),
                    }
                })
            },
        }
    };
}

pub const CLIENTS: &[Client] = &[
    client!("sqlx 0.9", Sqlx, sqlx::postgres::PgConnectOptions, async |options: sqlx::postgres::PgConnectOptions| {
        use sqlx::ConnectOptions;
        Ok(sqlx::query_scalar(QUERY).fetch_one(&mut options.connect().await?).await?)
    }),
    client!(
        "sqlx 0.8",
        Sqlx,
        sqlx_0_8::postgres::PgConnectOptions,
        async |options: sqlx_0_8::postgres::PgConnectOptions| {
            use sqlx_0_8::ConnectOptions;
            Ok(sqlx_0_8::query_scalar(QUERY).fetch_one(&mut options.connect().await?).await?)
        }
    ),
    client!("SeaORM 2", Sqlx, sea_orm::ConnectOptions, async |mut options: sea_orm::ConnectOptions| {
        use sea_orm::{ConnectionTrait, Database, Statement};
        options.max_connections(1).acquire_timeout(Duration::from_secs(2));
        let connection = Database::connect(options).await?;
        let statement = Statement::from_string(connection.get_database_backend(), QUERY);
        let row = connection.query_one_raw(statement).await?.ok_or("no row")?;
        Ok(row.try_get_by_index(0)?)
    }),
    client!("SeaORM 1.1", Sqlx, sea_orm_1_1::ConnectOptions, async |mut options: sea_orm_1_1::ConnectOptions| {
        use sea_orm_1_1::{ConnectionTrait, Database, Statement};
        options.max_connections(1).acquire_timeout(Duration::from_secs(2));
        let connection = Database::connect(options).await?;
        let statement = Statement::from_string(connection.get_database_backend(), QUERY);
        let row = connection.query_one(statement).await?.ok_or("no row")?;
        Ok(row.try_get_by_index(0)?)
    }),
    client!("tokio-postgres", TokioPostgres, (tokio_postgres::Config, TlsPlan), async |(config, plan): (
        tokio_postgres::Config,
        TlsPlan
    )| {
        let (client, connection) = config.connect(connector(&plan)?).await?;
        tokio::spawn(connection);
        Ok(client.query_one(QUERY, &[]).await?.get(0))
    }),
    client!("deadpool-postgres", TokioPostgres, (deadpool_postgres::Config, TlsPlan), async |(config, plan): (
        deadpool_postgres::Config,
        TlsPlan
    )| {
        let pool = config.create_pool(Some(deadpool_postgres::Runtime::Tokio1), connector(&plan)?)?;
        Ok(pool.get().await?.query_one(QUERY, &[]).await?.get(0))
    }),
    client!("diesel-async", TokioPostgres, AsyncManager, async |manager: AsyncManager| {
        use diesel_async::RunQueryDsl;
        let pool = diesel_async::pooled_connection::bb8::Pool::builder().build(manager).await?;
        let mut connection = pool.dedicated_connection().await?;
        let query = diesel::sql_query(format!("{QUERY} as value"));
        Ok(query.get_result::<Value>(&mut connection).await?.value)
    }),
    #[cfg(feature = "libpq")]
    client!("Diesel", Libpq, db_config::DieselUrl, async |url: db_config::DieselUrl| {
        use diesel::{Connection, PgConnection, RunQueryDsl};
        let mut connection = PgConnection::establish(url.expose_secret())?;
        Ok(diesel::sql_query(format!("{QUERY} as value")).get_result::<Value>(&mut connection)?.value)
    }),
];

type AsyncManager = diesel_async::pooled_connection::AsyncDieselConnectionManager<diesel_async::AsyncPgConnection>;

#[derive(diesel::QueryableByName)]
struct Value {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

/// Returns the source of the configuration.
pub fn source(url: &str, variables: &[(&str, &str)]) -> Source {
    install_provider();
    let mut source: Source = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    source.insert("DATABASE_URL".into(), url.into());
    source
}
