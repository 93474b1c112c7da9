use crate::ast::{Config, Field};
use crate::pool::{self, PoolWord};
use crate::pool_variable::{POOL_WORDS, base, pool_variable};
use crate::types::{BOOLEAN, DURATION, ends, named, type_name};
use crate::variant::{Choice, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

/// What depends on the types of the fields, and is left to the compiler to evaluate.
pub struct TypeChecks {
    /// Expressions that stand on their own.
    pub items: Vec<TokenStream>,
    /// Those of what the derive says about the type, which it does not say about one with mistakes.
    pub own: Vec<TokenStream>,
    /// Expressions that name the generic parameters of the struct.
    pub generic: Vec<TokenStream>,
    /// Those of them that the backends of an enum depend on.
    pub choice: Vec<TokenStream>,
}

impl TypeChecks {
    pub fn new(config: &Config) -> Self {
        let mut checks = TypeChecks { items: Vec::new(), own: Vec::new(), generic: Vec::new(), choice: Vec::new() };
        if let Some(choice) = &config.choice {
            checks.add_choice(choice);
            checks.add_pool_of_enum(config, choice);
            for variant in &choice.variants {
                checks.add_pool_of_variant(variant, config.pool());
            }
        }
        for field in config.read() {
            checks.list_for(&[field]).extend(field.type_checks());
            if config.choice.is_none() && field.is_url() {
                checks.list_for(&[field]).extend(field.pool_checks());
            }
        }
        for (first, second, variable) in config.sharing() {
            let is_settled = first.attrs.schemes.is_some() && second.attrs.schemes.is_some();
            if !is_settled && first.is_url() && second.is_url() {
                let backends = [first.backends(), second.backends()];
                let arguments = quote!(#variable, #(#backends),*);
                let check = call_at(&second.variables_site, "check_shared", arguments);
                let guesses = [first, second].into_iter().filter_map(Field::reads_as_guessed);
                let check = guesses.fold(check, |check, guess| quote!(if #guess { #check }));
                checks.list_for(&[first, second]).push(check);
            }
        }
        for (first, second) in config.pairs() {
            checks.add_pools(first, second);
        }
        for (number, (_, field)) in config.flattened().enumerate() {
            checks.add_flattened(config, number, field);
        }
        checks
    }

    /// What the two would both read for their pools, though they have different URLs.
    fn add_pools(&mut self, first: &Field, second: &Field) {
        let same = |a: &String, b: &String| a.eq_ignore_ascii_case(b);
        let carries = |field: &Field| {
            let (carries, backends) = (carries(&field.target), field.backends());
            quote!(#carries.only(#backends))
        };
        let (a, b) = (&first.variables, &second.variables);
        if first.is_url() && second.is_url() {
            let of_base = |a: &&String| b.iter().any(|b| *a != b && base(a).eq_ignore_ascii_case(base(b)));
            if let Some(base) =
                a.iter().find(of_base).map(|name| base(name)).filter(|_| !a.iter().any(|a| b.contains(a)))
            {
                let (a, b) = (carries(first), carries(second));
                let check = call_at(&second.variables_site, "check_pools", quote!(#base, #a, #b));
                self.list_for(&[first, second]).push(check);
                let (a, b) = (first.backends(), second.backends());
                let check = call_at(&second.variables_site, "check_tls_variables", quote!(#base, #a, #b));
                self.list_for(&[first, second]).push(check);
            }
            return;
        }
        for (url, plain) in
            [(first, second), (second, first)].into_iter().filter(|(url, plain)| url.is_url() && !plain.is_url())
        {
            for name in url.variables.iter().map(|url| pool_variable(url, "tls")) {
                if plain.variables.iter().any(|variable| same(variable, &name)) {
                    let backends = url.backends();
                    let check = call_at(&plain.variables_site, "check_tls_variable", quote!(#name, #backends));
                    self.list_for(&[url, plain]).push(check);
                }
            }
            for (name, word) in
                url.variables.iter().flat_map(|url| POOL_WORDS.map(|word| (pool_variable(url, word), word)))
            {
                if plain.variables.iter().any(|variable| same(variable, &name)) {
                    let carries = carries(url);
                    let check = call_at(&plain.variables_site, "check_pool_variable", quote!(#name, #word, #carries));
                    self.list_for(&[url, plain]).push(check);
                }
            }
        }
    }

    /// The variables of a flattened type against those of the fields before it.
    fn add_flattened(&mut self, config: &Config, number: usize, field: &Field) {
        let Some(key) = &field.attrs.flatten else { return };
        let ident = config.ident;
        match config.generics.params.is_empty() {
            true => {
                let fields = quote!(&<#ident as __db_config::DatabaseConfig>::FIELDS);
                self.own.push(call_at(key, "check_flattened", quote!(#fields, #number)));
            }
            false => {
                let fields = quote!(&<Self as __db_config::DatabaseConfig>::FIELDS);
                self.generic.push(call_at(key, "check_flattened", quote!(#fields, #number)));
            }
        }
    }

    fn add_choice(&mut self, choice: &Choice) {
        for variant in &choice.variants {
            let check = call_at(variant.ty, "check_some_backend", accepted(&variant.target));
            if variant.is_generic { &mut self.choice } else { &mut self.items }.push(check);
        }
        for (first, second) in choice.pairs() {
            let backends = [first, second].map(|variant| accepted(&variant.target));
            let names = [first, second].map(|variant| type_name(variant.ty));
            let check = call_at(second.ty, "check_disjoint", quote!(#(#backends),*, #(#names),*));
            let is_generic = first.is_generic || second.is_generic;
            if is_generic { &mut self.choice } else { &mut self.items }.push(check);
        }
    }

    /// That at least one variant supports each pool option of an enum.
    fn add_pool_of_enum(&mut self, config: &Config, choice: &Choice) {
        let targets = || choice.variants.iter().map(|variant| &variant.target);
        let (each, accepted) = (targets().map(carries), targets().map(accepted));
        let carries = quote!(__db_config::Carries::NOTHING #(.or(#each))*);
        let narrowed = config.fields.first().and_then(Field::narrowed);
        let backends = narrowed.unwrap_or_else(|| quote!(__db_config::Backends::NONE #(.or(#accepted))*));
        let name = config.ident.unraw().to_string();
        let checks = option_checks(config.pool(), &carries, &backends, "enum", &name);
        let is_generic = choice.variants.iter().any(|variant| variant.is_generic);
        if is_generic { &mut self.choice } else { &mut self.items }.extend(checks);
    }

    /// That a variant's type supports each of its pool options, and that sizes fit together that stand in several places.
    fn add_pool_of_variant(&mut self, variant: &Variant, of_enum: &[PoolWord]) {
        let target = &variant.target;
        let (carries, accepted) = (carries(target), accepted(target));
        let list = if variant.is_generic { &mut self.choice } else { &mut self.items };
        list.extend(option_checks(&variant.pool, &carries, &accepted, "variant", &type_name(variant.ty)));
        let nearest = [&variant.pool, of_enum].into_iter().find(|options| options.iter().any(PoolWord::is_size));
        if let Some(size) = nearest.and_then(pool::only_size) {
            let defaults = variant.pool_defaults(of_enum);
            list.push(call_at(&size.value, "check_pool_sizes", quote!(#defaults, #accepted)));
        }
    }

    fn list_for(&mut self, fields: &[&Field]) -> &mut Vec<TokenStream> {
        if fields.iter().any(|field| field.is_generic) { &mut self.generic } else { &mut self.items }
    }
}

impl Field<'_> {
    /// That a plain variable is not of a type that is made from database URLs.
    fn check_plain(&self) -> Option<TokenStream> {
        let (key, ty) = (self.attrs.plain.as_ref()?, &self.named);
        let (option, name) = (key.to_string(), type_name(ty));
        let is_target = quote!({
            #[allow(unused_imports)]
            use __db_config::NoTarget as _;
            __db_config::IsTarget::<#ty>::IS_TARGET
        });
        Some(call_at(key, "check_plain", quote!(#option, #is_target, #name)))
    }

    /// Whether the type is the list, or the one URL, that the variable was guessed for, if it was.
    fn reads_as_guessed(&self) -> Option<TokenStream> {
        let [_, of_list] = self.default_variables.as_ref()?;
        let (is_list, guess) = (checked(&self.target, "IS_LIST"), self.variables.contains(of_list));
        Some(quote!(#is_list == #guess))
    }

    /// That options for an `Option` or a list are on one.
    fn shape_checks(&self) -> Vec<TokenStream> {
        let (attrs, target) = (&self.attrs, &self.target);
        let (is_optional, is_list) = (checked(target, "IS_OPTIONAL"), checked(target, "IS_LIST"));
        let name = self.name();
        let checks = [
            attrs.empty_as_none.as_ref().map(|key| call_at(key, "check_empty_as_none", is_optional.clone())),
            attrs.separator.as_ref().map(|(key, _)| call_at(key, "check_separator", is_list)),
            attrs.default.as_ref().map(|text| call_at(text, "check_optional_default", quote!(#is_optional, #name))),
        ];
        checks.into_iter().flatten().collect()
    }

    /// What its options say about the type.
    fn type_checks(&self) -> Vec<TokenStream> {
        let attrs = &self.attrs;
        let mut checks = self.shape_checks();
        if !self.is_url() {
            let default = attrs.default.as_ref();
            if named(&self.ty, BOOLEAN) {
                checks.extend(default.map(|default| call_at(default, "check_boolean", quote!(#default))));
            }
            if named(&self.ty, DURATION) {
                checks.extend(default.map(|default| call_at(default, "check_duration", quote!(#default))));
            }
            checks.extend(self.check_plain());
            return checks;
        }
        let name = type_name(&self.named);
        let (accepted, backends) = (accepted(&self.target), self.backends());
        checks.push(call_at(&self.named, "check_some_backend", accepted.clone()));
        for scheme in attrs.schemes.iter().flatten() {
            let backend = scheme.backend;
            checks.push(call_at(&scheme.word, "check_scheme", quote!(#backend, #accepted, #name)));
        }
        if let Some(default) = &attrs.default {
            let check = call_at(default, "check_default", quote!(#default, #accepted, #name));
            // An empty list has no URL.
            let is_list = checked(&self.target, "IS_LIST");
            checks.push(if default.value().is_empty() { quote!(if !#is_list { #check }) } else { check });
            let minimum = attrs.tls.as_ref().map(|attr| attr.value);
            checks.extend(minimum.map(|mode| call_at(default, "check_default_mode", quote!(#default, #mode))));
        }
        let mut check_use = |key: Option<&Ident>, function| {
            checks.extend(key.map(|key| call_at(key, function, quote!(#backends, #name))));
        };
        check_use(attrs.libpq_env.as_ref().and_then(|attr| attr.key.as_ref()), "check_libpq_env");
        check_use(attrs.pathname.as_ref().and_then(|attr| attr.key.as_ref()), "check_pathname");
        check_use(attrs.fly_replica.as_ref().and_then(|attr| attr.key.as_ref()), "check_fly_replica");
        let modes = checked(&self.target, "TLS_MODES");
        for (option, attr) in [("tls", &attrs.tls), ("default_tls", &attrs.default_tls)] {
            if let Some((key, mode)) = attr.as_ref().and_then(|attr| Some((attr.key.as_ref()?, attr.value))) {
                let arguments = quote!(#option, #mode, #modes, #backends, #name);
                checks.push(call_at(key, "check_tls", arguments));
            }
        }
        checks
    }

    /// That the type supports its pool options.
    fn pool_checks(&self) -> Vec<TokenStream> {
        let options = &self.attrs.pool;
        let (carries, backends) = (carries(&self.target), self.backends());
        let mut checks = option_checks(options, &carries, &backends, "field", &type_name(&self.named));
        if let Some(size) = pool::only_size(options) {
            let (options, of_type) = (pool::list(options), checked(&self.target, "POOL_DEFAULTS"));
            let options = quote!(__db_config::PoolDefaults::of(#options).or(#of_type));
            checks.push(call_at(&size.value, "check_pool_sizes", quote!(#options, #backends)));
        }
        checks
    }

    /// The backends that this field takes, for the checks.
    fn backends(&self) -> TokenStream {
        self.narrowed().unwrap_or_else(|| accepted(&self.target))
    }

    /// The backends in `schemes(...)`.
    pub fn narrowed(&self) -> Option<TokenStream> {
        let backends = self.attrs.schemes.as_ref()?.iter().map(|scheme| scheme.backend);
        Some(quote!(__db_config::Backends::of(&[#(#backends),*])))
    }
}

/// The backends that a target takes.
fn accepted(target: &TokenStream) -> TokenStream {
    checked(target, "BACKENDS")
}

/// The pool options that a field type supports for the URLs that it accepts.
fn carries(target: &TokenStream) -> TokenStream {
    checked(target, "CARRIES")
}

/// That a type supports these pool options of a place, and that each time among them is one.
fn option_checks(
    options: &[PoolWord],
    carries: &TokenStream,
    accepted: &TokenStream,
    place: &str,
    ty: &str,
) -> Vec<TokenStream> {
    let supported = options.iter().map(|PoolWord { key, .. }| {
        let option = key.to_string();
        call_at(key, "check_pool_option", quote!(#option, #carries, #accepted, #place, #ty))
    });
    let durations = options.iter().filter_map(PoolWord::duration);
    supported.chain(durations.map(|text| call_at(text, "check_pool_duration", quote!(#text)))).collect()
}

/// A constant of a target.
pub fn checked(target: &TokenStream, constant: &str) -> TokenStream {
    let constant = format_ident!("{constant}");
    quote!(#target::#constant)
}

/// A call for which rustc underlines all of `site` when it panics.
fn call_at(site: &impl ToTokens, function: &str, arguments: TokenStream) -> TokenStream {
    let (start, end) = ends(site);
    let function = format_ident!("{function}", span = start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote_spanned!(start=> __db_config::#function #arguments)
}
