//! Imports name the module that defines a thing, and none runs upward.

use std::fs;
use std::path::Path;

/// The modules of a crate, from the ground up. Those on one floor do not import each other.
type Floors = &'static [&'static [&'static str]];

const SYNTAX: Floors = &[
    &["bit_set", "excerpt", "printable", "problem", "similar", "span", "values"],
    &["backend", "fault", "percent", "tls"],
    &["authority", "diagnose", "query"],
    &["separators"],
    &["parts"],
    &["bare_path", "parameters", "redact", "sqlite_path"],
    &["hosts"],
    &["check"],
    &["suggest"],
    &["lib"],
];

const DERIVE: Floors = &[
    &["errors", "generics", "krate", "option", "scheme", "tls", "tokens", "types"],
    &["pool"],
    &["attr"],
    &["variant"],
    &["ast"],
    &["field_types", "spec", "valid"],
    &["debug", "target", "type_checks"],
    &["fallback"],
    &["expand"],
    &["lib"],
];

const LIBRARY: Floors = &[
    &["capabilities", "error", "ipv4", "pool_defaults", "sealed", "system"],
    &["libpq", "tls"],
    &["url"],
    &["resolved", "report"],
    &["target", "source"],
    &["clients", "load"],
    &["redacted_debug", "serde"],
    &["__private"],
    &["lib"],
];

fn floor(module: &str, floors: Floors) -> usize {
    let floor = floors.iter().position(|modules| modules.contains(&module));
    floor.unwrap_or_else(|| panic!("`{module}` is not a module: import a name from the module that defines it"))
}

fn check(folder: &Path, module: Option<&str>, floors: Floors) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let module = module.unwrap_or(path.file_stem().unwrap().to_str().unwrap());
        if path.is_dir() {
            check(&path, Some(module), floors);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['/', '#'])) {
            // A message may name a path, in backticks.
            for imported in line.split("crate::").skip(1).filter(|_| !line.contains("`crate::")) {
                let imported = imported.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap();
                let runs_down = imported == module || floor(imported, floors) < floor(module, floors);
                assert!(runs_down, "{}: `{line}` runs upward", path.display());
            }
        }
    }
}

#[test]
fn no_import_runs_upward() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (name, floors) in [("db-config-syntax", SYNTAX), ("db-config-derive", DERIVE), ("db-config", LIBRARY)] {
        check(&workspace.join(name).join("src"), None, floors);
    }
}
