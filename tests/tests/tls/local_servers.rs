//! Servers on this machine, and a URL without TLS parameters. One server accepts only TLS, like the end of a tunnel to
//! a managed server, and one does not support TLS. Every client that supports `prefer` connects to both.

use std::error::Error;

#[cfg(any(feature = "libpq", feature = "libmysqlclient"))]
use db_config::DieselUrl;
use db_config::{Connect, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, TlsMode, TlsPlan};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use mongodb::bson::doc;
use mysql_async::prelude::Queryable;
use refinery::{Migration, Runner};
use tests::connector::{connector, install_provider};
use tests::servers::{self, Server};
use tests::url;

use TlsMode::{Off, Prefer};

/// Contains whether the connection is encrypted.
type Encrypted = Result<bool, Box<dyn Error + Send + Sync>>;

#[derive(DatabaseConfig)]
struct Config<T> {
    _database: T,
}

/// Connects to a server with TLS and to one without, by both names of this machine. `mode` is the mode in the report.
async fn check<T: FromDatabaseUrl, F: Future<Output = Encrypted>>(
    mode: TlsMode,
    with_tls: &Server,
    without_tls: &Server,
    connect: impl Fn(DatabaseUrl) -> F,
) {
    let client = std::any::type_name::<T>();
    for (server, has_tls) in [(with_tls, true), (without_tls, false)] {
        for host in ["127.0.0.1", "localhost"] {
            let query = if server.scheme == "mongodb" { server.query } else { "" };
            let text = server.url_as(server.user, host, query);
            let report = Config::<T>::report(&[("DATABASE_URL", &text)]).unwrap();
            let tls = report.entries()[0].database().unwrap().tls();
            assert_eq!(tls.mode(), mode, "{client}: {tls}");
            let outcome = connect(url(&text)).await;
            let outcome = outcome.unwrap_or_else(|error| panic!("{client}: {}: {error:?}", url(&text)));
            assert_eq!(outcome, has_tls && mode == Prefer, "{client}: {}", url(&text));
        }
    }
}

/// Checks a client that does not support `prefer`. The server that accepts only TLS names the missing encryption in its
/// error.
async fn check_off<F: Future<Output = Encrypted>>(server: &Server, connect: impl Fn(DatabaseUrl) -> F) {
    let error = connect(url(&server.url_as(server.user, "127.0.0.1", ""))).await.expect_err("it is without TLS");
    assert!(format!("{error:?}").contains("no encryption"), "{error:?}");
}

const PG: &str = "select ssl::text as value from pg_stat_ssl where pid = pg_backend_pid()";
const MY: &str = "select cast(if(variable_value = '', 'false', 'true') as char(9)) as value \
                  from information_schema.session_status where variable_name = 'Ssl_cipher'";

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    value: String,
}

