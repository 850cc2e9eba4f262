//! The sentences of explanations, in every language.

use lang::{Lang, Text, list, text};
use model::PolicyType;

use crate::policy::Policy;
use crate::reason::{Effect, RuleRef};
use crate::{ConnSet, Peer};

fn words(direction: PolicyType) -> (&'static str, &'static str) {
    match direction {
        PolicyType::Ingress => ("ingress", "受信"),
        PolicyType::Egress => ("egress", "送信"),
    }
}

pub(crate) fn ungoverned(direction: PolicyType, peer: &Peer) -> Text {
    let (en, ja) = words(direction);
    Text::owned(
        format!("no policy selects {peer} for {en}: everything is allowed"),
        format!("{peer} の{ja}を制限するポリシーはなく、すべて許可されます"),
    )
}

pub(crate) fn outside(peer: &Peer) -> Text {
    text!("no policy of the input governs {peer}", "{peer} の側を制限するポリシーは入力にありません")
}

pub(crate) fn by_default(direction: PolicyType) -> Text {
    let (en, ja) = words(direction);
    Text::owned(
        format!("no rule decides this {en}: it is allowed by default"),
        format!("この{ja}に当てはまる規則はなく、既定により許可されます"),
    )
}

pub(crate) fn rule(effect: Effect, policy: &Policy, rule: &RuleRef, direction: PolicyType, conn: &ConnSet) -> Text {
    decides(effect, policy, rule, direction, &Text::same(conn.to_string()))
}

/// Of a rule that asks for ports by their names, towards pods that the input does not hold.
pub(crate) fn named(effect: Effect, policy: &Policy, rule: &RuleRef, direction: PolicyType, names: &[&str]) -> Text {
    let list = names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let ports = text!("the port named {list}, whatever its number", "{list} という名前のポート(番号を問わず)");
    decides(effect, policy, rule, direction, &ports)
}

fn decides(effect: Effect, policy: &Policy, rule: &RuleRef, direction: PolicyType, ports: &Text) -> Text {
    let (en, ja) = words(direction);
    let (verb, verb_ja) = match effect {
        Effect::Denies => ("denies", "拒否します"),
        Effect::Passes => ("passes on to the next tier", "次の段階の判断に委ねます"),
        _ => ("allows", "許可します"),
    };
    let id = &policy.id;
    let number = rule.number;
    let name = rule.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    Text::owned(
        format!("{id}: {en} rule {number}{name} {verb} {}", ports.get(Lang::En)),
        format!("{id}: {ja}規則 {number}{name} が {} を{verb_ja}", ports.get(Lang::Ja)),
    )
}

pub(crate) fn allows_nothing(
    policy: &Policy,
    direction: PolicyType,
    governed: &Peer,
    peer: &Peer,
    conn: &ConnSet,
) -> Text {
    let (en, ja) = words(direction);
    let (to, to_ja) = match direction {
        PolicyType::Ingress => ("from", "からの"),
        PolicyType::Egress => ("to", "への"),
    };
    let id = &policy.id;
    Text::owned(
        format!("{id} selects {governed}, and none of its {en} rules allows {conn} {to} {peer}"),
        format!("{id} は {governed} を対象とし、{peer} {to_ja} {conn} を許可する{ja}規則を持ちません"),
    )
}

pub(crate) fn of_rule(policy: &Policy, why: &Text) -> Text {
    let id = &policy.id;
    Text::owned(format!("{id}: {}", why.get(Lang::En)), format!("{id}: {}", why.get(Lang::Ja)))
}

pub(crate) fn may_not_apply(policy: &Policy) -> Text {
    let id = &policy.id;
    text!(
        "{id}: not all labels that it selects by are in the input, so it may apply or not",
        "{id}: 選択に使うラベルがすべて入力にあるわけではなく、適用されるかどうかわかりません"
    )
}

pub(crate) fn unknown_labels() -> Text {
    Text::new(
        "the selector asks for labels of the pod or of its namespace that the input does not show",
        "セレクターが見る Pod や名前空間のラベルが入力に含まれていません",
    )
}

pub(crate) fn foreign(policy: &Policy) -> Text {
    let id = &policy.id;
    text!(
        "{id} selects or may select this side, and policies of this kind are not judged",
        "{id} がこの側を対象としている(可能性がある)ものの、この種類のポリシーは判定しません"
    )
}

pub(crate) fn invalid(policy: &Policy, reason: &Text) -> Text {
    let id = &policy.id;
    Text::owned(
        format!("{id} would be refused by the API server, so what is in force is unknown: {}", reason.get(Lang::En)),
        format!("{id} は API サーバーに拒否されるため、実際に何が有効かは不明です: {}", reason.get(Lang::Ja)),
    )
}

pub(crate) fn named_port(name: &str) -> Text {
    text!("no known pod has a port named `{name}`", "`{name}` という名前のポートを持つPod が見当たりません")
}

pub(crate) fn host_network() -> Text {
    Text::new(
        "one side is a pod in the host's network: a plugin may treat it as a pod or as its node, and a node always reaches its own pods",
        "一方がホストネットワークのPod です。プラグインによってPod として扱われる場合とノードとして扱われる場合があり、ノードは自分の上のPod に常に到達できます",
    )
}

pub(crate) fn block_and_pods() -> Text {
    Text::new(
        "its `ipBlock` covers private addresses: plugins that compare addresses (Calico and others) match pods with it, others (Cilium) do not",
        "`ipBlock` がプライベートアドレスを含みます。アドレスで照合するプラグイン(Calico など)ではPod にも一致し、そうでないもの(Cilium)では一致しません",
    )
}

pub(crate) fn networks_and_pods() -> Text {
    Text::new(
        "its `networks` cover a part of the private addresses, and which of them pods have is not known here",
        "`networks` がプライベートアドレスの一部を含みますが、Pod がどのアドレスを持つかはここでは分かりません",
    )
}

pub(crate) fn unknown_controller() -> Text {
    Text::new(
        "the input does not say where the ingress controller runs and which labels it has",
        "Ingress コントローラーがどこで、どのラベルで動いているかが入力からは分かりません",
    )
}

pub(crate) fn domain_names() -> Text {
    Text::new(
        "it names hosts, and which addresses those have is not known here",
        "ホスト名で指定されており、対応するアドレスはここでは分かりません",
    )
}

pub(crate) fn nodes() -> Text {
    Text::new(
        "it selects nodes, whose addresses are not known here",
        "ノードを指定しており、そのアドレスはここでは分かりません",
    )
}

pub(crate) fn unreadable_peer() -> Text {
    Text::new("it names a peer in a form that is not known here", "ここでは解釈できない形式で相手を指定しています")
}

pub(crate) fn equal_priority(policies: &[&Policy]) -> Text {
    let names = list(policies.iter().map(|policy| policy.id.to_string()));
    Text::owned(
        format!("{} have the same priority: any of them may be applied", names.get(Lang::En)),
        format!("{} は優先度が同じで、どれが適用されるか定まりません", names.get(Lang::Ja)),
    )
}
