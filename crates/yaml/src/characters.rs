//! Characters that Kubernetes' reader refuses, wherever they stand, comments included.

use crate::{Flaw, SyntaxError};

/// Looks for a control character, or a byte order mark that is not the first character of the document.
///
/// A mark further in is legal; but go-yaml v2 may then drop the first character of lines, so that what it reads cannot be told.
pub(crate) fn check(part: &str, start: usize) -> Result<(), SyntaxError> {
    let bytes = part.as_bytes();
    let suspicious = |byte: &u8| matches!(*byte, 0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F | 0xC2 | 0xEF);
    let mut at = start;
    while let Some(found) = bytes[at..].iter().position(suspicious) {
        at += found;
        let character = part[at..].chars().next().unwrap_or('\0');
        if !is_allowed(character) {
            return Err(SyntaxError { flaw: Flaw::Character, offset: at as u32 });
        }
        at += character.len_utf8();
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\x7F' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
