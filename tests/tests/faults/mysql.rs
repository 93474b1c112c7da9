//! Connection errors of MySQL's clients, on MariaDB.

use db_config::{Connect, DatabaseUrl, FromDatabaseUrl, ProblemKind, UrlError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::{AsyncMysqlConnection, RunQueryDsl};
use mysql_async::prelude::Queryable;
use tests::servers::{self, strips_tls};

use crate::client;
use crate::client::{Client, Encrypted, Outcome, connect, logs_tell_nothing, meet};
use crate::servers::{Parameters, Servers, faults};

const CIPHER: &str = "select cast(variable_value as char(99)) as cipher from information_schema.session_status \
                      where variable_name = 'Ssl_cipher'";

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident, $query:ident) => {
        mod $module {
            use ::{$sea_orm as sea_orm, $sqlx as sqlx};
            use sea_orm::{ConnectionTrait, Statement};
            use sqlx::{ConnectOptions, Row};

            use super::*;

            pub async fn settings(url: DatabaseUrl) -> Encrypted {
                let mut connection = sqlx::mysql::MySqlConnectOptions::from_database_url(&url)?.connect().await?;
                Ok(!sqlx::query(CIPHER).fetch_one(&mut connection).await?.try_get::<String, _>(0)?.is_empty())
            }

            pub async fn pool(url: DatabaseUrl) -> Encrypted {
                let pool = Connect::<sqlx::MySqlPool>::from_database_url(&url)?.connect().await?;
                Ok(!sqlx::query(CIPHER).fetch_one(&pool).await?.try_get::<String, _>(0)?.is_empty())
            }

            pub async fn any(url: DatabaseUrl) -> Encrypted {
                sqlx::any::install_default_drivers();
                let mut connection = sqlx::any::AnyConnectOptions::from_database_url(&url)?.connect().await?;
                Ok(!sqlx::query(CIPHER).fetch_one(&mut connection).await?.try_get::<String, _>(0)?.is_empty())
            }

            pub async fn sea_orm(url: DatabaseUrl) -> Encrypted {
                let connection = Connect::<sea_orm::DatabaseConnection>::from_database_url(&url)?.connect().await?;
                let statement = Statement::from_string(connection.get_database_backend(), CIPHER);
                let row = connection.$query(statement).await?.ok_or("no row")?;
                Ok(!row.try_get_by_index::<String>(0)?.is_empty())
            }
        }
    };
}

sqlx!(now, sqlx, sea_orm, query_one_raw);
sqlx!(before, sqlx_0_8, sea_orm_1_1, query_one);

async fn mysql_async(url: DatabaseUrl) -> Encrypted {
    let pool = Connect::<mysql_async::Pool>::from_database_url(&url)?.connect().await?;
    let cipher: Option<String> = pool.get_conn().await?.query_first(CIPHER).await?;
    Ok(!cipher.ok_or("no row")?.is_empty())
}

/// mysql blocks the thread.
mod blocking {
    use ::mysql::prelude::Queryable;
    use ::mysql::{Conn, Opts, Pool};
    use db_config::PoolSettings;
    use r2d2_mysql::MySqlConnectionManager;

    use super::*;
    use crate::servers::R2D2_WAITS;

    fn encrypted(connection: &mut impl Queryable) -> Encrypted {
        let cipher: Option<String> = connection.query_first(CIPHER)?;
        Ok(!cipher.ok_or("no row")?.is_empty())
    }

    pub async fn opts(url: DatabaseUrl) -> Encrypted {
        let connects = move || encrypted(&mut Conn::new(Opts::from_database_url(&url)?)?);
        tokio::task::spawn_blocking(connects).await?
    }

    pub async fn pool(url: DatabaseUrl) -> Encrypted {
        let connects = move || encrypted(&mut Connect::<Pool>::from_database_url(&url)?.connect()?.get_conn()?);
        tokio::task::spawn_blocking(connects).await?
    }

    pub async fn r2d2(url: DatabaseUrl) -> Encrypted {
        let connects = move || {
            let (manager, pool) = <(MySqlConnectionManager, PoolSettings)>::from_database_url(&url)?;
            encrypted(&mut *pool.r2d2().connection_timeout(R2D2_WAITS).build(manager)?.get()?)
        };
        tokio::task::spawn_blocking(connects).await?
    }
}

async fn refinery(url: DatabaseUrl) -> Encrypted {
    let mut config = ::refinery::config::Config::from_database_url(&url)?;
    ::refinery::Runner::new(&[]).run_async(&mut config).await?;
    Ok(url.tls().mode() != db_config::TlsMode::Off)
}

#[derive(diesel::QueryableByName)]
struct Cipher {
    #[diesel(sql_type = diesel::sql_types::Text)]
    cipher: String,
}

async fn diesel_async(url: DatabaseUrl) -> Encrypted {
    tests::connector::install_provider();
    let manager = AsyncDieselConnectionManager::<AsyncMysqlConnection>::from_database_url(&url)?;
    let mut connection = bb8::Pool::builder().build(manager).await?.dedicated_connection().await?;
    Ok(!diesel::sql_query(CIPHER).get_result::<Cipher>(&mut connection).await?.cipher.is_empty())
}

#[cfg(feature = "libmysqlclient")]
mod libmysqlclient {
    use db_config::PoolSettings;
    use diesel::r2d2::ConnectionManager;
    use diesel::{Connection, MysqlConnection, QueryResult, RunQueryDsl};

    use super::*;
    use crate::servers::R2D2_WAITS;

    fn encrypted(connection: &mut MysqlConnection) -> QueryResult<bool> {
        Ok(!diesel::sql_query(CIPHER).get_result::<Cipher>(connection)?.cipher.is_empty())
    }

