//! A text that may hold a secret. Under the feature `zeroize` it is overwritten when it is dropped.

use std::fmt::{self, Write as _};

#[cfg(not(feature = "zeroize"))]
pub(crate) type Text = String;

#[cfg(feature = "zeroize")]
pub(crate) type Text = zeroize::Zeroizing<String>;

/// Appends. A text that has to move leaves no copy behind.
#[allow(dead_code, reason = "for the clients that take a string")]
pub(crate) fn push(text: &mut Text, part: &str) {
    let len = text.len() + part.len();
    if cfg!(feature = "zeroize") && text.capacity() < len {
        let mut moved = Text::from(String::with_capacity(2 * len));
        moved.push_str(text);
        *text = moved;
    }
    text.push_str(part);
}

/// What is written of it. Its length is found first, because a text that grows leaves copies behind.
pub(crate) fn written(what: impl fmt::Display) -> Text {
    let mut length = Length(0);
    if cfg!(feature = "zeroize") {
        let _ = write!(length, "{what}");
    }
    let mut text = Text::from(String::with_capacity(length.0));
    let _ = write!(text, "{what}");
    text
}

struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.0 += part.len();
        Ok(())
    }
}

/// The bytes as text; what is not even that is wiped too.
pub(crate) fn from_utf8(bytes: Vec<u8>) -> Option<Text> {
    String::from_utf8(bytes).map(Text::from).map_err(|error| wipe(error.into_bytes())).ok()
}

/// For somebody else, who does not wipe it.
#[allow(dead_code, reason = "for the clients that take a string")]
pub(crate) fn into_string(text: Text) -> String {
    #[cfg(feature = "zeroize")]
    return std::mem::take(&mut *{ text });
    #[cfg(not(feature = "zeroize"))]
    text
}

/// Overwrites it under the feature `zeroize`.
pub(crate) fn wipe(bytes: Vec<u8>) {
    #[cfg(feature = "zeroize")]
    drop(zeroize::Zeroizing::new(bytes));
    #[cfg(not(feature = "zeroize"))]
    drop(bytes);
}
