//! Turns the bytes of the fuzzer into a URL with secrets.

use std::borrow::Cow;

use crate::canary::{secret, without_canary};

/// The input of one execution.
pub struct Input {
    /// Selects the client.
    pub choice: usize,
    pub text: String,
    /// Whether the canary is only in places of secrets.
    pub has_secret: bool,
}

/// Lists query parameters that are redacted because their values are secrets, or because no valid value contains the
/// canary.
const HIDDEN: &[&str] = &[
    "password",
    "pass",
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

/// Parses the input. The first byte selects the client. The rest has the scheme, the user, the password, the hosts, the
/// path and each query parameter on its own line. If the first line is empty, the rest is the whole URL.
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

/// Returns the string with the canary for each `~`.
fn with_canary(text: &str) -> String {
    without_canary(text).replace('~', &secret(""))
}

/// Builds a URL from its parts. A part before the secret contains nothing that ends the authority. Otherwise the canary
/// would be part of a file name or of a value, which is no secret.
pub fn url<'a>(scheme: &str, lines: &mut impl Iterator<Item = &'a str>) -> String {
    let scheme: String = scheme.chars().filter(|c| c.is_ascii_alphanumeric() || "+-.:".contains(*c)).collect();
    let mut text = without_canary(&scheme).into_owned();
    text.push(':');
    let mut part = || lines.next().unwrap_or_default();
    let (user, password, hosts, path) = (part(), part(), part(), part());
    // Such as `sqlite:app.db`.
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
