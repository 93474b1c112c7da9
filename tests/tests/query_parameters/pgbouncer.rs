//! A real PgBouncer in transaction mode. It accepts the settings in the URL of another tool, or db-config rejects them
//! by name.

use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind, UrlError};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use tests::clients::connecting;
use tests::servers;

/// Serializes the tests. All share one server connection, and sqlx prepares and executes a statement in two steps.
/// Between the two, another test could prepare its own statement.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn url(query: &str) -> DatabaseUrl {
    let server = servers::pgbouncer();
    let text = server.url_as(server.user, server.host, &format!("sslmode=disable&{query}"));
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

/// Sets Prisma's parameters as in its guides and in those of Supabase.
const PRISMAS: &str = "pgbouncer=true&schema=public&connection_limit=1&socket_timeout=20&application_name=shop";

#[tokio::test]
#[ignore = "needs PgBouncer: run ./test"]
async fn prismas_url_goes_through_it() {
    let _alone = ALONE.lock().await;
    let url = url(PRISMAS);
    let options = PgConnectOptions::from_database_url(&url).unwrap();
    // Both clients use the only server connection. sqlx names its statements, even without a cache, unless each query
    // is not persistent.
    let (mut one, mut other) = (options.connect().await.unwrap(), options.connect().await.unwrap());
    for _ in 0..3 {
        for connection in [&mut one, &mut other] {
            let name: String = sqlx::query_scalar("select current_setting($1)")
                .bind("application_name")
                .persistent(false)
                .fetch_one(connection)
                .await
                .unwrap();
            assert_eq!(name, "shop");
        }
    }
    let (options, pool) = <(PgConnectOptions, PgPoolOptions)>::from_database_url(&url).unwrap();
    sqlx::query("select 1").persistent(false).execute(&pool.connect_with(options).await.unwrap()).await.unwrap();

    let config = tokio_postgres::Config::from_database_url(&url).unwrap();
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.simple_query("select 1").await.unwrap();
}

#[tokio::test]
#[ignore = "needs PgBouncer: run ./test"]
async fn sea_orm_goes_through_it() {
    let _alone = ALONE.lock().await;
    let mut options = sea_orm::ConnectOptions::from_database_url(&url(PRISMAS)).unwrap();
    // A URL cannot set this, and PgBouncer refuses it unless configured to ignore it.
    options.map_sqlx_postgres_opts(|options| options.extra_float_digits(None));
    let connection = sea_orm::Database::connect(options).await.unwrap();
    connection.ping().await.unwrap();
}

#[cfg_attr(not(feature = "libpq"), ignore = "needs libpq: run ./test")]
#[cfg_attr(feature = "libpq", ignore = "needs PgBouncer: run ./test")]
#[test]
fn diesel_goes_through_it() {
    #[cfg(not(feature = "libpq"))]
    tests::left_out("a test of Diesel, as there is no libpq: run ./test");
    #[cfg(feature = "libpq")]
    {
        use diesel::prelude::*;
        let _alone = ALONE.blocking_lock();
        let target = db_config::DieselUrl::from_database_url(&url(PRISMAS)).unwrap();
        diesel::PgConnection::establish(target.expose_secret()).unwrap();
    }
}

/// Shows why session settings can be neither startup parameters nor set after connecting.
#[tokio::test]
#[ignore = "needs PgBouncer: run ./test"]
async fn it_refuses_options_and_keeps_no_session() {
    let _alone = ALONE.lock().await;
    let options = PgConnectOptions::from_database_url(&url("pgbouncer=true")).unwrap();
    let refused = options.clone().options([("search_path", "other")]).connect().await.unwrap_err();
    assert!(refused.to_string().contains("options"), "{refused}");

    let mut one = options.connect().await.unwrap();
    sqlx::raw_sql("set search_path = information_schema").execute(&mut one).await.unwrap();
    one.close().await.unwrap();
    let mut another = options.connect().await.unwrap();
    let path: String = sqlx::query_scalar("show search_path").persistent(false).fetch_one(&mut another).await.unwrap();
    assert_eq!(path, "information_schema", "the next client has the settings of the previous one");
    sqlx::raw_sql("reset search_path").execute(&mut another).await.unwrap();
}

#[test]
fn session_settings_are_rejected_by_name() {
    let settings = [
        "schema=shop",
        "search_path=a,b",
        "statement_timeout=5000",
        "options=-c%20search_path%3Dapp",
        "options[search_path]=app",
    ];
    let poolers = ["pgbouncer=true@db.example.com", "@ep-cool-1-pooler.eu-central-1.aws.neon.tech"];
    for setting in settings {
        for pooler in poolers {
            let (key, host) = pooler.split_once('@').unwrap();
            let text = format!("postgres://u:hunter2@{host}/d?sslmode=verify-full&{setting}&{key}");
            let url: DatabaseUrl = text.trim_end_matches('&').parse().unwrap();
            for client in connecting(db_config::Backend::Postgres) {
                let error = (client.show)(&url).expect_err(client.name);
                assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
                let shown = format!("{error:#}");
                assert!(shown.contains(setting.split('=').next().unwrap()) && shown.contains("alter role"), "{shown}");
                assert!(!shown.contains("hunter2"), "{shown}");
            }
        }
    }
}

#[test]
fn session_settings_with_a_default_value_are_ignored() {
    for text in [
        "postgres://u:p@h/d?pgbouncer=true&schema=public&statement_timeout=0",
        "postgres://u:p@ep-x-pooler.neon.tech/d?search_path=public&sslmode=verify-full",
    ] {
        let options = PgConnectOptions::from_database_url(&text.parse().unwrap()).unwrap();
        assert_eq!(options.get_options(), None, "{text}");
    }
    // The pooler itself reads this option.
    let neons = "postgres://u:p@ep-x-pooler.neon.tech/d?options=endpoint%3Dep-x&sslmode=verify-full".parse().unwrap();
    assert_eq!(PgConnectOptions::from_database_url(&neons).unwrap().get_options(), Some("endpoint=ep-x"));
    // Without a pooler, the client sends both options.
    let direct = "postgres://u:p@h/d?pgbouncer=false&schema=public&statement_timeout=5".parse().unwrap();
    let options = PgConnectOptions::from_database_url(&direct).unwrap();
    assert_eq!(options.get_options(), Some("-c search_path=public -c statement_timeout=5"));
}
