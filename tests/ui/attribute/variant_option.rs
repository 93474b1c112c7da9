use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
enum Store {
    #[database(env = "STORE_URL", default = "sqlite:app.db", tls = "require", schemes("sqlite"))]
    #[database(from_str, skip)]
    Sqlite(SqliteFile),
}

fn main() {}
