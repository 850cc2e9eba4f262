//! Text as a scalar.

/// A text as a scalar in double quotes on one line, whatever it holds: no character of it ends the scalar, commands a terminal,
/// or is one that readers of YAML refuse (YAML 1.2, 5.1 and 5.7). A reader gets back what was there.
///
/// ```
/// assert_eq!(yaml::quoted("a\n\"b\"\u{1b}"), r#""a\n\"b\"\u001b""#);
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for (at, it) in text.char_indices() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_plain(it) && !(it == '#' && lang::begins_command(&text[at..])) => out.push(it),
            _ if u32::from(it) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(it))),
            _ => out.push_str(&format!("\\u{:04x}", u32::from(it))),
        }
    }
    out.push('"');
    out
}

fn is_plain(it: char) -> bool {
    !lang::is_unshowable(it) && !matches!(it, '\u{fffe}' | '\u{ffff}')
}
