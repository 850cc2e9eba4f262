//! Every form in which people keep manifests and settings.

use inventory::{Input, Options};
use model::SettingsFormat;

use crate::read;

#[test]
fn lists_json_and_helm_output_are_the_same_objects() {
    let one = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    let list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n";
    let json = "{\"apiVersion\":\"v1\",\"kind\":\"ServiceList\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\"}}]}";
    let helm = format!("---\n# Source: chart/templates/a.yaml\n{one}");
    for text in [one, list, json, &helm] {
        assert_eq!(read(text).services.len(), 1, "{text}");
    }
    let inventory = read(&helm);
    let document = inventory.documents.document(inventory.documents.ids().next().expect("a document"));
    assert_eq!(document.helm_source.as_deref(), Some("chart/templates/a.yaml"));
}

#[test]
fn helm_output_without_a_namespace_takes_the_one_that_is_written() {
    let text = "---\n# Source: c/a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n\
                ---\n# Source: c/b.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: b, namespace: dify}\n";
    let namespaces =
        |text: &str| -> Vec<String> { read(text).services.iter().map(|it| it.meta.namespace.to_string()).collect() };
    assert_eq!(namespaces(text), ["dify", "dify"]);
    assert_eq!(namespaces(&text.replace("# Source", "# From")), ["default", "dify"]);
    let options = Options { namespace: Some("told".to_owned()), ..Options::default() };
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &options);
    assert_eq!(&*inventory.services[0].meta.namespace, "told");
}

#[test]
fn settings_files_are_told_from_manifests() {
    let format = |name: &str, text: &str| {
        let inventory = inventory::read(vec![Input::file(name, text)], &Options::default());
        inventory.settings.first().map(|it| (it.format, it.settings.len()))
    };
    assert_eq!(format("values.yaml", "a: {b: 1, c: [x, y]}\n"), Some((SettingsFormat::HelmValues, 3)));
    assert_eq!(
        format("docker-compose.yml", "services:\n  api:\n    image: x\n    environment: [A=1, B=2]\n"),
        Some((SettingsFormat::Compose, 3))
    );
    assert_eq!(format(".env", "A=1\nB=2\n"), Some((SettingsFormat::DotEnv, 2)));
    assert_eq!(format("Chart.yaml", "apiVersion: v2\nname: x\n"), None);
}

#[test]
fn variables_in_lists_stand_under_their_own_name() {
    let text = "extraEnv:\n  - name: DB_PASSWORD\n    value: x\nenvironment:\n  - 'API_KEY=a=b'\n";
    let inventory = inventory::read(vec![Input::file("values.yaml", text)], &Options::default());
    let told: Vec<String> = inventory.settings[0]
        .settings
        .iter()
        .map(|it| {
            let span = inventory.documents.span(it.value.place);
            let origin = &inventory.documents.origins()[0];
            let at = origin.position(span.start);
            format!("{} {}:{} {}", it.path.join("."), at.line, at.column, span.slice(origin.text()))
        })
        .collect();
    assert_eq!(told, ["extraEnv.DB_PASSWORD 3:12 x", "environment.API_KEY 5:14 a=b"]);
}

/// What is judged of a Compose file is said: a file that is told by its images, and an override that is told by its name.
#[test]
fn a_compose_file_is_not_judged_as_a_whole() {
    let whole = "services:\n  api:\n    image: langgenius/dify-api:1.15.0\n    privileged: true\n";
    let part = "services:\n  api:\n    privileged: true\n";
    let left = |name: &str, text: &str| {
        let inventory = inventory::read(vec![Input::file(name, text)], &Options::default());
        inventory.left_out.iter().any(|it| it.why == model::Omission::Containers)
    };
    for (name, text, wanted) in [
        ("any.yaml", whole, true),
        ("docker-compose.override.yml", part, true),
        ("deploy/compose.yaml", part, true),
        ("values.yaml", part, false),
    ] {
        assert_eq!(left(name, text), wanted, "{name}");
    }
}
