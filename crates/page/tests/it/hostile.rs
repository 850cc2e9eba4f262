//! Names that would like to be something else: in every form of every answer they stay names.
//!
//! What comes out is read as those would who could be led astray: a terminal, a browser, and the services that run the program and
//! take some lines of its output for commands (actions/runner, `ActionCommand.cs`; azure-pipelines-agent, `Command.cs`).

use inventory::{Input, Options};
use lang::Lang;
use model::Inventory;
use page::report::HtmlOptions;
use text::TextOptions;

/// What somebody may call an object, a key, a label or a file.
const NAMES: &[&str] = &[
    "::error file=a,line=1::pwned",
    "x ::add-mask::pwned",
    "x\n::stop-commands::pwned",
    "関所\n  ::warning::pwned",
    "\u{1b}::set-output name=a::pwned",
    "a ##vso[task.setvariable variable=a]pwned",
    "##[add-path]pwned",
    "##teamcity[buildStop]",
    "\u{9b}31mred\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "gpj\u{202e}.yaml\u{2066}\u{61c}\u{200f}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)",
    "</style></title></textarea>]]><!--",
    "[click](https://evil.example)",
    "javascript:alert(1)",
    "a\n- b: c\n---\nkind: Secret",
    "x\r\n\u{b}y\u{85}z\u{2028}w",
    "`code` **strong** $(id) ${HOME}",
];

/// The name as a scalar of YAML that says exactly it.
fn quoted(name: &str) -> String {
    let escaped = name.chars().map(|it| match it {
        '"' | '\\' => format!("\\{it}"),
        _ if lang::is_unshowable(it) => format!("\\U{:08x}", u32::from(it)),
        _ => it.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A deployment with the name in every place that a person may fill.
fn deployment(name: &str) -> Inventory {
    let it = quoted(name);
    let text = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {it}, namespace: {it}, labels: {{a: {it}}}}}\nspec:\n  selector: {{matchLabels: {{a: {it}}}}}\n  template:\n    metadata: {{labels: {{a: {it}}}}}\n    spec:\n      hostNetwork: true\n      serviceAccountName: {it}\n      containers:\n        - {{name: {it}, image: 'langgenius/dify-api:1.0.0', env: [{{name: MODE, value: api}}, {{name: {it}, value: x}}, {{name: SECRET_KEY, value: changeme}}, {{name: DB_PASSWORD, valueFrom: {{secretKeyRef: {{name: {it}, key: {it}}}}}}}], volumeMounts: [{{name: {it}, mountPath: {it}}}]}}\n      volumes: [{{name: {it}, hostPath: {{path: {it}}}}}]\n\
         ---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: sandbox, namespace: {it}}}\nspec: {{template: {{metadata: {{labels: {{b: {it}}}}}, spec: {{containers: [{{name: {it}, image: 'langgenius/dify-sandbox:0.2.12', ports: [{{containerPort: 8194, name: {it}}}]}}]}}}}}}\n\
         ---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {it}, namespace: {it}}}\nspec: {{podSelector: {{}}, policyTypes: [Ingress, Egress], ingress: [{{from: [{{podSelector: {{matchLabels: {{a: {it}}}}}}}, {{namespaceSelector: {{matchLabels: {{{it}: {it}}}}}}}], ports: [{{port: {it}}}]}}], egress: [{{}}, {{to: [{{podSelector: {{matchLabels: {{a: {it}}}}}}}]}}]}}\n\
         ---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: {it}, namespace: {it}}}\nrules: [{{apiGroups: [''], resources: [secrets, '*', {it}], verbs: [get, {it}]}}]\n\
         ---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {{name: {it}, namespace: {it}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: {it}}}\nsubjects: [{{kind: ServiceAccount, name: {it}}}, {{kind: Group, name: {it}}}]\n\
         ---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {{name: unseen, namespace: {it}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: nowhere}}\nsubjects: [{{kind: User, name: {it}}}]\n\
         ---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {it}, namespace: {it}}}\nstringData: {{{it}: difyai123456, DB_PASSWORD: difyai123456}}\n"
    );
    inventory::read(vec![Input::file(name, text), Input::file(format!("{name}.yaml"), "a: [")], &Options::default())
}

