//! One style sheet for the window: its parts compress together to two thirds of what they weigh
//! apart, and one is sooner there than a dozen.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::Path;

use crate::failure::Failure;

/// Puts one style sheet in place of all those that the built page names, in their order.
///
/// # Errors
/// A file cannot be read or written, or the page names no style sheet.
pub fn join(dist: &Path) -> Result<(), Failure> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).map_err(Failure::file(&page))?;
    let (rest, names) = taken_out(&html);
    let Some(at) = rest.find("</head>") else {
        return Err(Failure::Missing(format!(
            "{} has no head for the style sheet",
            page.display()
        )));
    };
    let mut styles = String::new();
    for name in &names {
        let part = dist.join(name);
        let text = fs::read_to_string(&part).map_err(Failure::file(&part))?;
        styles.push_str(&text);
        styles.push('\n');
        fs::remove_file(&part).map_err(Failure::file(&part))?;
    }
    if styles.is_empty() {
        return Err(Failure::Missing(format!(
            "{} names no style sheet",
            page.display()
        )));
    }
    let name = format!("styles-{:016x}.css", fingerprint(&styles));
    let joined = dist.join(&name);
    fs::write(&joined, styles).map_err(Failure::file(&joined))?;
    let (before, after) = rest.split_at(at);
    let html = format!("{before}<link rel=\"stylesheet\" href=\"/{name}\">{after}");
    fs::write(&page, html).map_err(Failure::file(&page))
}

/// The page without its style sheets, and their files' names.
fn taken_out(html: &str) -> (String, Vec<String>) {
    let (mut rest, mut names) = (String::new(), Vec::new());
    let mut pieces = html.split("<link");
    rest.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        match piece.split_once('>') {
            Some((link, after)) if link.contains("stylesheet") => {
                names.extend(file_name(link));
                rest.push_str(after.trim_start());
            }
            _ => rest.extend(["<link", piece]),
        }
    }
    (rest, names)
}

/// The file that a link's attributes name; a minified page has no quotes around it.
fn file_name(link: &str) -> Option<String> {
    let (_, address) = link.split_once("href=")?;
    let address = address.trim_start_matches(['"', '/']);
    let name = address.split(['"', ' ', '>']).next()?;
    Some(name.to_owned())
}

fn fingerprint(styles: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(styles.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = "<head>\n  <title>x</title>\n    \
        <link rel=\"stylesheet\" href=\"/a-1.css\" integrity=\"sha384-x\"/>\n    \
        <link href=/b-2.css integrity=sha384-y rel=stylesheet>\n\
        <link rel=\"icon\" href=\"/i.svg\"></head>\n";

    #[test]
    fn the_page_names_one_style_sheet_that_has_the_rules_of_all_in_their_order() {
        let dist = std::env::temp_dir().join(format!("xtask-styles-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder");
        fs::write(dist.join("index.html"), BUILT).expect("a page");
        fs::write(dist.join("a-1.css"), "p{color:red}").expect("a part");
        fs::write(dist.join("b-2.css"), "h1{margin:0}").expect("a part");

        join(&dist).expect("joined");

        let html = fs::read_to_string(dist.join("index.html")).expect("a page");
        assert_eq!(html.matches("stylesheet").count(), 1, "{html}");
        assert!(
            html.contains("<link rel=\"icon\" href=\"/i.svg\">"),
            "{html}"
        );
        let (_, names) = taken_out(&html);
        let styles = fs::read_to_string(dist.join(&names[0])).expect("the sheet");
        assert_eq!(styles, "p{color:red}\nh1{margin:0}\n");
        assert!(!dist.join("a-1.css").exists());
        fs::remove_dir_all(&dist).expect("gone again");
    }

    #[test]
    fn a_page_without_styles_is_not_taken_for_built() {
        let dist = std::env::temp_dir().join(format!("xtask-no-styles-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder");
        fs::write(dist.join("index.html"), "<head>\n</head>").expect("a page");
        assert!(join(&dist).is_err());
        fs::remove_dir_all(&dist).expect("gone again");
    }
}
