//! The inputs of the files in `tests/vectors`, and the files. `tests/vectors/README.md` describes how to make them.

pub mod libpq;
pub mod pathname;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Inputs of one kind.
pub struct Group(pub &'static str, pub &'static [&'static str]);

/// Returns the path of a committed file of vectors.
pub fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(file)
}

/// Returns the text of a committed file of vectors.
///
/// # Panics
///
/// Panics if the file is missing.
pub fn committed(file: &str) -> String {
    let path = path(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// Returns a file's facts and cases as JSON. Each case is a line of ASCII, so that no character is invisible.
pub fn document(facts: &[(&str, Value)], cases: &[Value]) -> String {
    let facts: String = facts.iter().map(|(name, value)| format!("  {}: {value},\n", Value::from(*name))).collect();
    let cases: Vec<String> = cases.iter().map(|case| format!("    {case}")).collect();
    let text = format!("{{\n{facts}  \"count\": {},\n  \"cases\": [\n{}\n  ]\n}}\n", cases.len(), cases.join(",\n"));
    let escaped = |c: char| match c {
        '\n' | ' '..='~' => c.to_string(),
        _ => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    text.chars().map(escaped).collect()
}

/// SplitMix64, a random number generator whose numbers do not depend on the version of a crate.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}
