//! `egress-to-anywhere`.

use std::collections::BTreeSet;

use dify::Component;
use dify::flow::{self, Peer};
use findings::Control;
use lang::{Text, text};

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Line, Teller, Wires};

crate::rule! {
    /// Egress to anywhere (0.0.0.0/0) where it is not needed
    ///
    /// ## What it finds
    /// An egress rule by which a part of Dify that needs nothing outside (stores, web, nginx, agent-backend) reaches the internet, on whatever
    /// port: names asked of anybody's port 53 carry data out too. And, for every part, a rule by which it reaches a whole private range
    /// (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16); single addresses and smaller blocks of them may be meant. The sandbox has a rule of its
    /// own.
    ///
    /// ## Why it matters
    /// What reaches the internet can carry data there; a store has no reason to. And `0.0.0.0/0` contains the private ranges as well: the
    /// plugin daemon or the proxy reaches every Service of the cluster and every machine of the company.
    ///
    /// ## Fix
    /// Remove the rule where nothing outside is needed; elsewhere except what is inside:
    ///
    /// ```yaml
    /// egress:
    ///   - to:
    ///       - ipBlock:
    ///           cidr: 0.0.0.0/0
    ///           except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    ///     ports: [{port: 443}]
    /// ```
    ///
    /// ---
    ///
    /// 必要以上に広い外部への通信
    ///
    /// ## 見つけるもの
    /// 外部に用のないコンポーネント(データストア、web、nginx、agent-backend)がインターネットに接続できる egress のルール。ポートは問いません。53 番ポートを任意の宛先に開けば、名前解決に見せかけてデータを持ち出せます。
    /// また、どのコンポーネントについても、プライベートアドレスの範囲全体(10.0.0.0/8、172.16.0.0/12、192.168.0.0/16)に接続できるルール。個々のアドレスや小さな範囲は意図したものとみなします。サンドボックスには専用のルールがあります。
    ///
    /// ## なぜ問題か
    /// インターネットに届くものは、そこへデータを持ち出せます。データストアにその必要はありません。また `0.0.0.0/0` はプライベートアドレスも含むため、
    /// プラグインデーモンやプロキシから、クラスターのすべての Service と社内のすべてのマシンに届いてしまいます。
    ///
    /// ## 直し方
    /// 外部に用がなければルールを削除し、用がある場合は内側のアドレスを除いてください。
    ///
    /// ```yaml
    /// egress:
    ///   - to:
    ///       - ipBlock:
    ///           cidr: 0.0.0.0/0
    ///           except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    ///     ports: [{port: 443}]
    /// ```
    EGRESS_TO_ANYWHERE = "egress-to-anywhere", Medium, High, Operator,
    controls: [Net4],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    for line in wires.lines(Teller::EgressToAnywhere) {
        let (component, reason) = judge(wires, &line);
        findings.report(Subject::perhaps(line.meta, component), line.place, reason).breaking([Control::Net4]);
    }
}

fn judge(wires: &Wires<'_>, line: &Line<'_, '_>) -> (Option<Component>, Text) {
    let parts: BTreeSet<Component> =
        line.workloads.iter().filter_map(|it| wires.component(it)).filter(|it| !it.is_sandbox()).collect();
    let (needing, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|it| needs_outside(*it));
    let (first, listed) = match others.first() {
        Some(first) => (Some(*first), &others),
        None => (needing.first().copied(), &needing),
    };
    let names = lang::list(listed.iter().map(|it| it.id()));
    let (en, ja) = names.both();
    let reason = if others.is_empty() {
        text!("{en} may connect to private addresses too", "{ja} がプライベートアドレスにも接続できます")
    } else {
        text!("{en} may connect to any address and need not", "{ja} が、必要もないのにどの宛先にも接続できます")
    };
    (first, reason)
}

fn needs_outside(component: Component) -> bool {
    flow::flows_from(component).any(|it| it.to == Peer::Internet)
}
