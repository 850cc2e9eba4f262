//! Network policies for the hardened manifests, proved before they are added.

use lang::{Lang, Text, text};

use crate::stream::Stream;

/// What is wrong with policies that were not added.
pub(crate) fn isolate(stream: &mut Stream<'_>, options: &policies::Options, lang: Lang) -> Vec<String> {
    let plan = policies::generate(&stream.inventory, stream.options(), options);
    let unproved: Vec<String> = plan.unproved().map(|it| it.statement.invariant.to_string()).collect();
    if plan.policies.is_empty() || !unproved.is_empty() {
        let unselectable = plan.notes.iter().filter(|it| it.kind == policies::NoteKind::Selector);
        unselectable.for_each(|it| stream.note(it.text.clone()));
    }
    if plan.policies.is_empty() {
        stream.note(Text::new(
            "no network policy was added: the input holds no component of Dify whose pods have labels",
            "NetworkPolicy は追加していません。ラベルの付いた Pod を持つ Dify のコンポーネントが入力にありません",
        ));
        return Vec::new();
    }
    if !unproved.is_empty() {
        return unproved;
    }
    // Policies only add to each other: the old ones would open what the new ones close.
    let old = stream.inventory.network_policies.iter();
    let anew = |it: &model::NetworkPolicy| {
        plan.policies.iter().any(|new| *new.namespace == *it.meta.namespace && *new.name == **it.meta.name)
    };
    let gone = old.filter(|it| plan.replaced.contains(&it.meta.place) || anew(it)).map(|it| {
        let name = &**it.meta.name;
        let what = if anew(it) {
            text!("NetworkPolicy {name} is written anew", "NetworkPolicy {name} を書き直しました")
        } else {
            text!(
            "NetworkPolicy {name} goes: policies only add to each other, and the new ones are proved without it",
            "NetworkPolicy {name} を除きました。ポリシーは許可を足し合わせるだけで、新しいポリシーはこれがない前提で証明されています"
            )
        };
        (it.meta.place, what)
    });
    let gone: Vec<_> = gone.collect();
    stream.remove(gone);
    let (policies, proved) = (plan.policies.len(), plan.n_proved());
    let mut document = plan.yaml(lang);
    if !stream.has_namespace() {
        document = document.replace("\n  namespace: default\n", "\n");
    }
    stream.append(
        &document,
        text!(
            "{policies} network policies; {proved} sentences of the Dify pack are proved with them",
            "NetworkPolicy {policies} 件。Dify の不変条件 {proved} 件が証明されました"
        ),
    );
    // What is there already is gone by now.
    for it in plan.notes.iter().filter(|it| it.kind != policies::NoteKind::Existing) {
        stream.note(it.text.clone());
    }
    Vec::new()
}
