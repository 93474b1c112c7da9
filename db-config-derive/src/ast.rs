use crate::attr::Attrs;
use crate::errors::Errors;
use crate::generics::Params;
use crate::krate;
use crate::option::Place;
use crate::pool::PoolAttribute;
use crate::tokens;
use crate::types::{LIST, OPTION, arguments_of, innermost};
use crate::variant::Choice;
use db_config_syntax::Backend;
use db_config_syntax::tls::TlsMode;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use std::str::FromStr as _;
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Generics, Ident, Lit, LitStr, Meta, Path, Type, parse_quote};

pub struct Config<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    pub krate: Path,
    pub prefix: String,
    /// The names of the attributes that fields inherit and that change how they are read.
    pub inherited_options: Vec<&'static str>,
    /// The minimum TLS mode of an enum.
    pub tls: Option<TlsMode>,
    /// Whether to generate a `Debug` implementation.
    pub debug: bool,
    /// The fields of a struct without `skip`. For an enum, the enum itself as the only field.
    pub fields: Vec<Field<'a>>,
    pub skipped: Vec<SkippedField<'a>>,
    /// The variants of an enum.
    pub choice: Option<Choice<'a>>,
}

pub struct Field<'a> {
    pub ident: &'a Ident,
    pub attrs: Attrs,
    pub doc: Option<String>,
    /// The field type in the source.
    pub ty: Type,
    /// The `T` of a type that the source spells as `Option<T>`, `Vec<T>` or `Box<T>`. For messages only.
    pub named: Type,
    pub kind: FieldKind,
    /// The generated type that maps field numbers to field types.
    pub types: TokenStream,
    /// The path to the field type in the generated code: `<.. as ..>`.
    pub target: TokenStream,
    /// The number of the field in `types`.
    pub number: usize,
    /// Whether the type mentions a generic parameter of the struct.
    pub is_generic: bool,
    /// Whether the type mentions a type parameter, so that it needs a bound.
    pub needs_bound: bool,
    /// Whether the attributes contain no mistake. Checks of an invalid field would only repeat the error.
    pub is_valid: bool,
    /// The variables. Without `env` they are a guess from the type in the source and the default value, because a list and
    /// a Redis URL have other variables.
    pub variables: Vec<String>,
    /// Whether the variables were chosen without `env`.
    pub default_variables: Option<DefaultVariables>,
    /// The tokens to underline in errors about the variables.
    pub variables_site: TokenStream,
}

/// The variables of a field without `env`. They depend on its type, which only the compiler knows.
pub struct DefaultVariables {
    /// The variable of one URL and of a list, and the same for Redis.
    pub names: [String; 4],
    /// Whether the field seems to be a list.
    pub is_list: bool,
    /// Whether the field seems to be one of a Redis client.
    pub is_redis: bool,
}

const DATABASE_URL: &str = "DATABASE_URL";

impl DefaultVariables {
    fn new(prefix: &str, is_list: bool, is_redis: bool) -> Self {
        let names = [DATABASE_URL, "DATABASE_REPLICA_URLS", "REDIS_URL", "REDIS_URLS"];
        Self { names: names.map(|name| format!("{prefix}{name}")), is_list, is_redis }
    }

    /// Returns the variable that the field seems to read.
    fn guess(&self) -> &str {
        &self.names[usize::from(self.is_list) + 2 * usize::from(self.is_redis)]
    }
}

/// Returns whether a field seems to be one of a Redis client: from its type in the source, its schemes and its default.
fn is_redis(ty: &Type, attrs: &Attrs) -> bool {
    let tokens = ty.to_token_stream().to_string();
    let mut words = tokens.split(|c: char| !c.is_alphanumeric() && c != '_');
    let schemes = attrs.schemes.iter().flatten().map(|scheme| scheme.backend);
    let default = attrs.default.as_ref().and_then(|default| Backend::from_str(default.value().split(':').next()?).ok());
    words.any(|word| ["redis", "deadpool_redis", "fred"].contains(&word))
        || schemes.chain(default).any(|backend| backend == Backend::Redis)
}

