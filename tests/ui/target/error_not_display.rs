use db_config::DatabaseConfig;

struct Silent;

struct Port(u16);

impl std::str::FromStr for Port {
    type Err = Silent;

    fn from_str(text: &str) -> Result<Self, Silent> {
        text.parse().map(Port).map_err(|_| Silent)
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "PORT", parse)]
    port: Option<Port>,
}

fn main() {
    let _ = Config::from_env();
}
