use crate::attr::Attrs;
use crate::errors::Errors;
use crate::generics::Params;
use crate::given::Place;
use crate::krate;
use crate::variant::Choice;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::{
    Attribute, Data, DeriveInput, Expr, Fields, GenericArgument, Generics, Ident, Lit, LitStr, Meta, Path,
    PathArguments, Type, TypePath, parse_quote,
};

pub struct Config<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    pub krate: Path,
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
    /// What the URL becomes: the `T` of an `Option<T>`.
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

impl<'a> Config<'a> {
    pub fn from_syn(node: &'a DeriveInput, errors: &mut Errors) -> Self {
        let place = if matches!(node.data, Data::Enum(_)) { Place::Enum } else { Place::Struct };
        let container = Attrs::new(&node.attrs, place, errors);
        let params = Params::new(&node.generics);
        let mut config = Config {
            ident: &node.ident,
            generics: &node.generics,
            krate: container.krate.clone().unwrap_or_else(krate::default),
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

    /// The fields that are read, in the order of their settings.
    pub fn read(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| !field.attrs.skip)
    }

    pub fn skipped(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| field.attrs.skip)
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
        let variables = variables(container, attrs.env.as_deref());
        let inside = optional(&node.ty);
        let target = inside.unwrap_or(&node.ty);
        Some(Field {
            ident: node.ident.as_ref()?,
            attrs,
            doc: doc(&node.attrs),
            ty: node.ty.clone(),
            target: target.clone(),
            is_optional: inside.is_some(),
            is_generic: params.any_in(target),
            needs_bound: params.type_in(target),
            is_sound,
            variables,
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
            variables: variables(container, attrs.env.as_deref()),
            variables_site: ident.to_token_stream(),
            attrs,
            ty: target.clone(),
            target,
        }
    }

    /// Whether it is read as a URL, and not as a plain variable.
    pub fn is_url(&self) -> bool {
        !self.attrs.from_str
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

fn variables(container: &Attrs, names: Option<&[LitStr]>) -> Vec<String> {
    let prefix = container.prefix.as_ref().map(LitStr::value).unwrap_or_default();
    match names {
        Some(names) => names.iter().map(|name| prefix.clone() + &name.value()).collect(),
        None => vec![format!("{prefix}DATABASE_URL")],
    }
}

/// The `T` of an `Option<T>`.
fn optional(ty: &Type) -> Option<&Type> {
    let path = match ty {
        // `$ty:ty` of a macro.
        Type::Group(group) => return optional(&group.elem),
        Type::Path(TypePath { qself: None, path, .. }) => path,
        _ => return None,
    };
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match (names.join("::").as_str(), &path.segments.last()?.arguments) {
        ("Option" | "std::option::Option" | "core::option::Option", PathArguments::AngleBracketed(arguments)) => {
            match arguments.args.first()? {
                GenericArgument::Type(inside) => Some(inside),
                _ => None,
            }
        }
        _ => None,
    }
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
