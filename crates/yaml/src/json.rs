//! Whether a document is a JSON object: Kubernetes' tools then take their JSON reader, which is laxer about characters and keys.

/// Whether `part` is one JSON object (RFC 8259) and nothing else. Nothing is kept of it.
pub(crate) fn is_object(part: &str) -> bool {
    let bytes = part.as_bytes();
    let mut json = Json { bytes, at: 0 };
    json.blanks();
    json.peek() == b'{' && json.value() && {
        json.blanks();
        json.at == bytes.len()
    }
}

struct Json<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Json<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    /// One value; its nesting is kept in a list, so that no text exhausts the stack.
    fn value(&mut self) -> bool {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                bracket @ (b'{' | b'[') => {
                    self.at += 1;
                    self.blanks();
                    open.push(bracket + 2);
                    if !self.takes(bracket + 2) {
                        if bracket == b'{' && !self.key() {
                            return false;
                        }
                        continue;
                    }
                    open.pop();
                }
                b'"' if self.string() => {}
                b't' if self.word(b"true") => {}
                b'f' if self.word(b"false") => {}
                b'n' if self.word(b"null") => {}
                b'-' | b'0'..=b'9' if self.number() => {}
                _ => return false,
            }
            // Behind a value: the next one of the collection, or its end.
            loop {
                let Some(close) = open.last().copied() else { return true };
                self.blanks();
                if self.takes(b',') {
                    if close == b'}' && !self.key() {
                        return false;
                    }
                    break;
                }
                if !self.takes(close) {
                    return false;
                }
                open.pop();
            }
        }
    }

    fn key(&mut self) -> bool {
        self.blanks();
        let found = self.peek() == b'"' && self.string();
        self.blanks();
        found && self.takes(b':')
    }

    fn string(&mut self) -> bool {
        self.at += 1;
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return true;
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            let digits = self.bytes.get(self.at + 1..self.at + 5);
                            if !digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit)) {
                                return false;
                            }
                            self.at += 5;
                        }
                        _ => return false,
                    }
                }
                0..=0x1F => return false,
                _ => self.at += 1,
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let found = self.bytes[self.at..].starts_with(word);
        self.at += word.len();
        found
    }

    fn number(&mut self) -> bool {
        self.takes(b'-');
        if !self.takes(b'0') && !self.digits() {
            return false;
        }
        if self.takes(b'.') && !self.digits() {
            return false;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            return self.digits();
        }
        true
    }

    fn digits(&mut self) -> bool {
        let from = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        self.at > from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_json_objects_from_yaml() {
        for text in
            ["{}", " {\"a\": [1, -2.5e+3, {}, [], \"\\u00e9\\/\"], \"b\": {\"c\": null}}\n", "{\"a\":true,\"a\":false}"]
        {
            assert!(is_object(text), "{text}");
        }
        for text in [
            "",
            "[]",
            "{a: 1}",
            "{\"a\": 1,}",
            "{\"a\": 01}",
            "{} {}",
            "{\"a\": \"\t\"}",
            "{\"a\" 1}",
            "{\"a\":",
            "{\"a\": [1}",
            "\u{feff}{}",
        ] {
            assert!(!is_object(text), "{text}");
        }
    }
}
