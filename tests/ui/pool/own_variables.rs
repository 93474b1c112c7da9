//! An own variable of a pool option that is already read for something else, or that the type does not support.

use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, SqliteFile};

type Orders = (DatabaseUrl, PoolSettings);

#[derive(DatabaseConfig)]
struct Unsupported {
    #[database(max_connections(env = "SIZE"))]
    orders: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct OfTheField {
    #[database(
        max_connections(env = "DATABASE_URL"),
        min_connections(env = "PG_PASSWORD"),
        idle_timeout(env = "DATABASE_MAX_LIFETIME"),
        acquire_timeout(env = "PG_HOST"),
        parts = "PG_"
    )]
    orders: Orders,
}

#[derive(DatabaseConfig)]
struct OfAnother {
    #[database(
        env = "A_URL",
        max_connections(env = "B_URL"),
        min_connections(env = "B_MAX_CONNECTIONS"),
        idle_timeout(env = "B_TLS"),
        acquire_timeout(env = "PORT")
    )]
    a: Orders,
    #[database(env = "B_URL")]
    b: Orders,
    #[database(env = "PORT", parse)]
    port: u16,
}

#[derive(DatabaseConfig)]
struct OfParts {
    #[database(env = "A_URL", max_connections(env = "DB_SECRET"))]
    a: Orders,
    #[database(env = "B_URL", parts = "DB_")]
    b: Orders,
}

#[derive(DatabaseConfig)]
struct OfAFile {
    #[database(max_connections(env = "DATABASE_URL_FILE"))]
    orders: Orders,
}

#[derive(DatabaseConfig)]
struct OfLibpq {
    #[database(max_connections(env = "PGPASSWORD"), idle_timeout(env = "PGCONNECT_TIMEOUT", unit = "s"))]
    orders: Orders,
}

#[derive(DatabaseConfig)]
struct InAnotherCase {
    #[database(max_connections(env = "database_url"))]
    orders: Orders,
}

#[derive(DatabaseConfig)]
struct ItsFile {
    #[database(max_connections(env = "SIZE"), min_connections(env = "DATABASE_TLS_FILE"))]
    orders: Orders,
    #[database(env = "SIZE_FILE", parse)]
    size: u16,
}

#[derive(DatabaseConfig)]
struct Units {
    #[database(env = "A_URL", idle_timeout(env = "TIMEOUT", unit = "s"))]
    a: Orders,
    #[database(env = "B_URL", idle_timeout(env = "TIMEOUT", unit = "ms"), max_connections(env = "TIMEOUT"))]
    b: Orders,
}

#[derive(DatabaseConfig)]
struct UnitsOfOneUrl {
    #[database(idle_timeout(env = "IDLE", unit = "s"))]
    a: Orders,
    #[database(env = "DATABASE_URL", idle_timeout(env = "IDLE", unit = "ms"))]
    b: Orders,
}

#[derive(DatabaseConfig)]
struct UnitsWithoutEnv {
    #[database(idle_timeout(unit = "s"))]
    a: Orders,
    #[database(env = "DATABASE_URL", idle_timeout(unit = "ms"))]
    b: Orders,
}

#[derive(DatabaseConfig)]
struct InnerUnits {
    #[database(idle_timeout(unit = "ms"))]
    inner: Orders,
}

#[derive(DatabaseConfig)]
struct UnitsAcrossFlatten {
    #[database(flatten)]
    inner: InnerUnits,
    #[database(env = "DATABASE_URL", idle_timeout(unit = "s"))]
    outer: Orders,
}

#[derive(DatabaseConfig)]
#[database(max_connections(env = "SIZE"), idle_timeout(env = "DATABASE_URL"))]
enum Store {
    #[database(min_connections(env = "DATABASE_MAX_LIFETIME"))]
    Sqlite((PoolSettings, SqliteFile)),
}

#[derive(DatabaseConfig)]
#[database(max_connections(env = "SIZE"))]
enum Sized {
    Sqlite((PoolSettings, SqliteFile)),
}

#[derive(DatabaseConfig)]
struct OfAType {
    #[database(env = "A_URL")]
    a: Sized,
    #[database(env = "SIZE", parse)]
    size: u16,
}

#[derive(DatabaseConfig)]
struct Inner {
    #[database(env = "INNER_URL", max_connections(env = "SIZE"))]
    inner: Orders,
}

#[derive(DatabaseConfig)]
struct Outer {
    #[database(flatten)]
    inner: Inner,
    #[database(env = "SIZE", parse)]
    size: u16,
}

fn main() {}
