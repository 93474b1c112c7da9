use db_config::{Connect, DatabaseConfig};
use ui::client::Pool;

#[derive(DatabaseConfig)]
struct Config {
    orders: Connect<Pool>,
}

fn main() {}
