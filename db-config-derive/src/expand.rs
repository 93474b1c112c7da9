use crate::ast::{Config, Field, Kind};
use crate::errors::Errors;
use crate::fallback;
use crate::type_checks::{TypeChecks, accepted, bound, checked};
use crate::types::ends;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
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
    // What is in `settings` is in the settings' constants.
    let TypeChecks { settings: _, items, own, generic, choice } = TypeChecks::new(config);
    let constants = config.read().filter(|field| !field.is_generic).map(Field::constant_item);
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let debug = config.debug.then(|| config.impl_debug());
    let generics = config.bounded_generics();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let loader = local("__loader");
    let fields = config.fields();
    let read = config.read_fields(&loader);
    let generic = (!generic.is_empty()).then(|| quote!(const { #(#generic;)* }));

    quote! {
        #[allow(deprecated, non_upper_case_globals, unused_qualifications)]
        const _: () = {
            use #krate::__private as __db_config;
            #[allow(unused_imports)]
            use __db_config::NoTarget as _;

            #(#constants)*
            #(const _: () = #items;)*
            #(const _: () = #own;)*

            #target

            #debug

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                const FIELDS: __db_config::Fields = #fields;

                fn read_fields(
                    #loader: &mut __db_config::Loader<'_>,
                ) -> ::core::option::Option<Self> {
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
            let target = &field.target;
            match field.kind {
                Kind::Url | Kind::Urls => predicates.push(parse_quote!(#target: __db_config::FromDatabaseUrl)),
                Kind::Flatten => predicates.push(parse_quote!(#target: __db_config::DatabaseConfig)),
                Kind::Plain => predicates.extend(field.plain().parsed().map(|parsed| -> WherePredicate {
                    parse_quote!(#parsed: ::core::str::FromStr<Err: ::core::fmt::Display>)
                })),
                Kind::Skip => {}
            }
        }
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        for variant in variants.filter(|variant| variant.needs_bound) {
            let target = variant.target;
            predicates.push(parse_quote!(#target: __db_config::FromDatabaseUrl));
        }
        generics
    }

    fn fields(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let settings = self.read().map(Field::setting);
        let flattened = self.flattened().map(|(after, field)| {
            let (name, prefix, fields) = (field.name(), self.prefix.clone() + &field.prefix(), field.flattened());
            quote! {
                __db_config::Flattened { after: #after, field: #name, prefix: #prefix, fields: &#fields }
            }
        });
        quote! {
            __db_config::Fields {
                config: #name,
                settings: &[#(#settings),*],
                flattened: &[#(#flattened),*],
            }
        }
    }

    fn read_fields(&self, loader: &Ident) -> TokenStream {
        let values: Vec<_> = (0..self.fields.len()).map(|i| local(&format!("__value{i}"))).collect();
        let read = || self.fields.iter().zip(&values).filter(|(field, _)| field.kind != Kind::Skip);
        let loads = read().map(|(field, value)| {
            let bound = field.is_url().then(|| bound(&field.target));
            let read = field.read(loader);
            quote! {
                #bound
                let __db_config::Some(#value) = #read else { return __db_config::None };
            }
        });
        let read_values = read().map(|(_, value)| value);
        let whole = match self.choice {
            Some(_) => quote!(#(#read_values)*),
            None => {
                let fields = read().map(|(field, _)| field.ident);
                let skipped = self.fields.iter().filter(|field| field.kind == Kind::Skip).map(Field::skipped);
                quote! {
                    Self {
                        #(#fields: #read_values,)*
                        #(#skipped,)*
                    }
                }
            }
        };

        quote! {
            #(#loads)*
            __db_config::Some(#whole)
        }
    }
}

impl Field<'_> {
    /// Reads its settings, with spans that make rustc underline the target in its errors.
    fn read(&self, loader: &Ident) -> TokenStream {
        let target = &self.target;
        let (start, end) = ends(target);
        let required = if self.is_optional { "optional" } else { "required" };
        let kind = match self.kind {
            Kind::Url => "url",
            Kind::Urls => "urls",
            Kind::Plain | Kind::Skip => {
                let reader = self.plain().reader();
                let method = format_ident!("{required}_plain");
                return quote!(__db_config::Loader::#method::<#reader>(#loader));
            }
            Kind::Flatten => {
                let path = quote_spanned!(start=> <#target);
                let function = quote_spanned!(end=> as __db_config::DatabaseConfig>::read_fields);
                return quote!(#path #function(#loader));
            }
        };
        let method = format_ident!("{required}_{kind}");
        let path = quote_spanned!(start=> __db_config::Loader::#method);
        let arguments = quote_spanned!(end=> >(#loader));
        quote!(#path::<#target #arguments)
    }

    /// What the type of a field with `flatten` has, with spans that make rustc underline the type in its errors.
    pub fn flattened(&self) -> TokenStream {
        let target = &self.target;
        let (start, end) = ends(target);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as __db_config::DatabaseConfig>::FIELDS);
        quote!(#open #target #close)
    }

    /// The value of a field that is not read, with spans that make rustc underline a type without `Default`.
    fn skipped(&self) -> TokenStream {
        let (ident, ty) = (self.ident, &self.ty);
        let (start, end) = ends(ty);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as ::core::default::Default>::default());
        quote!(#ident: #open #ty #close)
    }

    /// What `FIELDS` says about it: the name of a constant of its own, because what is wrong with one field is then said
    /// together with what is wrong with the others. No constant can name the parameters of a type.
    fn setting(&self) -> TokenStream {
        match self.is_generic {
            true => self.new_setting(),
            false => self.constant().into_token_stream(),
        }
    }

    fn constant(&self) -> Ident {
        format_ident!("__{}", self.name())
    }

    fn constant_item(&self) -> TokenStream {
        let (constant, setting) = (self.constant(), self.new_setting());
        quote!(const #constant: __db_config::Setting = #setting;)
    }

    fn new_setting(&self) -> TokenStream {
        let (name, variables, attrs, target) = (self.name(), &self.variables, &self.attrs, &self.target);
        let arguments = quote!(#name, &[#(#variables),*]);
        let new = match self.kind {
            Kind::Url | Kind::Urls => {
                let function = format_ident!("{}", if self.kind == Kind::Urls { "urls" } else { "url" });
                let backends = local("__backends");
                let of_type = if self.is_generic { checked(target, "BACKENDS") } else { accepted(target) };
                let narrowed = self.narrowed().map(|narrowed| quote!(let #backends = #backends.and(#narrowed);));
                quote! {
                    let #backends = #of_type;
                    #narrowed
                    __db_config::Setting::#function::<#target>(#arguments, #backends)
                }
            }
            Kind::Plain | Kind::Flatten | Kind::Skip => {
                let check = (!self.is_generic).then(|| self.check_plain());
                let reader = self.plain().reader();
                quote! {
                    #check
                    __db_config::Setting::plain::<#reader>(#arguments)
                }
            }
        };
        let default = attrs.default.as_ref().map(|text| quote!(.with_default(#text)));
        let doc = self.doc.as_ref().map(|doc| quote!(.with_doc(#doc)));
        let tls = attrs.tls.as_ref().map(|attr| attr.value).map(|mode| quote!(.with_tls(#mode)));
        let pool = (!attrs.pool.is_empty()).then(|| {
            let words = attrs.pool.iter().map(|word| (word.key.to_string(), word.text()));
            let words = words.map(|(name, value)| quote!((#name, #value)));
            quote!(.with_pool(&[#(#words),*]))
        });
        let separator = attrs.separator.as_ref().map(|(_, separator)| quote!(.with_separator(#separator)));
        let flags = [
            ("with_libpq_env", attrs.libpq_env.is_some()),
            ("with_pathname", attrs.pathname.is_some()),
            ("with_fly_replica", attrs.fly_replica.is_some()),
            ("optional", self.is_optional),
            ("empty_as_none", attrs.empty_as_none.is_some()),
            ("secret", attrs.secret),
        ];
        let flags = flags.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| {
            let method = format_ident!("{name}");
            quote!(.#method())
        });
        quote!({ #new #default #doc #tls #pool #separator #(#flags)* })
    }
}

// Hygiene keeps a variable apart from the user's variables, the underscores from the user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
