//! The sentences of the picture and of the page.

use lang::{Text, text};

use graph::Band;
use graph::Class;
use graph::Graph;
use graph::NodeKind;

pub(crate) const TITLE: Text = Text::new("What can reach what", "何が何に到達できるか");
pub(crate) const UNTRUSTED: Text =
    Text::new("untrusted code, and the way out for it", "信頼できないコードと、その出口");
pub(crate) const OTHERS: Text =
    Text::new("not recognised as a part of Dify", "Dify のコンポーネントと認識されなかったもの");
pub(crate) const FROM_OUTSIDE: Text = Text::new("from outside", "外部から");
pub(crate) const TO_OUTSIDE: Text = Text::new("to the outside", "外部へ");
pub(crate) const POSSIBLE: Text =
    Text::new("dashed: possible, the input leaves it open", "破線:可能性あり(入力だけでは決まらない)");
pub(crate) const DOORS: Text = Text::new(
    "a marked side: whatever is marked on its right reaches whatever is marked on its left",
    "印の付いた辺:右側に印があるものは、左側に印があるものすべてに到達できる",
);
pub(crate) const PART: Text = Text::new("(some addresses)", "(一部のアドレス)");

/// The numbers of the picture, for who cannot see it.
pub(crate) fn description(graph: &Graph) -> Text {
    let workloads = graph.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Workload { .. })).count();
    let count = |class: Class| graph.edges.iter().filter(|edge| edge.class == class).count();
    let (needed, never) = (count(Class::Needed), count(Class::Never));
    let rest = graph.edges.len() - needed - never;
    let mut en = format!(
        "{workloads} workloads. {needed} flows that Dify needs, {never} that must never be possible and are, {rest} others."
    );
    let mut ja = format!(
        "ワークロード {workloads} 件。Dify に必要な通信 {needed} 件、あってはならないのに可能な通信 {never} 件、その他 {rest} 件。"
    );
    if let Some(band) = &graph.band {
        en.push(' ');
        en.push_str(band_text(band).get(lang::Lang::En));
        ja.push_str(band_text(band).get(lang::Lang::Ja));
    }
    Text::owned(en, ja)
}

/// What the band says.
pub(crate) fn band_text(band: &Band) -> Text {
    let Band { pairs, never, .. } = band;
    text!(
        "No policy restricts the marked sides: {pairs} pairs of workloads reach each other on every port, {never} of which must never be possible.",
        "印の付いた辺どうしを制限するポリシーはありません。ワークロード {pairs} 組が全ポートで通信でき、うち {never} 組はあってはならない通信です。"
    )
}

/// What stands under a node that everybody asks for names.
pub(crate) fn naming(count: usize) -> Text {
    text!("DNS for {count} workloads", "DNS({count} 件が利用)")
}

/// How many lines were left out, beside those of the band and of names.
pub(crate) fn left_out(graph: &Graph) -> Option<Text> {
    let said = |edge: &&graph::Edge| {
        graph.band.as_ref().is_some_and(|band| band.holds(edge.src, edge.dst)) || graph.is_naming(edge)
    };
    let n = graph.edges.iter().filter(|edge| !edge.drawn && !said(edge)).count();
    (n > 0).then(|| {
        text!("{n} more connections have no line; the listing has them", "ほか {n} 件の通信は線を省略(一覧にはあり)")
    })
}
