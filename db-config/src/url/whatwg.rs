//! `new URL(url).pathname` of the [WHATWG URL standard](https://url.spec.whatwg.org/).
//!
//! The functions are the states of the standard's
//! [basic URL parser](https://url.spec.whatwg.org/#concept-basic-url-parser), reduced to the path and to whether the URL
//! is valid: they drop credentials, host, port, query and fragment. Of the
//! [special schemes](https://url.spec.whatwg.org/#special-scheme), only `file` is a database's. The `url` crate implements
//! the paths of an older standard.

mod host;

use db_config_syntax::is_scheme;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// [ASCII tab or newline](https://infra.spec.whatwg.org/#ascii-tab-or-newline), which the parser removes wherever it
/// occurs.
const TAB_OR_NEWLINE: [char; 3] = ['\t', '\n', '\r'];

/// Returns the `pathname` that JavaScript's `new URL(url)` has, or `None` if `new URL` throws.
///
/// The path is percent-encoded, and has a `/` before a Windows drive letter. It is that of the current
/// [standard](https://url.spec.whatwg.org/#dom-url-pathname) and of Node 24, with one exception: Node 24 rejects some ASCII
/// hosts with `xn--` labels in `file:` URLs. Node 20 differs in more rare cases, such as a `^`.
///
/// It also returns `None` in these cases:
///
/// - The scheme is `ftp`, `http`, `https`, `ws` or `wss`, which is not a database's.
/// - The host of a `file:` URL is not ASCII, and the feature `idna` is off.
///
/// ```
/// assert_eq!(db_config::pathname("sqlite:///data/app.db").as_deref(), Some("/data/app.db"));
/// assert_eq!(db_config::pathname("sqlite:/a/../b c.db?mode=ro").as_deref(), Some("/b%20c.db"));
/// assert_eq!(db_config::pathname("sqlite:./app.db").as_deref(), Some("./app.db"));
/// assert_eq!(db_config::pathname("./app.db"), None);
/// ```
pub fn pathname(url: &str) -> Option<String> {
    let url = url.trim_matches(|c: char| c <= ' ').replace(TAB_OR_NEWLINE, "");
    // Every state ends at the first `?` or `#`, and this tail is always valid.
    let (url, tail) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let (scheme, rest) = url.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        _ if !is_scheme(scheme) => None,
        "file" => file(rest),
        "ftp" | "http" | "https" | "ws" | "wss" => None,
        _ => match (rest.strip_prefix("//"), rest.strip_prefix('/')) {
            (Some(rest), _) => authority(rest),
            (None, Some(rest)) => Some(path(rest, Kind::Other)),
            (None, None) => Some(opaque_path(rest, tail)),
        },
    }
}

/// Returns the pathname of a URL whose authority the standard rejects, such as one with several hosts.
///
/// `path` is the part between the authority and the `?` or `#`, trimmed if the URL ends with it.
pub(crate) fn path_of(scheme: &str, path: &str) -> String {
    let kind = if scheme.eq_ignore_ascii_case("file") { Kind::File } else { Kind::Other };
    path_start(&path.replace(TAB_OR_NEWLINE, ""), kind)
}

/// The [opaque path state](https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state).
fn opaque_path(input: &str, tail: &str) -> String {
    let encoded = utf8_percent_encode(input, CONTROLS).to_string();
    match encoded.strip_suffix(' ') {
        Some(path) if !tail.is_empty() => format!("{path}%20"),
        _ => encoded,
    }
}

/// A kind of scheme with its own rules for paths.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    File,
    /// Not [special](https://url.spec.whatwg.org/#is-not-special).
    Other,
}

impl Kind {
    /// Returns the separators of a path.
    fn slashes(self) -> &'static [char] {
        match self {
            Self::File => &['/', '\\'],
            Self::Other => &['/'],
        }
    }

    fn split_at_slash(self, input: &str) -> (&str, &str) {
        input.split_at(input.find(self.slashes()).unwrap_or(input.len()))
    }
}

