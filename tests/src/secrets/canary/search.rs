//! Looking for a secret in whatever form it may have got somewhere.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The forms in which a secret may lie around: as it is, escaped for an address, and in base64 of
/// both alphabets, wherever in the encoded text it begins.
pub fn forms_of(secret: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        secret.as_bytes().to_vec(),
        escaped(secret, true).into_bytes(),
        escaped(secret, false).into_bytes(),
        secret.bytes().map(hex).collect::<String>().into_bytes(),
    ];
    for before in 0..3 {
        forms.push(inside_base64(secret, before, |bytes| {
            STANDARD_NO_PAD.encode(bytes)
        }));
        forms.push(inside_base64(secret, before, |bytes| {
            URL_SAFE_NO_PAD.encode(bytes)
        }));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Whether any form of the secret is in there.
pub fn holds(bytes: &[u8], secret: &str) -> bool {
    forms_of(secret)
        .iter()
        .any(|form| bytes.windows(form.len()).any(|part| part == form))
}

fn escaped(secret: &str, is_upper: bool) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other if is_upper => format!("%{other:02X}"),
        other => format!("%{other:02x}"),
    };
    secret.bytes().map(escape).collect()
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

/// The characters that depend on the secret alone, when so many other bytes stand before it.
fn inside_base64(secret: &str, before: usize, encode: impl Fn(&[u8]) -> String) -> Vec<u8> {
    let mut bytes = vec![0; before];
    bytes.extend(secret.as_bytes());
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
