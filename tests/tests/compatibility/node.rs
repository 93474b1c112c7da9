//! Programs in JavaScript and Rust with the same `DATABASE_URL`. The programs in `tests/node` are the setups of
//! Fly.io's page on databases for JavaScript apps. Each has a Rust client here, and each reads the row that the other
//! wrote.

use std::path::{Path, PathBuf};
use std::process::Output;

use db_config::{DatabaseConfig, Roots, SqliteFile, TlsPlan};
use deadpool_postgres::Runtime;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, ManageConnection};
use mongodb::bson::{Document, doc};
use rusqlite::Connection;
use sea_orm::{ConnectionTrait, Statement};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;
use tests::escaped;
use tests::node::{NODES, Program, node, prisma, stdout};
use tests::servers::{self, certificates};

const OURS: &str = "it's Rust's: \"ü\"";

fn assert_both(program: &Program, ours: &[String]) {
    let mut rows = program.read();
    assert_eq!(rows, ours, "{}", program.name);
    rows.sort();
    assert_eq!(rows, [NODES, OURS], "{}", program.name);
}

fn postgres() -> String {
    servers::postgres().url()
}

/// Returns a directory and two URLs of files in it, one without and one with an escape.
fn sqlite() -> (TempDir, [String; 2]) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_str().unwrap();
    let urls = [format!("file://{path}/app.db"), format!("sqlite://{path}/my%20app.db")];
    (directory, urls)
}

/// Asserts that `#[database(pathname)]` opens the file that JavaScript opened. If a field without the attribute opens
/// another file, `warnings()` names the file of JavaScript.
fn check_file(program: &Program, directory: &Path, escaped: bool) {
    #[derive(DatabaseConfig)]
    struct Decoded {
        file: PathBuf,
    }
    #[derive(DatabaseConfig)]
    struct Pathname {
        #[database(pathname)]
        file: PathBuf,
    }
    let pathname = directory.join(if escaped { "my%20app.db" } else { "app.db" });
    assert!(pathname.is_file(), "{} opened another file", program.name);
    assert_eq!(program.config::<Pathname>().file, pathname);
    let decoded = program.config::<Decoded>().file;
    assert_eq!(decoded, directory.join(if escaped { "my app.db" } else { "app.db" }));
    assert_eq!(decoded.exists(), !escaped);
    let warnings = Decoded::warnings(&*program.variables).unwrap();
    let warnings: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), usize::from(escaped));
    assert!(warnings.iter().all(|warning| warning.contains(&format!("pathname` is `{}`", pathname.display()))));
    assert!(Pathname::warnings(&*program.variables).unwrap().is_empty());
}

/// Returns a URL with Prisma's parameters, which the other clients do not support.
fn prisma_postgres() -> String {
    format!("{}&schema=public&connection_limit=5", postgres())
}

#[test]
#[ignore = "needs Node: run ./test"]
fn prisma_reads_the_variable() {
    if node().is_none() {
        return;
    }
    let text = |output: Output| String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let unset = text(prisma("validate", "postgresql", None));
    assert!(unset.contains("Environment variable not found: DATABASE_URL"), "{unset}");
    let other = text(prisma("validate", "postgresql", Some("mysql://u:p@localhost/d")));
    assert!(other.contains("the URL must start with the protocol"), "{other}");
    for (provider, url) in [("postgresql", "postgres://u:p%40@localhost/d"), ("sqlite", "file:./dev.db")] {
        stdout("prisma validate", &prisma("validate", provider, Some(url)));
    }
}

#[tokio::test]
#[ignore = "needs Node and PostgreSQL: run ./test"]
async fn prisma_on_postgres_and_sea_orm() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: sea_orm::ConnectOptions,
    }
    let Some(program) = Program::with_url("prisma-postgres", &prisma_postgres()) else { return };
    stdout("prisma generate", &prisma("generate", "postgresql", None));

    let database = sea_orm::Database::connect(program.config::<Config>().database).await.unwrap();
    database.execute_unprepared("create table prisma_notes (id serial primary key, text text not null)").await.unwrap();
    program.write();
    let insert = "insert into prisma_notes (text) values ($1)";
    let statement =
        |sql, values: Vec<sea_orm::Value>| Statement::from_sql_and_values(database.get_database_backend(), sql, values);
    database.execute_raw(statement(insert, vec![OURS.into()])).await.unwrap();
    let rows = database.query_all_raw(statement("select text from prisma_notes order by id", vec![])).await.unwrap();
    let rows: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert_both(&program, &rows);
}

