//! Looking for a secret in whatever form it may have got somewhere.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// So many bytes before a secret say where it was found.
const BEFORE: usize = 200;

/// A look for many secrets at once, each in every form in which it may lie around.
pub struct Search {
    forms: AhoCorasick,
    /// What is looked for, by the number of its form.
    names: Vec<String>,
}

impl Search {
    /// For these secrets, each with what it is called when it is found.
    pub fn new<S: AsRef<[u8]>>(secrets: impl IntoIterator<Item = (String, S)>) -> Self {
        let (mut forms, mut names) = (Vec::new(), Vec::new());
        for (name, secret) in secrets {
            for form in forms_of(secret.as_ref()) {
                forms.push(form);
                names.push(name.clone());
            }
        }
        let forms = AhoCorasick::new(forms).unwrap();
        Self { forms, names }
    }

    /// Those that are in there, each with what stands before it where it is first.
    pub fn found_in(&self, bytes: &[u8]) -> BTreeMap<&str, String> {
        let mut found = BTreeMap::new();
        for form in self.forms.find_overlapping_iter(bytes) {
            let name = self.names[form.pattern().as_usize()].as_str();
            let before = &bytes[form.start().saturating_sub(BEFORE)..form.start()];
            found
                .entry(name)
                .or_insert_with(|| String::from_utf8_lossy(before).into_owned());
        }
        found
    }
}

/// As it is, escaped for an address, in hexadecimal digits, and in base64 of both alphabets, wherever
/// in the encoded text it begins.
fn forms_of(secret: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut forms = BTreeSet::from([
        secret.to_vec(),
        escaped(secret, true).into_bytes(),
        escaped(secret, false).into_bytes(),
        secret.iter().map(hex).collect::<String>().into_bytes(),
    ]);
    for before in 0..3 {
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            forms.insert(inside_base64(secret, before, |bytes| engine.encode(bytes)));
        }
    }
    forms
}

fn escaped(secret: &[u8], is_upper: bool) -> String {
    let escape = |byte: &u8| match *byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(*byte).to_string()
        }
        other if is_upper => format!("%{other:02X}"),
        other => format!("%{other:02x}"),
    };
    secret.iter().map(escape).collect()
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

/// The characters that depend on the secret alone, when so many other bytes stand before it.
fn inside_base64(secret: &[u8], before: usize, encode: impl Fn(&[u8]) -> String) -> Vec<u8> {
    let mut bytes = vec![0; before];
    bytes.extend(secret);
    let encoded = encode(&bytes).into_bytes();
    // Six bits a character: the first ones mix with what stands before, the last with what follows.
    let first = (before * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    encoded[first..last].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    const SECRET: &str = "s3cret/with+signs? and words";

    fn holds(bytes: &[u8], secret: &str) -> bool {
        let search = Search::new([("it".to_owned(), secret)]);
        !search.found_in(bytes).is_empty()
    }

    #[test]
    fn the_search_finds_what_was_planted_in_any_form() {
        let around = |text: &str| format!("{{\"a\":\"{text}\"}}").into_bytes();
        assert!(holds(&around(SECRET), SECRET));
        assert!(holds(
            &around("s3cret%2Fwith%2Bsigns%3F%20and%20words"),
            SECRET
        ));
        for before in 0..7 {
            let planted = format!("{}{SECRET} and more", "x".repeat(before));
            assert!(
                holds(&around(&STANDARD.encode(&planted)), SECRET),
                "{before}"
            );
            assert!(
                holds(&around(&URL_SAFE.encode(&planted)), SECRET),
                "{before}"
            );
        }
    }

    #[test]
    fn the_search_finds_nothing_where_nothing_is() {
        assert!(!holds(b"s3cret/with+signs? and word", SECRET));
        assert!(!holds(
            STANDARD.encode("another secret altogether").as_bytes(),
            SECRET
        ));
    }
}
