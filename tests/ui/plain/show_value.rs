use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "NAME", show = true)]
    name: String,
}

fn main() {}
