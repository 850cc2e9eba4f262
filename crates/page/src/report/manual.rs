//! A rule's manual as HTML: the little Markdown that manuals use.

use rules::About;

use super::Page;
use forms::words;
use forms::xml::escape;
use text::markdown::{Block, blocks};

/// The sections of a rule's manual and its ids in other frameworks.
pub(super) fn write(page: &mut Page, rule: &About) {
    page.each(|page, lang| {
        for section in rule.manual.sections(lang) {
            page.element("h4", "", section.heading);
            page.push(&render(&section.body));
        }
    });
    let references = words::references(rule);
    if !references.is_empty() {
        page.push("<h4>");
        page.say(&lang::Text::new("In other frameworks", "ほかの枠組みでの番号"));
        page.push("</h4>");
        let list = lang::list(references.into_iter().map(words::reference));
        page.push("<p>");
        page.say(&list);
        page.push("</p>");
    }
    page.push("\n");
}

fn render(body: &str) -> String {
    let mut out = String::new();
    let mut open = "";
    for block in blocks(body) {
        let wanted = match &block {
            Block::Text { mark, .. } if mark.starts_with(['-', '*']) => "ul",
            Block::Text { mark, .. } if !mark.is_empty() => "ol",
            // A blank line between two items does not end their list.
            Block::Blank => continue,
            _ => "",
        };
        if wanted != open {
            close(&mut out, open);
            if !wanted.is_empty() {
                out.push_str(&format!("<{wanted}>"));
            }
            open = wanted;
        }
        match block {
            Block::Code(lines) => out.push_str(&format!("<pre>{}</pre>", escape(&lines.join("\n")))),
            Block::Text { text, .. } => {
                let tag = if open.is_empty() { "p" } else { "li" };
                out.push_str(&format!("<{tag}>{}</{tag}>", inline(&text)));
            }
            Block::Blank => {}
        }
    }
    close(&mut out, open);
    out
}

fn close(out: &mut String, open: &str) {
    if !open.is_empty() {
        out.push_str(&format!("</{open}>"));
    }
}

/// `code` and **strong** within a paragraph.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out.push_str(&format!("<code>{}</code>", escape(piece)));
            continue;
        }
        for (at, piece) in piece.split("**").enumerate() {
            let piece = escape(piece);
            out.push_str(&if at % 2 == 1 { format!("<strong>{piece}</strong>") } else { piece.into_owned() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_code() {
        let body = "One `<two>` **three**.\n\n- a\n  b\n\n- c\n\n```yaml\nx: <1>\n```\n\n1. d\n";
        let expected = "<p>One <code>&lt;two&gt;</code> <strong>three</strong>.</p><ul><li>a b</li><li>c</li></ul>\
                        <pre>x: &lt;1&gt;</pre><ol><li>d</li></ol>";
        assert_eq!(render(body), expected);
    }
}
