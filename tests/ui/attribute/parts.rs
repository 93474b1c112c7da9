//! The attribute `parts`.

use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Values {
    #[database(env = "A_URL", parts = "")]
    a: DatabaseUrl,
    #[database(env = "B_URL", parts("DB_", hots = "HOST"))]
    b: DatabaseUrl,
    #[database(env = "C_URL", parts("DB_", host = "X", host = "Y"))]
    c: DatabaseUrl,
    #[database(env = "F_URL", parts("DB_" host = "X"))]
    f: DatabaseUrl,
    #[database(env = "G_URL", parts("DB_", host = "X", port = "X"))]
    g: DatabaseUrl,
    #[database(env = "D_URL", libpq_env, parts = "PG")]
    d: DatabaseUrl,
    #[database(env = "E", parse, parts)]
    e: u16,
}

#[derive(DatabaseConfig)]
struct Lists {
    #[database(parts)]
    all: Vec<DatabaseUrl>,
}

#[derive(DatabaseConfig)]
#[database(parts = "DB_")]
struct Container {
    url: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Shared {
    #[database(env = "A_URL", parts = "DB_")]
    a: DatabaseUrl,
    #[database(env = "B_URL", parts = "DB_")]
    b: DatabaseUrl,
    #[database(env = "DB_PORT", parse)]
    port: u16,
}

#[derive(DatabaseConfig)]
struct Flattened {
    #[database(env = "DB_PORT", parse)]
    port: u16,
    #[database(flatten)]
    inner: Inner,
}

#[derive(DatabaseConfig)]
struct Inner {
    #[database(parts = "DB_")]
    url: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Logins {
    #[database(parts = "DB_")]
    a: DatabaseUrl,
    #[database(env = "DB_URL")]
    b: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct Secrets {
    #[database(parts = "DB_")]
    a: DatabaseUrl,
    #[database(env = "DATABASE_SECRET", parse)]
    key: String,
    #[database(env = "DB_SECRET", parse)]
    other_key: String,
}

#[derive(DatabaseConfig)]
struct FlattenedLogin {
    #[database(env = "DB_URL")]
    b: DatabaseUrl,
    #[database(flatten)]
    inner: Inner,
}

fn main() {}
