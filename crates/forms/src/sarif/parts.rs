//! What a log of SARIF is made of: texts, regions and addresses of files.

use lang::{Lang, Text};
use serde::Serialize;
use yaml::Position;

pub(super) const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<Message>,
}

impl Message {
    /// A text in which nothing is a link: `[name](target)` would be one (SARIF 2.1.0, 3.11.6).
    pub(super) fn plain(text: &str) -> Message {
        Message { text: text.replace("](", "] (") }
    }

    pub(super) fn of(text: &Text, lang: Lang) -> Message {
        Message::plain(text.get(lang))
    }
}

impl Region {
    pub(super) fn of(start: Position, end: Position) -> Region {
        Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl Artifact {
    /// A relative path is below the root that the reader knows; standard input has no address, only a name.
    pub(super) fn of(file: &str, lang: Lang) -> Artifact {
        if file == "<stdin>" {
            let description = Message::of(&Text::new("standard input", "標準入力"), lang);
            return Artifact { uri: "stdin".to_owned(), uri_base_id: None, description: Some(description) };
        }
        let path = file.replace('\\', "/");
        let is_windows = path.as_bytes().get(1..3) == Some(b":/");
        if path.starts_with('/') || is_windows {
            let slash = if is_windows { "/" } else { "" };
            return Artifact { uri: format!("file://{slash}{}", encoded(&path)), uri_base_id: None, description: None };
        }
        let path = path.strip_prefix("./").unwrap_or(&path);
        Artifact { uri: encoded(path), uri_base_id: Some(ROOT), description: None }
    }
}

/// A path as part of a URI.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, byte) in path.bytes().enumerate() {
        let drive = byte == b':' && at == 1;
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || drive {
            out.push(byte as char);
        } else {
            let hex = |digit: u8| char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase();
            out.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        let of = |file: &str| {
            let artifact = Artifact::of(file, Lang::En);
            (artifact.uri, artifact.uri_base_id.is_some())
        };
        assert_eq!(of("./deploy/a b.yaml"), ("deploy/a%20b.yaml".to_owned(), true));
        assert_eq!(of("展開/x.yaml").0, "%E5%B1%95%E9%96%8B/x.yaml");
        assert_eq!(of("/tmp/x.yaml"), ("file:///tmp/x.yaml".to_owned(), false));
        assert_eq!(of("C:\\x\\y.yaml"), ("file:///C:/x/y.yaml".to_owned(), false));
        assert_eq!(of("<stdin>"), ("stdin".to_owned(), false));
    }
}
