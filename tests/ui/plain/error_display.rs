use db_config::DatabaseConfig;

struct Level;

impl std::str::FromStr for Level {
    type Err = ();

    fn from_str(_: &str) -> Result<Self, ()> {
        Ok(Level)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "LEVEL", secret)]
    level: Option<Level>,
}

fn main() {}
