//! Parses connection strings with libpq itself, by
//! [`PQconninfoParse`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PQCONNINFOPARSE).
#![cfg(feature = "link")]

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use pq_sys::{PQconninfoFree, PQconninfoOption, PQconninfoParse, PQfreemem, PQlibVersion};

/// Returns the keywords that the connection string sets, with their values, in libpq's order.
///
/// # Errors
///
/// Returns libpq's message.
pub fn conninfo_parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let set = |(keyword, value): (String, Option<String>)| value.map(|value| (keyword, value));
    Ok(options(text)?.into_iter().filter_map(set).collect())
}

/// Returns every keyword that this libpq supports.
pub fn keywords() -> Vec<String> {
    options("").into_iter().flatten().map(|(keyword, _)| keyword).collect()
}

/// Returns libpq's version in libpq's format: 15.18 is 150018.
pub fn version() -> i32 {
    // SAFETY: the function has no arguments and returns a number.
    unsafe { PQlibVersion() }
}

fn options(text: &str) -> Result<Vec<(String, Option<String>)>, String> {
    let text = CString::new(text).map_err(|error| error.to_string())?;
    let mut message: *mut c_char = ptr::null_mut();
    // SAFETY: the string ends with a NUL. Both pointers are valid during the call, which keeps neither.
    let options = unsafe { PQconninfoParse(text.as_ptr(), &raw mut message) };
    if options.is_null() {
        // SAFETY: after a failed call, `message` is null or a C string of libpq, which is not freed yet.
        let copy = unsafe { owned(message) };
        // SAFETY: libpq has allocated `message`, or it is null. It is not used after this.
        unsafe { PQfreemem(message.cast()) };
        return Err(copy.unwrap_or_else(|| "out of memory".to_owned()));
    }
    // SAFETY: a successful call returns an array that ends with an option without a keyword.
    let read = unsafe { read(options) };
    // SAFETY: `options` comes from `PQconninfoParse` and is freed once. `read` has copied its strings.
    unsafe { PQconninfoFree(options) };
    Ok(read)
}

/// Copies the options of the array.
///
/// # Safety
///
/// `option` is the first element of an array that ends with an option without a keyword. Its pointers are null or valid
/// C strings.
unsafe fn read(mut option: *const PQconninfoOption) -> Vec<(String, Option<String>)> {
    let mut options = Vec::new();
    loop {
        // SAFETY: the caller guarantees the array, and the loop is not past its end.
        let PQconninfoOption { keyword, val, .. } = unsafe { *option };
        // SAFETY: the caller guarantees that `keyword` is null or a valid C string.
        let Some(keyword) = (unsafe { owned(keyword) }) else { return options };
        // SAFETY: the caller guarantees that `val` is null or a valid C string.
        options.push((keyword, unsafe { owned(val) }));
        // SAFETY: this option has a keyword, so another element follows.
        option = unsafe { option.add(1) };
    }
}

/// Copies a C string, or returns `None` for null. If it is not UTF-8, escapes its bytes, so that different strings stay
/// different.
///
/// # Safety
///
/// `text` is null or a valid C string.
unsafe fn owned(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller guarantees that `text` is a valid C string, and it is not null.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_keywords_of_a_url() {
        let read = conninfo_parse("postgresql://u:p%40@h1,h2:5433/d?sslmode=require").unwrap();
        let expected = [
            ("user", "u"),
            ("password", "p@"),
            ("dbname", "d"),
            ("host", "h1,h2"),
            ("port", ",5433"),
            ("sslmode", "require"),
        ];
        for (keyword, value) in expected {
            assert!(read.contains(&(keyword.to_owned(), value.to_owned())), "{keyword}: {read:?}");
        }
        assert_eq!(read.len(), expected.len());
    }

    #[test]
    fn returns_the_message_of_libpq() {
        let error = conninfo_parse("postgres://h?bogus=1").unwrap_err();
        assert!(error.contains("invalid URI query parameter"), "{error}");
        assert!(conninfo_parse("a\0b").is_err());
    }

    #[test]
    fn lists_the_keywords() {
        let keywords = keywords();
        assert!(
            ["host", "hostaddr", "sslmode", "target_session_attrs"]
                .iter()
                .all(|it| keywords.contains(&(*it).to_owned()))
        );
    }
}
