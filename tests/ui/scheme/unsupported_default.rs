use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(default = "postgres://localhost/orders")]
    orders: std::path::PathBuf,
}

fn main() {}
