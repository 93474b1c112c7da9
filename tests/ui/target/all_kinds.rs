// What the macro sees, a type, a scheme and a default: all of it in one compile.
use db_config::{DatabaseConfig, DatabaseUrl};
use std::path::PathBuf;

#[derive(DatabaseConfig)]
struct Config {
    #[database(evn = "ORDERS_URL")]
    orders: DatabaseUrl,

    #[database(env = "USERS_URL")]
    users: Vec<u8>,

    #[database(env = "CACHE_URL", schemes("mysql"))]
    cache: PathBuf,

    #[database(env = "EVENTS_URL", default = "postgres://localhost:port/events")]
    events: DatabaseUrl,
}

fn main() {
    let _ = Config::from_env();
}
