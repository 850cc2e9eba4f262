//! Every component, every family of its images, every release: what is written works there by the catalogue, or nothing is, and it is
//! said why.

use std::collections::BTreeSet;

use dify::entry::{Line, StartsAs};
use dify::profile::{Probe, ReadOnlyRoot, Root};
use dify::releases::RELEASES;
use dify::{Component, Family, Image, ImageProfile, image_profile};
use harden::{Hardened, Request};
use model::{Container, HandlerKind, IntOrString, Workload};

use crate::harden;
use crate::running::{because, pod, with_dify};

/// The images that are looked at: each release of what langgenius publishes, each family of everybody else's, and names that tell
/// neither.
fn images(component: Component) -> Vec<String> {
    let entry = component.entry();
    let repository = entry.shipped.repository;
    let name = repository.rsplit('/').next().unwrap_or(repository);
    let mut found: Vec<String> = Vec::new();
    for release in RELEASES {
        match entry.line {
            Line::Dify => found.push(format!("{repository}:{}", release.version)),
            Line::Companion => {
                found.extend(release.companion(component).map(|(_, newest)| format!("{repository}:{newest}-local")));
            }
            Line::Other => {}
        }
    }
    for run in entry.runs {
        for version in ["6", "15", "16.2", "18", "19"] {
            match run.family {
                Family::Alpine => found.push(format!("{name}:{version}-alpine")),
                Family::Debian => found.push(format!("{name}:{version}")),
                Family::Bitnami => found.push(format!("bitnamilegacy/{name}:{version}.0-debian-12-r1")),
                Family::Unprivileged => found.push(format!("nginxinc/{name}-unprivileged:1.{version}")),
                Family::Original if entry.line == Line::Other => found.push(format!("{repository}:{version}.1.0")),
                _ => {}
            }
        }
    }
    for tag in [":latest", "@sha256:00", ":99.0.0", ":1.13.3-lts.1"] {
        found.push(format!("{repository}{tag}"));
    }
    found.push(format!("acme/{name}:1.15.0"));
    found.push(format!("registry.example.com/mirror/{name}:1.15.0"));
    found
}

/// A deployment of one image, told what it is where its name does not tell.
fn of(component: Component, image: &str) -> Hardened {
    let mode = match component {
        Component::Worker => "worker",
        Component::WorkerBeat => "beat",
        Component::Migration => "migration",
        _ => "api",
    };
    let env = if component.runs_api_image() {
        format!("        env: [{{name: MODE, value: {mode}}}]\n")
    } else {
        String::new()
    };
    let kind = if component == Component::Migration { "Job" } else { "Deployment" };
    let text = with_dify(&pod(kind, "thing", image, &env));
    let options = inventory::Options { components: vec![("thing".to_owned(), component)], ..Default::default() };
    harden::harden(inventory::Input::file("a.yaml", text), &options, &Request::default(), lang::Lang::En)
}

fn thing(hardened: &Hardened) -> &Workload {
    hardened.inventory.workloads.iter().find(|it| &*it.meta.name.value == "thing").expect("the workload")
}

#[test]
fn what_is_written_works_by_the_catalogue_or_is_left_and_said() {
    let mut looked = 0;
    for &component in Component::ALL {
        for image in images(component) {
            let hardened = of(component, &image);
            let workload = thing(&hardened);
            let container = &workload.pod.spec.containers[0];
            let profile = image_profile(component, &Image::parse(&image).expect("an image"));
            let at = format!("{component}: {image}\n{}", hardened.text());
            check_user(&hardened, container, &profile, &at);
            check_root(&hardened, container, &profile, component, &at);
            check_capabilities(&hardened, container, &profile, &at);
            check_probes(&hardened, container, &profile, component, &at);
            looked += 1;
        }
    }
    assert!(looked > 400, "{looked}");
}

fn check_user(hardened: &Hardened, container: &Container, profile: &ImageProfile, at: &str) {
    match container.security.run_as_user.map(|it| it.value) {
        Some(uid) => {
            let ids = profile.ids.expect(at).value;
            assert_eq!(uid, i64::from(ids.uid), "{at}");
            assert!(uid != 0 && !matches!(profile.root.expect(at).value, Root::Required(_)), "{at}");
        }
        None => {
            let said = ["runs-as-root", "non-root-not-enforced"].iter().any(|it| !because(hardened, it).is_empty());
            let root = profile.root.is_some_and(|it| matches!(it.value, Root::Required(_)));
            // An exception of the audit, which names the need.
            let excepted = hardened.audit.findings.iter().any(|it| it.exception && it.rule == "runs-as-root");
            assert!(said || root || excepted, "{at}");
        }
    }
}

fn check_root(hardened: &Hardened, container: &Container, profile: &ImageProfile, component: Component, at: &str) {
    if !container.security.read_only_root.is_some_and(|it| it.value) {
        let never = profile.read_only_root.is_some_and(|it| matches!(it.value, ReadOnlyRoot::No(_)));
        let documented = matches!(dify::profile(component).read_only_root, ReadOnlyRoot::No(_));
        assert!(never || documented || !because(hardened, "writable-root-filesystem").is_empty(), "{at}");
        return;
    }
    let mounted: BTreeSet<&str> =
        container.mounts.iter().filter_map(|it| it.path.as_ref()).map(|it| &*it.value).collect();
    let covered = |path: &str| {
        let plain = |it: &str| it.replacen("/var/run", "/run", 1);
        mounted.iter().any(|it| plain(path) == plain(it) || plain(path).starts_with(&format!("{}/", plain(it))))
    };
    for path in profile.paths.iter().filter(|it| it.moved_by != Some("LOG_FILE")) {
        let others = component.is_outlet() && (path.path == "/etc/squid" || path.path == "/etc/ssl/private");
        assert!(covered(path.path) || others, "{at}: {}", path.path);
    }
    let hides =
        |path: &str| matches!(path, "/" | "/app" | "/app/api" | "/app/web" | "/etc" | "/usr" | "/opt" | "/var/lib");
    assert!(!mounted.iter().any(|it| hides(it)), "{at}");
    // Whoever keeps files in its home has one.
    let has = |name: &str| container.env.iter().any(|it| &*it.name.value == name);
    let old_web = component == Component::Web && profile.version.is_none_or(|it| it < dify::Version::new(1, 13, 1));
    assert!(!old_web || has("PM2_HOME"), "{at}");
    assert!(component != Component::Qdrant || has("QDRANT_INIT_FILE_PATH"), "{at}");
}

