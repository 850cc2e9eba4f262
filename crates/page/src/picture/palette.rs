//! The colours of a picture that stands alone. They are those of the pages' style sheet, written out, since some renderers of SVG
//! know no variables.

use crate::style::{SHAPES, TOKENS};

/// The rules for a picture on its own: they follow the reader's colour scheme.
pub(super) fn alone() -> String {
    let (light, dark) = (written(|it| it.0), written(|it| it.1));
    format!("{light}@media (prefers-color-scheme: dark) {{{dark}}}")
}

/// The rules with one of the two values of each variable in its place.
fn written(value: impl Fn((&'static str, &'static str)) -> &'static str) -> String {
    let mut out = String::with_capacity(SHAPES.len());
    let mut pieces = SHAPES.split("var(--");
    out.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        let (name, rest) = piece.split_once(')').unwrap_or((piece, ""));
        out.push_str(value(token(name)));
        out.push_str(rest);
    }
    out
}

/// The light and the dark value of a variable: `--ink: light-dark(#1c2430, #e4e9f0);`.
fn token(name: &str) -> (&'static str, &'static str) {
    let values = TOKENS.split(';').find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim().strip_prefix("--")? == name).then_some(value)
    });
    let pair = values.and_then(|it| it.trim().strip_prefix("light-dark(")?.strip_suffix(')')?.split_once(", "));
    pair.unwrap_or(("#777777", "#777777"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_is_one_of_the_sheets() {
        let alone = alone();
        assert!(!alone.contains("var(") && !alone.contains("#777777"), "{alone}");
        assert_eq!(token("paper"), ("#ffffff", "#12161c"));
    }
}