/// Everything that the program can say of an inventory.
fn outputs(inventory: &Inventory, name: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let today = model::Date::parse("2026-11-30").expect("a day");
    let options = TextOptions { lang, colour: false, width: 60 };
    let audit = rules::audit(inventory);
    let pods = forms::PodSecurity::of(inventory, pss::Level::Restricted, pss::Version::Latest);
    let network = netpol::Network::new(inventory, &netpol::Options::blocks_are_external());
    let nothing = inventory::read(Vec::new(), &Options::default());
    let before = netpol::Network::new(&nothing, &netpol::Options::blocks_are_external());
    let (listing, exposure, differences) = (network.connections(), network.exposure(), before.diff(&network));
    let proofs = invariants::prove(&network, &invariants::Cluster::default(), &invariants::dify_pack(&network));
    let idles = network.idle(10_000);
    let from = network.find("sandbox").expect("the sandbox");
    let to = network.workloads().find_map(|it| network.ends_of(it)).expect("a workload");
    let port = netpol::PortQuery::parse("5001").expect("a port");
    let (answer, explanation) = (network.can(&from, &to, port), network.explain(&from, &to, port));
    let policies = policies::generate(inventory, &Options::default(), &policies::Options::default());
    let question = rbac::Question::parse("get", "secrets", None).expect("a question");
    let who = rbac::who_can(inventory, &question, None);
    let graph = graph::Graph::new(&network, inventory);
    let documents = &inventory.documents;
    let mut all = vec![
        ("audit text", text::audit(inventory, &audit, &options)),
        ("audit json", forms::json::audit(inventory, &audit, lang)),
        ("audit sarif", forms::sarif::audit(&audit, &fix::proposals(inventory, &audit), "0.1.0", lang)),
        ("audit junit", forms::junit::audit(&audit, lang)),
        ("audit policyreport", forms::policy::audit(&audit, forms::policy::Flavour::PolicyReport, lang)),
        ("audit openreports", forms::policy::audit(&audit, forms::policy::Flavour::OpenReports, lang)),
        ("audit html", page::report::audit(inventory, &audit, &HtmlOptions { lang, version: "0.1.0", date: None })),
        ("pss text", text::pss(&pods, &options)),
        ("pss json", forms::to_json(&forms::pss(&pods, lang))),
        ("connections text", text::network::connections(&listing, lang)),
        ("connections json", forms::to_json(&forms::network::connections(&listing))),
        ("can text", text::network::answer(&answer, lang)),
        ("can json", forms::to_json(&forms::network::answer(&answer, lang))),
        ("explain text", text::network::explanation(inventory, &explanation, lang)),
        ("explain json", forms::to_json(&forms::network::explanation(inventory, &explanation, lang))),
        ("prove text", text::proofs::proofs(&proofs, Some(&idles), documents, lang)),
        ("prove json", forms::to_json(&forms::proofs(&proofs, Some(&idles), documents, lang))),
        ("diff text", text::network::differences(&differences, lang)),
        ("diff json", forms::to_json(&forms::network::differences(&differences))),
        ("exposure text", text::network::exposure(&exposure, lang)),
        ("exposure json", forms::to_json(&forms::network::exposure(&exposure))),
        ("notices", text::network::notices(inventory, network.notices(), lang)),
        ("policies yaml", policies.yaml(lang)),
        ("policies text", text::policies::remarks(&policies, lang)),
        ("policies json", forms::to_json(&forms::policies(&policies, lang))),
        ("who-can text", text::rbac::who_can(inventory, &who, &options)),
        ("who-can json", forms::to_json(&forms::who_can(inventory, &who, lang))),
        ("graph svg", page::picture::svg(&graph, lang)),
        ("graph dot", page::picture::dot(&graph, lang)),
        ("graph html", page::network(&graph, &network, inventory, lang)),
    ];
    let request = provision::Request { inventory, existing: None, today, replace: &[] };
    if let Ok(plan) = provision::plan(&request, &mut credentials::OperatingSystem) {
        all.push(("setup text", text::provision::text(&plan, &options)));
        all.push(("setup json", forms::to_json(&forms::plan(&plan, lang))));
        let notes =
            text::provision::notes(&plan).into_iter().map(|(_, note)| note).chain(text::provision::asked(&plan));
        all.extend(notes.map(|it| ("setup notes", forms::printable(it.get(lang)).into_owned())));
    }
    let leaks = leaks::scan("a.env", "DB_PASSWORD=Kq7wRz1LmN4xTb9Vd2Ys\n").into_iter();
    let found = leaks.map(|leak| forms::leaks::Found {
        remark: None,
        finding: rules::elsewhere::of_leak(name, Some(name), &leak),
        leak,
    });
    let scan = forms::leaks::Scan {
        found: found.collect(),
        others: vec![rules::elsewhere::of_unread_file(name, lang::Text::same(name))],
        n_ignored: 0,
        suppressed: Vec::new(),
        compared: None,
        binary: 0,
        large: 0,
        unreadable: 0,
        left_out: Vec::new(),
        more: 0,
    };
    all.push(("scan text", text::leaks::text(&scan, &options)));
    all.push(("scan json", forms::to_json(&forms::leaks::scan(&scan, lang))));
    all
}

