#[test]
fn look() {
    let folder = std::path::PathBuf::from("/work/shared/fixtures/dify-public");
    for name in ["bp-default", "bp-eso", "bp-external", "bp-legacy", "bp-ssrf", "dc-default"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        let read = inventory::Options::default();
        let inventory = inventory::read(vec![inventory::Input::file(format!("{name}.yaml"), text)], &read);
        for egress in [policies::Egress::Strict, policies::Egress::Lists(None)] {
            let t = std::time::Instant::now();
            let plan = policies::generate(&inventory, &read, &policies::Options { egress: egress.clone(), ..Default::default() });
            println!("=== {name} {egress:?} {:?}", t.elapsed());
            if name == "bp-ssrf" { println!("{}", plan.yaml(lang::Lang::En)); }
            for note in &plan.notes { println!("note {}", note.text.get(lang::Lang::En)); }
            println!("{}", invariants::render::summary(&plan.proofs).get(lang::Lang::En));
            for proof in plan.unproved() {
                println!("UNPROVED {} {}", proof.statement.invariant, invariants::render::reason(proof).unwrap().get(lang::Lang::En));
                if let invariants::Verdict::Refuted(r) = &proof.verdict { for b in &r.blame { println!("   {}", b.reason.text.get(lang::Lang::En)); } }
            }
        }
    }
}
