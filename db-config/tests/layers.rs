//! Each import names the module that defines an item, and imports only from lower layers.

use std::fs;
use std::path::Path;

/// Lists the modules of a crate from the lowest layer. Modules of the same layer do not import each other.
type Layers = &'static [&'static [&'static str]];

const SYNTAX: Layers = &[
    &["bit_set", "excerpt", "printable", "problem", "similar", "span", "values"],
    &["backend", "fault", "foreign", "percent", "tls"],
    &["authority", "query"],
    &["diagnose", "part"],
    &["separators"],
    &["parts"],
    &["bare_path", "explain", "parameters", "redact", "sqlite_path"],
    &["hosts", "redis"],
    &["check"],
    &["suggest"],
    &["lib"],
];

const DERIVE: Layers = &[
    &["errors", "generics", "krate", "option", "scheme", "tls", "tokens", "types"],
    &["parts", "pool"],
    &["attr", "params"],
    &["variant"],
    &["ast"],
    &["field_types", "spec", "valid"],
    &["debug", "target", "type_checks"],
    &["fallback"],
    &["expand"],
    &["lib"],
];

const LIBRARY: Layers = &[
    &["capabilities", "error", "ipv4", "pool_defaults", "sealed", "system"],
    &["libpq", "tls"],
    &["url"],
    &["resolved", "report"],
    &["target", "source"],
    &["connect", "load"],
    &["clients"],
    &["redacted_debug", "serde"],
    &["__private"],
    &["lib"],
];

fn layer(module: &str, layers: Layers) -> usize {
    let layer = layers.iter().position(|modules| modules.contains(&module));
    layer.unwrap_or_else(|| panic!("`{module}` is not a module: import a name from the module that defines it"))
}

fn check(directory: &Path, module: Option<&str>, layers: Layers) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let module = module.unwrap_or(path.file_stem().unwrap().to_str().unwrap());
        if path.is_dir() {
            check(&path, Some(module), layers);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['/', '#'])) {
            // A message may contain a path in backticks.
            for imported in line.split("crate::").skip(1).filter(|_| !line.contains("`crate::")) {
                let imported = imported.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap();
                let is_lower = imported == module || layer(imported, layers) < layer(module, layers);
                assert!(is_lower, "{}: `{line}` imports from a higher layer", path.display());
            }
        }
    }
}

#[test]
fn no_import_is_from_a_higher_layer() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (name, layers) in [("db-config-syntax", SYNTAX), ("db-config-derive", DERIVE), ("db-config", LIBRARY)] {
        check(&workspace.join(name).join("src"), None, layers);
    }
}
