//! The sentences about what changes no answer, in every language.

use lang::{Lang, Text, list, text};
use model::PolicyType;

use crate::idle::IdleWhy;
use crate::policy::{Policy, PolicyRef};
use crate::reason::RuleRef;

pub(crate) fn selects_nobody(policy: &Policy) -> Text {
    let id = &policy.id;
    text!("{id} selects no pod of the input", "{id} は入力のなかのどのPod も選択していません")
}

fn names(by: &[(PolicyRef, Option<RuleRef>)]) -> (String, String) {
    let mut all: Vec<String> = by
        .iter()
        .map(|(policy, rule)| {
            rule.as_ref().map_or_else(|| policy.to_string(), |rule| format!("{policy} #{}", rule.number))
        })
        .collect();
    all.dedup();
    /// More names than these help nobody.
    const SHOWN: usize = 4;
    let more = if all.len() > SHOWN { ", ..." } else { "" };
    let shown = list(all.iter().take(SHOWN));
    (format!("{}{more}", shown.get(Lang::En)), format!("{}{more}", shown.get(Lang::Ja)))
}

pub(crate) fn whole(policy: &Policy, by: &[(PolicyRef, Option<RuleRef>)]) -> Text {
    let id = &policy.id;
    let (en, ja) = names(by);
    if by.is_empty() {
        return text!("{id} changes nothing", "{id} があってもなくても結果は変わりません");
    }
    text!(
        "{id} changes nothing: {en} already say as much",
        "{id} があってもなくても結果は変わりません({ja} で足りています)"
    )
}

pub(crate) fn of_rule(
    policy: &Policy,
    rule: Option<&(PolicyType, RuleRef)>,
    why: IdleWhy,
    by: &[(PolicyRef, Option<RuleRef>)],
) -> Text {
    let id = &policy.id;
    let (direction, number) = rule.map_or((PolicyType::Ingress, 0), |(direction, rule)| (*direction, rule.number));
    let (way, way_ja) = match direction {
        PolicyType::Ingress => ("ingress", "受信"),
        PolicyType::Egress => ("egress", "送信"),
    };
    let (en, ja) = names(by);
    match why {
        IdleWhy::Nobody => {
            text!("{id}: {way} rule {number} matches nobody", "{id}: {way_ja}規則 {number} に当てはまる相手がいません")
        }
        IdleWhy::Refused if by.is_empty() => text!(
            "{id}: {way} rule {number} allows what the other side refuses",
            "{id}: {way_ja}規則 {number} が許可する通信は、相手側で拒否されています"
        ),
        IdleWhy::Refused => text!(
            "{id}: {way} rule {number} allows what the other side refuses ({en})",
            "{id}: {way_ja}規則 {number} が許可する通信は、相手側({ja})で拒否されています"
        ),
        IdleWhy::Overruled => text!(
            "{id}: {way} rule {number} is overruled by {en}",
            "{id}: {way_ja}規則 {number} は {ja} が先に判断するため効果がありません"
        ),
        IdleWhy::Repeated if by.is_empty() => text!(
            "{id}: {way} rule {number} changes nothing: what follows decides the same",
            "{id}: {way_ja}規則 {number} があってもなくても、後の判断が同じ結果になります"
        ),
        IdleWhy::Repeated => text!(
            "{id}: {way} rule {number} repeats what {en} say",
            "{id}: {way_ja}規則 {number} は {ja} と重複しています"
        ),
    }
}
