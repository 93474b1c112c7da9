//! A Redis socket has no TLS, and its URL has three slashes.
use db_config::{DatabaseConfig, DatabaseUrl};

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "REDIS_URL", default = "redis+unix:///run/redis.sock?tls=true")]
    cache: DatabaseUrl,
    #[database(env = "QUEUE_URL", default = "unix:/run/redis.sock")]
    queue: DatabaseUrl,
}

fn main() {}
