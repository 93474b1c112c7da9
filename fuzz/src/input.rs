//! From the fuzzer's bytes to a URL with secrets in it.

use std::borrow::Cow;

use crate::canary::{secret, without_canary};

/// One execution's input: which client, and its URL.
pub struct Input {
    /// Chooses the client.
    pub choice: usize,
    /// The URL.
    pub text: String,
    /// Whether every piece of the canary in it stands where a secret belongs.
    pub has_secret: bool,
}

/// Keys whose values are secrets or, as no value of theirs can be the canary, are hidden for that.
const HIDDEN: &[&str] = &[
    "password",
    "sslpassword",
    "oauth_client_secret",
    "scram_client_key",
    "scram_server_key",
    "proxyPassword",
    "authMechanismProperties",
    "tlsCertificateKeyFilePassword",
    "sslmode",
    "connect_timeout",
    "keepalives",
    "channel_binding",
    "mode",
    "journal_mode",
    "tls",
    "max_connections",
    "unknown",
];

/// The first byte is the choice. The rest is text, by lines: scheme, user, password, hosts, path, and one key of the
/// query on each further line. Without a scheme, what follows is the whole URL as it is.
pub fn read(data: &[u8]) -> Option<Input> {
    let (choice, text) = data.split_first()?;
    let text = String::from_utf8_lossy(text);
    let choice = usize::from(*choice);
    let Some((scheme, rest)) = text.split_once('\n') else {
        return Some(Input { choice, text: with_canary(&text), has_secret: false });
    };
    if scheme.is_empty() {
        return Some(Input { choice, text: with_canary(rest), has_secret: false });
    }
    Some(Input { choice, text: url(scheme, &mut rest.split('\n')), has_secret: true })
}

/// A text as it is, with the canary anywhere in it.
fn with_canary(text: &str) -> String {
    without_canary(text).replace('~', &secret(""))
}

/// A URL of parts. A part before the secret has nothing in it that would end the authority, as the canary would then
/// rightly be something else: the name of a file, the value of a key.
pub fn url<'a>(scheme: &str, lines: &mut impl Iterator<Item = &'a str>) -> String {
    let scheme: String = scheme.chars().filter(|c| c.is_ascii_alphanumeric() || "+-.:".contains(*c)).collect();
    let mut text = without_canary(&scheme).into_owned();
    text.push(':');
    let mut part = || lines.next().unwrap_or_default();
    let (user, password, hosts, path) = (part(), part(), part(), part());
    // `sqlite:app.db`
    let has_authority = !(user.is_empty() && password.is_empty() && hosts.is_empty() && path.starts_with('!'));
    let path = path.strip_prefix('!').unwrap_or(path);
    if has_authority {
        text.push_str("//");
        let user = without_canary(user).replace(['/', '?', '\\'], "_");
        text.push_str(&user);
        if !password.is_empty() {
            text.push(':');
            text.push_str(&secret(password.strip_prefix('~').unwrap_or(password)));
        }
        if !user.is_empty() || !password.is_empty() {
            text.push('@');
        }
        text.push_str(&without_canary(hosts));
        if !path.is_empty() {
            text.push('/');
        }
    }
    text.push_str(&without_canary(path));
    let mut separator = '?';
    for line in lines {
        text.push(separator);
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        let name = without_canary(name);
        let value = match HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden)) && value.starts_with('~') {
            true => Cow::Owned(secret(&value[1..])),
            false => without_canary(value),
        };
        text.push_str(&name);
        text.push('=');
        text.push_str(&value);
        separator = '&';
    }
    text
}
