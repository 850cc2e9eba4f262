//! Deployments on which an audit and a proof once differed, each with the answer that is right.

use rules::{Audit, Control, Judgement, audit};

use crate::one_answer::{differences, judgement, read};

const PARTS: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec:
  template:
    metadata: {labels: {app: sandbox}}
    spec: {containers: [{name: sandbox, image: 'langgenius/dify-sandbox:0.2.12', ports: [{name: http, containerPort: 8194}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ssrf-proxy, namespace: dify}
spec:
  template:
    metadata: {labels: {app: ssrf-proxy}}
    spec: {containers: [{name: squid, image: 'ubuntu/squid:6.6', ports: [{name: proxy, containerPort: 3128}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: postgres, namespace: dify}
spec:
  template:
    metadata: {labels: {app: postgres}}
    spec: {containers: [{name: postgres, image: 'postgres:15-alpine', ports: [{name: dns-pg, containerPort: 5432}]}]}
";

fn with(rest: &str) -> Audit {
    let inventory = read(&format!("{PARTS}---\n{rest}"));
    let found = audit(&inventory);
    assert_eq!(differences(&inventory, &found), Vec::<String>::new(), "{rest}");
    found
}

/// A policy for the sandbox's egress.
fn cage(egress: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: sandbox, namespace: dify}}\nspec:\n  podSelector: {{matchLabels: {{app: sandbox}}}}\n  policyTypes: [Ingress, Egress]\n  egress:\n    - to: [{{podSelector: {{matchLabels: {{app: ssrf-proxy}}}}}}]\n      ports: [{{port: 3128}}]\n{egress}"
    )
}

fn rules_of(audit: &Audit, control: Control) -> Vec<&str> {
    let mut found: Vec<&str> = audit.findings.iter().filter(|it| it.breaks(control)).map(|it| &*it.rule).collect();
    found.dedup();
    found
}

#[test]
fn port_53_of_anybody_is_not_dns() {
    let audit = with(&cage("    - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]\n"));
    assert_eq!(judgement(&audit, Control::Net2), Judgement::Fail);
    assert_eq!(rules_of(&audit, Control::Net2), ["sandbox-egress-open"]);
    for dns in [
        "    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]\n",
        "    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]\n",
        "    - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]\n",
        "    - to: [{ipBlock: {cidr: 169.254.20.10/32}}]\n",
    ] {
        let audit =
            with(&cage(&format!("{dns}      ports: [{{port: 53, protocol: UDP}}, {{port: 53, protocol: TCP}}]\n")));
        assert_eq!(judgement(&audit, Control::Net2), Judgement::Pass, "{dns}");
    }
}

#[test]
fn a_port_that_is_named_after_dns_is_what_it_is() {
    let audit =
        with(&cage("    - to: [{podSelector: {matchLabels: {app: postgres}}}]\n      ports: [{port: dns-pg}]\n"));
    assert_eq!(judgement(&audit, Control::Net2), Judgement::Fail);
}

const MONITORING: &str = "apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: monitoring}
spec:
  priority: 10
  subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}
  egress: [{action: Deny, to: [{namespaces: {}}]}]
";

#[test]
fn a_policy_about_another_namespace_silences_nothing() {
    let (open, beside) = (with(""), with(MONITORING));
    let findings = |audit: &Audit| -> Vec<String> { audit.findings.iter().map(|it| it.fingerprint.clone()).collect() };
    assert_eq!(findings(&open), findings(&beside));
    for control in [Control::Net1, Control::Net2, Control::Net3, Control::Net4, Control::Net6] {
        assert_eq!(judgement(&beside, control), Judgement::Fail, "{}", control.id());
    }
}

#[test]
fn an_admin_policy_that_allows_everything_is_to_blame_with_its_line() {
    let allow = "---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: open}
spec:
  priority: 10
  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: sandbox}}}}
  egress:
    - {action: Allow, to: [{networks: [0.0.0.0/0]}, {namespaces: {}}]}
";
    let audit = with(&format!("{}{allow}", cage("")));
    assert_eq!(judgement(&audit, Control::Net2), Judgement::Fail);
    let finding = audit.findings.iter().find(|it| it.breaks(Control::Net2)).expect("a finding");
    assert_eq!(finding.resource.as_ref().map(|it| &*it.kind), Some("AdminNetworkPolicy"));
}

#[test]
fn what_the_other_side_closes_is_closed() {
    // Egress to every pod on one port; who answers there is the proxy, and the others let nobody in.
    let text = format!(
        "{}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: postgres, namespace: dify}}\nspec: {{podSelector: {{matchLabels: {{app: postgres}}}}, policyTypes: [Ingress, Egress]}}\n",
        cage("    - to: [{podSelector: {}}]\n      ports: [{port: 3128}]\n")
    );
    assert_eq!(judgement(&with(&text), Control::Net2), Judgement::Pass);
}

#[test]
fn what_is_sure_is_told_beside_what_is_not_known() {
    // Cilium may say anything of postgres; the sandbox reaches the internet whatever it says.
    let foreign = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: dify}\nspec: {endpointSelector: {matchLabels: {app: postgres}}, ingress: [{}], egress: [{}]}\n";
    let audit = with(foreign);
    assert_eq!(judgement(&audit, Control::Net2), Judgement::Fail);
    assert_eq!(judgement(&audit, Control::Net1), Judgement::Fail);
}

const READER: &str = "apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: dify, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]
";
const BOUND: &str = "---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: dify, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: sandbox}]
";

#[test]
fn no_label_and_no_name_hides_a_role() {
    for name in ["reader", "'system:reader'"] {
        let audit = with(&format!("{READER}{BOUND}").replace("name: reader", &format!("name: {name}")));
        assert_eq!(judgement(&audit, Control::Rbac1), Judgement::Fail, "{name}");
        assert_eq!(judgement(&audit, Control::Rbac2), Judgement::Fail, "{name}");
    }
}

#[test]
fn a_role_that_nobody_has_breaks_nothing() {
    let audit = with(READER);
    assert_eq!(judgement(&audit, Control::Rbac1), Judgement::Pass);
    assert!(audit.findings.iter().any(|it| *it.rule == *"secrets-readable-by-role" && it.controls.is_empty()));
}

#[test]
fn a_bound_role_that_is_not_there_is_unknown() {
    let audit = with(BOUND.trim_start_matches("---\n"));
    assert_eq!(judgement(&audit, Control::Rbac1), Judgement::Unknown);
    assert_eq!(judgement(&audit, Control::Rbac2), Judgement::Unknown);
}
