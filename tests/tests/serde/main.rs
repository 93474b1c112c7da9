//! `#[serde(with = "db_config::serde")]` on one field of a settings struct. figment, config, envy, a TOML file or a
//! JSON file fills the struct.

mod errors;
mod settings;
mod shapes;
mod urls;

use std::error::Error;
use std::fmt::Debug;

use db_config::serde::Deserializable;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

type Failure = Box<dyn Error>;

/// Has a field of the application and a field of db-config.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserializable")]
struct Settings<T> {
    port: u16,
    #[serde(with = "db_config::serde")]
    database_url: T,
}

const PORT: &str = "port = 80\n";

/// Parses the variable as `figment::providers::Env` does.
fn figment_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let value: figment::value::Value = url.parse()?;
    Ok(Figment::from(Toml::string(PORT)).merge(("database_url", value)).extract()?)
}

fn config_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let variables = [("DATABASE_URL".to_owned(), url.to_owned())].into_iter().collect();
    let config = config::Config::builder()
        .add_source(config::File::from_str(PORT, config::FileFormat::Toml))
        .add_source(config::Environment::default().source(Some(variables)));
    Ok(config.build()?.try_deserialize()?)
}

fn envy_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let variables = [("PORT", "80"), ("DATABASE_URL", url)];
    Ok(envy::from_iter(variables.map(|(name, value)| (name.to_owned(), value.to_owned())))?)
}

fn toml_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    let text = format!("{PORT}database_url = {}\n", toml::Value::String(url.to_owned()));
    Ok(toml::from_str::<toml::Table>(&text)?.try_into()?)
}

fn json_app<S: DeserializeOwned>(url: &str) -> Result<S, Failure> {
    Ok(serde_json::from_str(&json!({ "port": 80, "database_url": url }).to_string())?)
}

type App<S> = fn(&str) -> Result<S, Failure>;

fn apps<S: DeserializeOwned>() -> [(&'static str, App<S>); 5] {
    [("figment", figment_app), ("config", config_app), ("envy", envy_app), ("TOML", toml_app), ("JSON", json_app)]
}

#[track_caller]
fn read<T: Deserializable>(url: &str, check: impl Fn(T)) {
    for (name, app) in apps::<Settings<T>>() {
        let settings = app(url).unwrap_or_else(|error| panic!("{name}: {url}: {error}"));
        assert_eq!(settings.port, 80);
        check(settings.database_url);
    }
}

const POSTGRES: &str = "postgres://us%40er:p%40ss@db.example.com:5433/orders?sslmode=require";

const MYSQL: &str = "mysql://us%40er:p%40ss@db.example.com:3307/orders?sslmode=require";

const MONGODB: &str = "mongodb://us%40er:p%40ss@db.example.com:27018/orders";
