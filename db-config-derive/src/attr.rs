use crate::errors::Errors;
use crate::krate;
use crate::option::{self, AttributeOption, Form, KnownOption, Place, variable};
use crate::parts::PartsAttribute;
use crate::pool::{self, PoolAttribute};
use crate::scheme::Scheme;
use crate::tls;
use db_config_syntax::query::PoolOption;
use db_config_syntax::tls::TlsMode;
use proc_macro2::Ident;
use std::collections::BTreeSet;
use syn::parse::Parser as _;
use syn::{Attribute, Error, LitStr, Path, Result};

#[derive(Default, Clone)]
pub struct Attrs {
    pub env: Option<Vec<LitStr>>,
    pub default: Option<LitStr>,
    pub default_with: Option<Path>,
    pub schemes: Option<Vec<Scheme>>,
    pub tls: Option<Attr<TlsMode>>,
    pub default_tls: Option<Attr<TlsMode>>,
    pub libpq_env: Option<Attr<()>>,
    pub pathname: Option<Attr<()>>,
    pub parts: Option<PartsAttribute>,
    pub params: Option<LitStr>,
    pub pool: Vec<PoolAttribute>,
    pub skip: bool,
    pub flatten: Option<Ident>,
    /// The attribute that makes the field a plain variable.
    pub plain: Option<Ident>,
    pub secret: bool,
    pub show: bool,
    pub separator: Option<(Ident, LitStr)>,
    pub empty_as_none: Option<Ident>,
    pub debug: bool,
    pub prefix: Option<LitStr>,
    pub krate: Option<Path>,
}

/// An attribute that only some field types support.
#[derive(Clone)]
pub struct Attr<T> {
    /// The name, if the attribute is on the field itself. An attribute of the struct applies only to the fields that support
    /// it.
    pub key: Option<Ident>,
    pub value: T,
}

/// A function that stores an attribute.
enum Set {
    /// The attribute has no value.
    Flag(fn(&mut Attrs, Ident)),
    Value(fn(&mut Attrs, &AttributeOption, &mut Errors) -> Result<()>),
    Pool(PoolOption),
}

const ANYWHERE: &[Place] = &[Place::Struct, Place::Enum, Place::Field];
const CONTAINER: &[Place] = &[Place::Struct, Place::Enum];
const FIELD: &[Place] = &[Place::Field];
const ONE_VALUE: &[Place] = &[Place::Enum, Place::Field];
const NOT_STRUCT: &[Place] = &[Place::Enum, Place::Variant, Place::Field];

const fn flag(name: &'static str, places: &'static [Place], set: fn(&mut Attrs, Ident)) -> KnownOption<Set> {
    KnownOption { name, places, usage: None, set: Set::Flag(set) }
}

const fn value(
    name: &'static str,
    places: &'static [Place],
    usage: &'static str,
    set: fn(&mut Attrs, &AttributeOption, &mut Errors) -> Result<()>,
) -> KnownOption<Set> {
    KnownOption { name, places, usage: Some(usage), set: Set::Value(set) }
}

const fn pool_option(option: PoolOption, usage: &'static str) -> KnownOption<Set> {
    KnownOption { name: option.name(), places: NOT_STRUCT, usage: Some(usage), set: Set::Pool(option) }
}

