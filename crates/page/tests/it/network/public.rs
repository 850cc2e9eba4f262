//! The public deployments: a picture of each, small enough for a person.

use std::path::Path;

use lang::Lang;
use roxmltree::Document;

use super::support::{network, read};

#[test]
#[expect(clippy::disallowed_methods, reason = "the environment says where the public deployments are")]
fn every_public_deployment_is_readable() {
    let Ok(folder) = std::env::var("SEKISHO_PUBLIC_DEPLOYMENTS") else {
        return testkit::not_run(
            "pictures of the public deployments",
            "Set SEKISHO_PUBLIC_DEPLOYMENTS to their folder.",
        );
    };
    let mut looked = 0;
    for entry in Path::new(&folder).read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|it| it != "yaml") {
            continue;
        }
        let inventory = read(&path.display().to_string(), &std::fs::read_to_string(&path).expect("text"));
        if inventory.workloads.is_empty() {
            continue;
        }
        let network = network(&inventory);
        let graph = graph::Graph::new(&network, &inventory);
        let drawn = graph.edges.iter().filter(|edge| edge.drawn).count();
        assert!(drawn <= 90, "{}: {drawn} lines", path.display());
        assert!(graph.band.is_some(), "{}: none of them isolates its parts", path.display());
        for lang in Lang::ALL {
            Document::parse(&page::picture::svg(&graph, lang)).expect("well formed");
        }
        looked += 1;
    }
    assert!(looked >= 6, "{looked}");
}