/// The [authority state](https://url.spec.whatwg.org/#authority-state) of a scheme that is not special, and the
/// [host state](https://url.spec.whatwg.org/#host-state) after it.
fn authority(input: &str) -> Option<String> {
    let (authority, rest) = Kind::Other.split_at_slash(input);
    let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
    let mut inside_brackets = false;
    let colon = address.find(|c| {
        inside_brackets = c == '[' || inside_brackets && c != ']';
        c == ':' && !inside_brackets
    });
    let (host, port) = match colon {
        Some(colon) => (&address[..colon], &address[colon + 1..]),
        None => (address, ""),
    };
    // Credentials and ports need a host.
    let host_missing = host.is_empty() && !authority.is_empty();
    (!host_missing && host::is_opaque_host(host) && is_port(port)).then(|| path_start(rest, Kind::Other))
}

/// The [file state](https://url.spec.whatwg.org/#file-state), and the
/// [file slash state](https://url.spec.whatwg.org/#file-slash-state) after it.
fn file(input: &str) -> Option<String> {
    let slashes = Kind::File.slashes();
    let Some(rest) = input.strip_prefix(slashes) else { return Some(path(input, Kind::File)) };
    match rest.strip_prefix(slashes) {
        Some(rest) => file_host(rest),
        None => Some(path(rest, Kind::File)),
    }
}

/// The [file host state](https://url.spec.whatwg.org/#file-host-state).
fn file_host(input: &str) -> Option<String> {
    let (host, rest) = Kind::File.split_at_slash(input);
    if is_drive_letter(host) {
        return Some(path(input, Kind::File));
    }
    (host.is_empty() || host::is_host(host)).then(|| path_start(rest, Kind::File))
}

/// The [path start state](https://url.spec.whatwg.org/#path-start-state).
fn path_start(input: &str, kind: Kind) -> String {
    match input {
        "" if kind == Kind::Other => String::new(),
        _ => path(input.strip_prefix(kind.slashes()).unwrap_or(input), kind),
    }
}

/// The [path state](https://url.spec.whatwg.org/#path-state).
fn path(input: &str, kind: Kind) -> String {
    let mut segments: Vec<String> = Vec::new();
    let mut parts = input.split(kind.slashes()).peekable();
    while let Some(part) = parts.next() {
        let dots = part.to_ascii_lowercase().replace("%2e", ".");
        if dots == ".." {
            // Shorten a URL's path: https://url.spec.whatwg.org/#shorten-a-urls-path
            let is_drive = kind == Kind::File && segments.len() == 1 && is_drive_letter(&segments[0]);
            if !is_drive {
                segments.pop();
            }
        }
        match dots.as_str() {
            "." | ".." if parts.peek().is_some() => {}
            "." | ".." => segments.push(String::new()),
            _ if kind == Kind::File && segments.is_empty() && is_drive_letter(part) => {
                segments.push(part.replace('|', ":"));
            }
            _ => segments.push(utf8_percent_encode(part, PATH).to_string()),
        }
    }
    segments.iter().flat_map(|segment| ["/", segment]).collect()
}

/// Returns whether it is a [Windows drive letter](https://url.spec.whatwg.org/#windows-drive-letter).
fn is_drive_letter(segment: &str) -> bool {
    matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

/// Returns whether the [port state](https://url.spec.whatwg.org/#port-state) accepts the port.
fn is_port(input: &str) -> bool {
    input.is_empty() || input.bytes().all(|byte| byte.is_ascii_digit()) && input.parse::<u16>().is_ok()
}

/// The [path percent-encode set](https://url.spec.whatwg.org/#path-percent-encode-set); the
/// [C0 control percent-encode set](https://url.spec.whatwg.org/#c0-control-percent-encode-set) is `CONTROLS`.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'^').add(b'`').add(b'{').add(b'}');
