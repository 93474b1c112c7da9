use syn::parse::ParseStream;
use syn::{Error, LitStr, Path, Result, parse_quote};

pub fn default() -> Path {
    parse_quote!(::db_config)
}

/// Parses the value of `crate = path` or `crate = "path"`.
pub fn parse(input: ParseStream) -> Result<Path> {
    let path = match input.parse::<Option<LitStr>>()? {
        Some(text) => text.parse_with(Path::parse_mod_style),
        None => Path::parse_mod_style(input),
    };
    path.map_err(|error| Error::new(error.span(), "expected a path, such as `::renamed` or `crate::reexport`"))
}
