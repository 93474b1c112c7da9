use crate::ast::{Config, Field, Kind};
use crate::errors::Errors;
use crate::fallback;
use crate::tokens;
use crate::type_checks::TypeChecks;
use crate::types::{ends, innermost};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Generics, WherePredicate, parse_quote};

pub fn derive(node: &DeriveInput) -> TokenStream {
    let mut errors = Errors::new();
    let config = Config::from_syn(node, &mut errors);
    config.validate(&mut errors);
    match errors.check() {
        Ok(()) => impl_config(&config),
        Err(errors) => fallback::expand(&config, errors),
    }
}

fn impl_config(config: &Config) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let TypeChecks { items, own, generic, choice } = TypeChecks::new(config);
    let field_types = config.field_types();
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let debug = config.debug.then(|| config.impl_debug());
    let generics = config.bounded_generics();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let loader = local("__loader");
    let fields = config.fields();
    let settings = config.settings();
    let read = config.read_fields(&loader);
    let generic = (!generic.is_empty()).then(|| quote!(const { #(#generic;)* }));

    quote! {
        #[allow(dead_code, deprecated, unused_qualifications)]
        const _: () = {
            use #krate::__private as __db_config;

            #field_types

            #(const _: () = #items;)*
            #(const _: () = #own;)*

            #target

            #debug

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                const FIELDS: __db_config::Fields = #fields;

                fn settings() -> &'static [__db_config::Setting] {
                    #settings
                }

                fn read_fields(#loader: &mut __db_config::Loader<'_>) -> __db_config::Option<Self> {
                    #generic
                    #read
                }
            }
        };
    }
}

