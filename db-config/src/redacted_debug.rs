//! The redacted `Debug` that `#[database(debug)]` generates.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize,
};
use std::time::Duration;

use crate::load::{FieldSpec, UrlField};
use db_config_syntax::printable::{Printable, printable};

/// A type with `#[database(debug)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have a redacted `Debug`",
    label = "flattened into a type with `#[database(debug)]`",
    note = "add `#[database(debug)]` to `{Self}`"
)]
pub trait RedactedDebug {
    /// Writes the fields. `prefix` precedes the names of their variables.
    fn fmt_redacted_fields(&self, prefix: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

struct FlattenedDebug<'a, C> {
    config: &'a C,
    prefix: String,
}

impl<C: RedactedDebug> fmt::Debug for FlattenedDebug<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.config.fmt_redacted_fields(&self.prefix, f)
    }
}

/// Returns the `Debug` of a field with `flatten`. Both prefixes precede the names of its variables.
pub fn debug_flattened<'a, C: RedactedDebug>(config: &'a C, outer: &str, inner: &str) -> impl fmt::Debug + use<'a, C> {
    FlattenedDebug { config, prefix: [outer, inner].concat() }
}

/// A type whose values are shown because they cannot contain a secret: the numbers, booleans, durations and network
/// addresses of the standard library, and `Option`, `Vec` and `Box` of them.
pub trait Public: fmt::Debug {}

macro_rules! public {
    ($($ty:ty),* $(,)?) => {
        $(impl Public for $ty {})*
    };
}

public! {
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool,
    NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize,
    Duration, IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6,
}

impl<T: Public> Public for Option<T> {}
impl<T: Public> Public for Vec<T> {}
impl<T: Public> Public for Box<T> {}

/// Determines whether the values of a plain variable's type are shown. Type aliases work.
pub struct PlainType<T>(PhantomData<T>);

impl<T: Public> PlainType<T> {
    /// Whether its values are shown.
    pub const IS_SHOWN: bool = true;

    /// Returns the value itself.
    pub fn redacted(value: &T) -> &T {
        value
    }
}

/// Applies to every type that is not `Public`: the inherent items of `PlainType` take precedence over these.
pub trait Hidden<T> {
    /// The value is not shown.
    const IS_SHOWN: bool = false;

    /// Returns `***` instead of the value.
    fn redacted(_: &T) -> Stars {
        Stars
    }
}

impl<T> Hidden<T> for PlainType<T> {}

/// Prints `***` instead of a value.
pub struct Stars;

impl fmt::Debug for Stars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

struct PlainDebug<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Debug for PlainDebug<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return write!(Printable(f), "{:?}", self.0);
        }
        // Escape everything but the line breaks of the pretty format.
        let text = format!("{:#?}", self.0);
        for (i, line) in text.split('\n').enumerate() {
            let line_break = if i > 0 { "\n" } else { "" };
            write!(f, "{line_break}{}", printable(line))?;
        }
        Ok(())
    }
}

/// Returns the `Debug` of a plain variable that is shown, with control characters escaped.
pub fn debug_plain<T: fmt::Debug>(value: &T) -> impl fmt::Debug + use<'_, T> {
    PlainDebug(value)
}

struct UrlFieldDebug<'a, V> {
    value: &'a V,
    prefix: &'a str,
    spec: &'static FieldSpec,
}

/// Returns the redacted `Debug` of a field, followed by the names of its variables.
pub fn debug_url_field<'a, V: UrlField>(
    value: &'a V,
    prefix: &'a str,
    spec: &'static FieldSpec,
) -> impl fmt::Debug + use<'a, V> {
    UrlFieldDebug { value, prefix, spec }
}

impl<V: UrlField> fmt::Debug for UrlFieldDebug<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt_urls(f)?;
        for (i, variable) in self.spec.variables.iter().enumerate() {
            let separator = if i == 0 { "from" } else { "or" };
            write!(Printable(&mut *f), " {separator} {}{variable}", self.prefix)?;
        }
        let has_default = self.spec.default.is_some() || self.spec.default_with.is_some();
        if has_default { f.write_str(" or default") } else { Ok(()) }
    }
}
