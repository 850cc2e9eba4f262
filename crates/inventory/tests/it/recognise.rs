//! Components by what they are, in charts of any style.

use dify::Component;
use inventory::{Input, Options};

use crate::{components, read};

/// A Deployment with one container, in one line of flow style.
fn deployment(name: &str, image: &str, rest: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n\
         spec: {{template: {{spec: {{containers: [{{name: main, image: '{image}'{rest}}}]}}}}}}\n"
    )
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(components(&read(text)), expected);
}

#[test]
fn the_api_image_plays_the_role_that_mode_names() {
    let with_mode = |name: &str, mode: &str| {
        deployment(name, "langgenius/dify-api:1.15.0", &format!(", env: [{{name: MODE, value: {mode}}}]"))
    };
    let text = [with_mode("a", "api"), with_mode("b", "worker"), with_mode("c", "beat"), with_mode("d", "migration")];
    check(
        &text.concat(),
        &[
            "api Deployment default/a 1.15.0",
            "worker Deployment default/b 1.15.0",
            "worker-beat Deployment default/c 1.15.0",
            "migration Deployment default/d 1.15.0",
        ],
    );
}

#[test]
fn mode_may_come_from_a_config_map() {
    let text = deployment("x", "dify-api:1.2.3", ", envFrom: [{configMapRef: {name: c}}]")
        + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {MODE: worker}\n";
    check(&text, &["worker Deployment default/x 1.2.3"]);
}

#[test]
fn a_command_tells_the_role_where_mode_does_not() {
    let text = deployment("x", "dify-api:1.2.3", ", command: [celery, -A, app.celery, worker]")
        + &deployment("y", "dify-api:1.2.3", ", args: ['celery -A app.celery beat']")
        + &deployment("z", "dify-api:1.2.3", ", command: [flask, db, upgrade]");
    check(
        &text,
        &[
            "worker Deployment default/x 1.2.3",
            "worker-beat Deployment default/y 1.2.3",
            "migration Deployment default/z 1.2.3",
        ],
    );
}

#[test]
fn mirrors_and_forks_change_nothing() {
    let text = deployment("a", "harbor.example.com:5000/mirror/langgenius/dify-web:1.15.0", "")
        + &deployment(
            "b",
            "registry/x/dify-plugin-daemon@sha256:0000000000000000000000000000000000000000000000000000000000000000",
            "",
        )
        + &deployment("c", "x/dify-agent-local-sandbox:1.16.1", "");
    check(
        &text,
        &[
            "web Deployment default/a 1.15.0",
            "plugin-daemon Deployment default/b ?",
            "agent-sandbox Deployment default/c 1.16.1",
        ],
    );
}

#[test]
fn an_image_of_ones_own_is_told_by_its_settings() {
    let env = |names: &[&str]| {
        let list: Vec<String> = names.iter().map(|name| format!("{{name: {name}, value: x}}")).collect();
        format!(", env: [{}]", list.join(", "))
    };
    let text = deployment("a", "corp/backend:7", &env(&["SECRET_KEY", "CODE_EXECUTION_ENDPOINT", "PLUGIN_DAEMON_URL"]))
        + &deployment("b", "corp/plugins:7", &env(&["SERVER_KEY", "DIFY_INNER_API_URL"]))
        + &deployment("c", "corp/code:7", &env(&["API_KEY", "GIN_MODE", "WORKER_TIMEOUT"]))
        + &deployment("d", "corp/front:7", &env(&["CONSOLE_API_URL", "APP_API_URL"]))
        + &deployment("e", "corp/other:7", &env(&["API_KEY"]));
    let found = components(&read(&text));
    let ids: Vec<&str> = found.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(ids, ["api", "plugin-daemon", "sandbox", "web"]);
}

