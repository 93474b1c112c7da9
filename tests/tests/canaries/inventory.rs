//! What the library has, as its source says it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::search::Searched;

/// Every public name, and every form that a public type has.
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
        let forms = forms_of(&read(&file));
        public.extend(forms.into_iter().filter(|(_, name)| names.contains(name)));
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
        list.split([',', '}']).map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    });
    let defined = ["pub struct ", "pub enum ", "pub trait ", "pub fn "].into_iter().flat_map(|word| {
        let lines = code.lines().filter_map(move |line| line.strip_prefix(word));
        lines.map(|rest| identifier(rest).to_owned())
    });
    used.chain(defined).filter(|name| !name.is_empty()).collect()
}

/// What is implemented or derived in a file, for which name.
fn forms_of(file: &str) -> Vec<(&'static str, String)> {
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
    let mut derives_debug = false;
    for line in file.lines().map(str::trim_start) {
        if line.starts_with("impl") {
            let implemented = FORMS.iter().filter_map(|(word, form)| Some((*form, line.split_once(word)?.1)));
            found.extend(implemented.map(|(form, name)| (form, identifier(name).to_owned())));
        } else if line.starts_with("#[derive(") {
            derives_debug = line.contains("Debug");
        } else if let Some(name) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")) {
            found.extend(derives_debug.then(|| ("Debug", identifier(name).to_owned())));
            derives_debug = false;
        } else if line.starts_with("pub(crate)") || line.starts_with("struct ") || line.starts_with("enum ") {
            derives_debug = false;
        }
    }
    found
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
    ] {
        assert!(public.contains(&(known.0, known.1.to_owned())), "{known:?} in {public:#?}");
    }
}
