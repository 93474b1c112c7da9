use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
#[database(libpq_env, tls = "off")]
enum Store {
    File(SqliteFile),
}

fn main() {}
