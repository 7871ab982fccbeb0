//! What of a service's own pages is no meeting: its help, its prices, its blog. They matter where a room
//! may have any name (`https://whereby.com/myroom`).

/// What stands before a service's host where its own pages are, and rooms are not.
const HOSTS: &[&str] = &[
    "about",
    "academy",
    "accounts",
    "api",
    "blog",
    "careers",
    "community",
    "dashboard",
    "developer",
    "developers",
    "docs",
    "faq",
    "go",
    "help",
    "info",
    "jobs",
    "kb",
    "knowledge",
    "learn",
    "legal",
    "login",
    "news",
    "press",
    "resources",
    "status",
    "support",
    "trust",
    "www",
];

/// How the path of a page begins that is about the service.
const WORDS: &[&str] = &[
    "about",
    "about-us",
    "account",
    "api",
    "article",
    "articles",
    "blog",
    "careers",
    "company",
    "contact",
    "contact-us",
    "customers",
    "developer",
    "developers",
    "docs",
    "download",
    "downloads",
    "enterprise",
    "faq",
    "features",
    "hc",
    "help",
    "information",
    "integrations",
    "jobs",
    "kb",
    "knowledge",
    "learn",
    "legal",
    "login",
    "logout",
    "news",
    "plans",
    "policies",
    "press",
    "pricing",
    "privacy",
    "privacy-policy",
    "product",
    "products",
    "resources",
    "security",
    "sign-in",
    "sign-up",
    "signin",
    "signup",
    "solutions",
    "static",
    "support",
    "terms",
    "terms-of-service",
    "tos",
    "user",
    "webinars",
];

/// Whether a link to a service whose rooms may have any name leads to a page about the service. Below
/// its host an organisation has rooms of its own, which may be called as it likes
/// (`https://acme.whereby.com/support`).
pub(super) fn is_own_page(service: &str, host: &str, path: &str) -> bool {
    match host
        .strip_suffix(service)
        .map(|rest| rest.trim_end_matches('.'))
    {
        Some("") => is_about_it(path),
        Some(below) => below.split('.').any(|part| is_in(HOSTS, part)),
        None => false,
    }
}

/// `/pricing`, `/information/tos`, `/en/help`, `/index.html`.
fn is_about_it(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = match parts.next() {
        Some(first) if is_language(first) => parts.next().unwrap_or(first),
        Some(first) => first,
        None => return true,
    };
    is_in(WORDS, first) || first.ends_with(".html")
}

/// `en`, `pt-br`.
fn is_language(part: &str) -> bool {
    let is_code =
        |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match part.split_once('-') {
        Some((language, country)) => is_code(language) && is_code(country),
        None => is_code(part),
    }
}

fn is_in(words: &[&str], part: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("help.whereby.com", "/article/5")]
    #[case("www.whereby.com", "/myroom")]
    #[case("whereby.com", "/information/pricing")]
    #[case("whereby.com", "/Pricing/")]
    #[case("whereby.com", "/en/help")]
    #[case("whereby.com", "/pt-br/blog/tips")]
    #[case("whereby.com", "/index.html")]
    #[case("whereby.com", "//")]
    fn a_page_about_the_service_is_no_room(#[case] host: &str, #[case] path: &str) {
        assert!(is_own_page("whereby.com", host, path));
    }

    #[rstest]
    #[case("whereby.com", "/myroom")]
    #[case("whereby.com", "/pricing-talk")]
    #[case("whereby.com", "/qa")]
    #[case("acme.whereby.com", "/support")]
    #[case("helpers.whereby.com", "/standup")]
    fn a_room_may_have_any_other_name(#[case] host: &str, #[case] path: &str) {
        assert!(!is_own_page("whereby.com", host, path));
    }
}
