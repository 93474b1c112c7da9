use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(default_tls = "on")]
    orders: DatabaseUrl,
    #[database(env = "SALES_URL", default_tls)]
    sales: DatabaseUrl,
    #[database(env = "PORT", parse, default_tls = "prefer")]
    port: u16,
}

fn main() {}
