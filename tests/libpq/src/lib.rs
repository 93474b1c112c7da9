//! [`PQconninfoParse`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PQCONNINFOPARSE): what libpq
//! itself reads from a connection string.
#![cfg(feature = "link")]

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use pq_sys::{PQconninfoFree, PQconninfoOption, PQconninfoParse, PQfreemem, PQlibVersion};

/// The keywords that the text sets, with their values, in libpq's order.
///
/// # Errors
///
/// libpq's message.
pub fn conninfo_parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let set = |(keyword, value): (String, Option<String>)| value.map(|value| (keyword, value));
    Ok(options(text)?.into_iter().filter_map(set).collect())
}

/// Every keyword that this libpq knows.
pub fn keywords() -> Vec<String> {
    options("").into_iter().flatten().map(|(keyword, _)| keyword).collect()
}

/// Returns libpq's version as libpq writes it: 15.18 is 150018.
pub fn version() -> i32 {
    // SAFETY: it takes nothing, and returns a number.
    unsafe { PQlibVersion() }
}

fn options(text: &str) -> Result<Vec<(String, Option<String>)>, String> {
    let text = CString::new(text).map_err(|error| error.to_string())?;
    let mut message: *mut c_char = ptr::null_mut();
    // SAFETY: the text ends with a NUL, and both pointers are valid for the time of the call, which keeps neither.
    let options = unsafe { PQconninfoParse(text.as_ptr(), &raw mut message) };
    if options.is_null() {
        // SAFETY: a failed call leaves null or a C string of libpq's in `message`, which nobody has freed.
        let said = unsafe { owned(message) };
        // SAFETY: libpq has allocated it, or it is null; it is not used any more.
        unsafe { PQfreemem(message.cast()) };
        return Err(said.unwrap_or_else(|| "out of memory".to_owned()));
    }
    // SAFETY: a call that succeeds returns an array that ends with an option without a keyword.
    let read = unsafe { read(options) };
    // SAFETY: it comes from `PQconninfoParse`, and is freed once; what was read from it is copied.
    unsafe { PQconninfoFree(options) };
    Ok(read)
}

/// The array's options, copied.
///
/// # Safety
///
/// `option` is the first of an array that ends with an option without a keyword, and whose pointers are null or valid C
/// strings.
unsafe fn read(mut option: *const PQconninfoOption) -> Vec<(String, Option<String>)> {
    let mut options = Vec::new();
    loop {
        // SAFETY: the caller vouches for the array, and its end has not been passed.
        let PQconninfoOption { keyword, val, .. } = unsafe { *option };
        // SAFETY: the caller vouches for the strings.
        let Some(keyword) = (unsafe { owned(keyword) }) else { return options };
        // SAFETY: the same.
        options.push((keyword, unsafe { owned(val) }));
        // SAFETY: this option had a keyword, so there is another one behind it.
        option = unsafe { option.add(1) };
    }
}

/// A copy of a C string; `None` for null. Bytes that are not UTF-8 are escaped, so that they stay different.
///
/// # Safety
///
/// `text` is null or a valid C string.
unsafe fn owned(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller vouches for it, and it is not null.
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
    fn reads_what_libpq_reads() {
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
    fn says_what_libpq_says() {
        let error = conninfo_parse("postgres://h?bogus=1").unwrap_err();
        assert!(error.contains("invalid URI query parameter"), "{error}");
        assert!(conninfo_parse("a\0b").is_err());
    }

    #[test]
    fn knows_libpqs_keywords() {
        let keywords = keywords();
        assert!(
            ["host", "hostaddr", "sslmode", "target_session_attrs"]
                .iter()
                .all(|it| keywords.contains(&(*it).to_owned()))
        );
    }
}
