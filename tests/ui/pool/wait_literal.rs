use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "USERS_URL", wait = 30)]
    users: DatabaseUrl,
    #[database(env = "STOCK_URL", wait = "soon")]
    stock: DatabaseUrl,
}

fn main() {}
