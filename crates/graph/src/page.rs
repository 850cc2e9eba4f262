//! The picture as a page to ask on: one file, nothing loaded, nothing sent.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lang::{Lang, Text};
use model::Inventory;
use netpol::{ASSUMPTION, Certainty, Network};
use sha2::{Digest as _, Sha256};

use crate::edge::Class;
use crate::escape::{escape, in_both};
use crate::graph::Graph;
use crate::rows::{self, Row};
use crate::{palette, svg, words};

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Writes a page with the picture and a table of all connections, opened in `lang`. The network must be the one that the
/// graph was made of.
///
/// The page forbids itself to load or send anything: its policy admits the one script and the one style sheet by their hashes.
#[must_use]
pub fn page(graph: &Graph, network: &Network<'_>, inventory: &Inventory, lang: Lang) -> String {
    let style = format!("{STYLE}{}", palette::of_page());
    let (rows, left_out) = rows::of(graph, network, inventory);
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\" data-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title{title_words}>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        hash(SCRIPT),
        hash(&style),
        lang = lang.tag(),
        title = escape(words::TITLE.get(lang)),
        title_words = in_both(&words::TITLE),
    );
    head(&mut out);
    let _ = write!(out, "<main>\n<p class=\"note\">{}</p>\n", both(&ASSUMPTION));
    let _ = write!(out, "<figure>\n{}</figure>\n<p class=\"note\">{}</p>\n", svg::for_page(graph), both(&HINT));
    filters(&mut out, graph, lang);
    if let Some(left_out) = left_out {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", both(&left_out));
    }
    table(&mut out, &rows);
    let _ = write!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

const HINT: Text = Text::new(
    "Choose a box (click, or Tab and Enter) to see its flows, also those without a line; Escape shows everything again.",
    "箱を選ぶ(クリック、または Tab と Enter)と、線を省略したものも含めてその通信だけを表示します。Escape で元に戻ります。",
);

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// A sentence in both languages; the style sheet shows one.
fn both(text: &Text) -> String {
    let [en, ja] = Lang::ALL.map(|lang| escape(text.get(lang)));
    if en == ja { en } else { format!("<span lang=\"en\">{en}</span><span lang=\"ja\">{ja}</span>") }
}

fn option(out: &mut String, value: &str, text: &Text, lang: Lang) {
    let _ = write!(out, "<option value=\"{}\"{}>{}</option>", escape(value), in_both(text), escape(text.get(lang)));
}

fn head(out: &mut String) {
    let colours = Text::new("Colours", "配色");
    let _ = write!(
        out,
        "<header>\n<h1>Sekisho: {}</h1>\n<div id=\"languages\" role=\"group\" aria-label=\"Language / 言語\"><button type=\"button\" value=\"en\">English</button> \
         <button type=\"button\" value=\"ja\">日本語</button></div>\n<label>{}<select id=\"theme\">",
        both(&words::TITLE),
        both(&colours)
    );
    for (value, text) in [
        ("auto", Text::new("as the system", "システムに合わせる")),
        ("light", Text::new("light", "ライト")),
        ("dark", Text::new("dark", "ダーク")),
    ] {
        option(out, value, &text, Lang::En);
    }
    out.push_str("</select></label>\n</header>\n");
}

fn filters(out: &mut String, graph: &Graph, lang: Lang) {
    let any = Text::new("any", "すべて");
    let select = |out: &mut String, id: &str, label: Text, options: Vec<(String, Text)>| {
        let _ = write!(out, "<label>{}<select id=\"{id}\">", both(&label));
        option(out, "", &any, lang);
        options.iter().for_each(|(value, text)| option(out, value, text, lang));
        out.push_str("</select></label>\n");
    };
    let _ = write!(out, "<h2>{}</h2>\n<form id=\"filters\">\n", both(&Text::new("Connections", "通信の一覧")));
    let nodes = graph.nodes.iter().enumerate().map(|(at, node)| {
        let side = match (node.namespace(), node.receives) {
            (Some(namespace), _) => Text::same(namespace),
            (None, false) => words::FROM_OUTSIDE,
            (None, true) => words::TO_OUTSIDE,
        };
        let of = |lang| format!("{} ({})", node.label().get(lang), side.get(lang));
        (at.to_string(), Text::owned(of(Lang::En), of(Lang::Ja)))
    });
    select(out, "who", Text::new("Component or workload", "部品またはワークロード"), nodes.collect());
    let _ = writeln!(
        out,
        "<label>{}<input id=\"port\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"5432, 53/UDP\"></label>",
        both(&Text::new("Port", "ポート"))
    );
    let certainties = [Certainty::Certain, Certainty::Possible].map(|it| (it.name().to_owned(), certainty(it)));
    select(out, "certainty", Text::new("Certainty", "確かさ"), certainties.to_vec());
    let classes = Class::ALL.map(|class| (class.id().to_owned(), class.label()));
    select(out, "class", Text::new("For Dify", "Dify にとって"), classes.to_vec());
    let clear = Text::new("Show everything", "すべて表示");
    let _ = write!(out, "<button type=\"reset\">{}</button>\n<output id=\"shown\"></output>\n</form>\n", both(&clear));
}

fn certainty(certainty: Certainty) -> Text {
    match certainty {
        Certainty::Certain => Text::new("certain", "確実"),
        Certainty::Possible => Text::new("possible", "可能性あり"),
    }
}

fn table(out: &mut String, rows: &[Row]) {
    let heads = [
        Text::new("From", "接続元"),
        Text::new("To", "接続先"),
        Text::new("Ports", "ポート"),
        Text::new("Certainty", "確かさ"),
        Text::new("For Dify", "Dify にとって"),
        Text::new("Why it is possible", "可能である理由"),
    ];
    out.push_str("<div class=\"rows\"><table>\n<thead><tr>");
    for head in &heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", both(head));
    }
    out.push_str("</tr></thead>\n<tbody id=\"rows\">\n");
    for row in rows {
        let nodes: Vec<String> = row.nodes.iter().map(ToString::to_string).collect();
        let (conn, class) = (escape(&row.conn), row.class);
        let _ = write!(
            out,
            "<tr data-nodes=\"{}\" data-conn=\"{conn}\" data-certainty=\"{}\" data-class=\"{}\"><td>{}</td><td>{}</td><td class=\"conn\">{conn}</td><td>{}</td>\
             <td class=\"mark {2}\"><strong>{}</strong>",
            nodes.join(" "),
            row.certainty.name(),
            class.id(),
            both(&row.ends[0]),
            both(&row.ends[1]),
            both(&certainty(row.certainty)),
            both(&class.label()),
        );
        for why in &row.why {
            let _ = write!(out, "<div class=\"note\">{}</div>", both(why));
        }
        out.push_str("</td><td><ul>");
        for (text, place) in &row.reasons {
            let place =
                place.as_ref().map(|it| format!(" <span class=\"place\">{}</span>", escape(it))).unwrap_or_default();
            let _ = write!(out, "<li>{}{place}</li>", both(text));
        }
        out.push_str("</ul></td></tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}
