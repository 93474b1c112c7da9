use db_config_syntax::query::{self, PoolOption};
use db_config_syntax::similar;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use std::mem;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Error, LitInt, LitStr, Meta, Path, Result, Token};

/// A known attribute.
pub struct KnownOption<S: 'static> {
    pub name: &'static str,
    pub places: &'static [Place],
    /// Examples for error messages, or `None` for an attribute without a value.
    pub usage: Option<&'static str>,
    /// The function that stores the value.
    pub set: S,
}

#[derive(Copy, Clone, Eq, PartialEq)]
pub enum Place {
    Struct,
    Enum,
    Variant,
    Field,
}

/// One attribute in the source.
pub struct AttributeOption {
    pub key: Ident,
    pub form: Form,
    usage: Option<&'static str>,
}

pub enum Form {
    Flag,
    Value(TokenStream),
    List(TokenStream),
    Other,
}

/// Parses the attributes in all `#[database(...)]` of a field, a variant, a struct or an enum.
pub fn read<S>(
    attributes: &[Attribute],
    place: Place,
    known: &'static [KnownOption<S>],
) -> Vec<Result<(AttributeOption, &'static S)>> {
    let mut options = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("database")) {
        match &attribute.meta {
            Meta::List(list) => {
                let split = split_at_commas(list.tokens.clone());
                options.extend(split.into_iter().map(|tokens| AttributeOption::new(tokens?, place, known)));
            }
            meta => {
                let message = "expected attributes in parentheses, as in `#[database(...)]`";
                options.push(Err(Error::new_spanned(meta, message)));
            }
        }
    }
    options
}

impl AttributeOption {
    fn new<S>(tokens: Vec<TokenTree>, place: Place, known: &'static [KnownOption<S>]) -> Result<(Self, &'static S)> {
        let mut tokens = tokens.into_iter();
        let key = match tokens.next() {
            Some(TokenTree::Ident(key)) => key,
            other => {
                return Err(Error::new_spanned(other, "expected the name of an attribute, such as `env`"));
            }
        };
        let option = find_known(&key, place, known)?;
        let form = match (tokens.next(), tokens.as_slice()) {
            (None, _) => Form::Flag,
            (Some(TokenTree::Punct(punct)), [_, ..]) if punct.as_char() == '=' => Form::Value(tokens.collect()),
            (Some(TokenTree::Group(group)), []) if group.delimiter() == Delimiter::Parenthesis => {
                Form::List(group.stream())
            }
            _ => Form::Other,
        };
        Ok((AttributeOption { key, form, usage: option.usage }, &option.set))
    }

    pub fn flag(&self) -> Result<()> {
        match self.form {
            Form::Flag => Ok(()),
            _ => Err(self.malformed()),
        }
    }

    pub fn value(&self) -> Result<&TokenStream> {
        match &self.form {
            Form::Value(tokens) => Ok(tokens),
            _ => Err(self.malformed()),
        }
    }

    pub fn string(&self) -> Result<LitStr> {
        let parser = |input: ParseStream| self.literal(input);
        parser.parse2(self.value()?.clone())
    }

    pub fn number(&self) -> Result<LitInt> {
        let parser = |input: ParseStream| {
            let span = input.span();
            let Ok(number) = input.parse() else {
                return Err(Error::new(span, format!("expected a whole number; use {}", self.usage())));
            };
            Self::before_comma(input, number)
        };
        parser.parse2(self.value()?.clone())
    }

    pub fn path(&self) -> Result<Path> {
        let value = self.value()?;
        let error = |_| Error::new_spanned(value, format!("expected the path of a function; use {}", self.usage()));
        Path::parse_mod_style.parse2(value.clone()).map_err(error)
    }

    pub fn strings(&self) -> Result<Vec<LitStr>> {
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

    /// Parses a string literal before a comma or the end.
    fn literal(&self, input: ParseStream) -> Result<LitStr> {
        let span = input.span();
        let Ok(literal) = input.parse() else {
            let message = format!("expected a string literal; use {}", self.usage());
            return Err(Error::new(span, message));
        };
        Self::before_comma(input, literal)
    }

    fn before_comma<T>(input: ParseStream, value: T) -> Result<T> {
        if input.is_empty() || input.peek(Token![,]) { Ok(value) } else { Err(input.error("expected `,`")) }
    }

    /// Parses `name = value` pairs in parentheses, with these names. The values become attributes of their own, with the
    /// same usage.
    pub fn pairs(&self, names: &'static [&'static str]) -> Result<Vec<Result<AttributeOption>>> {
        let tokens = match &self.form {
            Form::List(tokens) if !tokens.is_empty() => tokens,
            _ => return Err(self.malformed()),
        };
        Ok(split_at_commas(tokens.clone()).into_iter().map(|tokens| self.pair(tokens?, names)).collect())
    }

