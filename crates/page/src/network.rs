//! What can reach what as a page to ask on: filter, follow one workload, read which policy allows a flow. In both languages.

mod rows;

use graph::{Class, Graph};
use lang::{Lang, Text};
use model::Inventory;
use netpol::{ASSUMPTION, Certainty, Network};

use crate::frame::Frame;
use crate::html::Html;
use crate::network::rows::Row;
use crate::picture::{for_page, words};

const SCRIPT: &str = include_str!("network/script.js");

/// Writes a page with the picture and a table of all connections, opened in `lang`. The network must be the one that the
/// graph was made of.
#[must_use]
pub fn network(graph: &Graph, network: &Network<'_>, inventory: &Inventory, lang: Lang) -> String {
    let (rows, left_out) = rows::of(graph, network, inventory);
    let picture = Text::new("Picture", "図");
    let frame = Frame {
        lang,
        title: TITLE,
        script: SCRIPT,
        is_wide: true,
        skip: ("connections", Text::new("Skip to the connections", "通信の一覧へ移動")),
        facts: vec![words::description(graph)],
        sections: vec![("picture", picture.clone()), ("connections", CONNECTIONS)],
    };
    let mut page = frame.open();
    page.section("picture", &picture);
    // What scrolls must be reachable without a mouse.
    page.push(&format!(
        "<figure tabindex=\"0\" role=\"group\" aria-labelledby=\"h-picture\">\n{}</figure>\n<p class=\"dim\">",
        for_page(graph)
    ));
    page.say(&HINT);
    page.push("</p>\n</section>\n");
    page.section("connections", &CONNECTIONS);
    write_filters(&mut page, graph);
    if let Some(left_out) = left_out {
        page.push("<p class=\"dim\">");
        page.say(&left_out);
        page.push("</p>\n");
    }
    write_table(&mut page, &rows);
    page.push("</section>\n");
    frame.close(page, &ASSUMPTION)
}

const TITLE: Text = Text::new("Sekisho: what can reach what", "関所: 何が何に到達できるか");
const CONNECTIONS: Text = Text::new("Connections", "通信の一覧");

const HINT: Text = Text::new(
    "Choose a box (click, or Tab and Enter) to see its flows, also those without a line; Escape shows everything again.",
    "箱を選ぶ(クリック、または Tab と Enter)と、線を省略したものも含めてその通信だけを表示します。Escape で元に戻ります。",
);

fn write_filters(page: &mut Html, graph: &Graph) {
    page.push("<form class=\"filter\" id=\"filters\">\n");
    let nodes = graph.nodes.iter().enumerate().map(|(at, node)| {
        let side = match (node.namespace(), node.receives) {
            (Some(namespace), _) => Text::same(namespace),
            (None, false) => words::FROM_OUTSIDE,
            (None, true) => words::TO_OUTSIDE,
        };
        let of = |lang| format!("{} ({})", node.label().get(lang), side.get(lang));
        (at.to_string(), Text::owned(of(Lang::En), of(Lang::Ja)))
    });
    write_select(page, "who", &Text::new("Component or workload", "コンポーネントまたはワークロード"), nodes);
    page.push("<label>");
    page.say(&Text::new("Port", "ポート"));
    page.push(" <input id=\"port\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"5432, 53/UDP\"></label>\n");
    let certainties = [Certainty::Certain, Certainty::Possible].map(|it| (it.name().to_owned(), certainty(it)));
    write_select(page, "certainty", &Text::new("Certainty", "確かさ"), certainties);
    let classes = Class::ALL.map(|class| (class.id().to_owned(), class.label()));
    write_select(page, "class", &Text::new("For Dify", "Dify にとって"), classes);
    page.push("<button type=\"reset\">");
    page.say(&Text::new("Show everything", "すべて表示"));
    page.push("</button>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
}

fn write_select(page: &mut Html, id: &str, label: &Text, options: impl IntoIterator<Item = (String, Text)>) {
    page.push("<label>");
    page.say(label);
    page.push(&format!(" <select id=\"{id}\">"));
    let any = (String::new(), Text::new("any", "すべて"));
    for (value, text) in std::iter::once(any).chain(options) {
        page.label("option", &format!(" value=\"{value}\""), &text);
    }
    page.push("</select></label>\n");
}

const fn certainty(certainty: Certainty) -> Text {
    match certainty {
        Certainty::Certain => Text::new("certain", "確実"),
        Certainty::Possible => Text::new("possible", "可能性あり"),
    }
}

fn write_table(page: &mut Html, rows: &[Row]) {
    page.push("<div class=\"rows\" tabindex=\"0\" role=\"group\" aria-labelledby=\"h-connections\">");
    page.columns(&[
        Text::new("From", "接続元"),
        Text::new("To", "接続先"),
        Text::new("Ports", "ポート"),
        Text::new("Certainty", "確かさ"),
        Text::new("For Dify", "Dify にとって"),
        Text::new("Why it is possible", "可能である理由"),
    ]);
    rows.iter().for_each(|it| write_row(page, it));
    page.push("</tbody></table></div>\n");
}

fn write_row(page: &mut Html, row: &Row) {
    let nodes: Vec<String> = row.nodes.iter().map(ToString::to_string).collect();
    let (nodes, class, certain) = (nodes.join(" "), row.class.id(), row.certainty.name());
    page.push(&format!("<tr data-nodes=\"{nodes}\" data-certainty=\"{certain}\" data-class=\"{class}\" data-conn=\""));
    page.text(&row.conn);
    page.push("\">");
    for end in &row.ends {
        page.push("<td>");
        page.say(end);
        page.push("</td>");
    }
    page.element("td", "conn", &row.conn);
    page.push("<td>");
    page.say(&certainty(row.certainty));
    page.push(&format!("</td><td class=\"class {class}\"><strong>"));
    page.say(&row.class.label());
    page.push("</strong>");
    for why in &row.why {
        page.push("<div class=\"dim\">");
        page.say(why);
        page.push("</div>");
    }
    page.push("</td><td><ul>");
    for (text, place) in &row.reasons {
        page.push("<li>");
        page.say(text);
        if let Some(place) = place {
            page.push(" ");
            page.element("span", "place", place);
        }
        page.push("</li>");
    }
    page.push("</ul></td></tr>\n");
}
