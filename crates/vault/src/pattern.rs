//! Patterns of `.sops.yaml` as `sops` reads them: Go's regular expressions, retold for Rust's.
//!
//! The two differ in little, and each difference chooses other values: `\d`, `\w`, `\s` and `\b` are ASCII in Go, `[` and `&&` are themselves inside
//! of brackets, `\Q...\E` quotes. What Go refuses is refused here, since `sops` takes a pattern that it cannot read for one that
//! fits nothing (`matched, _ := regexp.Match`), and encrypts nothing.

use std::iter::Peekable;
use std::str::Chars;

use regex::{Regex, RegexBuilder};

/// More than any name of a key needs.
const SIZE_LIMIT: usize = 1 << 20;

/// Reads a pattern of Go; `None` for what Go refuses, or what cannot be said in Rust's.
pub(crate) fn go(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&retold(pattern)?).size_limit(SIZE_LIMIT).build().ok()
}

fn retold(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '\\' => escape(&mut rest, &mut out)?,
            '[' => class(&mut rest, &mut out)?,
            '(' if rest.peek() == Some(&'?') => {
                rest.next();
                out.push_str("(?");
                group(&mut rest, &mut out)?;
            }
            _ => out.push(it),
        }
    }
    Some(out)
}

/// Behind `(?`: flags `imsU`, a name, or nothing. Rust's `x`, `u` and `R` are none of Go's.
fn group(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    if matches!(rest.peek(), Some('P' | '<')) {
        return Some(());
    }
    while let Some(it) = rest.next_if(|it| !matches!(it, ':' | ')')) {
        matches!(it, 'i' | 'm' | 's' | 'U' | '-').then(|| out.push(it))?;
    }
    Some(())
}

/// Behind a backslash, outside of brackets.
fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    match rest.next()? {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(r"[\t\n\f\r ]"),
        'S' => out.push_str(r"[^\t\n\f\r ]"),
        'b' => {
            out.push_str(r"(?-u:\b)");
            // Rust's `\b{start}` is a repetition in Go.
            (rest.peek() != Some(&'{')).then_some(())?;
        }
        'A' => out.push_str(r"\A"),
        'z' => out.push_str(r"\z"),
        'Q' => quoted(rest, out),
        it => plain_escape(it, rest, out)?,
    }
    Some(())
}

/// `\Q...\E`: everything is itself, to the end where no `\E` is.
fn quoted(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    while let Some(it) = rest.next() {
        if it == '\\' && rest.peek() == Some(&'E') {
            rest.next();
            return;
        }
        out.push_str(&regex::escape(it.encode_utf8(&mut [0; 4])));
    }
}

/// An escape that is the same in both and inside of brackets, too.
fn plain_escape(it: char, rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    match it {
        'a' | 'f' | 'n' | 'r' | 't' | 'v' => out.extend(['\\', it]),
        // Two digits, or some in braces.
        'x' => out.push_str(r"\x"),
        // `\1` to `\7` are refused by Go but for octal ones, which nobody writes: refused here.
        it if it.is_ascii_punctuation() => {
            out.push_str(&regex::escape(it.encode_utf8(&mut [0; 4])));
        }
        'p' | 'P' if rest.peek().is_some() => out.extend(['\\', it]),
        _ => return None,
    }
    Some(())
}

/// Behind `[`, to its `]`.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    // A `]` that stands first is itself.
    if rest.next_if_eq(&']').is_some() {
        out.push_str(r"\]");
    }
    while let Some(it) = rest.next() {
        match it {
            ']' => {
                out.push(']');
                return Some(());
            }
            '[' if rest.peek() == Some(&':') => {
                // `[:alpha:]` is ASCII in both.
                out.push('[');
                for it in rest.by_ref() {
                    out.push(it);
                    if it == ']' {
                        break;
                    }
                }
            }
            '[' | '&' | '~' => out.extend(['\\', it]),
            '\\' => match rest.next()? {
                'd' => out.push_str("0-9"),
                'w' => out.push_str("0-9A-Za-z_"),
                's' => out.push_str(r"\t\n\f\r\x20"),
                'D' => out.push_str("[^0-9]"),
                'W' => out.push_str("[^0-9A-Za-z_]"),
                'S' => out.push_str(r"[^\t\n\f\r\x20]"),
                it => plain_escape(it, rest, out)?,
            },
            // `--` is a difference in Rust, and a range that begins with a hyphen in Go.
            '-' if rest.peek() == Some(&'-') => return None,
            _ => out.push(it),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_what_it_fits_in_go() {
        for (pattern, fits, fits_not) in [
            ("^(data|stringData)$", "data", "dat"),
            (r"\d", "7", "٣"),
            (r"^\w+$", "a_1", "é"),
            (r"[a[b]", "[", "c"),
            (r"[a&&b]", "&", "c"),
            (r"^[\d.]+$", "1.2", "x"),
            (r"\Qa.b\E", "a.b", "axb"),
            (r"[]a]", "]", "b"),
            (r"\bkey\b", "a key", "akey"),
            ("(?i)password", "PassWord", "word"),
            (r"[[:upper:]]", "A", "a"),
        ] {
            let regex = go(pattern).expect(pattern);
            assert!(regex.is_match(fits) && !regex.is_match(fits_not), "{pattern}");
        }
        for refused in ["(", "(?x)a b", r"\y", "(?=a)", "[a", r"\8", r"a\"] {
            assert!(go(refused).is_none(), "{refused}");
        }
    }
}
