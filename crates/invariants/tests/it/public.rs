use crate::support::{line, pack};

#[test]
fn look() {
    let folder = std::path::PathBuf::from("/work/shared/fixtures/dify-public");
    for name in ["bp-default", "bp-ssrf", "dc-default"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        let inventory = inventory::read(vec![inventory::Input::file(format!("{name}.yaml"), text)], &inventory::Options::default());
        println!("=== {name}");
        let t = std::time::Instant::now();
        let proofs = pack(&inventory);
        println!("{:?}", t.elapsed());
        proofs.iter().for_each(|it| println!("{}", line(it)));
        if name == "dc-default" {
            println!("{}", invariants::render::human(&proofs, &inventory.documents, lang::Lang::Ja));
        }
    }
}
