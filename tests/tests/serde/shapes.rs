//! Missing values, null, and lists.

use db_config::DatabaseUrl;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;
use serde_json::json;
use sqlx::postgres::PgConnectOptions;

use super::{POSTGRES, apps};

#[derive(Debug, Deserialize)]
struct Shapes {
    #[serde(default, with = "db_config::serde")]
    database_url: Option<DatabaseUrl>,
    #[serde(default, with = "db_config::serde")]
    replicas: Vec<PgConnectOptions>,
    #[serde(default, with = "db_config::serde")]
    shards: Option<Vec<DatabaseUrl>>,
}

#[test]
fn an_option_is_none_if_the_key_is_missing_or_null() {
    for (name, app) in apps::<Shapes>() {
        assert_eq!(app(POSTGRES).unwrap().database_url.unwrap().expose_secret(), POSTGRES, "{name}");
        // An unset variable is `None`, but an empty one is an error.
        let error = app("").err().unwrap().to_string();
        assert!(error.contains("the value is empty: set it to a URL, or unset it"), "{name}: {error}");
    }
    for shapes in [
        serde_json::from_str::<Shapes>("{}").unwrap(),
        serde_json::from_str(r#"{ "database_url": null, "shards": null }"#).unwrap(),
        toml::from_str("").unwrap(),
        envy::from_iter([]).unwrap(),
        Figment::new().extract().unwrap(),
        Figment::from(("database_url", None::<String>)).extract().unwrap(),
        config::Config::default().try_deserialize().unwrap(),
        config::Config::builder()
            .set_override("database_url", None::<String>)
            .unwrap()
            .build()
            .unwrap()
            .try_deserialize()
            .unwrap(),
    ] {
        assert!(shapes.database_url.is_none() && shapes.replicas.is_empty() && shapes.shards.is_none(), "{shapes:?}");
    }
}

#[test]
fn a_list_of_urls() {
    let text = r#"replicas = ["postgres://a.example.com/d", "postgres://b.example.com/d"]
        shards = ["mysql://u@h/a"]"#;
    let shapes: [Shapes; 3] = [
        toml::from_str(text).unwrap(),
        Figment::from(Toml::string(text)).extract().unwrap(),
        config::Config::builder()
            .add_source(config::File::from_str(text, config::FileFormat::Toml))
            .build()
            .unwrap()
            .try_deserialize()
            .unwrap(),
    ];
    for shapes in shapes {
        assert_eq!(
            shapes.replicas.iter().map(|replica| replica.get_host()).collect::<Vec<_>>(),
            ["a.example.com", "b.example.com"]
        );
        assert_eq!(shapes.shards.unwrap()[0].database(), Some("a"));
    }
    let wrong = r#"replicas = ["postgres://a.example.com/d", "mysql://b.example.com/d"]"#;
    let error = Figment::from(Toml::string(wrong)).extract::<Shapes>().unwrap_err().to_string();
    assert!(error.starts_with("expected a PostgreSQL URL, found `mysql://`"), "{error}");
}

#[test]
fn a_flattened_struct() {
    #[derive(Deserialize)]
    struct App {
        name: String,
        #[serde(flatten)]
        shapes: Shapes,
    }
    let app: App = serde_json::from_value(json!({ "name": "shop", "database_url": POSTGRES })).unwrap();
    assert_eq!((&*app.name, app.shapes.database_url.unwrap().expose_secret()), ("shop", POSTGRES));
    let app: App =
        envy::from_iter([("NAME".to_owned(), "shop".to_owned()), ("DATABASE_URL".to_owned(), POSTGRES.to_owned())])
            .unwrap();
    assert_eq!(app.shapes.database_url.unwrap().expose_secret(), POSTGRES);
}
