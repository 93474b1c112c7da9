//! Detects two fields that would read the same variable if at least one of them belongs to a flattened type.
//!
//! The derive of the outer type does not see the fields of the inner type, only its constants. The names are therefore
//! compared in constant functions. They ignore case, as Windows does.

use db_config_syntax::query::{ENDINGS, PASSWORD_ENDING, PoolOption, SECRET_ENDING, TLS_ENDING, USER_ENDINGS};
use db_config_syntax::{Backend, Backends, Part, SECRET};

use super::{FieldSpec, Fields};
use crate::capabilities::Capabilities;
use crate::libpq::VARIABLES;
use crate::pool_defaults::PoolSetting;

/// The name of a variable, with the prefixes of the types that the field is flattened into.
#[derive(Clone, Copy)]
struct VariableName<'a> {
    prefix: Option<&'a VariableName<'a>>,
    text: &'a str,
}

impl<'a> VariableName<'a> {
    const fn new(text: &'a str) -> Self {
        Self { prefix: None, text }
    }

    /// Returns a name with this prefix. An empty one would only cost time.
    const fn with_prefix(prefix: &'a VariableName<'a>, text: &'a str) -> Self {
        Self { prefix: if prefix.text.is_empty() { prefix.prefix } else { Some(prefix) }, text }
    }

    const fn len(self) -> usize {
        match self.prefix {
            Some(prefix) => prefix.len() + self.text.len(),
            None => self.text.len(),
        }
    }

    const fn byte(self, at: usize) -> u8 {
        match self.prefix {
            Some(prefix) if at < prefix.len() => prefix.byte(at),
            Some(prefix) => self.text.as_bytes()[at - prefix.len()],
            None => self.text.as_bytes()[at],
        }
    }

    /// Returns whether `len` bytes of this name from `at` on are equal to the first `len` bytes of `other`.
    const fn has(self, at: usize, other: VariableName<'_>, len: usize) -> bool {
        let mut i = 0;
        while i < len && self.byte(at + i).eq_ignore_ascii_case(&other.byte(i)) {
            i += 1;
        }
        i == len
    }

    /// Compares the last bytes first, because many names of an app begin with the same ones.
    const fn is(self, other: VariableName<'_>) -> bool {
        let mut left = if self.len() == other.len() { self.len() } else { return false };
        while left > 0 && self.byte(left - 1).eq_ignore_ascii_case(&other.byte(left - 1)) {
            left -= 1;
        }
        left == 0
    }

    /// Returns whether the last bytes are these. This is the cheapest test of a name.
    const fn has_tail(self, tail: &[u8]) -> bool {
        let (len, mut left) = (self.len(), tail.len());
        while left > 0 && len >= tail.len() {
            let byte = self.byte(len - tail.len() + left - 1);
            if !byte.eq_ignore_ascii_case(&tail[left - 1]) {
                return false;
            }
            left -= 1;
        }
        left == 0
    }

