//! `providers.toml`, by which the app takes a server of the test's for Google or Microsoft.

use std::fmt::Write as _;
use std::path::Path;

/// One section of it; what is empty stands as the real provider has it.
#[derive(Clone, Copy, Default)]
pub struct SignInAt<'a> {
    /// `google` or `microsoft`.
    pub section: &'a str,
    pub client_id: &'a str,
    pub client_secret: &'a str,
    pub auth_url: &'a str,
    pub token_url: &'a str,
    pub revoke_url: &'a str,
    /// Where the calendars are, with the version.
    pub api_url: &'a str,
}

/// A provider at `here` with the paths that the fakes have; Microsoft takes no tokens back.
pub fn of_fake(section: &str, here: &str, client_secret: &str, api_url: &str) -> String {
    let at = |path: &str| format!("{here}/{path}");
    let revoke_url = at("revoke");
    text(SignInAt {
        section,
        client_id: "an-id",
        client_secret,
        auth_url: &at("authorize"),
        token_url: &at("token"),
        revoke_url: match section {
            "microsoft" => "",
            _ => &revoke_url,
        },
        api_url,
    })
}

/// The section as it is written down.
pub fn text(one: SignInAt<'_>) -> String {
    let mut text = format!("[{}]\n", one.section);
    for (key, value) in [
        ("client_id", one.client_id),
        ("client_secret", one.client_secret),
        ("auth_url", one.auth_url),
        ("token_url", one.token_url),
        ("revoke_url", one.revoke_url),
        ("api_url", one.api_url),
    ] {
        let _ = writeln!(text, "{key} = \"{value}\"");
    }
    text
}

/// Writes these sections into a data folder.
pub fn write(data_dir: &Path, sections: &[String]) {
    std::fs::write(data_dir.join("providers.toml"), sections.concat()).unwrap();
}
