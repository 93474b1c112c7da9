//! No client is left out of the fuzz targets, which are built by themselves, and so cannot say it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What no target checks, and why.
const EXEMPT: [(&str, &str); 2] = [
    (
        "diesel_async::AsyncDieselConnectionManager",
        "nobody can read it; its texts are deadpool-postgres' and refinery's",
    ),
    ("diesel::ConnectionManager", "nobody can read it; its text is that of `DieselUrl`"),
];

/// A client's file and the type of its settings.
fn targets() -> BTreeSet<(String, String)> {
    let folder = root().join("db-config/src/clients");
    let targets = files(&folder).into_iter().flat_map(|file| {
        let first = file.strip_prefix(&folder).expect("it is in it").iter().next().expect("it has a name").to_owned();
        let client = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        after(&read(&file), "FromDatabaseUrl for ").into_iter().map(move |name| (client.clone(), name))
    });
    targets.collect()
}

/// The types, as they are spelled, that a check of a target asks for.
fn checked() -> BTreeSet<String> {
    let files = files(&root().join("fuzz/src/clients"));
    let asked = files.iter().map(|file| read(file)).flat_map(|text| {
        let types = ["settings::<", "made::<"].map(|call| after(&text, call));
        types.concat()
    });
    asked.collect()
}

/// The paths behind a word, each of the two of a tuple.
fn after(text: &str, word: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let behind = code.filter_map(|line| line.split_once(word)).flat_map(|(_, behind)| match behind.strip_prefix('(') {
        Some(tuple) => tuple.split(')').next().unwrap_or_default().split(", ").collect(),
        None => vec![behind],
    });
    let path = |text: &str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
        text[..end].trim_matches(':').to_owned()
    };
    behind.map(path).collect()
}

/// Whether a spelled path is this type; what several clients call by the same name is spelled with the client.
fn is_of(spelled: &str, client: &str, name: &str) -> bool {
    match spelled.rsplit_once("::") {
        Some((path, last)) => last == name && path.split("::").next() == Some(client),
        None => spelled == name,
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the sources can be read");
    let paths = entries.map(|entry| entry.expect("the sources can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn every_client_has_a_fuzz_check() {
    let (targets, checked) = (targets(), checked());
    for known in
        ["tokio_postgres::Config", "sqlx::PoolOptions", "mongodb::ClientOptions", "pool_settings::PoolSettings"]
    {
        let (client, name) = known.split_once("::").expect("it has both");
        assert!(targets.contains(&(client.to_owned(), name.to_owned())), "{known} in {targets:#?}");
    }
    for (client, name) in &targets {
        let target = format!("{client}::{name}");
        let is_exempt = EXEMPT.iter().any(|(exempt, _)| *exempt == target);
        let is_checked = checked.iter().any(|spelled| is_of(spelled, client, name));
        assert!(is_exempt != is_checked, "{target}: is exempt: {is_exempt}, is checked: {is_checked}, of {checked:#?}");
    }
    for (exempt, why) in EXEMPT {
        assert!(targets.iter().any(|(client, name)| format!("{client}::{name}") == exempt), "{exempt} is gone: {why}");
    }
}
