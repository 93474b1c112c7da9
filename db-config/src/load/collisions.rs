//! Two settings of which one is flattened, and that read one variable: found at compile time. It is much work for the
//! compiler if nothing is compared before anything is copied.

use super::{FieldSpec, Fields};
use crate::const_bytes::Line;
use crate::pool_variable::base;
use crate::query::POOL;
use crate::{Backends, Carries};

/// The prefixes before a variable, and its name.
#[derive(Clone, Copy)]
struct Name<'a> {
    prefix: &'a Line,
    own: &'static str,
}

impl Name<'_> {
    const fn len(self) -> usize {
        self.prefix.len() + self.own.len()
    }

    const fn byte(self, i: usize) -> u8 {
        match i.checked_sub(self.prefix.len()) {
            Some(i) => self.own.as_bytes()[i],
            None => self.prefix.byte(i),
        }
    }

    /// Whether this many bytes of both are the same.
    const fn begins_like(self, other: Name<'_>, len: usize) -> bool {
        let mut i = 0;
        while i < len && self.byte(i) == other.byte(i) {
            i += 1;
        }
        i == len
    }

    const fn is(self, other: Name<'_>) -> bool {
        self.len() == other.len() && self.begins_like(other, self.len())
    }

    /// How long what the variables of the pool begin with is.
    const fn base_len(self) -> usize {
        match (self.own.len() - base(self.own).len(), self.own.as_bytes()) {
            // The prefix ends with the `_` before it.
            (0, b"URL" | b"URI" | b"DSN") if self.prefix.ends_with(b'_') => self.prefix.len() - 1,
            (0, b"URLS") if self.prefix.ends_with(b'_') => self.prefix.len() - 1,
            (ending, _) => self.len() - ending,
        }
    }

    const fn has_base_of(self, other: Name<'_>) -> bool {
        let len = self.base_len();
        len == other.base_len() && self.begins_like(other, len)
    }

    /// Whether this variable is one of the pool of `url`, whose own is `own`.
    const fn is_of_pool(self, url: &FieldSpec, own: Name<'_>) -> bool {
        let len = own.base_len();
        if self.len() <= len || !self.begins_like(own, len) || self.byte(len) != b'_' {
            return false;
        }
        let mut word = 0;
        while word < POOL.len() {
            let name = POOL[word].name.as_bytes();
            let mut i = 0;
            while i < name.len() && len + 1 + i < self.len() && self.byte(len + 1 + i).eq_ignore_ascii_case(&name[i]) {
                i += 1;
            }
            if i == name.len() && len + 1 + i == self.len() && url.carries.has(POOL[word].carries) {
                return true;
            }
            word += 1;
        }
        false
    }

    /// Whether this variable sets the TLS mode of `url`, whose own is `own`.
    const fn is_tls_of(self, url: &FieldSpec, own: Name<'_>) -> bool {
        let len = own.base_len();
        if !has_network(url.backends) || self.len() != len + 4 || !self.begins_like(own, len) {
            return false;
        }
        let name = b"_tls";
        let mut i = 0;
        while i < name.len() && self.byte(len + i).eq_ignore_ascii_case(&name[i]) {
            i += 1;
        }
        i == name.len()
    }

    const fn line(self) -> Line {
        self.prefix.add(self.own)
    }
}

/// Panics at compile time if a setting of the flattened field with this number reads a variable of another field, and
/// the two have no common reading.
#[track_caller]
pub const fn check_flattened(fields: &Fields, number: usize) {
    let inner = &fields.flattened[number];
    let (prefix, none) = (Line::new().add(inner.prefix), Line::new());
    let mut i = 0;
    while i < fields.own.len() {
        check_against(inner.fields, &prefix, &fields.own[i], &none);
        i += 1;
    }
    let mut i = 0;
    while i < number {
        let other = &fields.flattened[i];
        check_all_against(inner.fields, &prefix, other.fields, &Line::new().add(other.prefix));
        i += 1;
    }
}

/// Each setting of `others` against all of `fields`.
#[track_caller]
const fn check_all_against(fields: &Fields, prefix: &Line, others: &Fields, other_prefix: &Line) {
    let mut i = 0;
    while i < others.own.len() {
        check_against(fields, prefix, &others.own[i], other_prefix);
        i += 1;
    }
    let mut i = 0;
    while i < others.flattened.len() {
        let inner = &others.flattened[i];
        check_all_against(fields, prefix, inner.fields, &other_prefix.add(inner.prefix));
        i += 1;
    }
}

