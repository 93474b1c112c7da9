use crate::errors::Errors;
use crate::given::{self, Form, Given, Place, Word};
use crate::krate;
use crate::pool::{self, PoolAttr};
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
    pub schemes: Option<Vec<Scheme>>,
    pub tls: Option<Attr<TlsMode>>,
    pub default_tls: Option<Attr<TlsMode>>,
    pub libpq_env: Option<Attr<()>>,
    pub pathname: Option<Attr<()>>,
    pub pool: Vec<PoolAttr>,
    pub skip: bool,
    pub flatten: Option<Ident>,
    /// The option that makes it a plain variable.
    pub plain: Option<Ident>,
    pub secret: bool,
    pub show: bool,
    pub separator: Option<(Ident, LitStr)>,
    pub empty_as_none: Option<Ident>,
    pub debug: bool,
    pub prefix: Option<LitStr>,
    pub krate: Option<Path>,
}

/// An option that not every type of field has a use for.
#[derive(Clone)]
pub struct Attr<T> {
    /// `Some` if it is on the field itself. What it inherits from the struct need not suit its type.
    pub key: Option<Ident>,
    pub value: T,
}

type Set = fn(&mut Attrs, &Given, &mut Errors) -> Result<()>;

const ANYWHERE: &[Place] = &[Place::Struct, Place::Enum, Place::Field];
const CONTAINER: &[Place] = &[Place::Struct, Place::Enum];
const FIELD: &[Place] = &[Place::Field];

const fn pool_word(name: &'static str, usage: &'static str) -> Word<Set> {
    Word {
        name,
        places: &[Place::Enum, Place::Variant, Place::Field],
        usage,
        set: |attrs, given, _| {
            attrs.pool.push(PoolAttr::new(given)?);
            Ok(())
        },
    }
}

