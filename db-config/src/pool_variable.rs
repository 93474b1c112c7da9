//! The variables of a pool, which stand beside the one of its URL. `db-config` and `db-config-derive` both compile this
//! file.

/// The words about the pool and the waiting.
#[allow(dead_code, reason = "`db-config` has a table of them, which a test compares")]
pub(crate) const POOL_WORDS: [&str; 8] = [
    "max_connections",
    "min_connections",
    "acquire_timeout",
    "connect_timeout",
    "idle_timeout",
    "max_lifetime",
    "statement_timeout",
    "busy_timeout",
];

/// What the variables of a URL's pool begin with: the name of the URL's own, without its last word if that says that it
/// is a URL.
pub(crate) const fn base(variable: &str) -> &str {
    let bytes = variable.as_bytes();
    let base = match bytes {
        [base @ .., b'_', b'U', b'R', b'L'] => base,
        [base @ .., b'_', b'U', b'R', b'L', b'S'] => base,
        [base @ .., b'_', b'U', b'R', b'I'] => base,
        [base @ .., b'_', b'D', b'S', b'N'] => base,
        _ => bytes,
    };
    match std::str::from_utf8(base) {
        Ok(base) if !base.is_empty() => base,
        _ => variable,
    }
}

/// `DATABASE_MAX_CONNECTIONS` beside `DATABASE_URL`.
pub(crate) fn pool_variable(variable: &str, word: &str) -> String {
    let mut name = base(variable).to_owned();
    replace_word(&mut name, base(variable).len(), word);
    name
}

/// Puts the word into the name of a variable of the pool, behind what all of them begin with.
pub(crate) fn replace_word(name: &mut String, base_len: usize, word: &str) {
    name.truncate(base_len);
    name.push('_');
    name.push_str(word);
    name[base_len..].make_ascii_uppercase();
}
