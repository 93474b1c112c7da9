use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
#[database(show)]
struct Config {
    #[database(env = "NAME", from_str)]
    name: String,
}

fn main() {}
