use proptest::prelude::*;

use super::*;

const HERE: Place<'_> = Place {
    table: "calendar_integrations",
    row: "0199",
    column: "address",
};

fn key() -> MasterKey {
    MasterKey::generate().unwrap()
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_as_it_was(text in any::<String>(), table in any::<String>(), row in any::<String>(), column in any::<String>()) {
        let (key, place) = (key(), Place { table: &table, row: &row, column: &column });
        let sealed = key.seal(place, &Secret::new(text.clone())).unwrap();
        let read = Sealed::parse(sealed.as_str()).unwrap();
        let opened = key.open(place, &read).unwrap();
        prop_assert_eq!(opened.expose(), &text);
    }

    #[test]
    fn a_flipped_bit_anywhere_keeps_it_shut(text in ".{0,80}", at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let key = key();
        let sealed = key.seal(HERE, &Secret::new(text)).unwrap();
        let mut bytes = sealed.as_str().as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let altered = String::from_utf8(bytes).ok().and_then(|text| Sealed::parse(&text));
        // What is no sealed value any more does not open either.
        if let Some(altered) = altered {
            prop_assert!(key.open(HERE, &altered).is_err(), "{}", altered.as_str());
        }
    }

    #[test]
    fn at_another_place_it_stays_shut(
        a in ("[a-z]{0,3}", "[a-z]{0,3}", "[a-z]{0,3}"),
        b in ("[a-z]{0,3}", "[a-z]{0,3}", "[a-z]{0,3}"),
    ) {
        prop_assume!(a != b);
        let key = key();
        let here = Place { table: &a.0, row: &a.1, column: &a.2 };
        let there = Place { table: &b.0, row: &b.1, column: &b.2 };
        let sealed = key.seal(here, &Secret::from("token")).unwrap();
        prop_assert!(matches!(key.open(there, &sealed), Err(VaultError::Altered)));
    }

    #[test]
    fn any_text_may_be_read_as_a_sealed_value_and_opens_nothing(text in "(st1\\.[0-9a-f]{16}\\.)?.{0,60}") {
        if let Some(sealed) = Sealed::parse(&text) {
            prop_assert!(key().open(HERE, &sealed).is_err());
        }
    }
}

#[test]
fn under_another_key_it_stays_shut() {
    let sealed = key().seal(HERE, &Secret::from("token")).unwrap();
    assert!(matches!(
        key().open(HERE, &sealed),
        Err(VaultError::Altered)
    ));
}

#[test]
fn the_same_secret_never_looks_the_same_twice() {
    let key = key();
    let seal = || key.seal(HERE, &Secret::from("token")).unwrap();
    assert_ne!(seal().as_str(), seal().as_str());
}

#[test]
fn addresses_and_paths_are_no_sealed_values() {
    for text in [
        "",
        "/home/ann/a.ics",
        "https://example.org/st1.a",
        "st1.",
        "st1.x.y",
    ] {
        assert!(Sealed::parse(text).is_none(), "{text}");
    }
}
