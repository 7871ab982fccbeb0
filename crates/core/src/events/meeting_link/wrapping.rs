//! Links that mail filters, search engines and apps put around others.

use url::Url;

use super::services::is_at;

/// How often a link may be wrapped in another.
pub(super) const MOST_WRAPPINGS: usize = 5;

/// The host, how the path begins, and the field that holds the link inside.
const WRAPPERS: &[(&str, &str, &str)] = &[
    ("safelinks.protection.outlook.com", "/", "url"),
    ("safelinks.protection.office365.us", "/", "url"),
    (
        "statics.teams.cdn.office.net",
        "/evergreen-assets/safelinks/",
        "url",
    ),
    ("google.com", "/url", "q"),
    ("l.facebook.com", "/l.php", "u"),
    ("slack-redir.net", "/link", "url"),
    ("linkprotect.cudasvc.com", "/url", "a"),
    ("deref-gmx.com", "/mail/client/", "redirectUrl"),
    ("deref-gmx.net", "/mail/client/", "redirectUrl"),
    ("deref-web.de", "/mail/client/", "redirectUrl"),
    ("deref-mail.com", "/mail/client/", "redirectUrl"),
];

/// What a link leads to, as a web address; none where it is none, or is wrapped too often.
pub(super) fn web_address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    for _ in 0..MOST_WRAPPINGS {
        match unwrapped(&url).or_else(|| of_an_app(&url)) {
            Some(inner) => url = inner,
            None => break,
        }
    }
    let usable = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    usable.then_some(url)
}

fn unwrapped(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    if is_at(host, "urldefense.proofpoint.com") || is_at(host, "urldefense.com") {
        return of_proofpoint(url);
    }
    let (_, _, field) = WRAPPERS
        .iter()
        .find(|(wrapper, path, _)| is_at(host, wrapper) && url.path().starts_with(path))?;
    Url::parse(&field_of(url, field)?).ok()
}

/// The second version writes `%` as `-` and `/` as `_` in the field `u`; the third has the link in its
/// path, between underscores.
fn of_proofpoint(url: &Url) -> Option<Url> {
    if url.path().starts_with("/v3/__") {
        let (_, written) = url.as_str().split_once("/v3/__")?;
        let (link, _) = written.rsplit_once("__")?;
        return Url::parse(link).ok();
    }
    let written = field_of(url, "u")?.replace('-', "%").replace('_', "/");
    // Reading it as a field undoes the percent signs.
    let read = Url::parse(&format!("https://localhost/?u={written}")).ok()?;
    Url::parse(&field_of(&read, "u")?).ok()
}

/// Links that start an app lead to the same meeting on the web, where the app can be chosen, too.
fn of_an_app(url: &Url) -> Option<Url> {
    match url.scheme() {
        "zoommtg" | "zoomus" => {
            let host = url.host_str().filter(|host| is_at(host, "zoom.us"))?;
            let number = field_of(url, "confno")?;
            let mut web = Url::parse(&format!("https://{host}/")).ok()?;
            web.set_path(&format!("/j/{number}"));
            if let Some(password) = field_of(url, "pwd") {
                web.query_pairs_mut().append_pair("pwd", &password);
            }
            Some(web)
        }
        "msteams" => {
            let rest = url.as_str().strip_prefix("msteams:")?;
            let rest = rest.trim_start_matches('/');
            let rest = rest.strip_prefix("teams.microsoft.com/").unwrap_or(rest);
            Url::parse("https://teams.microsoft.com/")
                .ok()?
                .join(rest)
                .ok()
                .filter(|web| web.host_str() == Some("teams.microsoft.com"))
        }
        _ => None,
    }
}

fn field_of(url: &Url, field: &str) -> Option<String> {
    let (_, value) = url.query_pairs().find(|(name, _)| name == field)?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da&data=05"
    )]
    #[case("https://www.google.com/url?q=https://zoom.us/j/1?pwd%3Da&sa=D")]
    #[case("https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_1-3Fpwd-3Da&d=x")]
    #[case("https://urldefense.com/v3/__https://zoom.us/j/1?pwd=a__;!!abc")]
    #[case("https://slack-redir.net/link?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da")]
    #[case(
        "https://deref-gmx.net/mail/client/x/dereferrer/?redirectUrl=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3Da"
    )]
    #[case("zoommtg://zoom.us/join?action=join&confno=1&pwd=a")]
    fn a_link_in_another_is_taken_out(#[case] link: &str) {
        let found = web_address(link).unwrap();
        assert_eq!(found.as_str(), "https://zoom.us/j/1?pwd=a");
    }

    #[rstest]
    #[case("msteams:/l/meetup-join/19%3a/0")]
    #[case("msteams://teams.microsoft.com/l/meetup-join/19%3a/0")]
    fn an_apps_own_link_becomes_one_of_the_web(#[case] link: &str) {
        let found = web_address(link).unwrap();
        assert_eq!(
            found.as_str(),
            "https://teams.microsoft.com/l/meetup-join/19%3a/0"
        );
    }

    #[rstest]
    #[case("msteams:https://evil.example/")]
    #[case("msteams://evil.example/l/")]
    #[case("zoommtg://evil.example/join?confno=1")]
    #[case("javascript:alert(1)")]
    #[case("https://www.google.com/url?q=javascript:alert(1)")]
    fn nothing_leads_out_of_its_service_or_the_web(#[case] link: &str) {
        let host = web_address(link).map(|url| url.host_str().unwrap_or_default().to_owned());
        assert!(
            host.is_none() || host.as_deref() == Some("teams.microsoft.com"),
            "{host:?}"
        );
    }
}
