use crate::attr::Attrs;
use crate::errors::Errors;
use crate::generics::Params;
use crate::given::Place;
use crate::krate;
use crate::plain::Plain;
use crate::types::arguments_of;
use crate::variant::Choice;
use db_config_syntax::tls::TlsMode;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Generics, Ident, Lit, LitStr, Meta, Path, Type, parse_quote};

pub struct Config<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    pub krate: Path,
    pub prefix: String,
    /// The options about how its fields are read.
    pub manners: Vec<&'static str>,
    /// What an enum demands of its URLs.
    pub tls: Option<TlsMode>,
    /// Whether to write a `Debug`.
    pub debug: bool,
    /// A struct's fields; for an enum, the enum itself as the only one.
    pub fields: Vec<Field<'a>>,
    /// What an enum chooses from.
    pub choice: Option<Choice<'a>>,
}

pub struct Field<'a> {
    pub ident: &'a Ident,
    pub attrs: Attrs,
    pub doc: Option<String>,
    pub ty: Type,
    pub kind: Kind,
    /// What a URL or a variable becomes: the `T` of an `Option<T>`, and of a list of URLs.
    pub target: Type,
    pub is_optional: bool,
    /// Whether the target mentions any parameter of the struct.
    pub is_generic: bool,
    /// Whether one of them is a type, which then has to be a target.
    pub needs_bound: bool,
    /// Whether its attributes are free of mistakes, which would only lead to more errors.
    pub is_sound: bool,
    pub variables: Vec<String>,
    /// Where the variables come from, for errors about them.
    pub variables_site: TokenStream,
}

#[derive(Copy, Clone, Eq, PartialEq)]
pub enum Kind {
    Url,
    /// A list of URLs.
    Urls,
    /// A plain variable.
    Plain,
    /// Another derived type.
    Flatten,
    Skip,
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
            manners: container.manners(),
            tls: container.tls.as_ref().map(|attr| attr.value),
            debug: container.debug,
            fields: Vec::new(),
            choice: None,
        };
        if let Data::Enum(data) = &node.data {
            config.fields.push(Field::of_enum(node, &container, &params));
            config.choice = Some(Choice::from_syn(&node.ident, data, &params, errors));
        } else {
            for field in named_fields(node, errors) {
                config.fields.extend(Field::from_syn(field, &container, &params, errors));
            }
        }
        config
    }

    /// The fields that have a setting, in their order.
    pub fn read(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| !matches!(field.kind, Kind::Skip | Kind::Flatten))
    }

    /// The fields with `flatten`, and how many settings come before each.
    pub fn flattened(&self) -> impl Iterator<Item = (usize, &Field<'a>)> {
        let mut after = 0;
        self.fields.iter().filter_map(move |field| match field.kind {
            Kind::Flatten => Some((after, field)),
            Kind::Skip => None,
            _ => {
                after += 1;
                None
            }
        })
    }
}

impl<'a> Field<'a> {
    fn from_syn(node: &'a syn::Field, container: &Attrs, params: &Params, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let own = Attrs::new(&node.attrs, Place::Field, errors);
        let is_sound = errors.count() == before;
        if let Some((_, value)) = &node.default {
            errors.at(
                value,
                "field default values are not supported; a default URL goes into `#[database(default = \"...\")]`",
            );
        }
        if let Err(error) = node.modifiers.require_empty() {
            errors.push(error);
        }
        let variables_site = match &own.env {
            Some(names) => quote!(#(#names),*),
            None => node.ty.to_token_stream(),
        };
        let attrs = own.or(container);
        let inside = arguments_of(&node.ty, &["Option", "std::option::Option", "core::option::Option"]);
        let is_optional = inside.is_some();
        let inside = inside.unwrap_or(&node.ty);
        let urls = arguments_of(inside, &["Vec", "std::vec::Vec", "alloc::vec::Vec"]);
        let (kind, target) = match urls {
            _ if attrs.skip => (Kind::Skip, inside),
            _ if attrs.flatten.is_some() => (Kind::Flatten, &node.ty),
            _ if attrs.is_plain() => (Kind::Plain, inside),
            Some(item) => (Kind::Urls, item),
            None => (Kind::Url, inside),
        };
        let default_name = if kind == Kind::Urls { "DATABASE_REPLICA_URLS" } else { "DATABASE_URL" };
        Some(Field {
            ident: node.ident.as_ref()?,
            variables: variables(container, attrs.env.as_deref(), default_name),
            attrs,
            doc: doc(&node.attrs),
            ty: node.ty.clone(),
            kind,
            target: target.clone(),
            is_optional,
            is_generic: params.any_in(target),
            needs_bound: params.type_in(target),
            is_sound,
            variables_site,
        })
    }

    fn of_enum(node: &'a DeriveInput, container: &Attrs, params: &Params) -> Self {
        let attrs = container.clone();
        let ident = &node.ident;
        let (_, ty_generics, _) = node.generics.split_for_impl();
        let target: Type = parse_quote!(#ident #ty_generics);
        Field {
            ident,
            doc: doc(&node.attrs),
            is_optional: false,
            is_generic: params.any_in(&target),
            // Its variants' types have them.
            needs_bound: false,
            is_sound: true,
            variables: variables(container, attrs.env.as_deref(), "DATABASE_URL"),
            variables_site: ident.to_token_stream(),
            attrs,
            ty: target.clone(),
            kind: Kind::Url,
            target,
        }
    }

    /// Whether it is read as a URL or several, and not as a plain variable.
    pub fn is_url(&self) -> bool {
        matches!(self.kind, Kind::Url | Kind::Urls)
    }

    /// How a plain variable is read.
    pub fn plain(&self) -> Plain<'_> {
        Plain::of(&self.target)
    }

    /// What precedes the variables of a field with `flatten`, beside the container's prefix.
    pub fn prefix(&self) -> String {
        text(&self.attrs.prefix)
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
        Some(Fields::Unnamed(_)) => "tuple structs",
        Some(Fields::Unit) => "unit structs",
        None => "unions",
    };
    let message = format!("only structs with named fields and enums are supported, not {other}");
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
