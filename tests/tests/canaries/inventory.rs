//! What the library has, as its source says it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::search::Searched;

/// The only ways to a secret.
const TELLING: [&str; 5] =
    ["DatabaseUrl::expose", "DatabaseUrl::password", "DatabaseUrl::query_pairs", "DieselUrl::expose", "Secret::expose"];

/// Every public name, every form that a public type has, and every method of one that gives a text.
pub fn public() -> Searched {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../db-config/src");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let modules = ["lib.rs", "resolved.rs", "serde.rs"].map(|file| read(&src.join(file)));
    // One without content is a page of the documentation.
    let open = modules[0].lines().filter_map(|line| line.strip_prefix("pub mod ")).filter(|line| line.ends_with(';'));
    assert_eq!(
        open.collect::<Vec<_>>(),
        ["resolved;", "serde;", "__private;"],
        "a new public module is to be read here"
    );

    let names: BTreeSet<String> = modules.iter().flat_map(|text| names_of(text)).collect();
    let mut public: Searched = names.iter().map(|name| ("Name", name.clone())).collect();
    for file in files(&src) {
        let text = read(&file);
        let forms = forms_of(&text).into_iter().chain(methods_of(&text));
        public.extend(forms.filter(|(_, name)| {
            let of = name.split("::").next().unwrap_or(name);
            names.contains(of) && !TELLING.contains(&name.as_str())
        }));
    }
    public
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the sources can be read");
    let paths = entries.map(|entry| entry.expect("the sources can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What a module exports: `pub use`, and what it defines itself.
fn names_of(module: &str) -> Vec<String> {
    let code: String =
        module.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let used = code.match_indices("pub use ").flat_map(|(at, word)| {
        let path = code[at + word.len()..].split(';').next().unwrap_or_default();
        let list = path.split_once('{').map_or_else(|| path.rsplit("::").next().unwrap_or(path), |(_, list)| list);
        list.split([',', '}'])
            .map(|name| name.trim().rsplit(" as ").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    });
    let defined = ["pub struct ", "pub enum ", "pub trait ", "pub fn "].into_iter().flat_map(|word| {
        let lines = code.lines().filter_map(move |line| line.strip_prefix(word));
        lines.map(|rest| identifier(rest).to_owned())
    });
    used.chain(defined).filter(|name| !name.is_empty()).collect()
}

/// What is implemented or derived in a file, for which name.
fn forms_of(file: &str) -> Vec<(&'static str, String)> {
    const DERIVED: [&str; 3] = ["Debug", "Serialize", "Diagnostic"];
    const FORMS: [(&str, &str); 7] = [
        ("fmt::Debug for ", "Debug"),
        ("fmt::Display for ", "Display"),
        (" Display for ", "Display"),
        ("Serialize for ", "Serialize"),
        ("serde::Serialize for ", "Serialize"),
        ("error::Error for ", "Error"),
        (" Diagnostic for ", "Diagnostic"),
    ];
    let mut found = Vec::new();
    let mut derived = Vec::new();
    for line in file.lines().map(str::trim_start) {
        if line.starts_with("impl") {
            let implemented = FORMS.iter().filter_map(|(word, form)| Some((*form, line.split_once(word)?.1)));
            found.extend(implemented.map(|(form, name)| (form, identifier(name).to_owned())));
        } else if line.starts_with("#[") && line.contains("derive(") {
            derived.extend(DERIVED.into_iter().filter(|form| line.contains(form)));
        } else if let Some(name) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")) {
            found.extend(derived.drain(..).map(|form| (form, identifier(name).to_owned())));
        } else if line.starts_with("pub(crate)") || line.starts_with("struct ") || line.starts_with("enum ") {
            derived.clear();
        }
    }
    found
}

/// The public methods that give a text of their own, and whose they are.
fn methods_of(file: &str) -> Vec<(&'static str, String)> {
    let mut methods = Vec::new();
    let mut of = "";
    for line in file.lines() {
        if let Some(implemented) = line.strip_prefix("impl") {
            // A trait's methods are not `pub`.
            let behind =
                implemented.strip_prefix('<').and_then(|it| it.split_once("> ")).map_or(implemented, |it| it.1);
            of = identifier(behind.trim_start());
        }
        let words = ["pub fn ", "pub const fn ", "pub async fn "];
        let Some(method) = words.iter().find_map(|word| line.strip_prefix("    ")?.strip_prefix(word)) else {
            continue;
        };
        let returned = method.rsplit_once("-> ").map_or("", |(_, returned)| returned).replace("&'static str", "");
        if ["str", "String", "Cow", "Display", "Debug", "Arguments"].iter().any(|text| returned.contains(text)) {
            methods.push(("Method", format!("{of}::{}", identifier(method))));
        }
    }
    methods
}

fn identifier(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn the_inventory_finds_what_is_known() {
    let public = public();
    for known in [
        ("Name", "DatabaseUrl"),
        ("Name", "main_check"),
        ("Name", "Serializable"),
        ("Name", "TargetSessionAttrs"),
        ("Name", "LibpqKey"),
        ("Debug", "Setting"),
        ("Debug", "LibpqKey"),
        ("Display", "Diagnosis"),
        ("Serialize", "DatabaseUrl"),
        ("Serialize", "Report"),
        ("Error", "ConfigError"),
        ("Diagnostic", "UrlError"),
        ("Method", "Problem::message"),
        ("Method", "ReportDatabase::pool"),
        ("Method", "PostgresSession::startup_options"),
    ] {
        assert!(public.contains(&(known.0, known.1.to_owned())), "{known:?} in {public:#?}");
    }
}

#[test]
fn the_inventory_finds_what_is_derived_and_what_gives_a_text() {
    let file = r#"
#[cfg_attr(feature = "serde", derive(Debug, Serialize))]
/// Notes.
pub struct Note<'a> {
    text: &'a str,
}

impl<'a> Note<'a> {
    /// Its text.
    pub fn text(&self) -> Option<&'a str> {
        Some(self.text)
    }

    pub fn name(&self) -> &'static str {
        "note"
    }

    fn hidden(&self) -> String {
        String::new()
    }
}

#[derive(Debug)]
struct Private;

#[derive(Clone)]
pub enum Other {
    A,
}
"#;
    assert_eq!(forms_of(file), [("Debug", "Note".to_owned()), ("Serialize", "Note".to_owned())]);
    assert_eq!(methods_of(file), [("Method", "Note::text".to_owned())]);
}
