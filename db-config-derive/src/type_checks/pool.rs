use super::{TypeChecks, accepted, capabilities, require_at};
use crate::ast::{Config, Field};
use crate::pool::{self, PoolAttribute};
use crate::tokens;
use crate::types::type_name;
use crate::variant::{Choice, Variant};
use db_config_syntax::Backend;
use db_config_syntax::query::{
    PASSWORD_ENDING, PoolOption, SECRET_ENDING, TLS_ENDING, USER_ENDINGS, derived_variable, file_variable,
    variable_base,
};
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use std::collections::HashSet;
use syn::ext::IdentExt as _;

impl TypeChecks {
    /// Adds the checks that fields with different URLs do not share a variable for pool options or the TLS mode.
    pub fn add_shared_pools(&mut self, prefix: &str, first: &Field, second: &Field) {
        let same = |a: &String, b: &String| a.eq_ignore_ascii_case(b);
        let capabilities = |field: &Field| {
            let (capabilities, backends) = (capabilities(&field.target), field.backends());
            quote!(#capabilities.only(#backends))
        };
        let (a, b) = (&first.variables, &second.variables);
        if first.is_url() && second.is_url() {
            let has_base =
                |a: &&String| b.iter().any(|b| *a != b && variable_base(a).eq_ignore_ascii_case(variable_base(b)));
            let shared = a.iter().find(has_base);
            if let Some(shared) = shared.filter(|_| !a.iter().any(|a| b.contains(a))) {
                let (a, b) = (capabilities(first), capabilities(second));
                let fields = format!("`{}` and `{}`", first.name(), second.name());
                let option = derived_variable(shared, PoolOption::MaxConnections.variable_ending());
                let message = format!(
                    "{fields} would both read pool options such as {option}; use `env` to give one of them another variable"
                );
                let check = require_at(&second.variables_site, quote!(!__db_config::shares_pool(#a, #b)), message);
                self.list_for(&[first, second]).push(check);
                let (a, b) = (first.backends(), second.backends());
                let tls = derived_variable(shared, TLS_ENDING);
                let message = format!("{fields} would both read {tls}; use `env` to give one of them another variable");
                let have_network = quote!(#a.has_network() && #b.has_network());
                let check = require_at(&second.variables_site, quote!(!(#have_network)), message);
                self.list_for(&[first, second]).push(check);
            }
            for (of_parts, url) in [(first, second), (second, first)] {
                let parts = of_parts.part_variables(prefix);
                // One of the shared variables is enough.
                let shared = url.login_variables(prefix).into_iter().find(|(name, _)| parts.contains(name));
                let Some((name, what)) = shared.filter(|_| !a.iter().any(|name| b.contains(name))) else { continue };
                let message = format!(
                    "{name} is a part of `{}` and also sets the {what} of `{}`; use another prefix in `parts`, or `env` to \
                     give one of them another variable",
                    of_parts.name(),
                    url.name()
                );
                let (first_backends, second_backends) = (first.backends(), second.backends());
                let have_network = quote!(#first_backends.has_network() && #second_backends.has_network());
                let check = require_at(&second.variables_site, quote!(!(#have_network)), message);
                self.list_for(&[first, second]).push(check);
            }
            return;
        }
        for (url, plain) in
            [(first, second), (second, first)].into_iter().filter(|(url, plain)| url.is_url() && !plain.is_url())
        {
            let reads = |name: &String| plain.variables.iter().any(|variable| same(variable, name));
            let another = format!("of `{}`; use `env` to give one of the fields another variable", url.name());
            for (name, what) in url.login_variables(prefix).into_iter().filter(|(name, _)| reads(name)) {
                let backends = url.backends();
                let message = format!("{name} also sets the {what} {another}");
                let has_none = quote!(!#backends.has_network());
                self.list_for(&[url, plain]).push(require_at(&plain.variables_site, has_none, message));
            }
            // An own variable has a check of its own.
            let is_derived =
                |option: &PoolOption| !url.attrs.pool.iter().any(|attr| attr.option == *option && attr.env.is_some());
            let derived = |name: &String| {
                let options = PoolOption::ALL.into_iter().filter(is_derived);
                options.map(|option| (derived_variable(name, option.variable_ending()), option)).collect::<Vec<_>>()
            };
            for (name, option) in url.variables.iter().flat_map(derived).filter(|(name, _)| reads(name)) {
                let (capabilities, option) = (capabilities(url), tokens::pool_option(option));
                let message = format!("{name} also sets a pool option {another}");
                let has_none = quote!(!#capabilities.contains(__db_config::capability(#option)));
                self.list_for(&[url, plain]).push(require_at(&plain.variables_site, has_none, message));
            }
        }
    }

    /// Adds the checks that the own variables of pool options have no other meaning. They need the constant `FIELDS`.
    pub fn add_own_variables(&mut self, config: &Config) {
        let is_generic = !config.generics.params.is_empty();
        let fields = config.fields_constant();
        let list = if is_generic { &mut self.generic } else { &mut self.items };
        let names: Vec<_> = config.read().map(|field| field.related_variables(config)).collect();
        let types: Vec<_> = config.read().map(|field| field.named.to_token_stream().to_string()).collect();
        for (i, field) in config.read().enumerate().filter(|(_, field)| field.is_url()) {
            let variants = config.choice.iter().flat_map(|choice| &choice.variants);
            let of_variants = variants.flat_map(|variant| {
                let accepted = accepted(&variant.target);
                variant.pool.iter().map(move |attr| (attr, accepted.clone()))
            });
            let all = quote!(__db_config::Backends::ALL);
            for (attr, backends) in field.attrs.pool.iter().map(|attr| (attr, all.clone())).chain(of_variants) {
                let Some(env) = &attr.env else { continue };
                let option = tokens::pool_option(attr.option);
                let name = config.prefix.clone() + &env.value();
                let message = format!("{name} is a variable of libpq, with a meaning of its own; use another name");
                list.push(require_at(env, quote!(!__db_config::is_libpq_variable(#name)), message));
                let is_read = |names: &HashSet<String>| {
                    names.contains(&name.to_ascii_lowercase())
                        || names.contains(&file_variable(&name).to_ascii_lowercase())
                };
                for (j, other) in config.read().enumerate().filter(|(j, _)| is_read(&names[*j])) {
                    let collides = quote!(__db_config::own_variable_collides(#fields, #i, #option, #backends, #j));
                    let message = match i == j {
                        true => format!(
                            "{name} is already a variable of this field with another meaning or unit; use another name"
                        ),
                        false => format!(
                            "{name} is already a variable of `{}` with another meaning or unit; use another name",
                            other.name()
                        ),
                    };
                    list.push(require_at(env, quote!(!#collides), message));
                }
            }
            if config.choice.is_none() {
                let message = format!(
                    "a pool option of `{}` has its own variable, which another option or field needs for a different value; \
                     set `env` of the option on this field",
                    type_name(&field.named)
                );
                // Another field of the type has the same variables, which are checked there.
                let is_same = |j: usize, other: &Field| i != j && other.attrs.pool.is_empty() && types[j] == types[i];
                let others = config.read().enumerate().filter(|(j, other)| !is_same(*j, other)).map(|(j, _)| j);
                let collides = quote!(__db_config::type_variable_collides(#fields, #i, &[#(#others),*]));
                list.push(require_at(&field.named, quote!(!#collides), message));
            }
        }
    }

    /// Adds the checks that fields of one URL count the same units. They need the constant `FIELDS`.
    pub fn add_units(&mut self, config: &Config) {
        let is_generic = !config.generics.params.is_empty();
        let fields = config.fields_constant();
        let list = if is_generic { &mut self.generic } else { &mut self.items };
        let urls = || config.read().enumerate().filter(|(_, field)| field.is_url());
        for (j, second) in urls() {
            for (i, first) in urls().take_while(|(i, _)| *i < j) {
                let shared = first.variables.iter().find(|name| second.variables.contains(name));
                let Some(shared) = shared else { continue };
                let message = format!(
                    "`{}` and `{}` read the pool options of {shared} with different units; use the same `unit`, or use `env` \
                     to give one of the options another variable",
                    first.name(),
                    second.name()
                );
                let collide = quote!(__db_config::units_collide(#fields, #i, #j));
                list.push(require_at(&second.variables_site, quote!(!#collide), message));
            }
        }
    }

    /// Adds the checks that at least one variant supports each pool option of an enum.
    pub fn add_enum_pool(&mut self, config: &Config, choice: &Choice) {
        let targets = || choice.variants.iter().map(|variant| &variant.target);
        let (each, accepted) = (targets().map(capabilities), targets().map(accepted));
        let capabilities = quote!(__db_config::Capabilities::EMPTY #(.union(#each))*);
        let narrowed = config.fields.first().and_then(Field::narrowed);
        let backends = narrowed.unwrap_or_else(|| quote!(__db_config::Backends::EMPTY #(.union(#accepted))*));
        let name = config.ident.unraw().to_string();
        let checks = option_checks(config.pool(), &capabilities, &backends, "enum", &name);
        let is_generic = choice.variants.iter().any(|variant| variant.is_generic);
        if is_generic { &mut self.choice } else { &mut self.items }.extend(checks);
    }

    /// Adds the checks that the type of a variant supports its pool options, and that sizes from several places agree.
    pub fn add_variant_pool(&mut self, variant: &Variant, enum_pool: &[PoolAttribute]) {
        let target = &variant.target;
        let (capabilities, accepted) = (capabilities(target), accepted(target));
        let list = if variant.is_generic { &mut self.choice } else { &mut self.items };
        list.extend(option_checks(&variant.pool, &capabilities, &accepted, "variant", &type_name(variant.ty)));
        let nearest = [&variant.pool, enum_pool].into_iter().find(|options| options.iter().any(PoolAttribute::is_size));
        if let Some(size) = nearest.and_then(pool::only_size) {
            let defaults = variant.pool_defaults(enum_pool);
            list.push(require_at(&size.literal(), quote!(#defaults.sizes_agree(#accepted)), size.disagrees()));
        }
    }
}

impl Field<'_> {
    /// Returns the variables that the field may read, in lower case, without those of pool options that its type sets.
    fn related_variables(&self, config: &Config) -> HashSet<String> {
        let variants = config.choice.iter().flat_map(|choice| &choice.variants);
        let pool = self.attrs.pool.iter().chain(variants.flat_map(|variant| &variant.pool));
        let own = pool.filter_map(|attr| Some(config.prefix.clone() + &attr.env.as_ref()?.value()));
        let endings = [USER_ENDINGS.as_slice(), &[PASSWORD_ENDING, SECRET_ENDING, TLS_ENDING]].concat();
        let endings = || endings.iter().copied().chain(PoolOption::ALL.map(PoolOption::variable_ending));
        let urls = self.default_variables.iter().flat_map(|default| &default.names).chain(&self.variables);
        let of_url = |url: &String| {
            let parts = self.attrs.parts.iter().flat_map(|parts| {
                parts.variables(&config.prefix, url).into_iter().chain(parts.secret_variable(&config.prefix))
            });
            let derived = endings().map(|ending| derived_variable(url, ending));
            derived.chain(parts).chain([url.clone()]).collect::<Vec<_>>()
        };
        let names = urls.flat_map(of_url).chain(own);
        names.flat_map(|name| [file_variable(&name), name]).map(|name| name.to_ascii_lowercase()).collect()
    }

    /// Returns the names of the variables of the `parts` attribute. `prefix` is that of the struct.
    fn part_variables(&self, prefix: &str) -> Vec<String> {
        let of_url =
            |url: &String| self.attrs.parts.iter().flat_map(|parts| parts.variables(prefix, url)).collect::<Vec<_>>();
        self.variables.iter().flat_map(of_url).collect()
    }

    /// Returns the variables next to the URL's that set the user name, the password, both, or the TLS mode. `prefix` is that
    /// of the struct.
    fn login_variables(&self, prefix: &str) -> Vec<(String, &'static str)> {
        let [user, username] = USER_ENDINGS;
        let of_parts = self.attrs.parts.as_ref().and_then(|parts| parts.secret_variable(prefix));
        let login: &[_] = match of_parts {
            Some(_) => &[],
            None => &[(user, "user name"), (username, "user name"), (PASSWORD_ENDING, "password")],
        };
        let secret = [(SECRET_ENDING, "user name and password"), (TLS_ENDING, "TLS mode")];
        let of_url = |url: &String| {
            let all = login.iter().chain(&secret);
            all.map(|(ending, what)| (derived_variable(url, ending), *what)).collect::<Vec<_>>()
        };
        let of_parts = of_parts.map(|name| (name, "user name and password"));
        self.variables.iter().flat_map(of_url).chain(of_parts).collect()
    }

    /// Checks that the type supports the pool options of the field.
    pub fn pool_checks(&self) -> Vec<TokenStream> {
        let options = &self.attrs.pool;
        let (capabilities, backends) = (capabilities(&self.target), self.backends());
        let mut checks = option_checks(options, &capabilities, &backends, "field", &type_name(&self.named));
        if let Some(size) = pool::only_size(options) {
            let type_defaults = tokens::constant(&self.target, "POOL_DEFAULTS");
            let options = quote!(__db_config::PoolDefaults::new(&[#(#options),*]).or(#type_defaults));
            checks.push(require_at(&size.literal(), quote!(#options.sizes_agree(#backends)), size.disagrees()));
        }
        checks
    }
}

/// Checks that a type supports pool options. `place` is "field", "variant" or "enum".
fn option_checks(
    options: &[PoolAttribute],
    capabilities: &TokenStream,
    accepted: &TokenStream,
    place: &str,
    ty: &str,
) -> Vec<TokenStream> {
    options.iter().map(|attr| option_check(attr, capabilities, accepted, place, ty)).collect()
}

fn option_check(
    PoolAttribute { key, option, .. }: &PoolAttribute,
    capabilities: &TokenStream,
    accepted: &TokenStream,
    place: &str,
    ty: &str,
) -> TokenStream {
    let name = option.name();
    let unsupported = match place {
        "enum" => format!("no variant of `{ty}` supports `{name}`"),
        _ => format!("`{ty}` does not support `{name}`"),
    };
    let wanted = tokens::pool_option(*option);
    let is_supported = quote!(#capabilities.only(#accepted).contains(__db_config::capability(#wanted)));
    let mut checks = Vec::new();
    let mut require = |alternative: TokenStream, message: String| {
        let condition = quote!(#is_supported #alternative);
        checks.push(require_at(key, condition, message));
    };
    require(
        quote!(|| !#capabilities.contains(__db_config::capability(#wanted))),
        format!("{unsupported} for the databases in `schemes(...)`; remove it"),
    );
    let only_backend = match option {
        PoolOption::StatementTimeout => Some(Backend::Postgres),
        PoolOption::BusyTimeout => Some(Backend::Sqlite),
        _ => None,
    };
    match (only_backend, place) {
        (Some(backend), _) => {
            let tokens = tokens::backend(backend);
            let message = format!("{unsupported}, which applies only to {backend}; remove it");
            require(quote!(|| #accepted.contains(#tokens)), message);
        }
        (None, _) if matches!(option, PoolOption::ConnectTimeout | PoolOption::Wait) => {}
        (None, "enum") => require(
            quote!(|| __db_config::has_pool(#capabilities)),
            format!(
                "`{name}` needs a pool, and no variant of `{ty}` has one; remove it, or use `(.., PoolSettings)` in a variant"
            ),
        ),
        (None, _) => require(
            quote!(|| __db_config::has_pool(#capabilities)),
            format!("`{name}` needs a pool, and `{ty}` has none; remove it, or use `({ty}, PoolSettings)`"),
        ),
    }
    let last = match option {
        PoolOption::Wait => format!("{unsupported}, which needs a `Connect` field and a server; remove it"),
        _ => format!("{unsupported}; remove it"),
    };
    require(quote!(), last);
    quote!({ #(#checks;)* })
}
