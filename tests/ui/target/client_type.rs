use db_config::{DatabaseConfig, PoolSettings};
use ui::client::ConnectOptions;

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    orders: ConnectOptions,

    #[database(env = "USERS_URL")]
    users: Option<ConnectOptions>,

    #[database(env = "EVENTS_URL", max_connections = 5)]
    events: (ConnectOptions, PoolSettings),
}

fn main() {}
