//! The `Deserialize` and `Serialize` of a `DatabaseUrl` itself.

use std::collections::HashMap;

use db_config::DatabaseUrl;
use tests::url;

#[test]
fn a_url_comes_from_a_document() {
    #[derive(Debug)]
    struct File(HashMap<String, DatabaseUrl>);
    let read = |text: &str| serde_json::from_str::<HashMap<String, DatabaseUrl>>(text).map(File);

    let text = "postgres://app@db.example.com:5433/orders?sslmode=verify-full";
    let File(urls) = read(&format!("{{\"orders\": {text:?}}}")).unwrap();
    assert_eq!(urls["orders"], url(text));
    // A URL without a secret survives the round trip.
    let again: DatabaseUrl = serde_json::from_str(&serde_json::to_string(&urls["orders"]).unwrap()).unwrap();
    assert_eq!((again.expose_secret(), again.tls()), (text, urls["orders"].tls()));
    // The document need not outlive the URL.
    let owned: DatabaseUrl = serde_json::from_value(serde_json::json!(text)).unwrap();
    let reader: DatabaseUrl = serde_json::from_reader(format!("{text:?}").as_bytes()).unwrap();
    assert_eq!((owned, reader), (url(text), url(text)));
    let escaped: DatabaseUrl = serde_json::from_str(r#""postgres://u:p\u0021\\x@h/d""#).unwrap();
    assert_eq!(escaped.password(), Some("p!\\x"));

    for text in [
        "postgres://app:hunter2@h:port/d",
        "postgres://app:hunter2@h/d?shcema=hunter2",
        "postgres://app:hunter2@h/d?sslmode=hunter2",
        "postgres://app:hunter2@ss@h/d",
        "hunter2",
        "amqp://app:hunter2@h",
    ] {
        let error = read(&format!("{{\"orders\": {text:?}}}")).unwrap_err();
        let shown = format!("{error} {error:#} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        // The error contains the message of the URL's own error.
        assert!(shown.contains(text.parse::<DatabaseUrl>().unwrap_err().message()), "{shown}");
    }
    for other in ["[\"hunter2\"]", "{\"url\":\"hunter2\"}", "null", "true"] {
        let error = serde_json::from_str::<DatabaseUrl>(other).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
