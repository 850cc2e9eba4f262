//! Values that are there: the good ones stay, the others are named.

use lang::Lang;
use provision::{Error, Request, manifest};

use crate::support::{at, day, plan, plan_on, read, row, word};

/// A chart in small: a Secret by `envFrom`, one by its keys, values in the clear, a URL.
const CHART: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: api
          image: langgenius/dify-api:1.15.0
          envFrom: [{secretRef: {name: app}}]
          env:
            - {name: MODE, value: api}
            - {name: REDIS_HOST, value: redis}
            - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
            - {name: CODE_EXECUTION_API_KEY, value: dify-sandbox}
            - {name: SENTRY_DSN, value: ''}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: cage}
spec:
  template:
    spec:
      containers:
        - name: sandbox
          image: langgenius/dify-sandbox:0.2.15
          env: [{name: API_KEY, value: dify-sandbox}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:15
          env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7
          env: [{name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: app, key: REDIS_PASSWORD}}}]
---
apiVersion: v1
kind: Secret
metadata: {name: app, namespace: dify}
stringData:
  SECRET_KEY: sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U
  REDIS_PASSWORD: Kq7wRz1LmN4xTb9Vd2Ys
  CELERY_BROKER_URL: redis://:difyai123456@redis:6379/1
  RESEND_API_KEY: xxxx
  DB_USERNAME: '0123'
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: dify}
type: kubernetes.io/basic-auth
stringData: {username: dify, password: 'Zt4 with a blank 9Qx'}
";

#[test]
fn each_value_is_kept_refused_or_made() {
    let chart = read("chart.yaml", CHART);
    let plan = plan(&chart, None);
    let outcomes: Vec<(&str, &str, usize)> =
        plan.rows.iter().map(|it| (it.name.as_str(), word(&it.outcome), it.refused.len())).collect();
    assert_eq!(
        outcomes,
        [
            ("SECRET_KEY", "made", 1),
            // A blank in it is no fault where no plugin daemon reads it.
            ("DB_PASSWORD", "adopted", 0),
            ("REDIS_PASSWORD", "adopted", 0),
            ("CELERY_BROKER_URL", "composed", 0),
            ("SANDBOX_API_KEY", "made", 2),
            ("RESEND_API_KEY", "asked for", 1),
        ]
    );
    assert_eq!(at(&plan, "dify/app REDIS_PASSWORD"), Some("Kq7wRz1LmN4xTb9Vd2Ys"));
    assert_eq!(at(&plan, "dify/app CELERY_BROKER_URL"), Some("redis://:Kq7wRz1LmN4xTb9Vd2Ys@redis:6379/1"));
    assert_eq!(at(&plan, "dify/app DB_USERNAME"), Some("0123"), "what else the Secret holds stays");
    assert_eq!(at(&plan, "dify/app RESEND_API_KEY"), None);
    assert_eq!(at(&plan, "dify/db username"), Some("dify"));
    let sandbox = at(&plan, "dify/dify-secret SANDBOX_API_KEY");
    assert!(sandbox.is_some() && sandbox == at(&plan, "cage/dify-sandbox-secret SANDBOX_API_KEY"));
    let db = plan.secrets.iter().find(|it| it.name == "db").and_then(|it| it.kind.as_deref());
    assert_eq!(db, Some("kubernetes.io/basic-auth"));
    let why: Vec<&str> = row(&plan, "RESEND_API_KEY").refused.iter().map(|it| it.why.get(Lang::En)).collect();
    assert_eq!(why, ["published: everybody can read it"]);
}

#[test]
fn a_second_run_changes_nothing_and_keeps_the_days() {
    let chart = read("chart.yaml", CHART);
    let first = plan(&chart, None);
    let text = manifest(&first.secrets);
    assert!(text.contains("sekisho.dev/created: \"SECRET_KEY=2026-11-24\""), "the day of what was made");
    let existing = read("secrets.yaml", &text);
    let second = plan_on(&chart, Some(&existing), "2027-06-01");
    assert!(second.rows.iter().all(|it| word(&it.outcome) != "made"));
    assert!(*manifest(&second.secrets) == *text, "a second run differs");
}

#[test]
fn of_what_was_handed_over_the_later_object_counts() {
    let chart = read("chart.yaml", CHART);
    let secret = |value: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: db, namespace: dify}}\nstringData: {{password: {value}}}\n"
        )
    };
    let chosen = |texts: [&str; 2]| {
        let files = texts.map(secret).map(|it| inventory::Input::file("s.yaml", it)).into();
        let existing = inventory::read(files, &inventory::Options::default());
        at(&plan(&chart, Some(&existing)), "dify/db password").map(str::to_owned)
    };
    assert_eq!(chosen(["Fi7Nm2Kq7wRz1LmN4x", "Se7Nm2Kq7wRz1LmN4x"]).as_deref(), Some("Se7Nm2Kq7wRz1LmN4x"));
    assert_eq!(chosen(["difyai123456", "Se7Nm2Kq7wRz1LmN4x"]).as_deref(), Some("Se7Nm2Kq7wRz1LmN4x"));
}

