//! A URL is shown without its secrets. An invalid URL is not shown.

use tests::{error, url};

#[test]
fn shows_no_secret() {
    for (text, shown) in [
        ("postgres://app:hunter2@h/d?sslmode=require", "postgres://app:***@h/d?sslmode=require"),
        ("postgres://:hunter2@h/?user=u", "postgres://:***@h/?user=u"),
        ("postgres://h/d?user=app&password=hunter2", "postgres://h/d?user=app&password=***"),
        (
            "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:hunter2&w=1",
            "mongodb://h/?authMechanismProperties=***&w=1",
        ),
        ("sqlite:///data/app.db?mode=ro", "sqlite:///data/app.db?mode=ro"),
        ("sqlite://admin:hunter2@host/app.db", "sqlite://admin:***@host/app.db"),
        ("file://admin:hun/ter2@host/app.db", "file://admin:***@host/app.db"),
    ] {
        let url = url(text);
        assert_eq!(url.redacted(), shown);
        assert_eq!(url.to_string(), shown);
        assert_eq!(serde_json::to_string(&url).unwrap(), format!("{shown:?}"));
        assert!(!format!("{url:?} {url:#?}").contains("hunter2"));
        assert_eq!(url.expose_secret(), text);
    }
}

#[test]
fn errors_show_no_secret() {
    for text in [
        "postgres://app:hunter2@ss@h/d",
        "postgres://app:hunter2#ss@h/d",
        "postgres://app:hunter2/ss@h/d",
        "postgres://app:1?hunter2=ss@h/d",
        "postgres://app:%hunter2@h/d",
        "postgres://app:hunter2@h:port/d",
        "postgres://app:hunter2@h/d?bogus=hunter2",
        "postgres://app:hunter2@h/d?sslpassword=hunter2&sslcert=x",
        "libsql://h?authToken=hunter2",
        "app:hunter2@h/d",
        "hunter2",
        "Server=h;Password=hunter2",
        "mysql://u:p@h/d?ssl={\"passphrase\":\"hunter2\"}",
        "postgres://h/d?sslmode=hunter2",
        "postgres://h/d?sslcert=x&sslkey=-----BEGIN%20PRIVATE%20KEY-----hunter2",
        "postgres://user:12?hunter2=x&y=1@host/db",
    ] {
        let error = error(text);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{text}: {error:?}");
        assert!(std::error::Error::source(&error).is_none());
    }
}
