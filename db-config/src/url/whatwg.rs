//! `new URL(url).pathname` of the [WHATWG URL standard](https://url.spec.whatwg.org/).
//!
//! The functions are the states of the standard's
//! [basic URL parser](https://url.spec.whatwg.org/#concept-basic-url-parser), reduced to what
//! decides the path and whether there is a URL at all: credentials, host, port, query and fragment
//! are not kept. The `url` crate's paths are those of an older standard.

mod host;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// [ASCII tab or newline](https://infra.spec.whatwg.org/#ascii-tab-or-newline), which the parser removes wherever it
/// occurs.
const TAB_OR_NEWLINE: [char; 3] = ['\t', '\n', '\r'];

/// The `pathname` that JavaScript's `new URL(url)` has, or `None` where `new URL` throws.
///
/// As there, the path is percent-encoded, and has a `/` before a Windows drive letter. The answer
/// is that of the current [standard](https://url.spec.whatwg.org/#dom-url-pathname) and of Node 24, which still refuses
/// some ASCII hosts with `xn--` labels of special schemes; Node 20 differs in more rare cases, such as a `^`. Without the
/// feature `idna` it is also `None` where the host of a special scheme (`file`, `ftp`, `http`, `https`, `ws`, `wss`) is not
/// ASCII; no host of another scheme needs it.
///
/// ```
/// assert_eq!(db_config::pathname("sqlite:///data/app.db").as_deref(), Some("/data/app.db"));
/// assert_eq!(db_config::pathname("sqlite:/a/../b c.db?mode=ro").as_deref(), Some("/b%20c.db"));
/// assert_eq!(db_config::pathname("sqlite:./app.db").as_deref(), Some("./app.db"));
/// assert_eq!(db_config::pathname("./app.db"), None);
/// ```
pub fn pathname(url: &str) -> Option<String> {
    Some(parse(url, None)?.path.serialize())
}

/// The `pathname` that JavaScript's `new URL(url, base)` has, or `None` where `new URL` throws,
/// for the URL or for the base.
///
/// ```
/// let path = db_config::pathname_with_base("../app.db", "file:///srv/etc/app.toml");
/// assert_eq!(path.as_deref(), Some("/srv/app.db"));
/// ```
pub fn pathname_with_base(url: &str, base: &str) -> Option<String> {
    let base = parse(base, None)?;
    Some(parse(url, Some(&base))?.path.serialize())
}

/// The pathname of a URL whose authority the standard refuses, such as one with several hosts.
///
/// `path` is the text between the authority and the `?` or `#`, trimmed if the URL ends with it.
pub(crate) fn path_of(scheme: &str, path: &str) -> String {
    Kind::of(&scheme.to_ascii_lowercase()).path_start(&path.replace(TAB_OR_NEWLINE, "")).serialize()
}

/// Whether an absolute path is the pathname as it stands: without dots to resolve, a character to encode, or (`file:`) a
/// drive.
pub(crate) fn is_plain(path: &str) -> bool {
    let mut before = b' ';
    path.bytes().all(|b| {
        let is_plain = match b {
            b'.' => before != b'/',
            // As in `%2e`, which is a dot too.
            b'2' => before != b'%',
            b if b.is_ascii_alphanumeric() => true,
            _ => b"/-_~%!$&'()*+,;=@[]".contains(&b),
        };
        before = b;
        is_plain
    })
}

/// A [URL](https://url.spec.whatwg.org/#concept-url), as far as it decides its own pathname and
/// that of a URL relative to it.
struct Url {
    scheme: String,
    path: Path,
}

/// A [URL path](https://url.spec.whatwg.org/#url-path).
#[derive(Clone)]
enum Path {
    Opaque(String),
    Segments(Vec<String>),
}

impl Path {
    fn segments(&self) -> Option<&[String]> {
        match self {
            Self::Opaque(_) => None,
            Self::Segments(segments) => Some(segments),
        }
    }

    /// The [URL path serializer](https://url.spec.whatwg.org/#url-path-serializer).
    fn serialize(self) -> String {
        match self {
            Self::Opaque(path) => path,
            Self::Segments(segments) => segments.iter().flat_map(|segment| ["/", segment]).collect(),
        }
    }
}