/// Prisma decodes the path, like all clients here without `#[database(pathname)]`.
#[test]
#[ignore = "needs Node: run ./test"]
fn prisma_on_sqlite_and_diesel() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: ConnectionManager<SqliteConnection>,
    }
    diesel::table! {
        prisma_notes (id) {
            id -> Integer,
            text -> Text,
        }
    }
    if node().is_none() {
        return;
    }
    stdout("prisma generate", &prisma("generate", "sqlite", None));
    let (directory, urls) = sqlite();
    for (url, file) in urls.iter().zip(["app.db", "my app.db"]) {
        // Prisma accepts no other scheme.
        let url = url.replace("sqlite:", "file:");
        let program = Program::with_url("prisma-sqlite", &url).unwrap();
        let mut database = program.config::<Config>().database.connect().unwrap();
        let create = "create table prisma_notes (id integer primary key autoincrement not null, text text not null)";
        diesel::sql_query(create).execute(&mut database).unwrap();
        program.write();
        diesel::insert_into(prisma_notes::table).values(prisma_notes::text.eq(OURS)).execute(&mut database).unwrap();
        let rows = prisma_notes::table.order(prisma_notes::id).select(prisma_notes::text).load(&mut database).unwrap();
        assert_both(&program, &rows);
        assert!(directory.path().join(file).is_file());
    }
    assert_eq!(directory.path().read_dir().unwrap().count(), 2);
}

#[tokio::test]
#[ignore = "needs Node: run ./test"]
async fn drizzle_on_sqlite_and_sqlx() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(pathname)]
        database: SqliteConnectOptions,
    }
    let (directory, urls) = sqlite();
    for (escaped, url) in [false, true].into_iter().zip(urls) {
        let Some(program) = Program::with_url("drizzle-sqlite", &url) else { return };
        program.write();
        check_file(&program, directory.path(), escaped);
        let pool = sqlx::SqlitePool::connect_with(program.config::<Config>().database).await.unwrap();
        sqlx::query("insert into notes (text) values (?)").bind(OURS).execute(&pool).await.unwrap();
        let rows = sqlx::query_scalar("select text from notes order by id").fetch_all(&pool).await.unwrap();
        assert_both(&program, &rows);
    }
}

#[tokio::test]
#[ignore = "needs Node and PostgreSQL: run ./test"]
async fn drizzle_on_postgres_and_sqlx() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: PgConnectOptions,
    }
    let Some(program) = Program::with_url("drizzle-postgres", &postgres()) else { return };
    program.write();
    let pool = sqlx::PgPool::connect_with(program.config::<Config>().database).await.unwrap();
    sqlx::query("insert into drizzle_notes (text) values ($1)").bind(OURS).execute(&pool).await.unwrap();
    let rows = sqlx::query_scalar("select text from drizzle_notes order by id").fetch_all(&pool).await.unwrap();
    assert_both(&program, &rows);
}

#[test]
#[ignore = "needs Node: run ./test"]
fn knex_on_sqlite_and_rusqlite() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(pathname)]
        file: SqliteFile,
    }
    let (directory, urls) = sqlite();
    for (escaped, url) in [false, true].into_iter().zip(urls) {
        let Some(program) = Program::with_url("knex-sqlite", &url) else { return };
        program.write();
        check_file(&program, directory.path(), escaped);
        let file = program.config::<Config>().file;
        assert_both(&program, &rusqlite(&Connection::open_with_flags(&file.path, file.open_flags()).unwrap()));
    }
}

#[tokio::test]
#[ignore = "needs Node and PostgreSQL: run ./test"]
async fn knex_on_postgres_and_deadpool() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: deadpool_postgres::Config,
    }
    let Some(program) = Program::with_url("knex-postgres", &postgres()) else { return };
    program.write();
    let config = program.config::<Config>().database;
    let pool = config.create_pool(Some(Runtime::Tokio1), tokio_postgres::NoTls).unwrap();
    assert_both(&program, &tokio_postgres(&pool.get().await.unwrap(), "knex_notes").await);
}

#[test]
#[ignore = "needs Node: run ./test"]
fn node_sqlite_and_a_path() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(pathname)]
        file: PathBuf,
    }
    let (directory, urls) = sqlite();
    for (escaped, url) in [false, true].into_iter().zip(urls) {
        let Some(program) = Program::with_url("sqlite", &url) else { return };
        program.write();
        check_file(&program, directory.path(), escaped);
        assert_both(&program, &rusqlite(&Connection::open(program.config::<Config>().file).unwrap()));
    }
}

