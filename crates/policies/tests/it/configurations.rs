//! Every server that a deployment is told to use: with the policies it is reached, or it is named as out of reach, on the port that is
//! set. The engine is asked, not the generator.

use dify::condition::Condition;
use dify::{Component, flow};
use lang::Lang;
use netpol::{ConnSet, PortSet};
use policies::{Allow, Egress, Options, Plan};

use crate::builder::{dify, yaml};
use crate::support::{can, plan};

/// A name, the settings of the api, and the servers that must be reached or named: host and port.
struct Configuration {
    name: String,
    settings: Vec<(&'static str, String)>,
    servers: Vec<(String, u16)>,
    /// Parts that do not run beside it.
    without: &'static [&'static str],
}

fn configuration(
    name: &str,
    settings: &[(&'static str, &str)],
    servers: &[(&str, u16)],
    without: &'static [&'static str],
) -> Configuration {
    Configuration {
        name: name.to_owned(),
        settings: settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        servers: servers.iter().map(|(host, port)| ((*host).to_owned(), *port)).collect(),
        without,
    }
}

/// Every vector store that the catalogue knows, by name and by address, on its usual port and on another.
fn vector_stores() -> Vec<Configuration> {
    let mut found = Vec::new();
    for store in Component::ALL.iter().copied().filter(|it| it.is_vector_store()) {
        let entry = store.entry();
        let chosen = match &entry.used_when {
            Some(Condition::Chosen(_, names, _)) => names[0],
            _ => store.id(),
        };
        let clients = flow::ports(store).iter().find(|it| it.audience == flow::Audience::Clients);
        let usual = clients.expect("a store answers clients").number;
        for (host, at) in [("store.example.com", ""), ("203.0.113.9", ":7777")] {
            let setting = entry.named_by[0];
            let port = if at.is_empty() { usual } else { 7777 };
            found.push(Configuration {
                name: format!("{store} at {host}{at}"),
                settings: vec![("VECTOR_STORE", chosen.to_owned()), (setting, format!("{host}{at}"))],
                servers: vec![(host.to_owned(), port)],
                without: &["vectors"],
            });
        }
    }
    found
}

fn others() -> Vec<Configuration> {
    vec![
        configuration(
            "mail on its usual port",
            &[("MAIL_TYPE", "smtp"), ("SMTP_SERVER", "mail.example.com")],
            &[("mail.example.com", 465)],
            &[],
        ),
        configuration(
            "mail on another port",
            &[("MAIL_TYPE", "smtp"), ("SMTP_SERVER", "mail.example.com"), ("SMTP_PORT", "2525")],
            &[("mail.example.com", 2525)],
            &[],
        ),
        configuration(
            "a relay by its address",
            &[("MAIL_TYPE", "smtp"), ("SMTP_SERVER", "10.9.9.9"), ("SMTP_PORT", "25")],
            &[("10.9.9.9", 25)],
            &[],
        ),
        configuration(
            "mail that is not sent",
            &[("MAIL_TYPE", "resend"), ("SMTP_SERVER", "mail.example.com")],
            &[],
            &[],
        ),
        configuration(
            "a database by name",
            &[("DB_HOST", "pg.example.internal"), ("DB_PORT", "6432")],
            &[("pg.example.internal", 6432)],
            &["db"],
        ),
        configuration(
            "a database by address",
            &[("DB_HOST", "10.1.2.3"), ("DB_PORT", "6432")],
            &[("10.1.2.3", 6432)],
            &["db"],
        ),
        configuration("a database on its usual port", &[("DB_HOST", "10.1.2.3")], &[("10.1.2.3", 5432)], &["db"]),
        configuration(
            "a cache by name",
            &[("REDIS_HOST", "redis.example.internal"), ("REDIS_PORT", "6380")],
            &[("redis.example.internal", 6380)],
            &["cache"],
        ),
        configuration(
            "sentinels",
            &[("REDIS_SENTINELS", "10.1.1.1:26379,10.1.1.2:26379")],
            &[("10.1.1.1", 26379)],
            &["cache"],
        ),
        configuration(
            "object storage inside",
            &[("STORAGE_TYPE", "s3"), ("S3_ENDPOINT", "http://minio.storage:9000")],
            &[("minio.storage", 9000)],
            &[],
        ),
        configuration(
            "object storage by address",
            &[("STORAGE_TYPE", "s3"), ("S3_ENDPOINT", "https://10.4.4.4")],
            &[("10.4.4.4", 443)],
            &[],
        ),
        configuration(
            "a proxy of the company",
            &[("SSRF_PROXY_HTTP_URL", "http://10.3.3.3:8888"), ("SSRF_PROXY_HTTPS_URL", "http://10.3.3.3:8888")],
            &[("10.3.3.3", 8888)],
            &["squid"],
        ),
        configuration(
            "a proxy by name",
            &[("SSRF_PROXY_ALL_URL", "http://proxy.corp:8888")],
            &[("proxy.corp", 8888)],
            &["squid"],
        ),
        configuration(
            "a sandbox elsewhere",
            &[("CODE_EXECUTION_ENDPOINT", "http://sandbox.other.example:8195")],
            &[("sandbox.other.example", 8195)],
            &["code"],
        ),
        configuration(
            "a plugin daemon elsewhere",
            &[("PLUGIN_DAEMON_URL", "http://10.7.7.7:5012")],
            &[("10.7.7.7", 5012)],
            &["plugins"],
        ),
    ]
}

fn notes(plan: &Plan) -> String {
    plan.notes.iter().map(|it| it.text.get(Lang::En).to_owned() + "\n").collect()
}

fn planned(it: &Configuration, options: &Options) -> Plan {
    let mut parts = dify("dify", "", |name| vec![("app", format!("dify-{name}"))]);
    parts.retain(|part| !it.without.contains(&part.name.as_str()));
    let mut api = parts.remove(0);
    for (key, value) in &it.settings {
        api = api.with_env(key, value);
    }
    parts.insert(0, api);
    plan(&yaml(&parts), options)
}

#[test]
fn every_server_is_reached_or_named() {
    let all: Vec<Configuration> = vector_stores().into_iter().chain(others()).collect();
    assert!(all.len() >= 40, "{} configurations", all.len());
    for egress in [Egress::Strict, Egress::Lists(None)] {
        for it in &all {
            let plan = planned(it, &Options { egress: egress.clone(), ..Options::default() });
            let said = notes(&plan);
            for (host, port) in &it.servers {
                let is_address = host.parse::<std::net::IpAddr>().is_ok();
                let name = format!("{}, {egress:?}", it.name);
                if is_address {
                    assert_eq!(can(&plan, "api", host, &port.to_string()), "possible", "{name}");
                    assert_eq!(can(&plan, "web", host, &port.to_string()), "impossible", "{name}");
                    assert!(!said.contains(host.as_str()), "{name} is reached and named:\n{said}");
                } else {
                    assert!(said.contains(&format!("{host}:{port}")), "{name} is neither reached nor named:\n{said}");
                }
            }
            if it.servers.is_empty() {
                assert!(!said.contains("mail.example.com"), "{}: {said}", it.name);
            }
            assert!(plan.unproved().all(|proof| proof.word() != "refuted"), "{}: refuted", it.name);
        }
    }
}

/// Where egress lists are wanted, a public server is reached on its own port, and nothing private is.
#[test]
fn lists_open_the_port_that_is_set() {
    let it = configuration(
        "mail",
        &[("MAIL_TYPE", "smtp"), ("SMTP_SERVER", "mail.example.com"), ("SMTP_PORT", "2525")],
        &[],
        &[],
    );
    let plan = planned(&it, &Options { egress: Egress::Lists(None), ..Options::default() });
    assert_eq!(can(&plan, "api", "1.1.1.1", "2525"), "possible");
    assert_eq!(can(&plan, "api", "10.0.0.1", "2525"), "impossible");
    assert_eq!(can(&plan, "worker", "1.1.1.1", "2525"), "impossible", "the worker is not told of it");
}

/// What a person allows is not named as out of reach.
#[test]
fn what_is_allowed_is_not_named() {
    let it = configuration("database", &[("DB_HOST", "pg.example.internal"), ("DB_PORT", "6432")], &[], &["db"]);
    let allow = Allow {
        from: vec![Component::Api],
        block: "10.20.0.5/32".to_owned(),
        conn: ConnSet::of(model::Protocol::Tcp, PortSet::point(6432)),
        why: lang::Text::same("PostgreSQL"),
    };
    let plan = planned(&it, &Options { allow: vec![allow], ..Options::default() });
    assert!(!notes(&plan).contains("pg.example.internal"), "{}", notes(&plan));
}

/// Without an SSRF proxy each component that uses one is named with what it loses.
#[test]
fn what_stops_without_a_proxy_is_named() {
    let it = configuration("no proxy", &[], &[], &["squid"]);
    for egress in [Egress::Strict, Egress::Lists(None)] {
        let said = notes(&planned(&it, &Options { egress, ..Options::default() }));
        for part in ["so api loses", "so worker loses", "so sandbox loses", "the HTTP request node", "pip"] {
            assert!(said.contains(part), "{part}:\n{said}");
        }
    }
    let with = notes(&planned(&configuration("proxy", &[], &[], &[]), &Options::default()));
    assert!(!with.contains("no SSRF proxy"), "{with}");
}
