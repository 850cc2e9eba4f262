//! What the controls of access, network and encryption at rest come to, for whole deployments.

use inventory::{Input, Options};
use rules::{Control, Judgement, audit};

/// A small Dify as it should be.
const HARDENED: &str = include_str!("deployments/hardened.yaml");

const CONTROLS: [Control; 11] = [
    Control::Rbac1,
    Control::Rbac2,
    Control::Rbac3,
    Control::Net1,
    Control::Net2,
    Control::Net3,
    Control::Net4,
    Control::Net5,
    Control::Net6,
    Control::Etcd1,
    Control::Etcd3,
];

fn judgements(text: &str) -> Vec<(Control, Judgement)> {
    let inventory = inventory::read(vec![Input::file("all.yaml", text)], &Options::default());
    let audit = audit(&inventory);
    let verdicts = audit.verdicts.iter().filter(|it| CONTROLS.contains(&it.control));
    verdicts.map(|it| (it.control, it.judgement)).collect()
}

fn of(text: &str, control: Control) -> Judgement {
    let found = judgements(text);
    found
        .into_iter()
        .find(|(it, _)| *it == control)
        .map(|(_, judgement)| judgement)
        .expect("a verdict for each control")
}

/// The hardened deployment without the documents that `is_left_out` names by a line of theirs.
fn without(line: &str) -> String {
    let kept: Vec<&str> = HARDENED.split("\n---\n").filter(|document| !document.contains(line)).collect();
    assert!(kept.len() < HARDENED.split("\n---\n").count(), "{line} is not there");
    kept.join("\n---\n")
}

#[test]
fn nothing_to_look_at_is_unknown() {
    for (control, judgement) in judgements("") {
        assert_eq!(judgement, Judgement::Unknown, "{}", control.id());
    }
}

#[test]
fn a_hardened_deployment_passes() {
    for (control, judgement) in judgements(HARDENED) {
        // The age of a key is in no manifest.
        let expected = if control == Control::Etcd3 { Judgement::Unknown } else { Judgement::Pass };
        assert_eq!(judgement, expected, "{}", control.id());
    }
}

#[test]
fn without_roles_nothing_is_said_about_roles() {
    let text = without("dify-operator");
    assert_eq!(of(&text, Control::Rbac1), Judgement::Unknown);
    assert_eq!(of(&text, Control::Rbac3), Judgement::Pass);
}

#[test]
fn without_policies_the_network_fails() {
    let text = without("kind: NetworkPolicy");
    for control in [Control::Net1, Control::Net2, Control::Net3, Control::Net4, Control::Net5, Control::Net6] {
        assert_eq!(of(&text, control), Judgement::Fail, "{}", control.id());
    }
}

#[test]
fn without_the_default_deny_the_rest_still_governs() {
    let text = without("name: default-deny-all");
    assert_eq!(of(&text, Control::Net1), Judgement::Pass);
}

#[test]
fn policies_of_another_kind_make_it_unknown() {
    let foreign = "\n---\napiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: deny}\n";
    let text = without("kind: NetworkPolicy") + foreign;
    for control in [Control::Net1, Control::Net2, Control::Net3, Control::Net4, Control::Net6] {
        assert_eq!(of(&text, control), Judgement::Unknown, "{}", control.id());
    }
}

#[test]
fn without_the_proxys_configuration_it_is_unknown() {
    let text = without("squid.conf: |");
    assert_eq!(of(&text, Control::Net3), Judgement::Unknown);
}

#[test]
fn without_the_proxy_it_fails() {
    let mut text = without("name: ssrf-proxy, namespace: dify}");
    text = text.replace("SSRF_PROXY_HTTP_URL", "UNUSED_HTTP_URL").replace("SSRF_PROXY_HTTPS_URL", "UNUSED_HTTPS_URL");
    assert_eq!(of(&text, Control::Net3), Judgement::Fail);
}