/// A field with `skip`.
pub struct SkippedField<'a> {
    pub ident: &'a Ident,
    pub ty: &'a Type,
}

#[derive(Copy, Clone, Eq, PartialEq)]
pub enum FieldKind {
    /// A database URL, or a list of them.
    Url,
    /// A plain variable.
    Plain,
    /// A nested type with `flatten`.
    Flatten,
}

impl FieldKind {
    /// Returns the trait that provides the type of such a field in the generated code.
    pub fn type_trait(self) -> &'static str {
        match self {
            FieldKind::Url => "UrlFieldAt",
            FieldKind::Plain => "PlainFieldAt",
            FieldKind::Flatten => "FlattenedAt",
        }
    }
}

impl<'a> Config<'a> {
    pub fn from_syn(node: &'a DeriveInput, errors: &mut Errors) -> Self {
        let place = if matches!(node.data, Data::Enum(_)) { Place::Enum } else { Place::Struct };
        let container = Attrs::new(&node.attrs, place, errors);
        let params = Params::new(&node.generics);
        let mut config = Config {
            ident: &node.ident,
            generics: &node.generics,
            krate: container.krate.clone().unwrap_or_else(krate::default),
            prefix: text(&container.prefix),
            inherited_options: container.inherited_options(),
            tls: container.tls.as_ref().map(|attr| attr.value),
            debug: container.debug,
            fields: Vec::new(),
            skipped: Vec::new(),
            choice: None,
        };
        if let Data::Enum(data) = &node.data {
            config.fields.push(Field::from_enum(node, &container, &params));
            config.choice = Some(Choice::from_syn(node, data, &params, errors));
        } else {
            for (number, field) in named_fields(node, errors).into_iter().enumerate() {
                config.add_field(field, number, &container, &params, errors);
            }
        }
        config
    }

    fn add_field(
        &mut self,
        node: &'a syn::Field,
        number: usize,
        container: &Attrs,
        params: &Params,
        errors: &mut Errors,
    ) {
        let Some(ident) = &node.ident else { return };
        let before = errors.count();
        let own = Attrs::new(&node.attrs, Place::Field, errors);
        let is_valid = errors.count() == before;
        if let Some((_, value)) = &node.default {
            errors.at(value, "field default values are not supported; use `#[database(default = \"...\")]`");
        }
        if let Err(error) = node.modifiers.require_empty() {
            errors.push(error);
        }
        if own.skip {
            self.skipped.push(SkippedField { ident, ty: &node.ty });
            return;
        }
        let variables_site = match &own.env {
            Some(names) => quote!(#(#names),*),
            None => node.ty.to_token_stream(),
        };
        let attrs = own.or(container);
        let kind = match () {
            () if attrs.flatten.is_some() => FieldKind::Flatten,
            () if attrs.is_plain() => FieldKind::Plain,
            () => FieldKind::Url,
        };
        let required = arguments_of(&node.ty, OPTION).unwrap_or(&node.ty);
        let item = arguments_of(required, LIST);
        let named = match kind {
            FieldKind::Url => item.unwrap_or(required),
            FieldKind::Plain => innermost(&node.ty),
            FieldKind::Flatten => &node.ty,
        };
        let is_unnamed = kind == FieldKind::Url && attrs.env.is_none();
        let default_variables =
            DefaultVariables::new(&text(&container.prefix), item.is_some(), is_redis(&node.ty, &attrs));
        let is_generic = params.any_in(&node.ty);
        let types = tokens::types(is_generic, self.generics);
        self.fields.push(Field {
            ident,
            variables: match &attrs.env {
                Some(_) => variables(container, attrs.env.as_deref(), DATABASE_URL),
                None => vec![default_variables.guess().to_owned()],
            },
            default_variables: is_unnamed.then_some(default_variables),
            attrs,
            doc: doc(&node.attrs),
            ty: node.ty.clone(),
            named: named.clone(),
            kind,
            target: tokens::target(&types, kind.type_trait(), number),
            types,
            number,
            is_generic,
            needs_bound: params.type_in(&node.ty),
            is_valid,
            variables_site,
        });
    }

    /// Returns the fields that read a variable, in their order.
    pub fn read(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| field.kind != FieldKind::Flatten)
    }

