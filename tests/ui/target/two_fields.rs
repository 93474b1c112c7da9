use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "ORDERS_URL")]
    orders: Vec<u8>,

    #[database(env = "SALES_URL", schemes("postgres"))]
    sales: Vec<u8>,
}

fn main() {
    let _ = Config::from_env();
}