#[test]
fn general_images_are_dify_s_only_where_dify_is() {
    let elsewhere = deployment("pg", "postgres:16", "").replace("{name: pg}", "{name: pg, namespace: shop}");
    let named = deployment("pg", "postgres:16", "")
        .replace("{name: pg}", "{name: pg, namespace: data}")
        .replace("template: {spec", "template: {metadata: {labels: {app: pg}}, spec")
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: data}\nspec: {selector: {app: pg}}\n";
    let api = deployment("api", "dify-api:1.15.0", ", env: [{name: DB_HOST, value: db.data.svc.cluster.local}]");
    check(
        &[api, elsewhere, named, deployment("cache", "valkey/valkey:8", "")].concat(),
        &["api Deployment default/api 1.15.0", "postgres Deployment data/pg 16", "redis Deployment default/cache 8"],
    );
}

#[test]
fn clients_of_a_store_are_no_store() {
    let api = deployment("api", "dify-api:1.15.0", "");
    let job = "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: backup}\n\
               spec: {template: {spec: {containers: [{name: x, image: 'postgres:16'}]}}}\n";
    check(&[api.as_str(), job].concat(), &["api Deployment default/api 1.15.0"]);
    for command in [
        "[psql, -h, db.example.com]",
        "[sh, -c, \"psql -h $DB_HOST -U postgres -c 'CREATE EXTENSION vector'; sleep infinity\"]",
        "[/usr/bin/pg_dump]",
        "[sh, -c, 'while true; do redis-cli -h r ping; done']",
        "[bash, -c, (until pg_isready -h db;do sleep 1;done)]",
    ] {
        let client = deployment("client", "postgres:16", &format!(", command: {command}"));
        check(&[api.as_str(), &client].concat(), &["api Deployment default/api 1.15.0"]);
    }
    for command in [
        "[postgres, -c, max_connections=200]",
        "[docker-entrypoint.sh, postgres]",
        "[sh, -c, 'until ! pg_isready; do sleep 1; done; exec docker-entrypoint.sh postgres']",
        "[sh, -c, 'psql --version; exec postgres -D /data']",
        "[sleep, infinity]",
    ] {
        let server = deployment("pg", "postgres:16", &format!(", command: {command}"));
        check(
            &[api.as_str(), &server].concat(),
            &["api Deployment default/api 1.15.0", "postgres Deployment default/pg 16"],
        );
    }
}

#[test]
fn a_proxy_is_told_by_its_configuration() {
    let api = deployment("api", "dify-api:1.15.0", "");
    let proxy = deployment("egress", "corp/proxy:1", "")
        .replace("containers:", "volumes: [{name: c, configMap: {name: squid}}], containers:");
    let shop = deployment("shop", "nginx:1.29", "")
        .replace("containers:", "volumes: [{name: c, configMap: {name: shop}}], containers:");
    let configs = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: squid}\ndata: {squid.conf: http_port 3128}\n\
                   ---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata: {default.conf: 'location /shop {}'}\n";
    let found = components(&read(&[&api, &proxy, &shop, configs].map(ToString::to_string).concat()));
    assert_eq!(found, ["api Deployment default/api 1.15.0", "ssrf-proxy Deployment default/egress 1"]);
}

#[test]
fn what_a_person_says_beats_recognition() {
    let options = Options { components: vec![("default/x".to_owned(), Component::Sandbox)], ..Options::default() };
    let text = deployment("x", "corp/anything:3.2.1", "");
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &options);
    assert_eq!(components(&inventory), ["sandbox Deployment default/x 3.2.1"]);
}

#[test]
fn helm_output_tells_its_namespace_by_its_own_services() {
    let chart = |address: &str| {
        format!(
            "# Source: c/a.yaml\napiVersion: v1\nkind: Service\nmetadata: {{name: db}}\nspec: {{selector: {{a: b}}}}\n---\n# Source: c/b.yaml\napiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{{name: c, image: x, env: [{{name: A, value: 'é{address}'}}]}}]}}\n"
        )
    };
    let namespace = |text: &str| read(text).workloads[0].meta.namespace.to_string();
    assert_eq!(namespace(&chart("http://db.prod.svc.cluster.local:1")), "prod");
    assert_eq!(namespace(&chart("http://other.prod.svc:1")), "default");
    assert_eq!(namespace(&chart("http://db.svc")), "default");
    assert_eq!(namespace(&chart("db.prod.svc db.stage.svc")), "default");
    assert_eq!(namespace(&chart("db.prod.svc").replace("# Source", "# source")), "default");
}
