//! URLs as values: which are equal, and their hashes.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use db_config::DatabaseUrl;
use tests::url;

#[test]
#[allow(clippy::mutable_key_type, reason = "the pathname that is kept is no part of what is compared")]
fn urls_are_the_keys_of_a_map() {
    let texts = ["postgres://a/d", "postgres://b/d", "postgres://a/d", "postgresql://a/d", "sqlite::memory:"];
    let set: HashSet<DatabaseUrl> = texts.iter().chain(&["sqlite::memory:"]).map(|text| url(text)).collect();
    assert_eq!(set.len(), 4);
    assert!(set.contains(&url("postgres://b/d")) && !set.contains(&url("postgres://c/d")));
    let hash = |url: &DatabaseUrl| {
        let mut hasher = DefaultHasher::new();
        url.hash(&mut hasher);
        hasher.finish()
    };
    let (one, other) = (url("postgres://u:a@h/d"), url("postgres://u:b@h/d"));
    assert_eq!((hash(&one), &one), (hash(&one.clone()), &one.clone()));
    // They differ in something that neither shows.
    assert!(one != other && one.to_string() == other.to_string());
    let pools = HashMap::from([(one, 1), (other, 2)]);
    assert_eq!(pools[&url("postgres://u:b@h/d")], 2);
}