    /// Returns the fields with `flatten`, each with the number of fields before it that read a variable.
    pub fn flattened(&self) -> impl Iterator<Item = (usize, &Field<'a>)> {
        let mut after = 0;
        self.fields.iter().filter_map(move |field| match field.kind {
            FieldKind::Flatten => Some((after, field)),
            _ => {
                after += 1;
                None
            }
        })
    }

    /// Returns the pool options of an enum. Those of a variant override them.
    pub fn pool(&self) -> &[PoolAttribute] {
        self.fields.first().map_or(&[], |field| &field.attrs.pool)
    }

    /// Returns the `params` of an enum. Those of a variant override them.
    pub fn params(&self) -> Option<&LitStr> {
        self.fields.first()?.attrs.params.as_ref()
    }
}

impl<'a> Field<'a> {
    fn from_enum(node: &'a DeriveInput, container: &Attrs, params: &Params) -> Self {
        let attrs = container.clone();
        let ident = &node.ident;
        let (_, ty_generics, _) = node.generics.split_for_impl();
        let ty: Type = parse_quote!(#ident #ty_generics);
        let is_generic = params.any_in(&ty);
        let types = tokens::types(is_generic, &node.generics);
        Field {
            ident,
            doc: doc(&node.attrs),
            is_generic,
            // The types of the variants have bounds.
            needs_bound: false,
            is_valid: true,
            variables: variables(container, attrs.env.as_deref(), DATABASE_URL),
            default_variables: None,
            variables_site: ident.to_token_stream(),
            attrs,
            named: ty.clone(),
            kind: FieldKind::Url,
            target: tokens::target(&types, FieldKind::Url.type_trait(), 0),
            types,
            number: 0,
            ty,
        }
    }

    /// Returns whether the field reads one or more database URLs.
    pub fn is_url(&self) -> bool {
        self.kind == FieldKind::Url
    }

    /// Returns the prefix of a field with `flatten`, without that of the struct.
    pub fn prefix(&self) -> String {
        text(&self.attrs.prefix)
    }

    /// Returns the databases in `schemes(...)`.
    pub fn narrowed(&self) -> Option<TokenStream> {
        Some(tokens::backends(self.attrs.schemes.as_ref()?.iter().map(|scheme| scheme.backend)))
    }

    pub fn name(&self) -> String {
        self.ident.unraw().to_string()
    }
}

fn named_fields<'a>(node: &'a DeriveInput, errors: &mut Errors) -> Vec<&'a syn::Field> {
    let fields = match &node.data {
        Data::Struct(data) => Some(&data.fields),
        _ => None,
    };
    let other = match fields {
        Some(Fields::Named(fields)) => return fields.named.iter().collect(),
        Some(Fields::Unnamed(_)) => "a tuple struct",
        Some(Fields::Unit) => "a unit struct",
        None => "a union",
    };
    let message = format!("expected a struct with named fields or an enum, found {other}");
    errors.at(&node.ident, message);
    Vec::new()
}

fn variables(container: &Attrs, names: Option<&[LitStr]>, default: &str) -> Vec<String> {
    let prefix = text(&container.prefix);
    match names {
        Some(names) => names.iter().map(|name| prefix.clone() + &name.value()).collect(),
        None => vec![prefix + default],
    }
}

fn text(literal: &Option<LitStr>) -> String {
    literal.as_ref().map(LitStr::value).unwrap_or_default()
}

fn doc(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    let Expr::Lit(value) = &meta.value else {
        return None;
    };
    match &value.lit {
        Lit::Str(text) if meta.path.is_ident("doc") => {
            let text = text.value();
            Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
        }
        _ => None,
    }
}