    /// Returns whether this can be the name of a pool option's variable that is derived from that of a URL.
    const fn has_pool_tail(self) -> bool {
        let mut i = 0;
        while i < PoolOption::ALL.len() {
            if self.has_tail(without_underscore(PoolOption::ALL[i].variable_ending())) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Returns the length of the prefix that the related variables share, such as `DATABASE` of `DATABASE_URL` or
    /// `database.` of `database.url`.
    const fn base_len(self) -> usize {
        let dotted = self.dotted_len();
        if dotted > 0 {
            return dotted;
        }
        let mut i = 0;
        while i < ENDINGS.len() {
            let ending = ENDINGS[i];
            if self.len() > ending.len() && self.has_tail(ending.as_bytes()) {
                return self.len() - ending.len();
            }
            i += 1;
        }
        self.len()
    }

    /// Returns the length of the part up to the last dot.
    const fn dotted_len(self) -> usize {
        let bytes = self.text.as_bytes();
        let mut left = bytes.len();
        while left > 0 {
            if bytes[left - 1] == b'.' {
                return self.len() - bytes.len() + left;
            }
            left -= 1;
        }
        match self.prefix {
            Some(prefix) => prefix.dotted_len(),
            None => 0,
        }
    }

    const fn has_base_of(self, other: VariableName<'_>) -> bool {
        self.base_len() == other.base_len() && self.has(0, other, other.base_len())
    }

    const fn has_dot(self) -> bool {
        self.dotted_len() > 0
    }

    /// Returns whether this is the variable with this ending that belongs to the variable of a URL. The ending may begin
    /// with `_`.
    const fn is_derived_from(self, url: VariableName<'_>, ending: &str) -> bool {
        let ending = without_underscore(ending);
        if !self.has_tail(ending) {
            return false;
        }
        let base = url.base_len();
        let is_dotted = url.has_dot();
        let start = if is_dotted { base } else { base + 1 };
        self.len() == start + ending.len() && self.has(0, url, base) && (is_dotted || self.byte(base) == b'_')
    }

    /// Returns whether this name is that of a part after this prefix.
    const fn is_joined(self, prefix: VariableName<'_>, ending: &str) -> bool {
        let len = prefix.len();
        self.len() == len + ending.len() && self.has_tail(ending.as_bytes()) && self.has(0, prefix, len)
    }

    /// Returns whether the field of a URL reads this variable as its TLS mode, user name, password or secret.
    const fn is_read_as_login(self, url: &FieldSpec, name: VariableName<'_>) -> bool {
        let [user, username] = USER_ENDINGS;
        let has_prefix = match url.parts {
            Some(parts) => parts.prefix.is_some(),
            None => false,
        };
        let is_login = self.is_derived_from(name, user)
            || self.is_derived_from(name, username)
            || self.is_derived_from(name, PASSWORD_ENDING);
        url.backends.has_network()
            && (self.is_derived_from(name, TLS_ENDING)
                || self.is_derived_from(name, SECRET_ENDING)
                || is_login && !has_prefix)
    }
}

const fn without_underscore(ending: &str) -> &[u8] {
    match ending.as_bytes() {
        [b'_', ending @ ..] => ending,
        ending => ending,
    }
}

/// A pool option of a field, for the URLs of some databases. `prefix` is that of the types that the field is flattened into.
#[derive(Clone, Copy)]
struct PoolVariable<'a> {
    field: &'a FieldSpec,
    prefix: VariableName<'a>,
    backends: Backends,
    option: PoolOption,
    setting: PoolSetting,
}

impl<'a> PoolVariable<'a> {
    /// Returns the number of a field's options: one for all databases, or one for each database if the type sets some.
    const fn count(field: &FieldSpec) -> usize {
        let databases = if field.pool_defaults.has_own_variables { Backend::ALL.len() } else { 1 };
        databases * PoolOption::ALL.len()
    }

    /// Returns an option by its number.
    const fn at(number: usize, field: &'a FieldSpec, prefix: VariableName<'a>) -> Self {
        let backend = Backend::ALL[number / PoolOption::ALL.len()];
        let option = PoolOption::ALL[number % PoolOption::ALL.len()];
        let backends = match field.pool_defaults.has_own_variables {
            true => Backends::from_slice(&[backend]).intersection(field.backends),
            false => field.backends,
        };
        Self { field, prefix, backends, option, setting: field.pool_setting(backend, option) }
    }

    /// Returns whether the option of the database before this one has the same variable.
    const fn is_repeated(number: usize, field: &'a FieldSpec) -> bool {
        if number < PoolOption::ALL.len() {
            return false;
        }
        let none = VariableName::new("");
        let (last, this) =
            (PoolVariable::at(number - PoolOption::ALL.len(), field, none), PoolVariable::at(number, field, none));
        match (last.setting.env, this.setting.env) {
            (Some(a), Some(b)) => {
                let (a_unit, b_unit) = (VariableName::new(last.unit()), VariableName::new(this.unit()));
                a_unit.is(b_unit) && last.is_supported() && VariableName::new(a).is(VariableName::new(b))
            }
            _ => false,
        }
    }

    const fn is_supported(&self) -> bool {
        self.field.capabilities.only(self.backends).contains(Capabilities::from_option(self.option))
    }

