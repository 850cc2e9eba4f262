//! The kustomize base with its overlays, and the folder of a new deployment.

use std::collections::BTreeMap;

use lang::Lang;
use render::{Environment, File};

use crate::support::{plan, rendered, settings};

const DIFFERENT: &str = "\
render:
  environments:
    production: {host: dify.example.org, replicas: {api: 5}}
    development: {host: dev.example.org}
";

fn files(text: &str) -> Vec<File> {
    let plans: Vec<_> = Environment::ALL.into_iter().map(|it| plan(text, it, "1.16.1", true)).collect();
    render::kustomize(&plans, Lang::En).expect("proved")
}

fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    files.iter().find(|it| it.path == path).map_or_else(|| panic!("{path}"), |it| &it.text)
}

/// The documents of a stream, sorted; comments in front of the first belong to no object.
fn documents(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        text.split("---\n").filter(|it| it.contains("apiVersion: ")).map(ToOwned::to_owned).collect();
    found.sort();
    found
}

/// What `replicas` of a kustomization says.
fn counts(kustomization: &str) -> BTreeMap<String, String> {
    let mut lines = kustomization.lines();
    let mut found = BTreeMap::new();
    while let Some(line) = lines.next() {
        if let (Some(name), Some(count)) = (line.strip_prefix("  - name: "), lines.clone().next()) {
            found.insert(name.to_owned(), count.trim().trim_start_matches("count: ").to_owned());
        }
    }
    found
}

fn with_count(document: &str, counts: &BTreeMap<String, String>) -> String {
    let is_deployment = document.contains("kind: Deployment\n");
    let name = document.lines().find_map(|it| it.strip_prefix("  name: ")).unwrap_or("");
    match counts.get(name).filter(|_| is_deployment) {
        Some(count) => {
            let lines = document.lines().map(|it| {
                if it.starts_with("  replicas: ") { format!("  replicas: {count}\n") } else { format!("{it}\n") }
            });
            lines.collect()
        }
        None => document.to_owned(),
    }
}

/// What kustomize would build is what `render` gives, object by object.
#[test]
fn overlays_give_what_render_gives() {
    for source in ["", DIFFERENT] {
        let files = files(source);
        for environment in Environment::ALL {
            let folder = format!("overlays/{}", environment.id());
            let kustomization = text(&files, &format!("{folder}/kustomization.yaml"));
            let counts = counts(kustomization);
            let base = [text(&files, "base/dify.yaml"), text(&files, "base/network-policies.yaml")].concat();
            let mut built: Vec<String> = documents(&base).iter().map(|it| with_count(it, &counts)).collect();
            built.extend(documents(text(&files, &format!("{folder}/dify.yaml"))));
            built.sort();
            assert_eq!(built, documents(&rendered(&plan(source, environment, "1.16.1", true))), "{folder}");
        }
        let overlay = text(&files, "overlays/development/dify.yaml");
        assert!(overlay.contains("kind: Ingress") && !overlay.contains("kind: Deployment"), "{overlay}");
        assert!(!text(&files, "base/dify.yaml").contains("kind: PodDisruptionBudget"));
    }
}

#[test]
fn a_new_folder_holds_its_settings_and_the_manifests_of_them() {
    for lang in Lang::ALL {
        let files = render::scaffold(lang).expect("a folder");
        let own = settings(text(&files, "sekisho.yaml"));
        assert_eq!(own.dify_version.as_deref(), Some(render::DEFAULT_VERSION));
        let plans: Vec<_> =
            Environment::ALL.into_iter().map(|it| render::Plan::new(&own, it, None, None).expect("a plan")).collect();
        for file in render::kustomize(&plans, lang).expect("proved") {
            assert_eq!(text(&files, &format!("manifests/{}", file.path)), file.text, "{}", file.path);
        }
        let readme = text(&files, "README.md");
        assert!(readme.contains("sekisho render --kustomize manifests"));
        assert_eq!(readme.contains("マニフェスト"), lang == Lang::Ja);
        for pattern in [".env\n", "*.pem\n", "*secret*.yaml\n"] {
            assert!(text(&files, ".gitignore").contains(pattern));
        }
        let ignored = files.iter().any(|it| it.path.contains("secret"));
        assert!(!ignored, "nothing that we write is ignored by what we write");
    }
}
