use db_config::DatabaseConfig;

struct Duration;

impl std::str::FromStr for Duration {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Duration)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "WAIT", from_str)]
    wait: Duration,
}

fn main() {}