    pub async fn establish(url: DatabaseUrl) -> Encrypted {
        let blocking = move || {
            let target = db_config::DieselUrl::from_database_url(&url)?;
            Ok(encrypted(&mut MysqlConnection::establish(target.expose_secret())?)?)
        };
        tokio::task::spawn_blocking(blocking).await?
    }

    pub async fn r2d2(url: DatabaseUrl) -> Encrypted {
        let blocking = move || {
            let (manager, pool) = <(ConnectionManager<MysqlConnection>, PoolSettings)>::from_database_url(&url)?;
            Ok(encrypted(&mut *pool.r2d2().connection_timeout(R2D2_WAITS).build(manager)?.get()?)?)
        };
        tokio::task::spawn_blocking(blocking).await?
    }
}

/// See `clients/diesel/mysql.rs`.
#[cfg(feature = "libmysqlclient")]
const CONNECTOR_C: Option<&str> = Some("MariaDB's Connector/C ignores `ssl_mode`");

const CLIENTS: &[Client] = &[
    client!("sqlx 0.9 `MySqlConnectOptions`", now::settings),
    client!("sqlx 0.8 `MySqlConnectOptions`", before::settings),
    client!("sqlx 0.9 `MySqlPool`", now::pool),
    client!("sqlx 0.8 `MySqlPool`", before::pool),
    client!("sqlx 0.9 `AnyConnectOptions`", now::any),
    client!("sqlx 0.8 `AnyConnectOptions`", before::any),
    client!("SeaORM 2", now::sea_orm),
    client!("SeaORM 1.1", before::sea_orm),
    #[cfg(feature = "libmysqlclient")]
    Client { goes_on: CONNECTOR_C, ..client!("Diesel `DieselUrl`", libmysqlclient::establish) },
    #[cfg(feature = "libmysqlclient")]
    Client { goes_on: CONNECTOR_C, ..client!("Diesel `ConnectionManager`", libmysqlclient::r2d2) },
    client!("diesel-async", diesel_async),
    client!("mysql_async", mysql_async),
    client!("mysql `Opts`", blocking::opts),
    client!("mysql `Pool`", blocking::pool),
    client!("mysql `MySqlConnectionManager`", blocking::r2d2),
    client!("refinery", refinery),
];

#[cfg_attr(not(feature = "libmysqlclient"), ignore = "needs a MySQL client library: run ./test")]
#[cfg_attr(feature = "libmysqlclient", ignore = "needs MariaDB: run ./test")]
#[tokio::test(flavor = "multi_thread")]
async fn no_client_of_mysql_tells_the_password() {
    if !cfg!(feature = "libmysqlclient") {
        return tests::left_out("each client's errors, as there is no MySQL client library: run ./test");
    }
    let parameters = Parameters {
        always: "",
        off: "ssl-mode=DISABLED",
        require: "ssl-mode=REQUIRED",
        verify: "ssl-mode=VERIFY_IDENTITY",
        root: "ssl-ca",
        impatient: "acquire_timeout=2",
    };
    let servers = Servers {
        good: servers::mariadb(),
        expired: &format!("localhost:{}", servers::mariadb_expired().port),
        without_tls: servers::mariadb_without_tls(),
    };
    meet("MySQL", CLIENTS, faults(&parameters, &servers)).await;
}

/// A proxy removes TLS from the server's greeting.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn who_demands_tls_of_mysql_sends_nothing_without_it() {
    let proxy = strips_tls(servers::mariadb());
    for mode in ["REQUIRED", "VERIFY_IDENTITY"] {
        let careful = CLIENTS.iter().filter(|client| client.goes_on.is_none());
        for (client, outcome) in connect(careful, &proxy.url(&format!("ssl-mode={mode}"))).await {
            assert!(matches!(outcome, Outcome::Failed(_)), "{} goes on without TLS: {outcome:?}", client.name);
        }
        let sent = proxy.take_sent();
        assert!(sent.len() >= 10, "{sent:?}");
        // mysql says goodbye: COM_QUIT.
        let is_goodbye = |sent: &[u8]| sent.is_empty() || sent == [1, 0, 0, 0, 1];
        assert!(sent.iter().all(|sent| is_goodbye(sent)), "a client answers the greeting: {sent:?}");
    }
    logs_tell_nothing();
}

/// `prefer` uses TLS only if the greeting offers it, so a proxy can remove it.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs MariaDB: run ./test"]
async fn who_prefers_tls_of_mysql_goes_on_without_it() {
    let proxy = strips_tls(servers::mariadb());
    let url = proxy.url("ssl-mode=PREFERRED");
    let parsed: DatabaseUrl = url.parse().unwrap_or_else(|error: UrlError| panic!("{error}"));
    let error = mysql_async::Opts::from_database_url(&parsed).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
    let mut connected = 0;
    for (client, outcome) in connect(CLIENTS, &url).await {
        match outcome {
            Outcome::Connected { encrypted } => {
                connected += 1;
                assert!(!encrypted, "{} is through the proxy", client.name);
            }
            Outcome::Failed(message) => panic!("{}: {message}", client.name),
            Outcome::Rejected(message) => {
                let has_none = ["mysql_async", "mysql ", "diesel-async", "refinery"]
                    .iter()
                    .any(|name| client.name.starts_with(name));
                assert!(has_none && message.contains("`prefer`"), "{}: {message}", client.name);
            }
        }
    }
    let sent = proxy.take_sent();
    assert!(sent.len() >= connected && connected >= 4, "{connected}: {sent:?}");
    assert!(sent.iter().all(|sent| !sent.is_empty()));
    logs_tell_nothing();
}
