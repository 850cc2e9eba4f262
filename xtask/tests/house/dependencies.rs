//! No crate depends on what it does not use.

use crate::workspace::{rooms, rust_files};

#[test]
fn every_dependency_is_used() {
    let mut unused = Vec::new();
    for room in rooms() {
        let all = rust_files(&room.folder);
        let text = |shipped: bool| -> String {
            let is_shipped = |name: &str| name.starts_with("src") || name == "build.rs";
            all.iter().filter(|(name, _)| !shipped || is_shipped(name)).map(|(_, text)| text.as_str()).collect()
        };
        for dependency in &room.dependencies {
            let name = dependency.name.replace('-', "_");
            let text = text(!dependency.is_dev);
            let is_used = [format!("{name}::"), format!("use {name}"), format!("{name}!")]
                .iter()
                .any(|it| text.contains(it.as_str()));
            if !is_used {
                unused.push(format!("{} does not use {}", room.name, dependency.name));
            }
        }
    }
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}
