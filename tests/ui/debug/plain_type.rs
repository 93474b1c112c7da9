use db_config::DatabaseConfig;

struct Level;

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Level)
    }
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    #[database(env = "LEVEL", show)]
    level: Level,
}

fn main() {}