#[tokio::test]
#[ignore = "needs Node and PostgreSQL: run ./test"]
async fn pg_and_tokio_postgres() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: (tokio_postgres::Config, TlsPlan),
    }
    let server = servers::postgres();
    let ca = certificates().ca.display();
    let verified = server.url_as(servers::TLS_USER, "localhost", &format!("sslmode=verify-full&sslrootcert={ca}"));
    for url in [postgres(), verified] {
        let Some(program) = Program::with_url("pg", &url) else { return };
        let (config, tls) = program.config::<Config>().database;
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let connector = tls.postgres_rustls_with_provider(Roots::WebPki, provider).unwrap();
        let (client, connection) = config.connect(connector).await.unwrap();
        tokio::spawn(connection);
        program.write();
        assert_both(&program, &tokio_postgres(&client, "pg_notes").await);
        if config.get_user() == Some(server.user) {
            // The next user needs TLS and writes to its own schema.
            let schema = "create schema {}; grant all on schema {} to {}".replace("{}", servers::TLS_USER);
            client.batch_execute(&schema).await.unwrap();
        }
    }
}

#[tokio::test]
#[ignore = "needs Node and PostgreSQL: run ./test"]
async fn pg_and_tokio_postgres_from_libpqs_variables() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(libpq_env)]
        database: tokio_postgres::Config,
    }
    let server = servers::postgres();
    let variables = [
        ("PGHOST", server.host.to_owned()),
        ("PGPORT", server.port.to_string()),
        ("PGUSER", server.user.to_owned()),
        ("PGPASSWORD", server.password.to_owned()),
        ("PGDATABASE", server.database.to_owned()),
    ];
    let Some(program) = Program::new("pg-variables", variables) else { return };
    program.write();
    let config = program.config::<Config>().database;
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    assert_both(&program, &tokio_postgres(&client, "pg_variables_notes").await);
}

#[tokio::test]
#[ignore = "needs Node and MongoDB: run ./test"]
async fn mongodb_and_mongodb() {
    #[derive(DatabaseConfig)]
    struct Config {
        database: mongodb::options::ClientOptions,
    }
    let Some(program) = Program::with_url("mongodb", &servers::mongodb().url()) else { return };
    program.write();
    let client = mongodb::Client::with_options(program.config::<Config>().database).unwrap();
    let notes = client.default_database().unwrap().collection::<Document>("notes");
    notes.insert_one(doc! { "text": OURS }).await.unwrap();
    let mut cursor = notes.find(doc! {}).await.unwrap();
    let mut rows = Vec::new();
    while cursor.advance().await.unwrap() {
        rows.push(cursor.deserialize_current().unwrap().get_str("text").unwrap().to_owned());
    }
    assert_both(&program, &rows);
}

/// Redis, without and with TLS: `ioredis` and `redis` of Node, each with a Rust client.
#[test]
#[ignore = "needs Node and Redis: run ./test"]
fn ioredis_and_redis_and_redis() {
    #[derive(DatabaseConfig)]
    struct Config {
        cache: redis::ConnectionInfo,
    }
    tests::connector::install_provider();
    let server = servers::redis();
    let ca = certificates().ca.display().to_string();
    let encrypted =
        format!("rediss://{}:{}@localhost:{}/3?tls_ca={ca}", server.user, escaped(server.password), server.tls_port);
    for name in ["ioredis", "redis"] {
        let key = format!("{name}_notes");
        for url in [&server.url(), &encrypted] {
            let variables = [("REDIS_URL", url.clone()), ("NODE_EXTRA_CA_CERTS", ca.clone())];
            let Some(program) = Program::new(name, variables) else { return };
            program.write();
            let cache = program.config::<Config>().cache;
            let mut connection = redis::Client::open(cache).unwrap().get_connection().unwrap();
            redis::cmd("RPUSH").arg(&key).arg(OURS).exec(&mut connection).unwrap();
            let rows: Vec<String> = redis::cmd("LRANGE").arg(&key).arg(0).arg(-1).query(&mut connection).unwrap();
            assert_both(&program, &rows);
            redis::cmd("DEL").arg(&key).exec(&mut connection).unwrap();
        }
    }
}

/// Adds the Rust row and reads all rows.
fn rusqlite(database: &Connection) -> Vec<String> {
    database.execute("insert into notes (text) values (?)", [OURS]).unwrap();
    let mut query = database.prepare("select text from notes order by id").unwrap();
    query.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Adds the Rust row and reads all rows.
async fn tokio_postgres(client: &tokio_postgres::Client, table: &str) -> Vec<String> {
    client.execute(&format!("insert into {table} (text) values ($1)"), &[&OURS]).await.unwrap();
    let rows = client.query(&format!("select text from {table} order by id"), &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
