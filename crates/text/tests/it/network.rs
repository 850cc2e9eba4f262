//! What `network prove` and `network policies` tell a person.

use invariants::{Cluster, dify_pack, prove};
use inventory::{Input, Options};
use lang::Lang;
use netpol::Network;

const HOLE: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec: {template: {metadata: {labels: {app: sandbox}}, spec: {containers: [{name: main, image: 'langgenius/dify-sandbox:0.2.12', ports: [{containerPort: 8194}]}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: hole, namespace: dify}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - to: [{ipBlock: {cidr: 169.254.0.0/16}}]
";

fn read() -> model::Inventory {
    inventory::read(vec![Input::file("test.yaml", HOLE)], &Options::default())
}

#[test]
fn a_refutation_names_the_rule_and_its_line() {
    let inventory = read();
    let network = Network::new(&inventory, &netpol::Options::default());
    let proofs = prove(&network, &Cluster::default(), &dify_pack(&network));
    for lang in Lang::ALL {
        let shown = text::proofs::proofs(&proofs, None, &inventory.documents, lang);
        assert!(shown.contains("test.yaml:13:7: NetworkPolicy dify/hole"), "{shown}");
    }
    let japanese = text::proofs::proofs(&proofs, None, &inventory.documents, Lang::Ja);
    assert!(
        japanese.contains("反証: dify -> never metadata") && japanese.contains("理由: メタデータサービス"),
        "{japanese}"
    );
}

#[test]
fn what_belongs_beside_policies_is_said() {
    let plan = policies::generate(&read(), &Options::default(), &policies::Options::default());
    let said = text::policies::remarks(&plan, Lang::Ja);
    assert!(said.contains("クラスター外との通信で使えなくなるもの:\n  - "), "{said}");
    assert!(text::policies::remarks(&plan, Lang::En).contains("0 refuted, 0 unknown"));
}
