//! The style sheet of every page: variables first, then what a page consists of, then the picture inside one.

/// The colours: each by day and by night.
pub(crate) const TOKENS: &str = include_str!("tokens.css");

/// Shapes and colours of a picture, with the variables above.
pub(crate) const SHAPES: &str = include_str!("shapes.css");

const ELEMENTS: &str = include_str!("style.css");

/// The whole sheet.
pub(crate) fn sheet() -> String {
    [TOKENS, ELEMENTS, SHAPES].concat()
}
