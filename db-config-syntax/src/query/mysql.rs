//! Validates MySQL character sets, collations and time zones.
//!
//! Clients insert them into `SET NAMES` and `SET time_zone` statements, so only a few characters are valid.

use std::borrow::Cow;

/// Returns whether the value is a name of letters, digits and `_`.
pub(super) fn is_name(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Returns whether the value is a character set, or a list of them, which Go's driver supports.
pub(super) fn is_charset(value: &str) -> bool {
    value.split(',').all(|item| is_name(item) || item.eq_ignore_ascii_case("utf-8"))
}

/// Returns whether the value is a time zone that MySQL supports, or an alias of UTC.
pub(super) fn is_time_zone(value: &str) -> bool {
    names_utc(value)
        || is_client_zone(value)
        || value.eq_ignore_ascii_case(SYSTEM)
        || is_offset(value)
        || is_area_and_city(value)
}

/// Returns whether a client in JavaScript or Java converts times itself, and leaves the session's time zone alone.
pub fn is_client_zone(value: &str) -> bool {
    ["local", "auto", "disable", "disabled"].iter().any(|own| own.eq_ignore_ascii_case(value))
}

const SYSTEM: &str = "SYSTEM";
const UTC: &str = "+00:00";

fn names_utc(value: &str) -> bool {
    ["Z", "UTC", "GMT"].iter().any(|utc| utc.eq_ignore_ascii_case(value))
}

/// Returns whether the value is `[+-]HH:MM` or `[+-]H:MM` from `-13:59` to `+14:00`.
fn is_offset(value: &str) -> bool {
    let is_east = value.starts_with('+');
    let Some((hours, minutes)) = value.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':')) else {
        return false;
    };
    let number = |digits: &str, lengths: [usize; 2]| match lengths.contains(&digits.len()) {
        true => crate::values::number(digits),
        false => None,
    };
    match (number(hours, [1, 2]), number(minutes, [2, 2])) {
        (Some(hours), Some(minutes)) if minutes < 60 => hours < 14 || hours == 14 && minutes == 0 && is_east,
        _ => false,
    }
}

/// Returns whether the value looks like a name of the time zone database: `Europe/Berlin`,
/// `America/Argentina/Buenos_Aires` or `Etc/GMT+5`.
fn is_area_and_city(value: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    };
    value.contains('/') && value.split('/').all(is_part)
}

/// Returns the time zone in MySQL's spelling.
pub fn time_zone(value: &str) -> &str {
    match value {
        utc if names_utc(utc) => UTC,
        system if system.eq_ignore_ascii_case(SYSTEM) => SYSTEM,
        zone => zone,
    }
}

/// Returns the first character set (or collation) of a list, in lower case as in MySQL.
pub fn charset(list: &str) -> Cow<'_, str> {
    match list.split(',').next().unwrap_or_default() {
        utf8 if utf8.eq_ignore_ascii_case("utf-8") => "utf8mb4".into(),
        name => lower_case(name),
    }
}

/// Converts a name to lower case.
pub fn lower_case(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}

/// Returns whether a name in lower case is the name of a collation.
pub fn is_collation(name: &str) -> bool {
    ["_ci", "_cs", "_bin", "_ks"].iter().any(|ending| name.ends_with(ending))
}

/// Returns the character set in the name of a collation in lower case.
///
/// Returns `None` if the name contains none, as MariaDB's `uca1400_ai_ci`.
pub fn charset_of(collation: &str) -> Option<&'static str> {
    let charset = collation.split('_').next().unwrap_or_default();
    CHARSETS.iter().copied().find(|known| *known == charset)
}

/// Returns whether two names stand for the same character set.
pub fn is_same_charset(a: &str, b: &str) -> bool {
    let name = |charset| if charset == "utf8" { "utf8mb3" } else { charset };
    name(a) == name(b)
}

