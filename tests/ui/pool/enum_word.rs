use db_config::{DatabaseConfig, SqliteFile};

#[derive(DatabaseConfig)]
#[database(max_connections = 20)]
enum Store {
    Sqlite(SqliteFile),
}

fn main() {}