/// The [basic URL parser](https://url.spec.whatwg.org/#concept-basic-url-parser).
fn parse(input: &str, base: Option<&Url>) -> Option<Url> {
    let input = input.trim_matches(|c: char| c <= ' ');
    let input = match input.contains(TAB_OR_NEWLINE) {
        true => Cow::Owned(input.replace(TAB_OR_NEWLINE, "")),
        false => Cow::Borrowed(input),
    };
    // Every state ends at the first `?` or `#`, and nothing in this tail can fail.
    let (input, tail) = input.split_at(input.find(['?', '#']).unwrap_or(input.len()));
    let Some((scheme, rest)) = split_scheme(input) else {
        return no_scheme(input, tail, base?);
    };
    let kind = Kind::of(&scheme);
    let base = base.filter(|base| base.scheme == scheme).and_then(|base| base.path.segments());
    let path = match (kind, base) {
        (Kind::File, _) => kind.file(rest, base),
        (Kind::Special, Some(base)) if !rest.starts_with("//") => kind.relative(rest, base),
        (Kind::Special, _) => kind.authority(rest),
        (Kind::Other, _) => match rest.strip_prefix('/') {
            Some(rest) => kind.path_or_authority(rest),
            None => Some(opaque_path(rest, tail)),
        },
    }?;
    Some(Url { scheme, path })
}

/// The [scheme start state](https://url.spec.whatwg.org/#scheme-start-state) and the scheme state.
fn split_scheme(input: &str) -> Option<(String, &str)> {
    let (scheme, rest) = input.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// The [no scheme state](https://url.spec.whatwg.org/#no-scheme-state).
fn no_scheme(input: &str, tail: &str, base: &Url) -> Option<Url> {
    let kind = Kind::of(&base.scheme);
    let path = match &base.path {
        Path::Opaque(_) if input.is_empty() && tail.starts_with('#') => Some(base.path.clone()),
        Path::Opaque(_) => None,
        Path::Segments(base) if kind == Kind::File => kind.file(input, Some(base)),
        Path::Segments(base) => kind.relative(input, base),
    }?;
    Some(Url { scheme: base.scheme.clone(), path })
}

/// The [opaque path state](https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state).
fn opaque_path(input: &str, tail: &str) -> Path {
    let encoded = utf8_percent_encode(input, CONTROLS).to_string();
    Path::Opaque(match encoded.strip_suffix(' ') {
        Some(path) if !tail.is_empty() => format!("{path}%20"),
        _ => encoded,
    })
}

/// What the states ask about a scheme; they are its methods.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    File,
    /// Any other [special scheme](https://url.spec.whatwg.org/#special-scheme).
    Special,
    Other,
}

impl Kind {
    fn of(scheme: &str) -> Self {
        match scheme {
            "file" => Self::File,
            "ftp" | "http" | "https" | "ws" | "wss" => Self::Special,
            _ => Self::Other,
        }
    }

    fn is_slash(self, c: char) -> bool {
        c == '/' || c == '\\' && self != Self::Other
    }

    fn strip_slash(self, input: &str) -> Option<&str> {
        input.strip_prefix(|c| self.is_slash(c))
    }

    fn split_at_slash(self, input: &str) -> (&str, &str) {
        input.split_at(input.find(|c| self.is_slash(c)).unwrap_or(input.len()))
    }

    /// The [relative state](https://url.spec.whatwg.org/#relative-state).
    fn relative(self, input: &str, base: &[String]) -> Option<Path> {
        match self.strip_slash(input) {
            Some(rest) => self.path_or_authority(rest),
            None => Some(self.path_from(base, input)),
        }
    }

    /// The [path or authority state](https://url.spec.whatwg.org/#path-or-authority-state), and the
    /// [relative slash state](https://url.spec.whatwg.org/#relative-slash-state), which differs
    /// from it in the host alone.
    fn path_or_authority(self, input: &str) -> Option<Path> {
        match self.strip_slash(input) {
            Some(rest) => self.authority(rest),
            None => Some(self.path(Vec::new(), input)),
        }
    }

    /// The [authority state](https://url.spec.whatwg.org/#authority-state), with the states before
    /// it that ignore slashes, and the [host state](https://url.spec.whatwg.org/#host-state) after.
    fn authority(self, input: &str) -> Option<Path> {
        let input = match self {
            Self::Other => input,
            _ => input.trim_start_matches(['/', '\\']),
        };
        let (authority, rest) = self.split_at_slash(input);
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
        (!host_missing && self.is_host(host) && is_port(port)).then(|| self.path_start(rest))
    }

