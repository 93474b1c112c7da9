use db_config::DatabaseConfig;

struct Shop;

#[derive(DatabaseConfig)]
struct Config {
    #[database(flatten)]
    shop: Shop,
}

fn main() {}
