//! Internationalized host names, which DNS has in ASCII. db-config depends on the `url` crate only for their tables, which
//! are most of its build time.

#[cfg(feature = "idna")]
mod with_tables {
    use url::Host;

    use crate::error::UrlError;

    /// Returns whether the [host parser](https://url.spec.whatwg.org/#host-parsing) accepts the host.
    pub fn is_host(input: &str) -> bool {
        Host::parse(input).is_ok()
    }

    /// Converts a [domain to ASCII](https://url.spec.whatwg.org/#concept-domain-to-ascii).
    pub fn domain_to_ascii(name: &str) -> Result<Option<String>, UrlError> {
        match Host::parse(name) {
            Ok(Host::Domain(ascii)) => Ok(Some(ascii)),
            _ => Ok(None),
        }
    }
}

#[cfg(not(feature = "idna"))]
mod without_tables {
    use crate::error::{ProblemKind, UrlError};

    pub fn is_host(_: &str) -> bool {
        false
    }

    pub fn domain_to_ascii(_: &str) -> Result<Option<String>, UrlError> {
        Err(UrlError::from_kind(ProblemKind::InvalidHost)
            .with_message("unsupported host name: internationalized names need db-config's feature `idna`")
            .with_help("use its ASCII form, as in `xn--bcher-kva.example`, or enable the feature"))
    }
}

#[cfg(feature = "idna")]
pub(super) use with_tables::*;
#[cfg(not(feature = "idna"))]
pub(super) use without_tables::*;

#[cfg(all(test, not(feature = "idna")))]
mod tests {
    use super::super::{DatabaseUrl, pathname};

    #[test]
    fn an_internationalized_name_is_an_error_that_names_its_ascii_form_and_the_feature() {
        let name = "b\u{fc}cher.example";
        for rest in [format!("{name}/d"), "b%C3%BCcher.example/d".to_owned(), format!("/d?host={name}")] {
            let error = format!("postgres://u:hunter2@{rest}").parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(error.contains("feature `idna`") && error.contains("xn--"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn names_in_ascii_need_no_feature() {
        for host in ["xn--bcher-kva.example", "db.internal", "127.0.0.1", "[::1]"] {
            let url: DatabaseUrl = format!("postgres://u:p@{host}/d").parse().unwrap();
            assert_eq!(url.host(), Some(host.trim_matches(['[', ']'])));
            assert_eq!(pathname(&format!("file://{host}/app.db")).as_deref(), Some("/app.db"));
        }
    }

    #[test]
    fn only_files_need_the_feature_for_their_pathname() {
        assert_eq!(pathname("sqlite://b\u{fc}cher/app.db").as_deref(), Some("/app.db"));
        assert_eq!(pathname("file:///b\u{fc}cher.db").as_deref(), Some("/b%C3%BCcher.db"));
        assert_eq!(pathname("file://b\u{fc}cher/app.db"), None);
    }
}