    /// Whether the [host parser](https://url.spec.whatwg.org/#host-parsing) takes it.
    fn is_host(self, input: &str) -> bool {
        match self {
            Self::Other => host::is_opaque_host(input),
            Self::File | Self::Special => host::is_host(input),
        }
    }

    /// The [file state](https://url.spec.whatwg.org/#file-state).
    fn file(self, input: &str, base: Option<&[String]>) -> Option<Path> {
        match (self.strip_slash(input), base) {
            (Some(rest), _) => self.file_slash(rest, base),
            (None, Some(base)) if !self.starts_with_drive_letter(input) => Some(self.path_from(base, input)),
            (None, _) => Some(self.path(Vec::new(), input)),
        }
    }

    /// The [file slash state](https://url.spec.whatwg.org/#file-slash-state).
    fn file_slash(self, input: &str, base: Option<&[String]>) -> Option<Path> {
        if let Some(rest) = self.strip_slash(input) {
            return self.file_host(rest);
        }
        let drive =
            base.and_then(<[_]>::first).filter(|first| is_drive_letter(first) && !self.starts_with_drive_letter(input));
        Some(self.path(drive.into_iter().cloned().collect(), input))
    }

    /// The [file host state](https://url.spec.whatwg.org/#file-host-state).
    fn file_host(self, input: &str) -> Option<Path> {
        let (host, rest) = self.split_at_slash(input);
        if is_drive_letter(host) {
            return Some(self.path(Vec::new(), input));
        }
        (host.is_empty() || self.is_host(host)).then(|| self.path_start(rest))
    }

    /// The [path start state](https://url.spec.whatwg.org/#path-start-state).
    fn path_start(self, input: &str) -> Path {
        if self == Self::Other && input.is_empty() {
            return Path::Segments(Vec::new());
        }
        self.path(Vec::new(), self.strip_slash(input).unwrap_or(input))
    }

    /// The end of the relative state and of the file state: the base's path, and what replaces its
    /// last segment.
    fn path_from(self, base: &[String], input: &str) -> Path {
        let mut segments = base.to_vec();
        if input.is_empty() {
            return Path::Segments(segments);
        }
        self.shorten(&mut segments);
        self.path(segments, input)
    }

    /// The [path state](https://url.spec.whatwg.org/#path-state).
    fn path(self, mut segments: Vec<String>, input: &str) -> Path {
        let mut parts = input.split(|c| self.is_slash(c)).peekable();
        while let Some(part) = parts.next() {
            let dots = part.to_ascii_lowercase().replace("%2e", ".");
            if dots == ".." {
                self.shorten(&mut segments);
            }
            match dots.as_str() {
                "." | ".." if parts.peek().is_some() => {}
                "." | ".." => segments.push(String::new()),
                _ if self == Self::File && segments.is_empty() && is_drive_letter(part) => {
                    segments.push(part.replace('|', ":"));
                }
                _ => segments.push(utf8_percent_encode(part, PATH).to_string()),
            }
        }
        Path::Segments(segments)
    }

    /// [Shorten a URL's path](https://url.spec.whatwg.org/#shorten-a-urls-path).
    fn shorten(self, segments: &mut Vec<String>) {
        let only_drive = self == Self::File && segments.len() == 1 && is_drive_letter(&segments[0]);
        if !only_drive {
            segments.pop();
        }
    }

    /// Whether it [starts with a Windows drive
    /// letter](https://url.spec.whatwg.org/#start-with-a-windows-drive-letter).
    fn starts_with_drive_letter(self, input: &str) -> bool {
        is_drive_letter(self.split_at_slash(input).0)
    }
}

/// Whether it is a [Windows drive letter](https://url.spec.whatwg.org/#windows-drive-letter).
fn is_drive_letter(segment: &str) -> bool {
    matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

/// Whether the [port state](https://url.spec.whatwg.org/#port-state) takes it.
fn is_port(input: &str) -> bool {
    input.is_empty() || input.bytes().all(|byte| byte.is_ascii_digit()) && input.parse::<u16>().is_ok()
}

/// The [path percent-encode set](https://url.spec.whatwg.org/#path-percent-encode-set); the
/// [C0 control percent-encode set](https://url.spec.whatwg.org/#c0-control-percent-encode-set) is `CONTROLS`.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'^').add(b'`').add(b'{').add(b'}');
