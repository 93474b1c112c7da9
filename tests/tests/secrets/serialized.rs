//! The input and output of serde.

use db_config::DatabaseUrl;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::{Deserialize, Serialize};

use super::search::{Search, search_all};
use super::urls;

#[derive(Serialize, Deserialize)]
struct Settings {
    #[serde(with = "db_config::serde")]
    database_url: DatabaseUrl,
    #[serde(default, with = "db_config::serde")]
    option: Option<DatabaseUrl>,
    #[serde(default, with = "db_config::serde")]
    list: Vec<DatabaseUrl>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Client {
    #[serde(deserialize_with = "db_config::serde::deserialize")]
    database_url: sqlx::postgres::PgConnectOptions,
}

/// Uses the `Deserialize` of the type itself instead of the module.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Own {
    database_url: DatabaseUrl,
}

#[test]
fn in_the_input_and_output_of_serde() {
    search_all(search, &[]);
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    for url in urls::valid(&canary.escaped()) {
        let settings = read::<Settings>(search, &url.clone().into()).expect("it is valid");
        let shown = [
            serde_json::to_string(&settings).expect("it can be serialized"),
            serde_json::to_string_pretty(&settings).expect("it can be serialized"),
            toml::to_string(&settings).expect("it can be serialized"),
            format!("{:?}", figment::value::Value::serialize(&settings).expect("it can be serialized")),
            format!("{:?}", config::Config::try_from(&settings).expect("it can be serialized")),
        ];
        search.text("serialize", &shown.join("\n"));
        search.text(
            "Serializable",
            &serde_json::to_string(&[settings.option, Some(settings.database_url)]).expect("it can be serialized"),
        );
        read::<Client>(search, &url.clone().into());
        read::<Own>(search, &url.into());
    }
    let values = urls::broken(&canary.secret).into_iter().map(serde_json::Value::from).chain([
        serde_json::json!([canary.secret]),
        serde_json::json!({ "url": canary.secret }),
        serde_json::json!([[canary.secret]]),
    ]);
    for value in values {
        read::<Settings>(search, &value);
        read::<Client>(search, &value);
        read::<Own>(search, &value);
    }
}

/// Reads the value with each deserializer, and returns the result of the first.
fn read<T: for<'de> Deserialize<'de>>(search: &mut Search, value: &serde_json::Value) -> Option<T> {
    let json = serde_json::json!({ "database_url": value, "option": value, "list": [value] });
    let text = json.to_string();
    let figment = figment::Figment::from(figment::providers::Serialized::defaults(&json));
    let config = config::Config::try_from(&json);
    let pair = [("database_url", value.as_str().unwrap_or("x"))];
    let results: [Result<T, Box<dyn std::error::Error>>; 7] = [
        serde_json::from_str(&text).map_err(Into::into),
        serde_json::from_value(json.clone()).map_err(Into::into),
        figment.extract().map_err(Into::into),
        config.and_then(config::Config::try_deserialize).map_err(Into::into),
        envy::from_iter(pair.map(|(name, value)| (name.to_owned(), value.to_owned()))).map_err(Into::into),
        toml::Value::try_from(&json).map_err(Into::into).and_then(|table| Ok(table.try_into()?)),
        T::deserialize(MapDeserializer::new(pair.into_iter())).map_err(|error: ValueError| error.into()),
    ];
    let mut first = None;
    for result in results {
        match result {
            Ok(value) => first = first.or(Some(value)),
            Err(error) => {
                search.text("deserialize", &format!("{error} {error:#} {error:?} {error:#?}"));
                search.text("Deserializable", &error.source().map(ToString::to_string).unwrap_or_default());
            }
        }
    }
    first
}

/// `toml::from_str` is the exception. Its error quotes the line of the file, regardless of the message of db-config.
#[test]
fn toml_from_str_shows_its_line() {
    let text = "database_url = 'postgres://app:S3cr3tPw@h/d?shcema=a'";
    let error = toml::from_str::<Settings>(text).err().expect("it is an unknown parameter");
    assert!(error.to_string().contains("S3cr3tPw") && !error.message().contains("S3cr3tPw"), "{error}");
}