    fn pair(&self, tokens: Vec<TokenTree>, names: &'static [&'static str]) -> Result<AttributeOption> {
        let expected = similar::list(names.iter().copied());
        let first = tokens[0].clone();
        let mut tokens = tokens.into_iter();
        let Some(TokenTree::Ident(key)) = tokens.next() else {
            let message = format!("expected {expected}, found `{first}`; use {}", self.usage());
            return Err(Error::new_spanned(first, message));
        };
        if !names.iter().any(|name| key == name) {
            let message = match similar::nearest(&key.to_string(), names.iter().copied()) {
                Some(meant) => format!("unknown attribute `{key}`; did you mean `{meant}`?"),
                None => format!("unknown attribute `{key}`; expected {expected}"),
            };
            return Err(Error::new_spanned(key, message));
        }
        match (tokens.next(), tokens.len()) {
            (Some(TokenTree::Punct(punct)), 1..) if punct.as_char() == '=' => {
                Ok(AttributeOption { key, form: Form::Value(tokens.collect()), usage: self.usage })
            }
            _ => Err(Error::new_spanned(&key, format!("invalid `{key}`; use `{key} = ...`"))),
        }
    }

    fn usage(&self) -> String {
        match self.usage {
            Some(usage) => usage.to_owned(),
            None => format!("`{}` without a value", self.key),
        }
    }

    pub fn malformed(&self) -> Error {
        let message = format!("invalid `{}`; use {}", self.key, self.usage());
        Error::new_spanned(&self.key, message)
    }
}

fn find_known<S>(key: &Ident, place: Place, known: &'static [KnownOption<S>]) -> Result<&'static KnownOption<S>> {
    let here = |option: &&KnownOption<S>| option.places.contains(&place);
    let names = || known.iter().filter(here).map(|option| option.name);
    let message = match known.iter().find(|option| key == option.name) {
        Some(option) if here(&option) => return Ok(option),
        Some(option) => match place {
            Place::Variant if option.places.contains(&Place::Enum) => {
                format!("`{key}` is not supported on a variant; move it to the enum, where it applies to every variant")
            }
            Place::Variant => {
                format!("`{key}` is not supported on a variant; remove it, or set it on the field of a struct")
            }
            Place::Struct => format!("`{key}` is not supported on a struct; set it on a field"),
            Place::Enum => format!("`{key}` is not supported on an enum; set it on the field of a struct"),
            Place::Field => format!("`{key}` is not supported on a field; set it on the struct"),
        },
        None => match pool_option(key, names()).or_else(|| other_option(key, names())) {
            Some(meant) => format!("unknown attribute `{key}`; did you mean `{meant}`?"),
            None => format!("unknown attribute `{key}`; expected {}", similar::list(names())),
        },
    };
    Err(Error::new_spanned(key, message))
}

/// Returns the pool option that is misspelled, or that another tool's name stands for: `min_connections` for `min_idle`.
fn pool_option(key: &Ident, mut names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let option = query::pool_option(&key.to_string())?.name();
    names.find(|name| *name == option)
}

/// Returns the attribute that is misspelled. No pool option is one, because their names resemble each other:
/// `read_timeout` and `idle_timeout`.
fn other_option(key: &Ident, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    similar::nearest(&key.to_string(), names.filter(|name| PoolOption::from_name(name).is_none()))
}

/// Checks the name of an environment variable.
pub fn variable(name: LitStr) -> Result<LitStr> {
    let text = name.value();
    let is_impossible = |c: &char| matches!(c, '=' | '\0') || c.is_whitespace();
    let culprit = match text.chars().find(is_impossible) {
        Some('=') => "`=`",
        Some('\0') => "NUL",
        Some(_) => "whitespace",
        None if text.is_empty() => return Err(Error::new_spanned(name, "expected a name, found an empty string")),
        None => return Ok(name),
    };
    Err(Error::new_spanned(name, format!("the name of an environment variable cannot contain {culprit}")))
}

fn split_at_commas(tokens: TokenStream) -> Vec<Result<Vec<TokenTree>>> {
    let mut options = Vec::new();
    let mut option = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => options.push(match option.is_empty() {
                true => Err(Error::new_spanned(comma, "expected an attribute before this comma")),
                false => Ok(mem::take(&mut option)),
            }),
            token => option.push(token),
        }
    }
    if !option.is_empty() {
        options.push(Ok(option));
    }
    options
}
