//! `peers CRATE` reads two database URLs from environment variables as the crate's documentation recommends. It prints
//! the config with `{:?}`, or the error as `main` would. The crate's own redaction is turned on.

use std::env;
use std::fmt::{Debug, Display};
use std::process::ExitCode;

use envconfig::Envconfig;
use serde::Deserialize;
use url::Url;

fn main() -> ExitCode {
    let name = env::args().nth(1).expect("the name of a crate");
    match name.as_str() {
        "db-config" => show(ours()),
        "env::var" => show(by_hand()),
        "figment" => show(figment::Figment::from(figment::providers::Env::raw()).extract::<Serde>()),
        "config" => show(from_config()),
        "envy" => show(envy::from_env::<Serde>()),
        "envconfig" => show(WithEnvconfig::init_from_env()),
        "confique" => show(<WithConfique as confique::Config>::builder().env().load()),
        "conf" => show(<WithConf as conf::Conf>::try_parse_from(["peers"], env::vars_os())),
        "clap" => show(<WithClap as clap::Parser>::try_parse_from(["peers"])),
        other => panic!("unknown crate: `{other}`"),
    }
}

fn show<T: Debug, E: Debug + Display>(loaded: Result<T, E>) -> ExitCode {
    match loaded {
        Ok(settings) => {
            println!("{settings:?}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}\n{error:?}");
            ExitCode::FAILURE
        }
    }
}

fn ours() -> Result<impl Debug, db_config::ConfigError> {
    use db_config::{DatabaseConfig, DatabaseUrl};

    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        #[database(schemes("postgres"))]
        database_url: DatabaseUrl,
        #[database(env = "EVENTS_URL", schemes("postgres"))]
        events_url: DatabaseUrl,
    }

    Config::from_env()
}

fn by_hand() -> Result<impl Debug, Box<dyn std::error::Error>> {
    let read = |name| Ok::<_, Box<dyn std::error::Error>>(Url::parse(&env::var(name)?)?);
    Ok([read("DATABASE_URL")?, read("EVENTS_URL")?])
}

fn from_config() -> Result<impl Debug, config::ConfigError> {
    let config = config::Config::builder().add_source(config::Environment::default()).build()?;
    config.try_deserialize::<Serde>()
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Serde {
    database_url: Url,
    events_url: Url,
}

#[derive(Debug, Envconfig)]
#[allow(dead_code)]
struct WithEnvconfig {
    #[envconfig(from = "DATABASE_URL")]
    database_url: Url,
    #[envconfig(from = "EVENTS_URL")]
    events_url: Url,
}

#[derive(Debug, confique::Config)]
#[allow(dead_code)]
struct WithConfique {
    #[config(env = "DATABASE_URL")]
    database_url: Url,
    #[config(env = "EVENTS_URL")]
    events_url: Url,
}

#[derive(Debug, conf::Conf)]
#[allow(dead_code)]
struct WithConf {
    #[arg(env, secret)]
    database_url: Url,
    #[arg(env, secret)]
    events_url: Url,
}

#[derive(Debug, clap::Parser)]
#[allow(dead_code)]
struct WithClap {
    #[arg(long, env, hide_env_values = true)]
    database_url: Url,
    #[arg(long, env, hide_env_values = true)]
    events_url: Url,
}