const WORDS: &[Word<Set>] = &[
    Word {
        name: "env",
        places: ANYWHERE,
        usage: r#"`env = "DATABASE_URL"` or `env("FIRST_URL", "SECOND_URL")`"#,
        set: |attrs, given, errors| {
            let names = match given.form {
                Form::Value(_) => vec![given.string()?],
                _ => given.strings()?,
            };
            attrs.env = distinct(names, errors, variable);
            Ok(())
        },
    },
    Word {
        name: "default",
        places: ANYWHERE,
        usage: r#"`default = "postgres://localhost/app"`, or with `from_str` any text"#,
        set: |attrs, given, _| {
            attrs.default = Some(given.string()?);
            Ok(())
        },
    },
    Word {
        name: "schemes",
        places: ANYWHERE,
        usage: r#"`schemes("postgres")` or `schemes("postgres", "mysql")`"#,
        set: |attrs, given, errors| {
            attrs.schemes = distinct(given.strings()?, errors, Scheme::from_lit);
            Ok(())
        },
    },
    Word {
        name: "tls",
        places: ANYWHERE,
        usage: r#"`tls = "verify-full"`"#,
        set: |attrs, given, _| {
            attrs.tls = Some(Attr::new(given, tls::minimum_from_lit(&given.string()?)?));
            Ok(())
        },
    },
    Word {
        name: "default_tls",
        places: ANYWHERE,
        usage: r#"`default_tls = "prefer"`"#,
        set: |attrs, given, _| {
            attrs.default_tls = Some(Attr::new(given, tls::mode_from_lit(&given.string()?)?));
            Ok(())
        },
    },
    Word {
        name: "libpq_env",
        places: ANYWHERE,
        usage: "`libpq_env`, without a value",
        set: |attrs, given, _| {
            attrs.libpq_env = Some(Attr::new(given, ()));
            given.flag()
        },
    },
    Word {
        name: "pathname",
        places: ANYWHERE,
        usage: "`pathname`, without a value",
        set: |attrs, given, _| {
            attrs.pathname = Some(Attr::new(given, ()));
            given.flag()
        },
    },
    pool_word("max_connections", "`max_connections = 20`"),
    pool_word("min_connections", "`min_connections = 2`"),
    pool_word("acquire_timeout", "`acquire_timeout = \"30s\"`"),
    pool_word("connect_timeout", "`connect_timeout = \"5s\"`"),
    pool_word("idle_timeout", "`idle_timeout = \"10m\"`"),
    pool_word("max_lifetime", "`max_lifetime = \"30m\"`"),
    pool_word("statement_timeout", "`statement_timeout = \"500ms\"`"),
    pool_word("busy_timeout", "`busy_timeout = \"5s\"`"),
    Word {
        name: "skip",
        places: FIELD,
        usage: "`skip`, without a value",
        set: |attrs, given, _| {
            attrs.skip = true;
            given.flag()
        },
    },
    Word {
        name: "flatten",
        places: FIELD,
        usage: "`flatten`, without a value",
        set: |attrs, given, _| {
            attrs.flatten = Some(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "from_str",
        places: FIELD,
        usage: "`from_str`, without a value",
        set: |attrs, given, _| {
            attrs.plain.get_or_insert(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "secret",
        places: FIELD,
        usage: "`secret`, without a value",
        set: |attrs, given, _| {
            attrs.secret = true;
            attrs.plain.get_or_insert(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "show",
        places: FIELD,
        usage: "`show`, without a value",
        set: |attrs, given, _| {
            attrs.show = true;
            attrs.plain.get_or_insert(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "separator",
        places: FIELD,
        usage: r#"`separator = ";"`"#,
        set: |attrs, given, _| {
            // It is a plain variable, whatever is wrong with the text.
            attrs.plain.get_or_insert(given.key.clone());
            attrs.separator = Some((given.key.clone(), LitStr::new(",", given.key.span())));
            let separator = given.string()?;
            if separator.value().trim().is_empty() {
                return Err(Error::new_spanned(
                    separator,
                    "a separator is something other than blanks; write `;` or `|`",
                ));
            }
            attrs.separator = Some((given.key.clone(), separator));
            Ok(())
        },
    },
    Word {
        name: "empty_as_none",
        places: FIELD,
        usage: "`empty_as_none`, without a value",
        set: |attrs, given, _| {
            attrs.empty_as_none = Some(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "debug",
        places: CONTAINER,
        usage: "`debug`, without a value",
        set: |attrs, given, _| {
            attrs.debug = true;
            given.flag()
        },
    },
    Word {
        name: "prefix",
        places: ANYWHERE,
        usage: r#"`prefix = "APP_"`"#,
        set: |attrs, given, _| {
            attrs.prefix = Some(variable(given.string()?)?);
            Ok(())
        },
    },
    Word {
        name: "crate",
        places: CONTAINER,
        usage: "`crate = ::db_config`",
        set: |attrs, given, _| {
            attrs.krate = Some(krate::parse.parse2(given.value()?.clone())?);
            Ok(())
        },
    },
];

/// The options that make sense only for a URL, beside those about its pool.
const OF_URLS: &[&str] = &["schemes", "tls", "default_tls", "libpq_env", "pathname"];

/// The options that make a field a plain variable.
const PLAIN: &[&str] = &["from_str", "secret", "show", "separator"];

impl Attrs {
    pub fn new(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Self {
        let mut attrs = Attrs::default();
        let mut keys: Vec<Ident> = Vec::new();
        for given in given::read(attributes, place, WORDS) {
            let Some((given, set)) = errors.ok(given) else {
                continue;
            };
            if keys.contains(&given.key) {
                errors.at(&given.key, format!("duplicate option `{}`", given.key));
                continue;
            }
            if let Err(error) = set(&mut attrs, &given, errors) {
                errors.push(error);
            }
            keys.push(given.key);
        }
        check_together(&keys, place, errors);
        attrs.check_default_tls(errors);
        pool::check_sizes(&attrs.pool, errors);
        attrs
    }

    /// Whether it is a plain variable, and not a URL.
    pub fn is_plain(&self) -> bool {
        self.plain.is_some()
    }

    /// Rejects a `default_tls` below `tls`. A field calls it again for the values that it inherits from the container.
    pub fn check_default_tls(&self, errors: &mut Errors) {
        let (Some(minimum), Some(default)) = (&self.tls, &self.default_tls) else { return };
        let key = default.key.as_ref().or(minimum.key.as_ref());
        if let Some(key) = key.filter(|_| default.value < minimum.value) {
            let (default, minimum) = (default.value.as_str(), minimum.value.as_str());
            let message = format!(
                "`default_tls = \"{default}\"` is below `tls = \"{minimum}\"`, the minimum; write `{minimum}` or a stricter \
                 mode, or remove one of them",
            );
            errors.at(key, message);
        }
    }

    /// Whether one of `tls` and `default_tls` is the container's.
    pub fn inherits_tls(&self) -> bool {
        let is_inherited = |attr: &Option<Attr<TlsMode>>| attr.as_ref().is_some_and(|attr| attr.key.is_none());
        is_inherited(&self.tls) || is_inherited(&self.default_tls)
    }

    /// How a struct's fields are read, by name.
    pub fn manners(&self) -> Vec<&'static str> {
        let options = [
            ("tls", self.tls.is_some()),
            ("default_tls", self.default_tls.is_some()),
            ("libpq_env", self.libpq_env.is_some()),
            ("pathname", self.pathname.is_some()),
        ];
        options.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect()
    }

    /// The options of a field, with those of the struct for what it leaves out.
    pub fn or(self, container: &Attrs) -> Self {
        if self.is_plain() || self.flatten.is_some() {
            return self;
        }
        Attrs {
            env: self.env.or_else(|| container.env.clone()),
            default: self.default.or_else(|| container.default.clone()),
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
    fn new(given: &Given, value: T) -> Self {
        Attr { key: Some(given.key.clone()), value }
    }

    fn inherited(attr: &Option<Self>) -> Option<Self> {
        attr.as_ref().map(|attr| Attr { key: None, value: attr.value })
    }
}

/// Looks only at the names, because an option whose value is wrong can be pointless too.
fn check_together(keys: &[Ident], place: Place, errors: &mut Errors) {
    let find = |name| keys.iter().find(|key| *key == name);
    let mut no_effect = |key, other| {
        errors.at(key, format!("`{key}` has no effect on a field with `{other}`; remove one of them"));
    };
    let plain = keys.iter().find(|key| PLAIN.iter().any(|name| key == name));
    if let Some(skip) = find("skip") {
        for key in keys.iter().filter(|key| *key != skip) {
            no_effect(key, skip);
        }
        return;
    } else if let Some(flatten) = find("flatten") {
        for key in keys.iter().filter(|key| *key != flatten && *key != "prefix") {
            errors.at(
                key,
                format!("`{key}` has no effect on a field with `flatten`; write it on the fields of its type"),
            );
        }
        return;
    } else if let Some(plain) = plain {
        let of_urls = |key: &&Ident| {
            let pool = PoolOption::ALL.map(PoolOption::name);
            OF_URLS.iter().chain(&pool).any(|name| key == name)
        };
        for key in keys.iter().filter(of_urls) {
            no_effect(key, plain);
        }
        if find("env").is_none() {
            errors.at(plain, format!("`{plain}` needs the variable's name: add `env = \"...\"`"));
        }
    }
    if let (Some(show), Some(_)) = (find("show"), find("secret")) {
        errors.at(show, "`show` contradicts `secret`; remove one of them");
    }
    if let (Place::Field, Some(prefix)) = (place, find("prefix")) {
        errors.at(prefix, "`prefix` belongs on the struct, or on a field with `flatten`");
    }
}

/// Reports the words that are wrong or repeated, and keeps the others.
fn distinct<T>(words: Vec<LitStr>, errors: &mut Errors, read: impl Fn(LitStr) -> Result<T>) -> Option<Vec<T>> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for word in words {
        if seen.insert(word.value()) {
            kept.extend(errors.ok(read(word)));
        } else {
            errors.at(&word, format!("`{}` is listed twice", word.value()));
        }
    }
    (!kept.is_empty()).then_some(kept)
}

fn variable(name: LitStr) -> Result<LitStr> {
    let text = name.value();
    let is_impossible = |c: &char| matches!(c, '=' | '\0') || c.is_whitespace();
    let culprit = match text.chars().find(is_impossible) {
        Some('=') => "`=`",
        Some('\0') => "a NUL",
        Some(_) => "a blank",
        None if text.is_empty() => return Err(Error::new_spanned(name, "expected a name, found an empty string")),
        None => return Ok(name),
    };
    Err(Error::new_spanned(name, format!("the name of a variable cannot contain {culprit}")))
}