    /// Returns whether the option is read from this variable.
    const fn reads(&self, name: VariableName<'_>) -> bool {
        if let Some(text) = self.setting.env {
            let prefix = VariableName::with_prefix(&self.prefix, self.field.prefix);
            return name.is(VariableName::with_prefix(&prefix, text));
        }
        let mut i = 0;
        while i < self.field.variables.len() {
            let url = VariableName::with_prefix(&self.prefix, self.field.variables[i]);
            if name.is_derived_from(url, self.option.variable_ending()) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Returns whether one value suits both options: they are the same option of one URL, or each of them names the
    /// variable and counts the same unit. Of one URL, an option without a unit needs one in the value, which suits both.
    const fn agrees(&self, other: &PoolVariable<'_>, shares: bool) -> bool {
        let (a, b) = (VariableName::new(self.unit()), VariableName::new(other.unit()));
        let counts_same = a.is(b);
        let is_same_use = shares && self.option as usize == other.option as usize;
        let is_one_database = !self.backends.intersection(other.backends).is_empty();
        is_same_use && (counts_same || a.len() == 0 || b.len() == 0 || !is_one_database)
            || other.setting.env.is_some() && self.option.is_count() == other.option.is_count() && counts_same
    }

    const fn unit(&self) -> &'static str {
        match self.setting.unit {
            Some(unit) => unit,
            None => "",
        }
    }

    /// Returns whether the option's own variable is a variable of another field, or of the same field, with another
    /// meaning. The same is true for the variable of its file.
    const fn collides(&self, other: &FieldSpec, prefix: VariableName<'_>, shares: bool) -> bool {
        let Some(text) = self.setting.env else { return false };
        if !self.is_supported() {
            return false;
        }
        let own_prefix = VariableName::with_prefix(&self.prefix, self.field.prefix);
        let name = VariableName::with_prefix(&own_prefix, text);
        let file = VariableName::with_prefix(&name, "_FILE");
        if let Some(without_file) = without_file(text) {
            if is_read(other, prefix, VariableName::with_prefix(&own_prefix, without_file), None) {
                return true;
            }
        }
        is_read(other, prefix, name, Some((self, shares))) || is_read(other, prefix, file, None)
    }
}

/// Returns the name of a variable whose file has this name.
const fn without_file(name: &str) -> Option<&str> {
    match name.as_bytes() {
        [start @ .., b'_', b'F' | b'f', b'I' | b'i', b'L' | b'l', b'E' | b'e'] => match std::str::from_utf8(start) {
            Ok(start) => Some(start),
            Err(_) => None,
        },
        _ => None,
    }
}

/// Returns whether a field reads this variable. A pool option that agrees with `except` does not count.
const fn is_read(
    field: &FieldSpec,
    prefix: VariableName<'_>,
    name: VariableName<'_>,
    except: Option<(&PoolVariable<'_>, bool)>,
) -> bool {
    let mut i = 0;
    while i < field.variables.len() {
        let url = VariableName::with_prefix(&prefix, field.variables[i]);
        if name.is(url) || field.is_url() && name.is_read_as_login(field, url) {
            return true;
        }
        i += 1;
    }
    reads_pool(field, prefix, name, except) || reads_part(field, prefix, name)
}

/// Returns whether the field of a URL reads this variable as a pool option. An option that agrees with `except` does not
/// count.
const fn reads_pool(
    url: &FieldSpec,
    prefix: VariableName<'_>,
    name: VariableName<'_>,
    except: Option<(&PoolVariable<'_>, bool)>,
) -> bool {
    let is_derived = url.is_url() && name.has_pool_tail();
    let count = if is_derived || url.has_own_variables() { PoolVariable::count(url) } else { 0 };
    let mut i = 0;
    while i < count {
        let pool = PoolVariable::at(i, url, prefix);
        // The cheap conditions come first, because the compiler limits the time of constants.
        if (is_derived || pool.setting.env.is_some()) && pool.reads(name) && pool.is_supported() {
            let agrees = match except {
                Some((other, shares)) => other.agrees(&pool, shares),
                None => false,
            };
            if !agrees {
                return true;
            }
        }
        i += 1;
    }
    false
}

/// Returns whether an own variable of `a` is a variable of `b` with another meaning.
const fn own_variables_collide(
    a: &FieldSpec,
    a_prefix: VariableName<'_>,
    b: &FieldSpec,
    b_prefix: VariableName<'_>,
    shares: bool,
) -> bool {
    let count = if a.has_own_variables() { PoolVariable::count(a) } else { 0 };
    let mut i = 0;
    while i < count {
        let pool = PoolVariable::at(i, a, a_prefix);
        if pool.setting.env.is_some() && !PoolVariable::is_repeated(i, a) && pool.collides(b, b_prefix, shares) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether two fields read the same variable for their URLs.
const fn share_url(a: &FieldSpec, b: &FieldSpec) -> bool {
    let mut i = 0;
    while i < a.variables.len() * b.variables.len() {
        let (a_name, b_name) = (a.variables[i % a.variables.len()], b.variables[i / a.variables.len()]);
        if VariableName::new(a_name).is(VariableName::new(b_name)) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether two fields of one URL count different units of the same derived variable.
const fn units_differ(a: &FieldSpec, b: &FieldSpec) -> bool {
    let mut i = 0;
    while i < Backend::ALL.len() * PoolOption::ALL.len() && a.has_units() && b.has_units() {
        let none = VariableName::new("");
        let (a, b) = (PoolVariable::at(i, a, none), PoolVariable::at(i, b, none));
        let is_derived = a.setting.env.is_none() && b.setting.env.is_none();
        if is_derived && !a.agrees(&b, true) && a.is_supported() && b.is_supported() {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether two fields of one URL count different units of the same derived variable. Both are given by their
/// index.
pub const fn units_collide(fields: &Fields, first: usize, second: usize) -> bool {
    units_differ(&fields.own[first], &fields.own[second])
}

/// Returns whether this is a variable of libpq that db-config knows.
pub const fn is_libpq_variable(name: &str) -> bool {
    let mut i = 0;
    while i < VARIABLES.len() {
        if VariableName::new(name).is(VariableName::new(VARIABLES[i].name)) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether the own variable of a field's pool option is a variable of `other` with another meaning. Both fields
/// are given by their index. The option is set for the URLs of these databases.
pub const fn own_variable_collides(
    fields: &Fields,
    field: usize,
    option: PoolOption,
    backends: Backends,
    other: usize,
) -> bool {
    let (field, other) = (&fields.own[field], &fields.own[other]);
    let (none, shares) = (VariableName::new(""), share_url(field, other));
    let mut i = 0;
    while i < PoolVariable::count(field) {
        let pool = PoolVariable::at(i, field, none);
        let is_meant = pool.option as usize == option as usize && !pool.backends.intersection(backends).is_empty();
        if is_meant && pool.collides(other, none, shares) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether an own variable that the type of a field sets is a variable of another of these fields with another
/// meaning. All are given by their index.
pub const fn type_variable_collides(fields: &Fields, field: usize, others: &[usize]) -> bool {
    let (field, none) = (&fields.own[field], VariableName::new(""));
    let count = if field.pool_defaults.has_own_variables { PoolVariable::count(field) } else { 0 };
    let mut i = 0;
    while i < count {
        let pool = PoolVariable::at(i, field, none);
        let is_of_type = pool.setting.env.is_some()
            && field.own_setting(pool.option).env.is_none()
            && !PoolVariable::is_repeated(i, field);
        let mut j = 0;
        while j < others.len() && is_of_type {
            let other = &fields.own[others[j]];
            if pool.collides(other, none, share_url(field, other)) {
                return true;
            }
            j += 1;
        }
        i += 1;
    }
    false
}

/// Returns whether a type's own field and one of its flattened types collide. Both are given by their index.
pub const fn own_collides(fields: &Fields, own: usize, flattened: usize) -> bool {
    let inner = &fields.flattened[flattened];
    field_collides(&fields.own[own], VariableName::new(""), inner.fields, VariableName::new(inner.prefix))
}

/// Returns whether two of a type's flattened types collide. Both are given by their index.
pub const fn flattened_collide(fields: &Fields, first: usize, second: usize) -> bool {
    let (first, second) = (&fields.flattened[first], &fields.flattened[second]);
    fields_collide(first.fields, VariableName::new(first.prefix), second.fields, VariableName::new(second.prefix))
}

const fn fields_collide(a: &Fields, a_prefix: VariableName<'_>, b: &Fields, b_prefix: VariableName<'_>) -> bool {
    let mut i = 0;
    while i < a.own.len() {
        if field_collides(&a.own[i], a_prefix, b, b_prefix) {
            return true;
        }
        i += 1;
    }
    let mut i = 0;
    while i < a.flattened.len() {
        let inner = &a.flattened[i];
        if fields_collide(inner.fields, VariableName::with_prefix(&a_prefix, inner.prefix), b, b_prefix) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether a field with `parts` reads this variable as a part of its URL.
const fn reads_part(field: &FieldSpec, prefix: VariableName<'_>, name: VariableName<'_>) -> bool {
    let Some(parts) = field.parts else { return false };
    let mut i = 0;
    while i < parts.own.len() {
        if name.is(VariableName::with_prefix(&prefix, parts.own[i].1)) {
            return true;
        }
        i += 1;
    }
    if let Some(text) = parts.prefix {
        if name.is_joined(VariableName::with_prefix(&prefix, text), SECRET) {
            return true;
        }
    }
    let mut i = 0;
    while i < Part::ALL.len() {
        let endings = Part::ALL[i].endings();
        let mut j = 0;
        while j < endings.len() {
            if let Some(text) = parts.prefix {
                if name.is_joined(VariableName::with_prefix(&prefix, text), endings[j]) {
                    return true;
                }
            }
            let mut k = 0;
            while parts.prefix.is_none() && k < field.variables.len() {
                let url = VariableName::with_prefix(&prefix, field.variables[k]);
                if name.is_derived_from(url, endings[j]) {
                    return true;
                }
                k += 1;
            }
            j += 1;
        }
        i += 1;
    }
    false
}

/// Returns whether another field reads a variable of a field's parts as its login, secret or TLS mode.
const fn gives_login(a: &FieldSpec, a_prefix: VariableName<'_>, b: &FieldSpec, b_prefix: VariableName<'_>) -> bool {
    let Some(parts) = a.parts else { return false };
    let mut i = 0;
    while i < b.variables.len() {
        let url = VariableName::with_prefix(&b_prefix, b.variables[i]);
        let mut j = 0;
        while j < parts.own.len() {
            if VariableName::with_prefix(&a_prefix, parts.own[j].1).is_read_as_login(b, url) {
                return true;
            }
            j += 1;
        }
        if let Some(text) = parts.prefix {
            let start = VariableName::with_prefix(&a_prefix, text);
            let endings = ["USER", "USERNAME", "PASSWORD", "TLS", SECRET];
            let mut j = 0;
            while j < endings.len() {
                if VariableName::with_prefix(&start, endings[j]).is_read_as_login(b, url) {
                    return true;
                }
                j += 1;
            }
        }
        i += 1;
    }
    false
}

/// Returns whether a field's parts are read by another field, as its variable or as its parts.
const fn shares_part(a: &FieldSpec, a_prefix: VariableName<'_>, b: &FieldSpec, b_prefix: VariableName<'_>) -> bool {
    let mut i = 0;
    while i < b.variables.len() {
        if reads_part(a, a_prefix, VariableName::with_prefix(&b_prefix, b.variables[i])) {
            return true;
        }
        i += 1;
    }
    if gives_login(a, a_prefix, b, b_prefix) {
        return true;
    }
    let Some(parts) = b.parts else { return false };
    let mut i = 0;
    while i < parts.own.len() {
        if reads_part(a, a_prefix, VariableName::with_prefix(&b_prefix, parts.own[i].1)) {
            return true;
        }
        i += 1;
    }
    // One name of each prefix is enough.
    let [host, ..] = Part::Host.endings() else { return false };
    match parts.prefix {
        Some(text) => {
            let start = VariableName::with_prefix(&b_prefix, text);
            reads_part(a, a_prefix, VariableName::with_prefix(&start, host))
        }
        None => false,
    }
}

const fn field_collides(a: &FieldSpec, a_prefix: VariableName<'_>, b: &Fields, b_prefix: VariableName<'_>) -> bool {
    let mut i = 0;
    while i < b.own.len() {
        if pair_collides(a, a_prefix, &b.own[i], b_prefix) {
            return true;
        }
        i += 1;
    }
    let mut i = 0;
    while i < b.flattened.len() {
        let inner = &b.flattened[i];
        if field_collides(a, a_prefix, inner.fields, VariableName::with_prefix(&b_prefix, inner.prefix)) {
            return true;
        }
        i += 1;
    }
    false
}

const fn pair_collides(a: &FieldSpec, a_prefix: VariableName<'_>, b: &FieldSpec, b_prefix: VariableName<'_>) -> bool {
    let (mut shares, mut has_one_base, mut reads_plain) = (false, false, false);
    let mut i = 0;
    while i < a.variables.len() * b.variables.len() {
        let a_name = VariableName::with_prefix(&a_prefix, a.variables[i % a.variables.len()]);
        let b_name = VariableName::with_prefix(&b_prefix, b.variables[i / a.variables.len()]);
        shares |= a_name.is(b_name);
        has_one_base |= a.is_url() && b.is_url() && a_name.has_base_of(b_name);
        reads_plain |= match (a.is_url(), b.is_url()) {
            (true, false) => b_name.is_read_as_login(a, a_name) || reads_pool(a, a_prefix, b_name, None),
            (false, true) => a_name.is_read_as_login(b, b_name) || reads_pool(b, b_prefix, a_name, None),
            _ => false,
        };
        i += 1;
    }
    if !shares && (shares_part(a, a_prefix, b, b_prefix) || shares_part(b, b_prefix, a, a_prefix)) {
        return true;
    }
    if own_variables_collide(a, a_prefix, b, b_prefix, shares)
        || own_variables_collide(b, b_prefix, a, a_prefix, shares)
    {
        return true;
    }
    // Two fields with the same variable may share a pool and a TLS mode.
    let both_read = has_one_base
        && (a.capabilities.shares_pool(b.capabilities) || a.backends.has_network() && b.backends.has_network());
    match shares {
        true => reads_plain || !are_compatible(a, b) || units_differ(a, b),
        false => reads_plain || both_read,
    }
}

/// Returns whether two fields can read the same variable.
const fn are_compatible(a: &FieldSpec, b: &FieldSpec) -> bool {
    let same_default = match (a.default, b.default) {
        (Some(a), Some(b)) => is_same_text(a.as_bytes(), b.as_bytes()),
        _ => true,
    };
    a.is_url() == b.is_url() && same_default && (!a.is_url() || !a.backends.intersection(b.backends).is_empty())
}

const fn is_same_text(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use db_config_syntax::query::derived_variable;

    #[test]
    fn derived_names_are_those_of_the_loader() {
        let urls = ["DATABASE_URL", "DSN", "_URL", "database.url", "a.b.DB_URL", "a.", ".url", "A_URL.b_DSN"];
        let endings = PoolOption::ALL.map(PoolOption::variable_ending);
        let names: Vec<String> =
            urls.iter().flat_map(|url| endings.map(|ending| derived_variable(url, ending))).collect();
        for url in urls {
            for ending in endings {
                let expected = derived_variable(url, ending);
                for name in &names {
                    let is_derived = VariableName::new(name).is_derived_from(VariableName::new(url), ending);
                    assert_eq!(is_derived, *name == expected, "{name}, {url}, {ending}");
                }
            }
        }
    }

    #[test]
    fn names_of_parts_are_those_of_the_loader() {
        let prefixes = ["DB_", "DB", "database.", "database.db_"];
        let names = |prefix| Part::ALL.map(|part| part.variables(None, Some(prefix), "DATABASE_URL")).concat();
        let endings = || Part::ALL.into_iter().flat_map(|part| part.endings());
        for prefix in prefixes {
            let reads = |name: &str| {
                let (name, prefix) = (VariableName::new(name), VariableName::new(prefix));
                endings().any(|ending| name.is_joined(prefix, ending))
            };
            assert!(names(prefix).iter().all(|name| reads(name)), "{prefix}");
            assert!(!reads("OTHER_HOST"), "{prefix}");
        }
    }
}
