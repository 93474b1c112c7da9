use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
#[database(env = "DATABASE_URL")]
struct Config {
    orders: db_config::DatabaseUrl,

    #[database(parse)]
    port: u16,
}

fn main() {}
