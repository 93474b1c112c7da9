use db_config::{DatabaseConfig, DatabaseUrl};

struct Clock<T>(T);

#[derive(DatabaseConfig)]
struct Config {
    orders: DatabaseUrl,

    #[database(skip)]
    clock: Clock<u8>,
}

fn main() {
    let _ = Config::from_env();
}
