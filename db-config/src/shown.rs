//! The `Debug` that `#[database(debug)]` writes.

use std::fmt;

use crate::FromDatabaseUrl;
use crate::url::redact;

/// A type with `#[database(debug)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Debug` that is known to be safe",
    label = "flattened into a type with `#[database(debug)]`",
    note = "write `#[database(debug)]` on `{Self}` too"
)]
pub trait SafeDebug {
    /// `prefix` precedes the names of its variables.
    fn fmt_safe(&self, prefix: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

struct Flattened<'a, C> {
    config: &'a C,
    prefix: String,
}

impl<C: SafeDebug> fmt::Debug for Flattened<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.config.fmt_safe(&self.prefix, f)
    }
}

/// A field with `flatten`, whose variables begin with both prefixes.
pub fn flattened<'a, C: SafeDebug>(config: &'a C, outer: &str, inner: &str) -> impl fmt::Debug + use<'a, C> {
    Flattened { config, prefix: [outer, inner].concat() }
}

struct Plain<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Debug for Plain<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#?}", self.0) } else { format!("{:?}", self.0) };
        f.write_str(if redact::may_hold_password(&text) { "***" } else { &text })
    }
}

/// A plain variable.
pub fn plain<T: fmt::Debug>(value: &T) -> impl fmt::Debug + use<'_, T> {
    Plain(value)
}

struct Shown<'a, V> {
    value: &'a V,
    prefix: &'a str,
    variables: &'static [&'static str],
    has_default: bool,
}

/// A field's value without its secrets, and the variables that it is read from.
pub fn shown<'a, V: Show>(
    value: &'a V,
    prefix: &'a str,
    variables: &'static [&'static str],
    has_default: bool,
) -> impl fmt::Debug + use<'a, V> {
    Shown { value, prefix, variables, has_default }
}

impl<V: Show> fmt::Debug for Shown<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.show(f)?;
        for (i, variable) in self.variables.iter().enumerate() {
            write!(f, " {} {}{variable}", if i == 0 { "from" } else { "or" }, self.prefix)?;
        }
        if self.has_default { f.write_str(" or default") } else { Ok(()) }
    }
}

/// What a field that is read from URLs can be.
pub trait Show {
    /// Writes it without its secrets.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: FromDatabaseUrl> Show for T {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_redacted(f)
    }
}

impl<V: Show> Show for Option<V> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.show(f),
            None => f.write_str("None"),
        }
    }
}

impl<T: FromDatabaseUrl> Show for Vec<T> {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|value| shown(value, "", &[], false))).finish()
    }
}