/// Defines the tests of sqlx and SeaORM. `$query` is SeaORM's method for a query that is not prepared.
macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident, $query:ident) => {
        mod $module {
            use ::$sea_orm as sea_orm;
            use ::$sqlx as sqlx;
            use sea_orm::{ConnectOptions as SeaOrm, ConnectionTrait, Database, Statement};
            use sqlx::any::AnyConnectOptions;
            use sqlx::mysql::{MySqlConnectOptions, MySqlPool};
            use sqlx::postgres::{PgConnectOptions, PgPool};
            use sqlx::{ConnectOptions, Row};

            use super::*;

            async fn any(url: DatabaseUrl, sql: &'static str) -> Encrypted {
                sqlx::any::install_default_drivers();
                let mut connection = AnyConnectOptions::from_database_url(&url)?.connect().await?;
                Ok(sqlx::query(sql).fetch_one(&mut connection).await?.try_get::<String, _>(0)? == "true")
            }

            async fn sea_orm(url: DatabaseUrl, sql: &str) -> Encrypted {
                let connection = Database::connect(SeaOrm::from_database_url(&url)?).await?;
                let statement = Statement::from_string(connection.get_database_backend(), sql);
                let row = connection.$query(statement).await?.ok_or("no row")?;
                Ok(row.try_get_by_index::<String>(0)? == "true")
            }

            pub async fn postgres(with_tls: &Server, without_tls: &Server) {
                check::<PgConnectOptions, _>(Prefer, with_tls, without_tls, async |url| {
                    let mut connection = PgConnectOptions::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(PG).fetch_one(&mut connection).await?.try_get::<String, _>(0)? == "true")
                })
                .await;
                check::<Connect<PgPool>, _>(Prefer, with_tls, without_tls, async |url| {
                    let pool = Connect::<PgPool>::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(PG).fetch_one(&pool).await?.try_get::<String, _>(0)? == "true")
                })
                .await;
                check::<AnyConnectOptions, _>(Prefer, with_tls, without_tls, |url| any(url, PG)).await;
                check::<SeaOrm, _>(Prefer, with_tls, without_tls, |url| sea_orm(url, PG)).await;
            }

            pub async fn mysql(with_tls: &Server, without_tls: &Server) {
                check::<MySqlConnectOptions, _>(Prefer, with_tls, without_tls, async |url| {
                    let mut connection = MySqlConnectOptions::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(MY).fetch_one(&mut connection).await?.try_get::<String, _>(0)? == "true")
                })
                .await;
                check::<Connect<MySqlPool>, _>(Prefer, with_tls, without_tls, async |url| {
                    let pool = Connect::<MySqlPool>::from_database_url(&url)?.connect().await?;
                    Ok(sqlx::query(MY).fetch_one(&pool).await?.try_get::<String, _>(0)? == "true")
                })
                .await;
                check::<AnyConnectOptions, _>(Prefer, with_tls, without_tls, |url| any(url, MY)).await;
                check::<SeaOrm, _>(Prefer, with_tls, without_tls, |url| sea_orm(url, MY)).await;
            }
        }
    };
}

sqlx!(v0_9, sqlx, sea_orm, query_one_raw);
sqlx!(v0_8, sqlx_0_8, sea_orm_1_1, query_one);

