//! Server-sent events (WHATWG HTML, section 9.2) as they come out of a `fetch` body: `EventSource`
//! itself cannot send the token's header.

/// Puts the data of each event together from pieces of the stream.
#[derive(Debug, Default)]
pub struct Decoder {
    line: String,
    data: Option<String>,
    after_cr: bool,
}

impl Decoder {
    /// The data of each event that `piece` completes.
    pub fn feed(&mut self, piece: &str) -> Vec<String> {
        let mut events = Vec::new();
        for letter in piece.chars() {
            let second_half_of_crlf = letter == '\n' && self.after_cr;
            self.after_cr = letter == '\r';
            match letter {
                _ if second_half_of_crlf => {}
                '\n' | '\r' => events.extend(self.end_line()),
                _ => self.line.push(letter),
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take();
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_apart_by_an_empty_line_whatever_the_line_ends() {
        for end in ["\n", "\r\n", "\r"] {
            let stream = "data: one\n\ndata:two\n\n".replace('\n', end);
            assert_eq!(Decoder::default().feed(&stream), ["one", "two"]);
        }
    }

    #[test]
    fn an_event_may_come_in_pieces() {
        let mut decoder = Decoder::default();
        assert!(decoder.feed("da").is_empty());
        assert!(decoder.feed("ta: {\"changed\":").is_empty());
        assert!(decoder.feed("\"events\"}\r").is_empty());
        assert_eq!(decoder.feed("\n\r\n"), ["{\"changed\":\"events\"}"]);
    }

    #[test]
    fn comments_and_other_fields_carry_no_data() {
        let stream = ": keep-alive\n\nevent: change\nid: 7\ndata: a\ndata: b\n\n";
        assert_eq!(Decoder::default().feed(stream), ["a\nb"]);
    }
}