fn check_capabilities(hardened: &Hardened, container: &Container, profile: &ImageProfile, at: &str) {
    let Some(capabilities) = &container.security.capabilities else {
        assert!(
            !because(hardened, "capabilities-not-dropped").is_empty() || container.security.run_as_user.is_none(),
            "{at}"
        );
        return;
    };
    let added: BTreeSet<&str> = capabilities.add.iter().map(|it| &*it.value).collect();
    let needed: BTreeSet<&str> = profile.capabilities.expect(at).value.iter().copied().collect();
    assert_eq!(added, needed, "{at}");
    let root = container.security.run_as_user.is_none_or(|it| it.value == 0);
    let starts_as_root = profile.starts_as.is_none_or(|it| !matches!(it.value, StartsAs::Name | StartsAs::Number));
    assert!(!(root && starts_as_root && needed.is_empty()), "{at}: root without any");
}

fn check_probes(hardened: &Hardened, container: &Container, profile: &ImageProfile, component: Component, at: &str) {
    if container.probes.is_empty() {
        let none = profile.probe.is_none() || component == Component::Migration;
        assert!(none || !because(hardened, "missing-probe").is_empty(), "{at}");
        return;
    }
    assert!(profile.family != Family::Unknown, "{at}: of an image that nobody knows");
    let known = profile.probe.expect(at).0;
    for probe in &container.probes {
        let port = match probe.handler.port.as_ref().map(|it| &it.value) {
            Some(IntOrString::Int(number)) => Some(*number),
            _ => None,
        };
        let listener = match (component, profile.family) {
            (Component::Nginx, Family::Debian | Family::Alpine) => 80,
            (Component::Nginx, _) => 8080,
            _ => component.entry().ports.iter().find(|it| it.usual).map_or(0, |it| i64::from(it.number)),
        };
        match (known, probe.handler.kind) {
            (Probe::Http { path, .. }, HandlerKind::Http) => {
                assert_eq!(probe.handler.path.as_ref().map(|it| &*it.value), Some(path).map(|it| it as &str), "{at}");
                assert_eq!(port, Some(listener), "{at}");
            }
            // What is not ready is alive all the same.
            (Probe::Http { path, .. }, HandlerKind::Tcp) if path.contains("ready") => {
                assert_eq!(port, Some(listener), "{at}");
            }
            (Probe::Tcp { .. }, HandlerKind::Tcp) => assert_eq!(port, Some(listener), "{at}"),
            (Probe::Exec(words), HandlerKind::Exec) => {
                let asked: Vec<&str> = probe.handler.command.iter().map(|it| it.expose()).collect();
                assert!(asked.starts_with(words), "{at}");
            }
            other => panic!("{at}: {other:?}"),
        }
    }
}

/// The public image names and what the README of each family says, by hand: a second reader of the same facts.
#[test]
fn a_second_reader_agrees() {
    for (component, image, uid, read_only) in [
        (Component::Api, "langgenius/dify-api:1.10.0", None, true),
        (Component::Api, "langgenius/dify-api:1.10.1", Some(1001), true),
        (Component::Api, "langgenius/dify-api:1.17.1", Some(1001), true),
        (Component::Api, "langgenius/dify-api:latest", None, false),
        (Component::WorkerBeat, "langgenius/dify-api:1.17.1", Some(1001), false),
        (Component::Web, "langgenius/dify-web:0.9.2", Some(1001), true),
        (Component::PluginDaemon, "langgenius/dify-plugin-daemon:0.6.10-local", Some(1001), true),
        (Component::Sandbox, "langgenius/dify-sandbox:0.2.15", None, false),
        (Component::Postgres, "postgres:15-alpine", Some(70), true),
        (Component::Postgres, "postgres:15", Some(999), true),
        (Component::Postgres, "bitnamilegacy/postgresql-repmgr:15", None, false),
        (Component::Redis, "redis:6-alpine", Some(999), true),
        (Component::Redis, "valkey/valkey:8", None, false),
        (Component::Nginx, "nginxinc/nginx-unprivileged:1.27", Some(101), true),
        (Component::Opensearch, "opensearchproject/opensearch:2.19.0", Some(1000), false),
        (Component::Milvus, "milvusdb/milvus:v2.6.3", None, false),
        (Component::ObjectStore, "minio/minio:RELEASE.2023-03-20T20-16-18Z", Some(1000), false),
    ] {
        let hardened = of(component, image);
        let security = &thing(&hardened).pod.spec.containers[0].security;
        let found = (security.run_as_user.map(|it| it.value), security.read_only_root.is_some_and(|it| it.value));
        assert_eq!(found, (uid, read_only), "{image}\n{}", hardened.text());
    }
    // Twice is once.
    let once = harden(&with_dify(&pod("Deployment", "a", "nginx:1.27", "")), &Request::default());
    assert_eq!(harden(once.text(), &Request::default()).text(), once.text());
}
