//! The settings of a type, those of the types that are flattened into it included.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Setting;
use crate::__private::shares_pool;
use crate::const_bytes::{Line, same};
use crate::pool_variable::base;
use crate::query::POOL;

/// What the derive knows about one type.
#[derive(Debug)]
pub struct Fields {
    /// The type's name.
    pub config: &'static str,
    /// Its own settings, in the order of the fields.
    pub settings: &'static [Setting],
    /// The fields with `flatten`, in their order.
    pub flattened: &'static [Flattened],
}

/// A field with `flatten`.
#[derive(Debug)]
pub struct Flattened {
    /// How many of the type's own settings come before it.
    pub after: usize,
    /// Its name.
    pub field: &'static str,
    /// What precedes each of its variables.
    pub prefix: &'static str,
    /// What its type has.
    pub fields: &'static Fields,
}

/// All settings in the order in which they are read. The names that a prefix makes are leaked, once a type.
pub fn flat(fields: &'static Fields) -> &'static [Setting] {
    static FLAT: Mutex<BTreeMap<usize, &'static [Setting]>> = Mutex::new(BTreeMap::new());
    if fields.flattened.is_empty() {
        return fields.settings;
    }
    // Two constants at the same address say the same.
    let address = std::ptr::from_ref(fields).addr();
    let mut flat = FLAT.lock().unwrap_or_else(PoisonError::into_inner);
    flat.entry(address).or_insert_with(|| {
        let mut settings = Vec::new();
        add(fields, "", "", &mut settings);
        settings.leak()
    })
}

fn add(fields: &'static Fields, field: &str, prefix: &str, settings: &mut Vec<Setting>) {
    let mut flattened = fields.flattened.iter().peekable();
    for count in 0..=fields.settings.len() {
        while let Some(inner) = flattened.next_if(|inner| inner.after == count) {
            add(inner.fields, &format!("{field}{}.", inner.field), &format!("{prefix}{}", inner.prefix), settings);
        }
        settings.extend(fields.settings.get(count).map(|setting| prefixed(setting, field, prefix)));
    }
}

fn prefixed(setting: &'static Setting, field: &str, prefix: &str) -> Setting {
    if field.is_empty() {
        return setting.clone();
    }
    let leaked = |text: String| -> &'static str { text.leak() };
    let variables: Vec<_> = setting.variables.iter().map(|name| leaked(format!("{prefix}{name}"))).collect();
    Setting { field: leaked(format!("{field}{}", setting.field)), variables: variables.leak(), ..setting.clone() }
}

/// Panics at compile time if a setting of the flattened field with this number reads a variable of another field, and
/// the two have no common reading.
#[track_caller]
pub const fn check_flattened(fields: &Fields, number: usize) {
    let inner = &fields.flattened[number];
    let mut i = 0;
    while i < fields.settings.len() {
        check_against(inner.fields, Line::new().add(inner.prefix), &fields.settings[i], Line::new());
        i += 1;
    }
    let mut i = 0;
    while i < number {
        let other = &fields.flattened[i];
        check_all_against(inner.fields, Line::new().add(inner.prefix), other.fields, Line::new().add(other.prefix));
        i += 1;
    }
}

/// Each setting of `others` against all of `fields`.
#[track_caller]
const fn check_all_against(fields: &Fields, prefix: Line, others: &Fields, other_prefix: Line) {
    let mut i = 0;
    while i < others.settings.len() {
        check_against(fields, prefix, &others.settings[i], other_prefix);
        i += 1;
    }
    let mut i = 0;
    while i < others.flattened.len() {
        let inner = &others.flattened[i];
        check_all_against(fields, prefix, inner.fields, other_prefix.add(inner.prefix));
        i += 1;
    }
}

/// One setting against all of `fields`.
#[track_caller]
const fn check_against(fields: &Fields, prefix: Line, other: &Setting, other_prefix: Line) {
    let mut i = 0;
    while i < fields.settings.len() {
        check_pair(&fields.settings[i], prefix, other, other_prefix);
        i += 1;
    }
    let mut i = 0;
    while i < fields.flattened.len() {
        let inner = &fields.flattened[i];
        check_against(inner.fields, prefix.add(inner.prefix), other, other_prefix);
        i += 1;
    }
}

#[track_caller]
const fn check_pair(a: &Setting, a_prefix: Line, b: &Setting, b_prefix: Line) {
    let share = share_variable(a, a_prefix, b, b_prefix);
    let mut i = 0;
    while i < a.variables.len() {
        let mut j = 0;
        while j < b.variables.len() {
            let (a_name, b_name) = (a_prefix.add(a.variables[i]), b_prefix.add(b.variables[j]));
            if same(a_name.as_str().as_bytes(), b_name.as_str().as_bytes()) {
                if !have_common_reading(a, b) {
                    refuse(a, b, a_name);
                }
            } else if a.is_url() && b.is_url() {
                let bases = [base(a_name.as_str()), base(b_name.as_str())];
                if !share && same(bases[0].as_bytes(), bases[1].as_bytes()) && shares_pool(a.carries, b.carries) {
                    refuse(a, b, Line::new().add(bases[0]).add("_MAX_CONNECTIONS and the like"));
                }
            } else if a.is_url() && is_of_pool(a, a_name, b_name) {
                refuse(a, b, b_name);
            } else if b.is_url() && is_of_pool(b, b_name, a_name) {
                refuse(a, b, a_name);
            }
            j += 1;
        }
        i += 1;
    }
}

/// Whether the two read one variable, and so may well have one pool's too.
const fn share_variable(a: &Setting, a_prefix: Line, b: &Setting, b_prefix: Line) -> bool {
    let mut i = 0;
    while i < a.variables.len() {
        let mut j = 0;
        while j < b.variables.len() {
            let (a_name, b_name) = (a_prefix.add(a.variables[i]), b_prefix.add(b.variables[j]));
            if same(a_name.as_str().as_bytes(), b_name.as_str().as_bytes()) {
                return true;
            }
            j += 1;
        }
        i += 1;
    }
    false
}

const fn have_common_reading(a: &Setting, b: &Setting) -> bool {
    let same_default = match (a.default, b.default) {
        (Some(a), Some(b)) => a.len() == b.len() && crate::const_bytes::starts_with(a.as_bytes(), 0, b.as_bytes()),
        _ => true,
    };
    a.is_url() == b.is_url() && same_default && (!a.is_url() || !a.backends.and(b.backends).is_empty())
}

/// Whether `variable` is one of the pool of `url`, whose own is `own`.
const fn is_of_pool(url: &Setting, own: Line, variable: Line) -> bool {
    let mut i = 0;
    while i < POOL.len() {
        let name = Line::new().add(base(own.as_str())).add("_").add(POOL[i].name);
        if url.carries.has(POOL[i].carries) && same(name.as_str().as_bytes(), variable.as_str().as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn refuse(a: &Setting, b: &Setting, variable: Line) -> ! {
    let line = Line::new().add("`").add(b.field).add("` and the flattened `").add(a.field).add("` both read ");
    let line = line.add(variable.as_str()).add(", and no value suits both: ");
    panic!(
        "{}",
        line.add("write `flatten, prefix = \"...\"`, or give one of them another variable with `env`").as_str()
    );
}