async fn migrate(url: DatabaseUrl) -> Encrypted {
    let mut config = refinery::config::Config::from_database_url(&url)?;
    // refinery does not report the state of its connection, so this reads the options.
    let is_off = !config.use_tls() && !format!("{config:?}").contains("require_ssl=true");
    let runner = Runner::new(&[Migration::unapplied("V1__it", "select 1")?]);
    runner.run_async(&mut config).await?;
    Ok(!is_off)
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres() {
    use diesel_async::RunQueryDsl;
    install_provider();
    let (with_tls, without_tls) = (servers::postgres_with_tls_only(), servers::postgres_without_tls());
    v0_9::postgres(with_tls, without_tls).await;
    v0_8::postgres(with_tls, without_tls).await;
    check::<(tokio_postgres::Config, TlsPlan), _>(Prefer, with_tls, without_tls, async |url| {
        let (config, tls) = <(tokio_postgres::Config, TlsPlan)>::from_database_url(&url)?;
        let (client, connection) = config.connect(connector(&tls)?).await?;
        tokio::spawn(connection);
        let by_rustls: bool = client.query_one(PG, &[]).await?.get::<_, &str>(0) == "true";
        let (client, connection) = config.connect(tls.postgres_native_tls()?).await?;
        tokio::spawn(connection);
        let by_native_tls: bool = client.query_one(PG, &[]).await?.get::<_, &str>(0) == "true";
        assert_eq!(by_rustls, by_native_tls);
        Ok(by_rustls)
    })
    .await;
    check::<(deadpool_postgres::Config, TlsPlan), _>(Prefer, with_tls, without_tls, async |url| {
        let (config, tls) = <(deadpool_postgres::Config, TlsPlan)>::from_database_url(&url)?;
        let pool = config.create_pool(Some(deadpool_postgres::Runtime::Tokio1), connector(&tls)?)?;
        Ok(pool.get().await?.query_one(PG, &[]).await?.get::<_, &str>(0) == "true")
    })
    .await;
    check::<AsyncDieselConnectionManager<AsyncPgConnection>, _>(Prefer, with_tls, without_tls, async |url| {
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::from_database_url(&url)?;
        let mut connection = bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
        Ok(diesel::sql_query(PG).get_result::<Value>(&mut connection).await?.value == "true")
    })
    .await;
    check::<refinery::config::Config, _>(Off, without_tls, without_tls, migrate).await;
    check_off(with_tls, migrate).await;
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PostgreSQL: run ./test")]
#[tokio::test]
async fn libpq() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    {
        use diesel::{Connection, PgConnection, RunQueryDsl};
        let (with_tls, without_tls) = (servers::postgres_with_tls_only(), servers::postgres_without_tls());
        check::<DieselUrl, _>(Prefer, with_tls, without_tls, async |url| {
            let mut connection = PgConnection::establish(DieselUrl::from_database_url(&url)?.expose_secret())?;
            Ok(diesel::sql_query(PG).get_result::<Value>(&mut connection)?.value == "true")
        })
        .await;
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb() {
    use diesel_async::RunQueryDsl;
    install_provider();
    let (with_tls, without_tls) = (servers::mariadb(), servers::mariadb_without_tls());
    v0_9::mysql(with_tls, without_tls).await;
    v0_8::mysql(with_tls, without_tls).await;
    check::<mysql_async::Opts, _>(Off, with_tls, without_tls, async |url| {
        let mut connection = mysql_async::Conn::new(mysql_async::Opts::from_database_url(&url)?).await?;
        let value: Option<String> = connection.query_first(MY).await?;
        connection.disconnect().await?;
        Ok(value.ok_or("no row")? == "true")
    })
    .await;
    check::<mysql::Opts, _>(Off, with_tls, without_tls, async |url| {
        let connects = move || {
            use mysql::prelude::Queryable as _;
            let mut connection = mysql::Conn::new(mysql::Opts::from_database_url(&url)?)?;
            let value: Option<String> = connection.query_first(MY)?;
            Ok(value.ok_or("no row")? == "true")
        };
        tokio::task::spawn_blocking(connects).await?
    })
    .await;
    check::<AsyncDieselConnectionManager<AsyncMysqlConnection>, _>(Off, with_tls, without_tls, async |url| {
        let manager = AsyncDieselConnectionManager::<AsyncMysqlConnection>::from_database_url(&url)?;
        let mut connection = bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
        Ok(diesel::sql_query(MY).get_result::<Value>(&mut connection).await?.value == "true")
    })
    .await;
    check::<refinery::config::Config, _>(Off, with_tls, without_tls, migrate).await;
}

/// The C library does TLS here, and that of MariaDB does not support `ssl_mode`.
#[cfg_attr(not(feature = "libmysqlclient"), ignore = "needs a MySQL client library: run ./test")]
#[cfg_attr(feature = "libmysqlclient", ignore = "needs MariaDB: run ./test")]
#[test]
fn libmysqlclient() {
    #[cfg(not(feature = "libmysqlclient"))]
    tests::left_out("a test of Diesel, as there is no MySQL client library: run ./test");
    #[cfg(feature = "libmysqlclient")]
    {
        use diesel::{Connection, MysqlConnection, RunQueryDsl};
        for server in [servers::mariadb(), servers::mariadb_without_tls()] {
            for host in ["127.0.0.1", "localhost"] {
                let settings = DieselUrl::from_database_url(&url(&server.url_as(server.user, host, ""))).unwrap();
                assert!(settings.expose_secret().contains("ssl_mode=preferred"));
                let mut connection = MysqlConnection::establish(settings.expose_secret()).unwrap();
                assert_eq!(
                    diesel::sql_query("select 'x' as value").get_result::<Value>(&mut connection).unwrap().value,
                    "x"
                );
            }
        }
    }
}

#[tokio::test]
#[ignore = "needs MongoDB: run ./test"]
async fn mongodb_is_off() {
    let (with_tls, without_tls) = (servers::mongodb(), servers::mongodb_without_tls());
    check::<mongodb::options::ClientOptions, _>(Off, with_tls, without_tls, async |url| {
        let options = mongodb::options::ClientOptions::from_database_url(&url)?;
        let is_encrypted = matches!(options.tls, Some(mongodb::options::Tls::Enabled(_)));
        let client = mongodb::Client::with_options(options)?;
        client.database("app").run_command(doc! { "ping": 1 }).await?;
        Ok(is_encrypted)
    })
    .await;
    check::<Connect<mongodb::Client>, _>(Off, with_tls, without_tls, async |url| {
        let client = Connect::<mongodb::Client>::from_database_url(&url)?.connect().await?;
        client.database("app").run_command(doc! { "ping": 1 }).await?;
        Ok(false)
    })
    .await;
}
