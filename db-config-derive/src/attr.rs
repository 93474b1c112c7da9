use crate::errors::Errors;
use crate::{krate, scheme, similar};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Error, LitStr, Meta, Path, Result, Token};

#[derive(Default, Clone)]
pub struct Attrs {
    /// Those that were written here, not on the container.
    pub keys: Vec<Ident>,
    pub env: Option<Vec<LitStr>>,
    pub default: Option<LitStr>,
    pub schemes: Option<Vec<LitStr>>,
    pub tls: Option<Ident>,
    pub libpq_env: bool,
    pub skip: Option<Ident>,
    pub from_str: Option<Ident>,
    pub prefix: Option<LitStr>,
    pub krate: Option<Path>,
}

#[derive(Copy, Clone, Eq, PartialEq)]
pub enum Place {
    Struct,
    Enum,
    Field,
}

struct Word {
    name: &'static str,
    places: &'static [Place],
    usage: &'static str,
    set: fn(&mut Attrs, &Given, &mut Errors) -> Result<()>,
}

const ANYWHERE: &[Place] = &[Place::Struct, Place::Enum, Place::Field];
const CONTAINER: &[Place] = &[Place::Struct, Place::Enum];

const WORDS: &[Word] = &[
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
            attrs.schemes = distinct(given.strings()?, errors, scheme::check);
            Ok(())
        },
    },
    Word {
        name: "tls",
        places: ANYWHERE,
        usage: r#"`tls = "verify-full"`"#,
        set: |attrs, given, _| {
            let word = given.string()?;
            let mode = TLS_MODES.iter().find(|(name, _)| *name == word.value());
            if let Some((_, variant)) = mode {
                attrs.tls = Some(Ident::new(variant, Span::call_site()));
                return Ok(());
            }
            let modes = similar::list(TLS_MODES.iter().map(|(name, _)| *name));
            let message = format!("unknown tls mode `{}`; expected {modes}", word.value());
            Err(Error::new_spanned(word, message))
        },
    },
    Word {
        name: "libpq_env",
        places: ANYWHERE,
        usage: "`libpq_env`, without a value",
        set: |attrs, given, _| {
            attrs.libpq_env = true;
            given.flag()
        },
    },
    Word {
        name: "skip",
        places: &[Place::Field],
        usage: "`skip`, without a value",
        set: |attrs, given, _| {
            attrs.skip = Some(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "from_str",
        places: &[Place::Field],
        usage: "`from_str`, without a value",
        set: |attrs, given, _| {
            attrs.from_str = Some(given.key.clone());
            given.flag()
        },
    },
    Word {
        name: "prefix",
        places: CONTAINER,
        usage: r#"`prefix = "APP_"`"#,
        set: |attrs, given, _| {
            let prefix = given.string()?;
            variable(&prefix.value()).map_err(|reason| Error::new_spanned(&prefix, reason))?;
            attrs.prefix = Some(prefix);
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

const TLS_MODES: &[(&str, &str)] = &[
    ("off", "Off"),
    ("prefer", "Prefer"),
    ("require", "Require"),
    ("verify-ca", "VerifyCa"),
    ("verify-full", "VerifyFull"),
];

impl Attrs {
    pub fn new(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Self {
        let mut attrs = Attrs::default();
        for attribute in attributes {
            if !attribute.path().is_ident("database") {
                continue;
            }
            match &attribute.meta {
                Meta::List(list) => {
                    for tokens in split_at_commas(list.tokens.clone(), errors) {
                        if let Err(error) = attrs.read(tokens, place, errors) {
                            errors.push(error);
                        }
                    }
                }
                meta => errors.at(meta, "expected options in parentheses, as in `#[database(...)]`"),
            }
        }
        attrs.check_default(errors);
        attrs
    }

    /// After the others, as the text need not be a URL with `from_str`.
    fn check_default(&mut self, errors: &mut Errors) {
        if self.from_str.is_some() {
            return;
        }
        if let Some(url) = &self.default {
            if let Some(Err(reason)) = scheme::of_url(&url.value()).map(|scheme| scheme::check(&scheme)) {
                errors.at(url, reason);
                self.default = None;
            }
        }
    }

    fn read(&mut self, tokens: Vec<TokenTree>, place: Place, errors: &mut Errors) -> Result<()> {
        let given = Given::new(tokens)?;
        let word = given.word(place)?;
        if self.keys.contains(&given.key) {
            let message = format!("duplicate option `{}`", given.key);
            return Err(Error::new_spanned(&given.key, message));
        }
        self.keys.push(given.key.clone());
        (word.set)(self, &given, errors)
    }

    /// What the struct says holds for each URL that does not say otherwise.
    pub fn or(self, container: &Attrs) -> Self {
        if self.from_str.is_some() {
            return self;
        }
        Attrs {
            env: self.env.or_else(|| container.env.clone()),
            default: self.default.or_else(|| container.default.clone()),
            schemes: self.schemes.or_else(|| container.schemes.clone()),
            tls: self.tls.or_else(|| container.tls.clone()),
            libpq_env: self.libpq_env || container.libpq_env,
            ..self
        }
    }
}

/// One option as it was written.
struct Given {
    key: Ident,
    form: Form,
}

enum Form {
    Flag,
    Value(TokenStream),
    List(TokenStream),
    Other,
}

impl Given {
    fn new(tokens: Vec<TokenTree>) -> Result<Self> {
        let mut tokens = tokens.into_iter();
        let key = match tokens.next() {
            Some(TokenTree::Ident(key)) => key,
            other => {
                return Err(Error::new_spanned(other, "expected the name of an option, such as `env`"));
            }
        };
        let form = match (tokens.next(), tokens.as_slice()) {
            (None, _) => Form::Flag,
            (Some(TokenTree::Punct(punct)), [_, ..]) if punct.as_char() == '=' => Form::Value(tokens.collect()),
            (Some(TokenTree::Group(group)), []) if group.delimiter() == Delimiter::Parenthesis => {
                Form::List(group.stream())
            }
            _ => Form::Other,
        };
        Ok(Given { key, form })
    }

    fn word(&self, place: Place) -> Result<&'static Word> {
        let key = self.key.to_string();
        let here = |word: &&Word| word.places.contains(&place);
        let names = || WORDS.iter().filter(here).map(|word| word.name);
        let message = match WORDS.iter().find(|word| word.name == key) {
            Some(word) if here(&word) => return Ok(word),
            Some(_) => match place {
                Place::Struct => format!("`{key}` belongs on a field, not on the struct"),
                Place::Enum => format!("`{key}` belongs on the field of a struct, not on an enum"),
                Place::Field => format!("`{key}` belongs on the struct, not on a field"),
            },
            None => match similar::nearest(&key, names()) {
                Some(meant) => format!("unknown option `{key}`; did you mean `{meant}`?"),
                None => format!("unknown option `{key}`; expected {}", similar::list(names())),
            },
        };
        Err(Error::new_spanned(&self.key, message))
    }

    fn flag(&self) -> Result<()> {
        match self.form {
            Form::Flag => Ok(()),
            _ => Err(self.malformed()),
        }
    }

    fn value(&self) -> Result<&TokenStream> {
        match &self.form {
            Form::Value(tokens) => Ok(tokens),
            _ => Err(self.malformed()),
        }
    }

    fn string(&self) -> Result<LitStr> {
        let parser = |input: ParseStream| self.literal(input);
        parser.parse2(self.value()?.clone())
    }

    fn strings(&self) -> Result<Vec<LitStr>> {
        let parser = |input: ParseStream| {
            let mut strings = Vec::new();
            while !input.is_empty() {
                strings.push(self.literal(input)?);
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(strings)
        };
        match &self.form {
            Form::List(tokens) if !tokens.is_empty() => parser.parse2(tokens.clone()),
            _ => Err(self.malformed()),
        }
    }

    /// A string, and nothing else before the next comma.
    fn literal(&self, input: ParseStream) -> Result<LitStr> {
        let span = input.span();
        let Ok(literal) = input.parse() else {
            let message = format!("expected a string literal; write {}", self.usage());
            return Err(Error::new(span, message));
        };
        if input.is_empty() || input.peek(Token![,]) { Ok(literal) } else { Err(input.error("expected `,`")) }
    }

    fn malformed(&self) -> Error {
        let message = format!("malformed `{}`; write {}", self.key, self.usage());
        Error::new_spanned(&self.key, message)
    }

    fn usage(&self) -> &'static str {
        let word = WORDS.iter().find(|word| self.key == word.name);
        word.map_or("", |word| word.usage)
    }
}

/// Reports the words that are wrong and keeps the others.
fn distinct(
    words: Vec<LitStr>,
    errors: &mut Errors,
    check: impl Fn(&str) -> std::result::Result<(), String>,
) -> Option<Vec<LitStr>> {
    let mut kept: Vec<LitStr> = Vec::new();
    for word in words {
        let value = word.value();
        if kept.iter().any(|other| other.value() == value) {
            errors.at(&word, format!("`{value}` is listed twice"));
        } else if let Err(reason) = check(&value) {
            errors.at(&word, reason);
        } else {
            kept.push(word);
        }
    }
    (!kept.is_empty()).then_some(kept)
}

fn variable(name: &str) -> std::result::Result<(), String> {
    let is_impossible = |c: &char| matches!(c, '=' | '\0') || c.is_whitespace();
    let culprit = match name.chars().find(is_impossible) {
        Some('=') => "`=`",
        Some('\0') => "a NUL",
        Some(_) => "a blank",
        None if name.is_empty() => return Err("expected a name, found an empty string".to_owned()),
        None => return Ok(()),
    };
    Err(format!("the name of a variable cannot contain {culprit}"))
}

fn split_at_commas(tokens: TokenStream, errors: &mut Errors) -> Vec<Vec<TokenTree>> {
    let mut options = vec![Vec::new()];
    for token in tokens {
        let last = options.last_mut().unwrap();
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if last.is_empty() {
                    errors.at(comma, "expected an option before this comma");
                } else {
                    options.push(Vec::new());
                }
            }
            token => last.push(token),
        }
    }
    options.retain(|option| !option.is_empty());
    options
}
