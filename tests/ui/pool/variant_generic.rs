use db_config::{DatabaseConfig, PoolSettings, SqliteFile};

#[derive(DatabaseConfig)]
enum Store<T> {
    #[database(max_connections = 5)]
    Sqlite(T),
}

#[derive(DatabaseConfig)]
struct Config {
    pool: Store<(SqliteFile, PoolSettings)>,

    #[database(env = "FILE_URL")]
    file: Store<SqliteFile>,
}

fn main() {}