/// Returns whether a collation does not belong to a character set, or to the one of a collation in its place. Both are in
/// lower case.
pub fn contradict(charset: &str, collation: &str) -> bool {
    match charset_of(collation) {
        _ if is_collation(charset) => charset != collation,
        Some(own) => !is_same_charset(charset, own),
        None => false,
    }
}

/// Returns whether `utf8mb4` includes every character of the character set, which is in lower case.
pub fn is_in_utf8mb4(charset: &str) -> bool {
    ["utf8mb4", "utf8mb3", "utf8"].contains(&charset)
}

/// The character sets of MySQL 8.4 and MariaDB 11.
const CHARSETS: &[&str] = &[
    "armscii8", "ascii", "big5", "binary", "cp1250", "cp1251", "cp1256", "cp1257", "cp850", "cp852", "cp866", "cp932",
    "dec8", "eucjpms", "euckr", "gb18030", "gb2312", "gbk", "geostd8", "greek", "hebrew", "hp8", "keybcs2", "koi8r",
    "koi8u", "latin1", "latin2", "latin5", "latin7", "macce", "macroman", "sjis", "swe7", "tis620", "ucs2", "ujis",
    "utf16", "utf16le", "utf32", "utf8", "utf8mb3", "utf8mb4",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_of_mysqls_manual() {
        for (value, zone) in [
            ("Z", "+00:00"),
            ("utc", "+00:00"),
            ("Gmt", "+00:00"),
            ("system", "SYSTEM"),
            ("+14:00", "+14:00"),
            ("-13:59", "-13:59"),
            ("-6:00", "-6:00"),
            ("Europe/Berlin", "Europe/Berlin"),
            ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("America/Port-au-Prince", "America/Port-au-Prince"),
            ("Etc/GMT+5", "Etc/GMT+5"),
        ] {
            assert!(is_time_zone(value), "{value}");
            assert_eq!(time_zone(value), zone);
        }
        for value in [
            "",
            "+14:01",
            "-14:00",
            "+15:00",
            "+02",
            "+02:",
            "+02:60",
            "02:00",
            "+002:00",
            "+2:0",
            "+aa:00",
            " UTC",
            "UTC+1",
            "Berlin",
            "Europe/",
            "/Berlin",
            "Europe//Berlin",
            "Europe/Berlin'",
            "Europe/Berlin,x=1",
            "Europe/Berlin x",
            "../x",
            "Europe/é",
            "UTC\n",
            "Z;",
        ] {
            assert!(!is_time_zone(value), "{value}");
        }
    }

    #[test]
    fn charsets_are_names_or_lists_of_names() {
        for (value, name) in [
            ("utf8mb4", "utf8mb4"),
            ("UTF-8", "utf8mb4"),
            ("utf-8,latin1", "utf8mb4"),
            ("UTF8MB4,utf8", "utf8mb4"),
            ("utf8mb4_0900_AI_CI", "utf8mb4_0900_ai_ci"),
        ] {
            assert!(is_charset(value), "{value}");
            assert_eq!(charset(value), name);
        }
        for value in ["", ",", "utf8mb4,", ",utf8", "utf8mb4,sql_mode=0", "utf8 mb4", "latin-1", "utf8'", "é", "a,b c"]
        {
            assert!(!is_charset(value), "{value}");
        }
    }

    #[test]
    fn a_collation_has_the_charset_of_its_name() {
        assert_eq!(charset_of("latin1_swedish_ci"), Some("latin1"));
        assert_eq!(charset_of("utf8mb4_ja_0900_as_cs_ks"), Some("utf8mb4"));
        assert_eq!(charset_of("binary"), Some("binary"));
        assert_eq!(charset_of("uca1400_ai_ci"), None);
        assert!(is_same_charset("utf8", "utf8mb3") && !is_same_charset("utf8", "utf8mb4"));
        assert!(is_collation("utf8mb4_bin") && is_collation("utf8mb4_ja_0900_as_cs_ks") && !is_collation("utf8mb4"));
    }
}
