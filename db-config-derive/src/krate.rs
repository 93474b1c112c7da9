use syn::parse::ParseStream;
use syn::{Error, LitStr, Path, Result, parse_quote};

pub fn default() -> Path {
    parse_quote!(::db_config)
}

const EXPECTED: &str = "expected `crate`, or a path that starts with `::`, `crate::`, `self::` or `super::`";

/// `crate = path` and `crate = "path"`.
pub fn parse(input: ParseStream) -> Result<Path> {
    let path = match input.parse::<Option<LitStr>>()? {
        Some(text) => text.parse_with(Path::parse_mod_style),
        None => Path::parse_mod_style(input),
    };
    let path = path.map_err(|error| Error::new(error.span(), EXPECTED))?;
    if is_anchored(&path) { Ok(path) } else { Err(Error::new_spanned(path, EXPECTED)) }
}

fn is_anchored(path: &Path) -> bool {
    let first = path.segments[0].ident.to_string();
    path.leading_colon.is_some()
        || matches!(first.as_str(), "crate" | "$crate")
        || matches!(first.as_str(), "self" | "super") && path.segments.len() > 1
}
