use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    #[database(evn = "ORDERS_URL")]
    orders: DatabaseUrl,
}

fn main() {
    println!("{:?}", Config::from_env().unwrap());
}