/// One setting against all of `fields`.
#[track_caller]
const fn check_against(fields: &Fields, prefix: &Line, other: &FieldSpec, other_prefix: &Line) {
    let mut i = 0;
    while i < fields.own.len() {
        check_pair(&fields.own[i], prefix, other, other_prefix);
        i += 1;
    }
    let mut i = 0;
    while i < fields.flattened.len() {
        let inner = &fields.flattened[i];
        check_against(inner.fields, &prefix.add(inner.prefix), other, other_prefix);
        i += 1;
    }
}

#[track_caller]
const fn check_pair(a: &FieldSpec, a_prefix: &Line, b: &FieldSpec, b_prefix: &Line) {
    let shared = shared_variable(a, a_prefix, b, b_prefix);
    if let (Some(shared), false) = (shared, have_common_reading(a, b)) {
        refuse(a, b, &shared.line());
    }
    // With one variable in common they may well have one pool.
    let both_have_tls = shared.is_none() && has_network(a.backends) && has_network(b.backends);
    let both_have_pools = shared.is_none() && a.is_url() && b.is_url() && shares_pool(a.carries, b.carries);
    let mut i = 0;
    while i < a.variables.len() {
        let mut j = 0;
        while j < b.variables.len() {
            let a_name = Name { prefix: a_prefix, own: a.variables[i] };
            let b_name = Name { prefix: b_prefix, own: b.variables[j] };
            if both_have_pools && a_name.has_base_of(b_name) {
                refuse(a, b, &Line::new().add("the pool's variables beside ").add(a_name.line().as_str()));
            }
            if both_have_tls && a_name.has_base_of(b_name) {
                refuse(a, b, &Line::new().add("the TLS mode next to ").add(a_name.line().as_str()));
            }
            if a.is_url() && !b.is_url() && (b_name.is_of_pool(a, a_name) || b_name.is_tls_of(a, a_name)) {
                refuse(a, b, &b_name.line());
            }
            if b.is_url() && !a.is_url() && (a_name.is_of_pool(b, b_name) || a_name.is_tls_of(b, b_name)) {
                refuse(a, b, &a_name.line());
            }
            j += 1;
        }
        i += 1;
    }
}

const fn shared_variable<'a>(a: &FieldSpec, a_prefix: &'a Line, b: &FieldSpec, b_prefix: &Line) -> Option<Name<'a>> {
    let mut i = 0;
    while i < a.variables.len() {
        let mut j = 0;
        while j < b.variables.len() {
            let name = Name { prefix: a_prefix, own: a.variables[i] };
            if name.is(Name { prefix: b_prefix, own: b.variables[j] }) {
                return Some(name);
            }
            j += 1;
        }
        i += 1;
    }
    None
}

const fn have_common_reading(a: &FieldSpec, b: &FieldSpec) -> bool {
    let same_default = match (a.default, b.default) {
        (Some(a), Some(b)) => a.len() == b.len() && crate::const_bytes::starts_with(a.as_bytes(), 0, b.as_bytes()),
        _ => true,
    };
    a.is_url() == b.is_url() && same_default && (!a.is_url() || !a.backends.and(b.backends).is_empty())
}

#[track_caller]
const fn refuse(a: &FieldSpec, b: &FieldSpec, variable: &Line) -> ! {
    let line = Line::new().add("`").add(b.field).add("` and the flattened `").add(a.field).add("` both read ");
    let line = line.add(variable.as_str()).add(", and no value suits both: ");
    panic!(
        "{}",
        line.add("write `flatten, prefix = \"...\"`, or give one of them another variable with `env`").as_str()
    );
}

/// Whether one of the databases is a server.
pub(crate) const fn has_network(backends: Backends) -> bool {
    !backends.and(Backends::POSTGRES.or(Backends::MYSQL).or(Backends::MONGODB)).is_empty()
}

/// Whether both have a pool option in common.
pub(crate) const fn shares_pool(a: Carries, b: Carries) -> bool {
    let mut i = 0;
    while i < POOL.len() {
        let option = POOL[i].carries;
        if a.has(option) && b.has(option) {
            return true;
        }
        i += 1;
    }
    false
}
