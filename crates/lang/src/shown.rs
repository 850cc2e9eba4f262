//! What may not reach a reader's eyes as it is.

/// Whether a character of foreign text could command a terminal or let a name pose as another: control characters (with `\n` and
/// `\t`), marks that turn the direction of writing (Unicode Standard Annex 9) or break lines unseen, and characters without
/// width that no name needs.
///
/// ```
/// assert!(lang::is_unshowable('\u{202e}') && lang::is_unshowable('\u{1b}') && !lang::is_unshowable('関'));
/// ```
#[must_use]
pub fn is_unshowable(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(it, '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text begins as what a service that runs the program takes for a command wherever it stands in a line of output:
/// `##vso[` (Azure Pipelines), `##[` (the older form of GitHub Actions), `##teamcity[`.
///
/// ```
/// assert!(lang::begins_command("##vso[task.complete]") && !lang::begins_command("## heading"));
/// ```
#[must_use]
pub fn begins_command(text: &str) -> bool {
    let name = |it: char| it.is_ascii_alphanumeric();
    text.strip_prefix("##").is_some_and(|it| it.trim_start_matches(name).starts_with('['))
}
