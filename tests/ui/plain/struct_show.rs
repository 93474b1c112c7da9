use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
#[database(show)]
struct Config {
    #[database(env = "NAME", parse)]
    name: String,
}

fn main() {}
