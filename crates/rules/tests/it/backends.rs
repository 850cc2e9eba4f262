//! Defaults of backends that nobody chose are one low finding; of what is chosen, or of what may be, each is what it was.

use findings::Severity;
use model::Inventory;

use crate::one_answer::read;

/// A deployment whose api reads a ConfigMap with defaults of three kinds of backends.
fn deployment(chosen: &str) -> Inventory {
    read(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: env, namespace: dify}}\ndata:\n  ORACLE_PASSWORD: dify\n  AZURE_BLOB_ACCOUNT_KEY: difyai\n  MATRIXONE_PASSWORD: '111'\n  SMTP_PASSWORD: abc\n{chosen}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api, namespace: dify}}\nspec:\n  selector: {{matchLabels: {{app: api}}}}\n  template:\n    metadata: {{labels: {{app: api}}}}\n    spec:\n      containers:\n      - name: api\n        image: langgenius/dify-api:1.16.1\n        envFrom: [{{configMapRef: {{name: env}}}}]\n        env: [{{name: MODE, value: api}}]\n"
    ))
}

/// The findings about published defaults: their severities, and the names in each.
fn found(inventory: &Inventory) -> Vec<(Severity, String)> {
    let audit = rules::audit(inventory);
    let defaults = audit.findings.into_iter().filter(|it| it.rule.as_str() == "published-default-credential");
    defaults.map(|it| (it.severity, it.reason.get(lang::Lang::En).to_owned())).collect()
}

const CHOSEN: &str = "  VECTOR_STORE: weaviate\n  STORAGE_TYPE: opendal\n  MAIL_TYPE: resend\n";

#[test]
fn what_is_not_chosen_is_one_low_finding() {
    let found = found(&deployment(CHOSEN));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Severity::Low);
    for name in ["ORACLE_PASSWORD", "AZURE_BLOB_ACCOUNT_KEY", "MATRIXONE_PASSWORD", "SMTP_PASSWORD"] {
        assert!(found[0].1.contains(name), "{name}: {}", found[0].1);
    }
}

#[test]
fn what_is_chosen_stays_as_it_was() {
    for (chosen, name) in [
        (CHOSEN.replace("weaviate", "oracle"), "ORACLE_PASSWORD"),
        (CHOSEN.replace("weaviate", "ORACLE"), "ORACLE_PASSWORD"),
        (CHOSEN.replace("opendal", "azure-blob"), "AZURE_BLOB_ACCOUNT_KEY"),
        (CHOSEN.replace("resend", "smtp"), "SMTP_PASSWORD"),
        (CHOSEN.replace("weaviate", "matrixone"), "MATRIXONE_PASSWORD"),
    ] {
        let found = found(&deployment(&chosen));
        let own: Vec<_> = found.iter().filter(|it| it.1.starts_with(&format!("`{name}`"))).collect();
        assert!(own.len() == 1 && own[0].0 >= Severity::High, "{name}: {found:?}");
    }
}

#[test]
fn a_choice_that_nobody_can_read_chooses_nothing() {
    // Elsewhere, by a template, from an unseen Secret: whatever is not known may be chosen.
    let elsewhere = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: dify}\ndata: {VECTOR_STORE: weaviate}\n";
    let hidden = deployment("  VECTOR_STORE: $(OTHER)\n");
    let unseen = "envFrom: [{configMapRef: {name: env}}, {secretRef: {name: unseen}}]";
    let texts = [
        hidden,
        deployment(&format!("  VECTOR_STORE: ''\n{elsewhere}")),
        read(&deployment_text(elsewhere).replace("envFrom: [{configMapRef: {name: env}}]", unseen)),
    ];
    for inventory in texts {
        let found = found(&inventory);
        assert!(found.iter().any(|it| it.1.starts_with("`ORACLE_PASSWORD`") && it.0 >= Severity::High), "{found:?}");
    }
}

fn deployment_text(more: &str) -> String {
    let inventory = deployment("");
    let text = inventory.documents.origins()[0].text().to_owned();
    format!("{text}{more}")
}

/// A store that runs is in use, whatever is chosen.
#[test]
fn what_runs_is_in_use() {
    let oracle = "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: matrixone, namespace: dify}\nspec: {template: {spec: {containers: [{name: m, image: 'matrixorigin/matrixone:2.1.1'}]}}}\n";
    let text = deployment(CHOSEN).documents.origins()[0].text().to_owned() + oracle;
    let found = found(&read(&text));
    assert!(found.iter().any(|it| it.1.starts_with("`MATRIXONE_PASSWORD`")), "{found:?}");
}