impl Config<'_> {
    pub fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let predicates = &mut generics.make_where_clause().predicates;
        for field in self.fields.iter().filter(|field| field.needs_bound) {
            let ty = &field.ty;
            predicates.extend(match field.kind {
                Kind::Url => Some(parse_quote!(#ty: __db_config::UrlField)),
                Kind::Flatten => Some(parse_quote!(#ty: __db_config::DatabaseConfig)),
                // The compiler infers how a plain variable is read, and nothing can be inferred in a bound.
                Kind::Plain => {
                    let parsed = innermost(ty);
                    Some(parse_quote!(#parsed: ::core::str::FromStr<Err: ::core::fmt::Display> + 'static))
                }
                Kind::Skip => None::<WherePredicate>,
            });
        }
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        for variant in variants.filter(|variant| variant.needs_bound) {
            let ty = variant.ty;
            predicates.push(parse_quote!(#ty: __db_config::FromDatabaseUrl));
        }
        generics
    }

    fn fields(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let own = self.read().map(|field| field.new_spec(self));
        let flattened = self.flattened().map(|(after, field)| {
            let (name, prefix, target) = (field.name(), self.prefix.clone() + &field.prefix(), &field.target);
            quote! {
                __db_config::Flattened {
                    after: #after,
                    field: #name,
                    prefix: #prefix,
                    fields: &#target::FIELDS,
                }
            }
        });
        quote! {
            __db_config::Fields {
                config: #name,
                own: &[#(#own),*],
                flattened: &[#(#flattened),*],
            }
        }
    }

    /// They are made once. A generic type has no place for them: all types that it stands for would share it.
    fn settings(&self) -> TokenStream {
        let settings = quote!(__db_config::Fields::settings(const { &<Self as __db_config::DatabaseConfig>::FIELDS }));
        match self.generics.params.is_empty() {
            true => quote! {
                static SETTINGS: __db_config::OnceLock<__db_config::Vec<__db_config::Setting>> =
                    __db_config::OnceLock::new();
                SETTINGS.get_or_init(|| #settings)
            },
            false => quote!(__db_config::Vec::leak(#settings)),
        }
    }

    /// What the derive says about a field, which is one that is read.
    pub fn spec(&self, field: &Field) -> TokenStream {
        let position = self.read().take_while(|other| other.number != field.number).count();
        quote!(&<Self as __db_config::DatabaseConfig>::FIELDS.own[#position])
    }

    /// Reads every field, so that the report has all problems.
    fn read_fields(&self, loader: &Ident) -> TokenStream {
        let values: Vec<_> = self.fields.iter().map(|field| local(&format!("__value{}", field.number))).collect();
        let read = || self.fields.iter().zip(&values).filter(|(field, _)| field.kind != Kind::Skip);
        let mut flattened = 0..;
        let reads = read().map(|(field, value)| {
            let (types, number) = (&field.types, field.number);
            let read = match field.kind {
                Kind::Url => {
                    let spec = self.spec(field);
                    quote!(__db_config::Loader::url::<#types, #number>(#loader, #spec))
                }
                Kind::Plain | Kind::Skip => {
                    let spec = self.spec(field);
                    quote!(__db_config::Loader::plain::<#types, #number>(#loader, #spec))
                }
                Kind::Flatten => {
                    let position: usize = flattened.next().unwrap_or_default();
                    let inner = quote!(&<Self as __db_config::DatabaseConfig>::FIELDS.flattened[#position]);
                    quote!(__db_config::Loader::flattened::<#types, #number>(#loader, #inner))
                }
            };
            quote!(let #value = #read;)
        });
        let read_values = read().map(|(_, value)| value);
        let whole = match self.choice {
            Some(_) => quote!(#(#read_values?)*),
            None => {
                let fields = read().map(|(field, _)| field.ident);
                let skipped = self.fields.iter().filter(|field| field.kind == Kind::Skip).map(Field::skipped);
                quote! {
                    Self {
                        #(#fields: #read_values?,)*
                        #(#skipped,)*
                    }
                }
            }
        };
        quote! {
            #(#reads)*
            __db_config::Some(#whole)
        }
    }
}

impl Field<'_> {
    /// The value of a field that is not read, with spans that make rustc underline a type without `Default`.
    fn skipped(&self) -> TokenStream {
        let (ident, ty) = (self.ident, &self.ty);
        let (start, end) = ends(ty);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as ::core::default::Default>::default());
        quote!(#ident: #open #ty #close)
    }

    /// Whether the value of a plain variable is shown: by its type, which the compiler knows, unless an option decides it.
    fn is_shown(&self) -> TokenStream {
        let target = &self.target;
        match (self.attrs.secret, self.attrs.show) {
            (true, _) => quote!(false),
            (_, true) => quote!(true),
            _ => quote!({
                #[allow(unused_imports)]
                use __db_config::Hidden as _;
                __db_config::PlainType::<#target::Type>::IS_SHOWN
            }),
        }
    }

    fn new_spec(&self, config: &Config) -> TokenStream {
        let (name, variables, attrs) = (self.name(), &self.variables, &self.attrs);
        let variables = quote!(&[#(#variables),*]);
        let new = match self.kind {
            Kind::Url => {
                let (types, number, target) = (&self.types, self.number, &self.target);
                let variables = match &self.default_variables {
                    Some([of_url, of_list]) => quote!(if #target::IS_LIST { &[#of_list] } else { &[#of_url] }),
                    None => variables,
                };
                let narrowed = self.narrowed().map(|backends| quote!(.narrowed(#backends)));
                quote!(__db_config::FieldSpec::url::<#types, #number>(#name, #variables) #narrowed)
            }
            Kind::Plain | Kind::Flatten | Kind::Skip => {
                let (types, number) = (&self.types, self.number);
                quote!(__db_config::FieldSpec::plain::<#types, #number>(#name, #variables))
            }
        };
        let some = |value: &dyn ToTokens| quote!(__db_config::Some(#value));
        let is_set = |flag: bool| flag.then(|| quote!(true));
        let tls = attrs.tls.as_ref().map(|attr| some(&tokens::tls_mode(attr.value)));
        let default_tls = attrs.default_tls.as_ref().map(|attr| some(&tokens::tls_mode(attr.value)));
        // An enum's are those of its type, and may be a variant's instead.
        let pool = (config.choice.is_none() && !attrs.pool.is_empty()).then(|| {
            let options = &attrs.pool;
            quote!(&[#(#options),*])
        });
        let options = [
            ("default", attrs.default.as_ref().map(|text| some(text))),
            ("doc", self.doc.as_ref().map(|doc| doc.to_token_stream())),
            ("tls", tls),
            ("default_tls", default_tls),
            ("pool", pool),
            ("separator", attrs.separator.as_ref().map(|(_, separator)| separator.to_token_stream())),
            ("shown", (self.kind == Kind::Plain).then(|| self.is_shown())),
            ("libpq_env", is_set(attrs.libpq_env.is_some())),
            ("pathname", is_set(attrs.pathname.is_some())),
            ("empty_as_none", is_set(attrs.empty_as_none.is_some())),
            ("secret", is_set(attrs.secret)),
        ];
        let options = options.into_iter().filter_map(|(name, value)| Some((format_ident!("{name}"), value?)));
        let (names, values): (Vec<_>, Vec<_>) = options.unzip();
        quote!(__db_config::FieldSpec { #(#names: #values,)* ..#new })
    }
}

// Hygiene keeps a variable apart from the user's variables, the underscores from the user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
