//! The settings of a type, those of the types that are flattened into it included.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Setting;

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
