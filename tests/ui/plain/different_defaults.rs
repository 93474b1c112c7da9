use db_config::DatabaseConfig;

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", parse, default = "1")]
    a: u16,

    #[database(env = "PORT", parse, default = "2")]
    b: u16,
}

fn main() {}
