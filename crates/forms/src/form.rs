//! What every form of JSON has: a version, a published schema, and one way to be written.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

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
    let mut out = Vec::new();
    // Structs of strings and numbers always serialise, and what is written into memory is.
    let _ = write_line(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}

/// As [`line`], piece by piece.
pub(crate) fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Shielded))?;
    out.write_all(b"\n")
}

/// Compact JSON with everything escaped that means something outside of JSON. Only texts can hold such.
struct Shielded;

impl Formatter for Shielded {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, mut text: &str) -> io::Result<()> {
        // Most of a text is plain, and written in one piece.
        let is_plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'#';
        while let Some(at) = text.bytes().position(|byte| !is_plain(byte)) {
            let (plain, rest) = text.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let Some(it) = rest.chars().next() else { break };
            let (odd, rest) = rest.split_at(it.len_utf8());
            if lang::is_unshowable(it) || lang::begins_command(&text[at..]) {
                for unit in it.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(odd.as_bytes())?;
            }
            text = rest;
        }
        writer.write_all(text.as_bytes())
    }
}
