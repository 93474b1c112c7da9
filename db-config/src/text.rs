//! A text that may hold a secret. Under the feature `zeroize` it is overwritten when it is dropped.

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

/// For somebody else, who does not wipe it.
#[allow(dead_code, reason = "for the clients that take a string")]
pub(crate) fn into_string(text: Text) -> String {
    #[cfg(feature = "zeroize")]
    return std::mem::take(&mut *{ text });
    #[cfg(not(feature = "zeroize"))]
    text
}

/// Drops what is not even text.
pub(crate) fn wipe(bytes: Vec<u8>) {
    #[cfg(feature = "zeroize")]
    drop(zeroize::Zeroizing::new(bytes));
    #[cfg(not(feature = "zeroize"))]
    drop(bytes);
}
