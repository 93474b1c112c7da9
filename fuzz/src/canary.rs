//! Secrets that nothing else in an input looks like. A match in an output is always a leak.

use std::borrow::Cow;

/// Contains letters that no grammar reserves, and one letter that is always percent-encoded. Each run has at least four
/// bytes.
const RUNS: [&str; 4] = ["JQJQ", "뷁뷁", "QQJJ", "JJQJ"];

/// Returns a secret that contains these characters and escapes, each between two runs of the canary.
///
/// It skips an unescaped `&` or `=`. With one, the rest of the secret could be another parameter that is not secret.
pub fn secret(pattern: &str) -> String {
    let mut secret = RUNS[0].to_owned();
    let mut runs = RUNS.iter().cycle().skip(1);
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let escape = rest.get(..3).filter(|escape| is_escape(escape.as_bytes()));
        let (unit, behind) = rest.split_at(escape.map_or(first.len_utf8(), str::len));
        if !["&", "="].contains(&unit) && secret.len() < 60 {
            secret.push_str(unit);
            secret.push_str(runs.next().unwrap_or(&RUNS[0]));
        }
        rest = behind;
    }
    secret
}

fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Removes everything that could become a piece of the canary when decoded, in lower case, or next to other text.
pub fn without_canary(text: &str) -> Cow<'_, str> {
    if !text.contains(['j', 'q', 'J', 'Q', '뷁', '%']) && text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    // Counts the letters since the last letter of the canary. Tabs and newlines do not count, because URL parsers drop
    // them.
    let mut since = 4;
    for c in text.chars() {
        // Case folding and compatibility mappings turn these characters into letters of the canary.
        let letter = matches!(c, 'j' | 'q' | 'J' | 'Q') || !c.is_ascii() && c.to_lowercase().count() > 1;
        match letter {
            true if since < 4 => clean.push('x'),
            _ if c == '뷁' => clean.push('x'),
            _ => clean.push(c),
        }
        since = match () {
            _ if letter => 0,
            _ if c.is_ascii_control() => since,
            _ => since + 1,
        };
    }
    // These are percent-encoded letters of the canary.
    for escape in ["%4a", "%6a", "%51", "%71", "%b7", "%4A", "%6A", "%B7"] {
        if clean.contains(escape) {
            clean = clean.replace(escape, "%41");
        }
    }
    Cow::Owned(clean)
}

/// Panics if the output contains four bytes of a secret, or of its percent-encoded form.
#[track_caller]
pub fn assert_no_secret(output: &str, input: &str) {
    if let Some(at) = leak(output) {
        panic!("{input:?} leaks at {at}: {output}");
    }
}

fn leak(output: &str) -> Option<usize> {
    let mut run = 0;
    for (at, byte) in output.bytes().enumerate() {
        run = if matches!(byte, b'j' | b'q' | b'J' | b'Q') { run + 1 } else { 0 };
        if run == 4 && !is_punycode(output, at) {
            return Some(at - 3);
        }
    }
    output.find("뷁뷁").or_else(|| match output.contains('%') {
        true => output.to_ascii_uppercase().find("%EB%B7%81%EB%B7%81"),
        false => None,
    })
}

/// Returns whether the position is in a Punycode label, whose letters can form a run by chance.
fn is_punycode(output: &str, at: usize) -> bool {
    let label = output.as_bytes()[..at].rsplit(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').next();
    label.is_some_and(|label| label.to_ascii_lowercase().starts_with(b"xn--"))
}
