//! The names of MySQL's session: clients write them into `SET NAMES` and `SET time_zone`, so no other characters pass.

use std::borrow::Cow;

use crate::const_bytes::same;

/// Whether the value is one name of letters, digits and `_`.
pub(super) const fn is_name(value: &[u8]) -> bool {
    let mut i = 0;
    while i < value.len() && (value[i].is_ascii_alphanumeric() || value[i] == b'_') {
        i += 1;
    }
    i == value.len() && i > 0
}

/// Whether the value is a character set, or a list of them as Go's driver takes it.
pub(super) const fn is_charset(value: &[u8]) -> bool {
    let mut rest = value;
    loop {
        let mut comma = 0;
        while comma < rest.len() && rest[comma] != b',' {
            comma += 1;
        }
        let (item, behind) = rest.split_at(comma);
        if !is_name(item) && !same(item, b"utf-8") {
            return false;
        }
        match behind {
            [_, behind @ ..] => rest = behind,
            [] => return true,
        }
    }
}

/// Whether the value is a time zone that MySQL takes, or a usual word for UTC.
pub(super) const fn is_time_zone(value: &[u8]) -> bool {
    names_utc(value) || same(value, SYSTEM.as_bytes()) || is_offset(value) || is_area_and_city(value)
}

const SYSTEM: &str = "SYSTEM";
const UTC: &str = "+00:00";

const fn names_utc(value: &[u8]) -> bool {
    same(value, b"Z") || same(value, b"UTC") || same(value, b"GMT")
}

/// `[+-]HH:MM` or `[+-]H:MM` from `-13:59` to `+14:00`.
const fn is_offset(value: &[u8]) -> bool {
    let (sign, hours, minutes) = match value {
        [sign @ (b'+' | b'-'), ones, b':', minutes @ ..] => (*sign, [b'0', *ones], minutes),
        [sign @ (b'+' | b'-'), tens, ones, b':', minutes @ ..] => (*sign, [*tens, *ones], minutes),
        _ => return false,
    };
    let [tens, ones] = minutes else { return false };
    match (number(hours), number([*tens, *ones])) {
        (Some(hours), Some(minutes)) if minutes < 60 => hours < 14 || hours == 14 && minutes == 0 && sign == b'+',
        _ => false,
    }
}

const fn number(digits: [u8; 2]) -> Option<u8> {
    match digits {
        [b'0'..=b'9', b'0'..=b'9'] => Some((digits[0] - b'0') * 10 + digits[1] - b'0'),
        _ => None,
    }
}

/// A name of the time zone database, as `Europe/Berlin`, `America/Argentina/Buenos_Aires` or `Etc/GMT+5`.
const fn is_area_and_city(value: &[u8]) -> bool {
    let (mut i, mut slashes, mut begins) = (0, 0, true);
    while i < value.len() {
        match value[i] {
            b'a'..=b'z' | b'A'..=b'Z' => begins = false,
            b'0'..=b'9' | b'_' | b'-' | b'+' if !begins => {}
            b'/' if !begins => (slashes, begins) = (slashes + 1, true),
            _ => return false,
        }
        i += 1;
    }
    slashes > 0 && !begins
}

/// Returns the time zone as MySQL spells it.
pub(crate) fn time_zone(value: &str) -> &str {
    match value {
        utc if names_utc(utc.as_bytes()) => UTC,
        system if system.eq_ignore_ascii_case(SYSTEM) => SYSTEM,
        zone => zone,
    }
}

/// Returns the first character set of a list, or the collation in its place, in MySQL's lower case.
pub(crate) fn charset(list: &str) -> Cow<'_, str> {
    match list.split(',').next().unwrap_or_default() {
        utf8 if utf8.eq_ignore_ascii_case("utf-8") => "utf8mb4".into(),
        name => lower_case(name),
    }
}

/// Returns a name in MySQL's lower case.
pub(crate) fn lower_case(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}

/// Whether the name in lower case is a collation's.
pub(crate) fn is_collation(name: &str) -> bool {
    ["_ci", "_cs", "_bin", "_ks"].iter().any(|ending| name.ends_with(ending))
}

/// Returns the character set of a collation in lower case, if its name has one: MariaDB's `uca1400_ai_ci` has not.
pub(crate) fn charset_of(collation: &str) -> Option<&'static str> {
    let charset = collation.split('_').next().unwrap_or_default();
    CHARSETS.iter().copied().find(|known| *known == charset)
}

/// Whether both are the same character set.
pub(crate) fn is_same_charset(a: &str, b: &str) -> bool {
    let name = |charset| if charset == "utf8" { "utf8mb3" } else { charset };
    name(a) == name(b)
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
            assert!(is_time_zone(value.as_bytes()), "{value}");
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
            assert!(!is_time_zone(value.as_bytes()), "{value}");
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
            assert!(is_charset(value.as_bytes()), "{value}");
            assert_eq!(charset(value), name);
        }
        for value in ["", ",", "utf8mb4,", ",utf8", "utf8mb4,sql_mode=0", "utf8 mb4", "latin-1", "utf8'", "é", "a,b c"]
        {
            assert!(!is_charset(value.as_bytes()), "{value}");
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
