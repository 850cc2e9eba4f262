//! What every form of JSON has: a version, a published schema, and one way to be written.

use std::fmt::Write as _;

use serde::Serialize;

/// The version of every form here. Fields are added without a new one; none is renamed or taken away.
pub const SCHEMA_VERSION: u32 = 1;

/// A form of JSON: what a command prints, what an interface would return and a database hold.
pub trait Form: Serialize {
    /// The published JSON schema.
    const SCHEMA: &'static str;
}

/// A form as one line of JSON.
pub fn to_json(form: &impl Form) -> String {
    line(form)
}

/// A value as one line of JSON in which nothing commands a terminal or whoever runs the program: such characters are
/// escaped, so that a reader of JSON gets what was there.
pub(crate) fn line(value: &impl Serialize) -> String {
    // Structs of strings and numbers always serialise.
    let mut out = shielded(&serde_json::to_string(value).unwrap_or_default());
    out.push('\n');
    out
}

/// JSON with everything escaped that means something outside of JSON.
pub(crate) fn shielded(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut from = 0;
    // Most of a text is plain, and copied in one piece.
    let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'#' || byte == b'\n';
    while let Some(length) = json.as_bytes()[from..].iter().position(|byte| !is_plain(*byte)) {
        let (plain, rest) = json[from..].split_at(length);
        out.push_str(plain);
        let Some(it) = rest.chars().next() else { break };
        if lang::is_unshowable(it) || it == '#' && lang::begins_command(rest) {
            let mut units = [0; 2];
            for unit in it.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(it);
        }
        from += length + it.len_utf8();
    }
    out.push_str(&json[from..]);
    out
}
