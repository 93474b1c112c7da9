use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
enum Store {
    #[database(env = "STORE_URL", default = "sqlite:app.db", schemes("sqlite"))]
    #[database(tls = "require", default_tls = "prefer")]
    #[database(parse, skip)]
    Sqlite(SqliteFile),
}

fn main() {}
