use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
#[database(libpq_env, default_tls = "off")]
enum Store {
    File(SqliteFile),
}

fn main() {}
