//! Percent-encoding: decoding, and characters that must be encoded.

use db_config::{DatabaseUrl, ProblemKind};
use proptest::prelude::*;
use tests::{error, url};

#[test]
fn decodes_every_part() {
    let url = url(
        "postgres://us%40er:p%40ss%2F%23%3A@[2001:db8::1]:5433/my%2Fdb?application_name=a%20b+c&options=-c%20x%3D1",
    );
    assert_eq!(url.username(), Some("us@er"));
    assert_eq!(url.password(), Some("p@ss/#:"));
    assert_eq!((url.host(), url.port()), (Some("2001:db8::1"), Some(5433)));
    assert_eq!(url.database(), Some("my/db"));
    let pairs: Vec<_> = url.query_pairs().collect();
    assert_eq!(pairs, [("application_name", "a b+c"), ("options", "-c x=1")]);
}

#[test]
fn an_unescaped_character_gets_an_example_url() {
    for (text, escape) in [("postgres://u:hun@ter2@h/d", "%40"), ("mysql://u:hunter2#x@h/d", "%23")] {
        let help = error(text).help().to_owned();
        assert!(help.contains(&format!("pass{escape}word@host/database")) && help.contains("jq"), "{help}");
        assert!(!format!("{:#}", error(text)).contains("ter2"));
    }
    let either = error("postgres://u:hunter2@h/my@db");
    assert_eq!(either.kind(), ProblemKind::AtSignInPath);
    assert!(either.help().contains("%2F") && either.help().contains("%40"), "{either}");
    assert_eq!(url("postgres://user:top:secret@host/d").password(), Some("top:secret"));
    assert_eq!(url("mysql://user:top:secret@host/d").password(), Some("top:secret"));
    assert_eq!(error("mongodb://user:top:secret@host/d").kind(), ProblemKind::UnescapedCharacter(':'));
    assert_eq!(error("postgres://app:***@host/d").kind(), ProblemKind::Placeholder);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Decoding returns the original characters.
    #[test]
    fn escapes_are_undone(user in "\\PC{1,10}", password in "\\PC{1,10}", database in "\\PC{1,10}") {
        let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let text = format!("postgres://{}:{}@h/{}", escape(&user), escape(&password), escape(&database));
        let url: DatabaseUrl = text.parse().unwrap();
        prop_assert_eq!(url.username(), Some(user.as_str()));
        prop_assert_eq!(url.password(), Some(password.as_str()));
        prop_assert_eq!(url.database(), Some(database.as_str()));
    }
}
