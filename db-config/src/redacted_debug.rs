//! The `Debug` that `#[database(debug)]` writes.

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
    message = "`{Self}` has no `Debug` that is known to be safe",
    label = "flattened into a type with `#[database(debug)]`",
    note = "write `#[database(debug)]` on `{Self}` too"
)]
pub trait RedactedDebug {
    /// `prefix` precedes the names of its variables.
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

/// A field with `flatten`, whose variables begin with both prefixes.
pub fn debug_flattened<'a, C: RedactedDebug>(config: &'a C, outer: &str, inner: &str) -> impl fmt::Debug + use<'a, C> {
    FlattenedDebug { config, prefix: [outer, inner].concat() }
}

/// A type whose values are shown, because none of them can hold a secret: the numbers, booleans, times and addresses of
/// the standard library, and `Option`, `Vec` and `Box` of them.
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

/// The type of a plain variable. Whether its values are shown is decided by the type itself, whatever it is called.
pub struct PlainType<T>(PhantomData<T>);

impl<T: Public> PlainType<T> {
    /// Whether its values are shown.
    pub const IS_SHOWN: bool = true;

    /// The value.
    pub fn redacted(value: &T) -> &T {
        value
    }
}

/// Holds for every type that is not `Public`: `PlainType`'s own items come before these.
pub trait Hidden<T> {
    /// It is hidden.
    const IS_SHOWN: bool = false;

    /// Stars instead of the value.
    fn redacted(_: &T) -> Stars {
        Stars
    }
}

impl<T> Hidden<T> for PlainType<T> {}

/// Stands for a value that is not shown.
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
        // Only these line breaks may be the format's own.
        let text = format!("{:#?}", self.0);
        for (i, line) in text.split('\n').enumerate() {
            let line_break = if i > 0 { "\n" } else { "" };
            write!(f, "{line_break}{}", printable(line))?;
        }
        Ok(())
    }
}

/// A plain variable with the attribute `show`.
pub fn debug_plain<T: fmt::Debug>(value: &T) -> impl fmt::Debug + use<'_, T> {
    PlainDebug(value)
}

struct UrlFieldDebug<'a, V> {
    value: &'a V,
    prefix: &'a str,
    spec: &'static FieldSpec,
}

/// A field's value without its secrets, and the variables that it is read from.
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
            let word = if i == 0 { "from" } else { "or" };
            write!(Printable(&mut *f), " {word} {}{variable}", self.prefix)?;
        }
        if self.spec.default.is_some() { f.write_str(" or default") } else { Ok(()) }
    }
}