const KNOWN_OPTIONS: &[KnownOption<Set>] = &[
    value("env", ANYWHERE, r#"`env = "DATABASE_URL"` or `env("FIRST_URL", "SECOND_URL")`"#, |attrs, option, errors| {
        let names = match option.form {
            Form::Value(_) => vec![option.string()?],
            _ => option.strings()?,
        };
        attrs.env = distinct(names, errors, variable);
        Ok(())
    }),
    value(
        "default",
        ANYWHERE,
        r#"`default = "postgres://localhost/app"`, any string with `parse`, or `default_with = function`"#,
        |attrs, option, _| {
            attrs.default = Some(option.string()?);
            Ok(())
        },
    ),
    value("default_with", ONE_VALUE, "`default_with = default_url`", |attrs, option, _| {
        attrs.default_with = Some(option.path()?);
        Ok(())
    }),
    value(
        "schemes",
        ANYWHERE,
        r#"`schemes("postgres")` or `schemes("postgres", "mysql")`"#,
        |attrs, option, errors| {
            attrs.schemes = distinct(option.strings()?, errors, Scheme::from_lit);
            Ok(())
        },
    ),
    value("tls", ANYWHERE, r#"`tls = "verify-full"`"#, |attrs, option, _| {
        attrs.tls = Some(Attr::new(&option.key, tls::minimum_from_lit(&option.string()?)?));
        Ok(())
    }),
    value("default_tls", ANYWHERE, r#"`default_tls = "prefer"`"#, |attrs, option, _| {
        attrs.default_tls = Some(Attr::new(&option.key, tls::mode_from_lit(&option.string()?)?));
        Ok(())
    }),
    flag("libpq_env", ANYWHERE, |attrs, key| attrs.libpq_env = Some(Attr::new(&key, ()))),
    flag("pathname", ANYWHERE, |attrs, key| attrs.pathname = Some(Attr::new(&key, ()))),
    value(
        "parts",
        ONE_VALUE,
        r#"`parts`, `parts = "DB_"` or `parts("DB_", host = "INSTANCE_HOST")`"#,
        |attrs, option, _| {
            attrs.parts = Some(PartsAttribute::new(option)?);
            Ok(())
        },
    ),
    value("params", NOT_STRUCT, r#"`params = "application_name=shop"`"#, |attrs, option, _| {
        attrs.params = Some(option.string()?);
        Ok(())
    }),
    pool_option(PoolOption::MaxConnections, "`max_connections = 20`"),
    pool_option(PoolOption::MinConnections, "`min_connections = 2`"),
    pool_option(PoolOption::AcquireTimeout, r#"`acquire_timeout = "30s"`"#),
    pool_option(PoolOption::ConnectTimeout, r#"`connect_timeout = "5s"`"#),
    pool_option(PoolOption::IdleTimeout, r#"`idle_timeout = "10m"`"#),
    pool_option(PoolOption::MaxLifetime, r#"`max_lifetime = "30m"`"#),
    pool_option(PoolOption::StatementTimeout, r#"`statement_timeout = "500ms"`"#),
    pool_option(PoolOption::BusyTimeout, r#"`busy_timeout = "5s"`"#),
    pool_option(PoolOption::Wait, r#"`wait = "30s"`"#),
    flag("skip", FIELD, |attrs, _| attrs.skip = true),
    flag("flatten", FIELD, |attrs, key| attrs.flatten = Some(key)),
    flag("parse", FIELD, Attrs::make_plain),
    flag("secret", FIELD, |attrs, key| {
        attrs.secret = true;
        attrs.make_plain(key);
    }),
    flag("show", FIELD, |attrs, key| {
        attrs.show = true;
        attrs.make_plain(key);
    }),
    value("separator", FIELD, r#"`separator = ";"`"#, |attrs, option, _| {
        // The field is a plain variable even if the separator is invalid.
        attrs.make_plain(option.key.clone());
        attrs.separator = Some((option.key.clone(), LitStr::new(",", option.key.span())));
        let separator = option.string()?;
        if separator.value().trim().is_empty() {
            let message = "invalid separator; use characters other than whitespace, such as `;` or `|`";
            return Err(Error::new_spanned(separator, message));
        }
        attrs.separator = Some((option.key.clone(), separator));
        Ok(())
    }),
    flag("empty_as_none", FIELD, |attrs, key| attrs.empty_as_none = Some(key)),
    flag("debug", CONTAINER, |attrs, _| attrs.debug = true),
    value("prefix", ANYWHERE, r#"`prefix = "APP_"`"#, |attrs, option, _| {
        attrs.prefix = Some(variable(option.string()?)?);
        Ok(())
    }),
    value("crate", CONTAINER, "`crate = ::db_config`", |attrs, option, _| {
        attrs.krate = Some(krate::parse.parse2(option.value()?.clone())?);
        Ok(())
    }),
];

/// The attributes that only apply to database URLs, without the pool options.
const URL_ONLY: &[&str] = &["schemes", "tls", "default_tls", "libpq_env", "pathname", "parts", "params"];

/// The attributes that make a field a plain variable.
const PLAIN: &[&str] = &["parse", "secret", "show", "separator"];

impl Attrs {
    pub fn new(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Self {
        let mut attrs = Attrs::default();
        let mut keys: Vec<Ident> = Vec::new();
        for option in option::read(attributes, place, KNOWN_OPTIONS) {
            let Some((option, set)) = errors.ok(option) else {
                continue;
            };
            if keys.contains(&option.key) {
                errors.at(&option.key, format!("`{}` is set twice; remove one of them", option.key));
                continue;
            }
            let result = match set {
                Set::Flag(set) => {
                    set(&mut attrs, option.key.clone());
                    option.flag()
                }
                Set::Value(set) => set(&mut attrs, &option, errors),
                Set::Pool(name) => PoolAttribute::new(&option, *name, errors).map(|option| attrs.pool.push(option)),
            };
            errors.ok(result);
            keys.push(option.key);
        }
        check_together(&keys, place, errors);
        attrs.check_default_tls(errors);
        pool::check_sizes(&attrs.pool, errors);
        attrs
    }

    fn make_plain(&mut self, key: Ident) {
        self.plain.get_or_insert(key);
    }

    /// Returns whether the field is a plain variable.
    pub fn is_plain(&self) -> bool {
        self.plain.is_some()
    }

    /// Rejects a `default_tls` that is weaker than `tls`. A field repeats the check if it inherits one of them.
    pub fn check_default_tls(&self, errors: &mut Errors) {
        let (Some(minimum), Some(default)) = (&self.tls, &self.default_tls) else { return };
        let key = default.key.as_ref().or(minimum.key.as_ref());
        if let Some(key) = key.filter(|_| default.value < minimum.value) {
            let (default, minimum) = (default.value.as_str(), minimum.value.as_str());
            let message = format!(
                "`default_tls = \"{default}\"` is weaker than the minimum `tls = \"{minimum}\"`; use at least `{minimum}`, or \
                 remove one of them",
            );
            errors.at(key, message);
        }
    }

    /// Returns whether `tls` or `default_tls` comes from the struct.
    pub fn inherits_tls(&self) -> bool {
        let is_inherited = |attr: &Option<Attr<TlsMode>>| attr.as_ref().is_some_and(|attr| attr.key.is_none());
        is_inherited(&self.tls) || is_inherited(&self.default_tls)
    }

    /// Returns the names of the attributes of a struct that change how its fields are read.
    pub fn inherited_options(&self) -> Vec<&'static str> {
        let options = [
            ("tls", self.tls.is_some()),
            ("default_tls", self.default_tls.is_some()),
            ("libpq_env", self.libpq_env.is_some()),
            ("pathname", self.pathname.is_some()),
        ];
        options.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect()
    }

    /// Fills in missing attributes of a field from those of the struct.
    pub fn or(self, container: &Attrs) -> Self {
        if self.is_plain() || self.flatten.is_some() {
            return self;
        }
        Attrs {
            env: self.env.or_else(|| container.env.clone()),
            default: self.default.or_else(|| container.default.clone().filter(|_| self.default_with.is_none())),
            schemes: self.schemes.or_else(|| container.schemes.clone()),
            tls: self.tls.or_else(|| Attr::inherited(&container.tls)),
            default_tls: self.default_tls.or_else(|| Attr::inherited(&container.default_tls)),
            libpq_env: self.libpq_env.or_else(|| Attr::inherited(&container.libpq_env)),
            pathname: self.pathname.or_else(|| Attr::inherited(&container.pathname)),
            ..self
        }
    }
}

impl<T: Copy> Attr<T> {
    fn new(key: &Ident, value: T) -> Self {
        Attr { key: Some(key.clone()), value }
    }

    fn inherited(attr: &Option<Self>) -> Option<Self> {
        attr.as_ref().map(|attr| Attr { key: None, value: attr.value })
    }
}

/// Rejects attributes that cannot be combined. It compares only names, so it also covers attributes with invalid values.
fn check_together(keys: &[Ident], place: Place, errors: &mut Errors) {
    let find = |name| keys.iter().find(|key| *key == name);
    let mut reject_ineffective = |key, other| {
        errors.at(key, format!("`{key}` has no effect on a field with `{other}`; remove one of them"));
    };
    let plain = keys.iter().find(|key| PLAIN.iter().any(|name| key == name));
    if let Some(skip) = find("skip") {
        for key in keys.iter().filter(|key| *key != skip) {
            reject_ineffective(key, skip);
        }
        return;
    } else if let Some(flatten) = find("flatten") {
        for key in keys.iter().filter(|key| *key != flatten && *key != "prefix") {
            errors.at(
                key,
                format!("`{key}` has no effect on a field with `flatten`; set it on the fields of the flattened type"),
            );
        }
        return;
    } else if let Some(plain) = plain {
        let needs_url = |key: &&Ident| {
            let pool = PoolOption::ALL.map(PoolOption::name);
            URL_ONLY.iter().chain(&pool).any(|name| key == name)
        };
        for key in keys.iter().filter(needs_url) {
            reject_ineffective(key, plain);
        }
        if find("env").is_none() {
            errors.at(plain, format!("missing variable name for `{plain}`; add `env = \"...\"`"));
        }
    }
    if let (Some(_), Some(with)) = (find("default"), find("default_with")) {
        errors.at(with, "both `default` and `default_with` are set; remove one of them");
    }
    if let (Some(show), Some(_)) = (find("show"), find("secret")) {
        errors.at(show, "both `show` and `secret` are set; remove one of them");
    }
    if let (Place::Field, Some(prefix)) = (place, find("prefix")) {
        errors.at(prefix, "`prefix` needs `flatten` on a field; add `flatten`, or set `prefix` on the struct");
    }
}

/// Reports invalid and repeated names, and returns the others.
fn distinct<T>(names: Vec<LitStr>, errors: &mut Errors, read: impl Fn(LitStr) -> Result<T>) -> Option<Vec<T>> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for name in names {
        if seen.insert(name.value()) {
            kept.extend(errors.ok(read(name)));
        } else {
            errors.at(&name, format!("`{}` is listed twice; remove one of them", name.value()));
        }
    }
    (!kept.is_empty()).then_some(kept)
}
