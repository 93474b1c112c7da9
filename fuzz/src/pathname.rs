//! Compares `pathname` with the `url` crate, where that crate follows the current standard.

use db_config::pathname;
use url::Url;

pub fn check(data: &[u8]) {
    let text = &String::from_utf8_lossy(data);
    let ours = pathname(text);
    let scheme = scheme(text);
    invariants(text, ours.as_deref());
    if scheme.as_deref().is_some_and(is_of_the_web) {
        assert_eq!(ours, None, "{text:?}");
    } else if let Some(theirs) = theirs(text) {
        let is_file = scheme.as_deref() == Some("file");
        let [ours, theirs] = [&ours, &theirs].map(|path| comparable(path.as_deref(), is_file));
        assert_eq!(ours, theirs, "{text:?}");
    }
}

/// Asserts that any answer contains no characters that change an HTTP request or a terminal. An answer with an
/// authority begins with one slash.
fn invariants(text: &str, ours: Option<&str>) {
    let Some(path) = ours else { return };
    assert!(
        path.is_ascii() && !path.contains(|c: char| c.is_ascii_control() || c == '?' || c == '#'),
        "{text:?}: {path:?}"
    );
    if path.starts_with('/') {
        // An opaque path may contain spaces and dots.
        assert!(!path.contains(' ') && !path.contains(['<', '>', '"', '`', '{', '}', '^']), "{text:?}: {path:?}");
        assert!(!path.split('/').any(is_dots), "{text:?}: {path:?}");
        let again = pathname(&format!("sqlite://{path}"));
        assert_eq!(again.as_deref(), Some(path), "{text:?}");
    }
}

fn is_dots(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    segment == "." || segment == ".."
}

fn has_dots(path: &str) -> bool {
    path.split(['/', '\\']).any(is_dots)
}

fn has_drive(path: &str) -> bool {
    let is_drive = |segment: &str| matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic());
    path.split(['/', '\\']).any(is_drive)
}

/// Returns whether a segment starts like a drive letter. The crate then reads it as one, regardless of the rest.
fn starts_drive(path: &str) -> bool {
    let starts =
        |segment: &str| matches!(segment.as_bytes(), [letter, b':' | b'|', ..] if letter.is_ascii_alphabetic());
    path.split(['/', '\\']).any(starts)
}

/// Returns the answer of the `url` crate, or `None` if it follows an older standard here.
fn theirs(text: &str) -> Option<Option<String>> {
    if is_older(text) {
        return None;
    }
    match Url::parse(text) {
        Ok(url) if has_punycode(&url) => None,
        Ok(url) => Some(Some(url.path().to_owned())),
        // The crate rejects more domains than the standard.
        Err(_) if scheme(text).as_deref() == Some("file") => None,
        Err(_) => Some(None),
    }
}

/// Returns whether the crate follows an older standard for this URL:
///
/// - `^` in a path
/// - a space before the `?` or `#` of an opaque path
/// - a backslash or an empty host in the authority of a scheme that is not special
/// - `..` after a drive letter, which only `file:` keeps
/// - a segment that starts like a drive letter in a path of `file:`
fn is_older(text: &str) -> bool {
    let text = clean(text);
    let before = before_tail(&text);
    let scheme = scheme(&text);
    let rest = scheme.as_ref().map_or(before, |scheme| &before[scheme.len() + 1..]);
    let authority = rest.strip_prefix("//").map(|rest| rest.split('/').next().unwrap_or_default());
    let odd = |authority: &str| authority.contains('\\') || authority.ends_with('@') || authority.contains("@:");
    before.contains('^')
        || before.ends_with(' ')
        || has_drive(rest) && has_dots(rest)
        || scheme.as_deref() == Some("file") && starts_drive(rest)
        || scheme.as_deref() != Some("file") && authority.is_some_and(odd)
}

/// Removes the slashes at the start of a `file:` path. The crate drops empty segments there, and the standard keeps
/// them.
fn comparable(path: Option<&str>, is_file: bool) -> Option<&str> {
    path.map(|path| if is_file { path.trim_start_matches('/') } else { path })
}

/// Returns whether the URL has a Punycode domain. The crate and the standard differ in the domains of files, not in
/// their paths.
fn has_punycode(url: &Url) -> bool {
    url.scheme() == "file" && url.domain().is_some_and(|domain| domain.contains("xn--"))
}

/// Returns whether this is a special scheme, which names no database.
fn is_of_the_web(scheme: &str) -> bool {
    ["ftp", "http", "https", "ws", "wss"].contains(&scheme)
}

/// Removes the characters that every URL parser removes.
fn clean(text: &str) -> String {
    text.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "")
}

/// Returns the text before the query and the fragment.
fn before_tail(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or_default()
}

fn scheme(text: &str) -> Option<String> {
    let text = clean(text);
    let (scheme, _) = text.split_once(':')?;
    let is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_valid.then(|| scheme.to_ascii_lowercase())
}
