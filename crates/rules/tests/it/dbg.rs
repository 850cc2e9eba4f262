#[test]
fn dbg() {
    let f = std::env::var("F").unwrap();
    let inventory = crate::one_answer::read(&std::fs::read_to_string(f).unwrap());
    let audit = rules::audit(&inventory);
    for it in &audit.findings { if it.controls.iter().any(|c| c.id().starts_with("NET")) || it.rule.starts_with("unneeded") { eprintln!("{:?} {} {:?} {}", it.controls, &*it.rule, it.location, it.reason.get(lang::Lang::En)); } }
    for it in &audit.verdicts { if it.control.id().starts_with("NET") || it.control.id().starts_with("RBAC") { eprintln!("{} {} {}", it.control.id(), it.judgement.name(), it.reason.get(lang::Lang::En)); } }
    let network = netpol::Network::new(&inventory, &netpol::Options::default());
    for it in invariants::judge(&network, &invariants::Cluster::default()) { if it.proof.is_refuted() { eprintln!("{:?} {} {:#?}", it.control, it.proof.statement.invariant, it.faults.iter().map(|f| (&f.cause, f.through.iter().map(|t| (t.end.to_string(), &t.peers)).collect::<Vec<_>>())).collect::<Vec<_>>()); } }
}
