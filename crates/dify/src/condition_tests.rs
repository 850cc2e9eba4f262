//! Conditions over deployments that are written down as tables.

use std::collections::HashMap;

use lang::Lang;

use crate::condition::{Deployment, Value};
use crate::flow::{FLOWS, Needed, Peer, flows_between};
use crate::{Component, Truth, Version};

/// A deployment as a table: what is there, and what is set.
#[derive(Default)]
struct Table {
    there: Vec<Component>,
    set: HashMap<(Component, &'static str), Value>,
    version: Option<Version>,
    replicas: bool,
}

impl Deployment for Table {
    fn setting(&self, of: Component, name: &str) -> Value {
        let found = self.set.iter().find(|((component, key), _)| *component == of && *key == name);
        found.map_or(Value::Unset, |(_, value)| value.clone())
    }

    fn has(&self, component: Component) -> Truth {
        Truth::from(self.there.contains(&component))
    }

    fn has_replicas(&self, _: Component) -> Truth {
        Truth::from(self.replicas)
    }

    fn waits(&self, _: Component, _: Component) -> Truth {
        Truth::No
    }

    fn version(&self) -> Option<Version> {
        self.version
    }
}

fn needed(from: Component, to: Component, table: &Table) -> Truth {
    flows_between(from, to).map(|flow| flow.is_needed((from, to), table)).fold(Truth::No, Truth::or)
}

fn with(settings: &[(Component, &'static str, Value)]) -> Table {
    let set = settings.iter().map(|(of, name, value)| ((*of, *name), value.clone())).collect();
    Table { set, ..Table::default() }
}

fn is(value: &str) -> Value {
    Value::Is(value.to_owned())
}

use Component::{Api, Mysql, Nginx, PluginDaemon, Postgres, Qdrant, SsrfProxy, Weaviate, Web};
use Truth::{No, Unknown, Yes};

#[test]
fn the_vector_store_that_is_chosen_is_needed_and_no_other() {
    for (value, weaviate, qdrant) in [
        (is("weaviate"), Yes, No),
        (is("QDRANT"), No, Yes),
        (is(""), Unknown, Unknown),
        (Value::Unset, Unknown, Unknown),
        (Value::Unknown, Unknown, Unknown),
    ] {
        let table = Table { there: vec![Api, Weaviate, Qdrant], ..with(&[(Api, "VECTOR_STORE", value.clone())]) };
        assert_eq!(needed(Api, Weaviate, &table), weaviate, "{value:?}");
        assert_eq!(needed(Api, Qdrant, &table), qdrant, "{value:?}");
    }
    // The only one that is there is meant, unless the setting says otherwise.
    assert_eq!(needed(Api, Weaviate, &Table { there: vec![Api, Weaviate], ..Table::default() }), Yes);
    let elsewhere = with(&[(Api, "VECTOR_STORE", is("qdrant"))]);
    assert_eq!(needed(Api, Weaviate, &Table { there: vec![Api, Weaviate], ..elsewhere }), No);
}

#[test]
fn the_database_follows_its_kind() {
    for (value, postgres, mysql) in [
        (Value::Unset, Yes, Unknown),
        (is("postgresql"), Yes, No),
        (is("mysql"), No, Yes),
        (Value::Unknown, Unknown, Unknown),
    ] {
        let table = with(&[(Api, "DB_TYPE", value.clone())]);
        assert_eq!(needed(Api, Postgres, &table), postgres, "{value:?}");
        assert_eq!(needed(Api, Mysql, &table), mysql, "{value:?}");
    }
}

#[test]
fn a_version_has_the_flows_of_its_time() {
    let at = |tag: &str| Table { version: Version::parse(tag), ..Table::default() };
    assert_eq!(needed(Web, Api, &at("1.14.2")), No);
    assert_eq!(needed(Web, Api, &at("1.15.0-rc1")), Yes, "a candidate has what its release has");
    assert_eq!(needed(Web, Api, &at("1.15.0")), Yes);
    assert_eq!(needed(Web, Api, &at("main")), Yes, "of an unknown version nothing is taken away");
    // Who runs a component before its time has it for something.
    assert_eq!(needed(Nginx, Component::ApiWebsocket, &at("1.14.0")), Unknown);
    assert_eq!(needed(Api, Component::AgentBackend, &at("1.16.0-rc1")), Yes);
}

#[test]
fn proxies_collaboration_and_replicas() {
    let proxied = |value: Value| needed(PluginDaemon, SsrfProxy, &with(&[(PluginDaemon, "HTTPS_PROXY", value)]));
    assert_eq!([is("http://x:3128"), is(" "), Value::Unset, Value::Unknown].map(proxied), [Yes, No, No, Unknown]);
    let live = |value| needed(Nginx, Component::ApiWebsocket, &with(&[(Api, "ENABLE_COLLABORATION_MODE", value)]));
    assert_eq!([is("true"), is("False"), Value::Unset].map(live), [Yes, No, Unknown]);
    let many = |replicas| needed(Weaviate, Weaviate, &Table { replicas, ..Table::default() });
    assert_eq!([many(true), many(false)], [Yes, No]);
}

#[test]
fn telemetry_is_on_from_1_16_1_unless_it_is_told_not_to() {
    let out = |table: &Table| {
        let mut flows = FLOWS.iter().filter(|it| it.from == Peer::Component(Api) && it.to == Peer::Internet);
        flows.next().map(|it| match it.needed {
            Needed::Always => Yes,
            Needed::When(condition) => condition.holds(Api, table),
        })
    };
    let quiet = [(Api, "CHECK_UPDATE_URL", is("")), (Api, "MAIL_TYPE", is(""))];
    let at = |version: Version| Table { version: Some(version), ..with(&quiet) };
    assert_eq!(out(&at(Version::new(1, 16, 0))), Some(No));
    assert_eq!(out(&at(Version::new(1, 16, 1))), Some(Yes));
    let mut told = at(Version::new(1, 17, 1));
    told.set.insert((Api, "DISABLE_TELEMETRY"), is("true"));
    assert_eq!(out(&told), Some(No));
    assert_eq!(out(&with(&quiet)), Some(Unknown), "the version decides, and nobody knows it");
}

#[test]
fn words_are_made_of_the_data() {
    let said: Vec<String> = FLOWS
        .iter()
        .filter_map(|flow| match flow.needed {
            Needed::Always => None,
            Needed::When(condition) => Some(condition.words().get(Lang::En).to_owned()),
        })
        .collect();
    for words in [
        "when object storage runs in the cluster",
        "when the ingress routes without nginx",
        "when there are several replicas",
        "when cloud storage, mail, OAuth, telemetry or the update check is on",
        "when plugins are developed against this deployment",
        "when collaboration is on",
        "when HTTP_PROXY and HTTPS_PROXY lead through the proxy",
        "when SSRF_PROXY_ALLOW_PRIVATE_IPS or SSRF_PROXY_ALLOW_PRIVATE_DOMAINS is set (1.15.0 and later)",
    ] {
        assert!(said.iter().any(|it| it == words), "{words}: {said:#?}");
    }
}
