use db_config::{DatabaseConfig, DatabaseUrl, PoolSettings, SqliteFile};

#[derive(DatabaseConfig)]
#[database(min_connections = 10)]
enum Store {
    #[database(max_connections = 5)]
    Sqlite((SqliteFile, PoolSettings)),
}

#[derive(DatabaseConfig)]
#[database(max_connections = 5)]
enum Both {
    #[database(min_connections = 10, max_connections = 20)]
    Url((DatabaseUrl, PoolSettings)),
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(min_connections = 30)]
    both: Both,

    #[database(env = "SCHEMES_URL", min_connections = 15)]
    fits: Both,
}

#[derive(DatabaseConfig)]
#[database(env = "OUTER_URL", max_connections = 9)]
enum Outer {
    Both(Both),
}

fn main() {}
