//! Two URLs from the environment, the way each configuration crate's documentation does it. Theirs are of type
//! `url::Url`, which is the least that finds a typo.

use std::env;
use std::hint::black_box;

use db_config::{DatabaseConfig, DatabaseUrl};
use envconfig::Envconfig;
use serde::Deserialize;
use url::Url;

#[derive(DatabaseConfig)]
struct Ours {
    _database_url: DatabaseUrl,
    #[database(env = "EVENTS_URL")]
    _events_url: DatabaseUrl,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Serde {
    database_url: Url,
    events_url: Url,
}

#[derive(Envconfig)]
#[allow(dead_code)]
struct WithEnvconfig {
    #[envconfig(from = "DATABASE_URL")]
    database_url: Url,
    #[envconfig(from = "EVENTS_URL")]
    events_url: Url,
}

#[derive(confique::Config)]
#[allow(dead_code)]
struct WithConfique {
    #[config(env = "DATABASE_URL")]
    database_url: Url,
    #[config(env = "EVENTS_URL")]
    events_url: Url,
}

pub(crate) fn ours() {
    black_box(Ours::from_env().unwrap());
}

/// The bound is what it costs to look the pool's eight variables up and to read what a `Url` leaves unread.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, f64, fn())> {
    let all: [(&str, f64, fn()); 6] = [
        ("two URLs; `env::var`", 9.5, by_hand),
        ("two URLs; envconfig", 9.5, || drop(black_box(WithEnvconfig::init_from_env().unwrap()))),
        ("two URLs; envy", 5.5, || drop(black_box(envy::from_env::<Serde>().unwrap()))),
        ("two URLs; confique", 9.5, || {
            drop(black_box(<WithConfique as confique::Config>::builder().env().load().unwrap()));
        }),
        ("two URLs; figment", 1.25, || {
            let figment = figment::Figment::from(figment::providers::Env::raw());
            drop(black_box(figment.extract::<Serde>().unwrap()));
        }),
        ("two URLs; config", 2.0, || {
            let config = config::Config::builder().add_source(config::Environment::default()).build().unwrap();
            drop(black_box(config.try_deserialize::<Serde>().unwrap()));
        }),
    ];
    all.into_iter()
}

fn by_hand() {
    let read = |name| Url::parse(&env::var(name).unwrap()).unwrap();
    black_box([read("DATABASE_URL"), read("EVENTS_URL")]);
}
