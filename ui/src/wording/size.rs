//! Sizes of files in words.

/// `512 bytes`, `340 kB`, `2.4 MB`: in powers of a thousand, as file managers say it.
pub fn words(bytes: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000_000;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} kB", bytes / KB),
        _ => format!("{}.{} MB", bytes / MB, bytes % MB / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_size_is_said_in_the_unit_that_suits_it() {
        assert_eq!(words(512), "512 bytes");
        assert_eq!(words(340_999), "340 kB");
        assert_eq!(words(2_460_000), "2.4 MB");
    }
}