/// Whether a service would take the line for a command.
fn is_command(line: &str) -> bool {
    let known = [
        "error",
        "warning",
        "notice",
        "debug",
        "group",
        "endgroup",
        "add-mask",
        "add-path",
        "add-matcher",
        "remove-matcher",
        "set-output",
        "set-env",
        "save-state",
        "stop-commands",
        "echo",
    ];
    let of_github = line
        .trim_start()
        .strip_prefix("::")
        .and_then(|it| it.split_once("::"))
        .is_some_and(|(head, _)| known.contains(&head.split(' ').next().unwrap_or("").to_lowercase().as_str()));
    of_github || ["##[", "##vso[", "##teamcity["].iter().any(|it| line.to_lowercase().contains(it))
}

#[test]
fn the_test_knows_a_command() {
    assert!(
        is_command("  ::error file=a::b")
            && is_command("a ##vso[x]")
            && !is_command("::1 -> ::2")
            && !is_command("x::error::")
    );
}

#[test]
fn no_name_becomes_more_than_a_name() {
    let mut faults = Vec::new();
    for name in NAMES {
        let inventory = deployment(name);
        for lang in Lang::ALL {
            for (what, out) in outputs(&inventory, name, lang) {
                let mut fault = |why: &str, line: &str| faults.push(format!("{what} ({lang:?}): {why}: {line:?}"));
                for line in out.lines() {
                    if is_command(line) {
                        fault("a command", line);
                    }
                    if line.contains(|it| it != '\t' && lang::is_unshowable(it)) {
                        fault("an unshowable character", line);
                    }
                }
                if ["audit html", "graph html", "graph svg", "audit junit"].contains(&what) {
                    for markup in [
                        "<script>alert",
                        "<img src=x",
                        "\" onmouseover=\"",
                        "' onfocus='",
                        "</textarea>",
                        "]]>",
                        "<!--",
                    ] {
                        if out.contains(markup) {
                            fault("markup", markup);
                        }
                    }
                    let targets = out.match_indices("href=\"").map(|(at, it)| &out[at + it.len()..]);
                    for target in targets.filter(|it| !it.starts_with('#') && !it.starts_with("data:,\"")) {
                        fault("a link", target.get(..40).unwrap_or(target));
                    }
                }
                if what == "audit sarif" {
                    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
                    let mut messages = Vec::new();
                    texts_below("message", &value, &mut messages);
                    messages.iter().filter(|it| it.contains("](")).for_each(|it| fault("a link", it));
                }
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.iter().take(40).map(|it| it.chars().take(300).collect::<String>()).collect::<Vec<_>>().join("\n")
    );
}

/// Nothing is lost in JSON: what reads it gets the name that was there.
#[test]
fn json_says_the_very_name() {
    for name in NAMES {
        let inventory = deployment(name);
        for (what, out) in outputs(&inventory, name, Lang::En) {
            if what == "audit json" || what == "who-can json" {
                let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
                assert!(holds(&value, name), "{what}: {name:?}");
            }
        }
    }
}

fn holds(value: &serde_json::Value, name: &str) -> bool {
    match value {
        serde_json::Value::String(it) => it.contains(name),
        serde_json::Value::Array(items) => items.iter().any(|it| holds(it, name)),
        serde_json::Value::Object(map) => map.values().any(|it| holds(it, name)),
        _ => false,
    }
}

/// The texts of every message of SARIF; a viewer makes links of `[name](target)` in them.
fn texts_below<'v>(key: &str, value: &'v serde_json::Value, found: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|it| texts_below(key, it, found)),
        serde_json::Value::Object(map) => {
            found.extend(map.get(key).and_then(|it| it["text"].as_str()));
            map.values().for_each(|it| texts_below(key, it, found));
        }
        _ => {}
    }
}
