use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
enum Store {
    #[database(env = "STORE_URL", default = "sqlite:app.db", schemes("sqlite"))]
    #[database(tls = "require", default_tls = "prefer")]
    #[database(from_str, skip)]
    Sqlite(SqliteFile),
}

fn main() {}