#[test]
fn values_are_adopted_by_name_from_elsewhere() {
    let chart = read("chart.yaml", CHART);
    let env = "RESEND_API_KEY='re_8Kq7wRz1LmN4x'\nSECRET_KEY=tooshort\nSANDBOX_API_KEY=\"Yt5Vb8Nm2Kq7wRz1LmN4x\"\nSERVER_KEY=unused9Kq7wRz1\n";
    let plan = plan(&chart, Some(&read(".env", env)));
    assert_eq!(at(&plan, "dify/app RESEND_API_KEY"), Some("re_8Kq7wRz1LmN4x"));
    assert_eq!(at(&plan, "cage/dify-sandbox-secret SANDBOX_API_KEY"), Some("Yt5Vb8Nm2Kq7wRz1LmN4x"));
    let refused = &row(&plan, "SECRET_KEY").refused;
    assert_eq!(refused[0].why.get(Lang::En), "weak: too short");
    assert!(plan.secrets.iter().all(|it| it.entries.values().all(|it| it.expose() != "unused9Kq7wRz1")));
}

#[test]
fn encrypted_values_are_no_values() {
    let chart = read("chart.yaml", CHART);
    let sops = "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: dify}\nstringData:\n  password: ENC[AES256_GCM,data:abc=,iv:x,tag:y,type:str]\n";
    let plan = plan(&chart, Some(&read("sops.yaml", sops)));
    let row = row(&plan, "DB_PASSWORD");
    assert_eq!(word(&row.outcome), "adopted");
    assert_eq!(row.refused[0].why.get(Lang::Ja), "暗号化されているか、別の場所にある");
    assert_eq!(at(&plan, "dify/db password"), Some("Zt4 with a blank 9Qx"));
}

#[test]
fn what_one_reader_cannot_take_is_refused() {
    let daemon = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: pd, namespace: dify}\nspec:\n  template:\n    spec:\n      \
        containers:\n        - name: pd\n          image: langgenius/dify-plugin-daemon:0.6.3-local\n          env: [{name: DB_PASSWORD, \
        valueFrom: {secretKeyRef: {name: db, key: password}}}]\n";
    let plan = plan(&read("chart.yaml", &format!("{CHART}{daemon}")), None);
    let row = row(&plan, "DB_PASSWORD");
    assert_eq!(word(&row.outcome), "made");
    assert_eq!(row.refused[0].why.get(Lang::En), "breaks the plugin daemon's DSN");
}

#[test]
fn ends_that_differ_get_the_value_of_the_end_that_compares() {
    let text =
        CHART.replace("{name: API_KEY, value: dify-sandbox}", "{name: API_KEY, value: Sb4Nm2Kq7wRz1LmN4x}").replace(
            "{name: CODE_EXECUTION_API_KEY, value: dify-sandbox}",
            "{name: CODE_EXECUTION_API_KEY, value: Ap7Nm2Kq7wRz1LmN4x}",
        );
    let plan = plan(&read("chart.yaml", &text), None);
    assert_eq!(at(&plan, "dify/dify-secret SANDBOX_API_KEY"), Some("Sb4Nm2Kq7wRz1LmN4x"));
    let why = row(&plan, "SANDBOX_API_KEY").refused[0].why.get(Lang::En).to_owned();
    assert!(why.starts_with("differs from the one that is kept (chart.yaml:"), "{why}");
}

#[test]
fn a_redis_of_its_own_is_left_alone() {
    let text = CHART.replace("redis://:difyai123456@redis:6379/1", "redis://:difyai123456@broker.example.com:6379/1");
    let plan = plan(&read("chart.yaml", &text), None);
    let row = row(&plan, "CELERY_BROKER_URL");
    assert_eq!(word(&row.outcome), "asked for");
    assert_eq!(row.refused[0].why.get(Lang::En), "leads to another Redis (broker.example.com)");
    assert_eq!(at(&plan, "dify/app CELERY_BROKER_URL"), None);
}

#[test]
fn what_another_tool_brings_is_not_ours_to_make() {
    let both = CHART.replace("value: dify-sandbox}", "value: 'vault:secret/data/dify#sandbox'}");
    let whole = plan(&read("chart.yaml", &both), None);
    assert_eq!(word(&row(&whole, "SANDBOX_API_KEY").outcome), "brought");
    let one = CHART.replace("API_KEY, value: dify-sandbox}]", "API_KEY, value: 'op://vault/dify/sandbox'}]");
    let half = plan(&read("chart.yaml", &one), None);
    assert_eq!(word(&row(&half, "SANDBOX_API_KEY").outcome), "asked for");
    assert_eq!(at(&half, "dify/dify-secret SANDBOX_API_KEY"), None);
}

#[test]
fn what_an_external_secret_brings_is_named() {
    let external = "---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: db, namespace: dify}\n\
        spec: {data: [{secretKey: password, remoteRef: {key: dify}}]}\n";
    let (head, _) = CHART.rsplit_once("---\n").expect("documents");
    let plan = plan(&read("chart.yaml", &format!("{head}{external}")), None);
    assert_eq!(plan.brought, [("dify".to_owned(), "db".to_owned())]);
}

#[test]
fn no_plan_without_a_deployment_or_with_two() {
    let error = |text: &str, existing: Option<&str>| {
        let (inventory, existing) = (read("a.yaml", text), existing.map(|it| read("b.yaml", it)));
        let request =
            Request { inventory: &inventory, existing: existing.as_ref(), today: day("2026-11-24"), replace: &[] };
        provision::plan(&request, &mut credentials::OperatingSystem).err().expect("no plan")
    };
    assert!(matches!(error("a: {password: x}\n", None), Error::NoDify));
    let second = CHART.replace("namespace: dify}", "namespace: other}");
    assert!(matches!(error(&format!("{CHART}---\n{second}"), None), Error::Several(it) if it == ["dify", "other"]));
    assert!(matches!(error(CHART, Some("a: {b: c}\n")), Error::NothingExisting));
}
