use super::notation::*;
use super::squid;
use crate::flow::FORWARDS;

const TEMPLATE: Known = read("langgenius/dify#39544, D at `e1b55f54e6`");

pub(crate) static ENTRY: Entry = Entry {
    id: "agent-ssrf-proxy",
    about: Text::new(
        "The Squid through which the agents' shell goes out",
        "エージェントのシェルが外へ出るための Squid プロキシ",
    ),
    called: Text::new("agent-ssrf-proxy", "agent-ssrf-proxy"),
    class: Class::Proxy,
    tier: Tier::Outlet,
    line: Line::Other,
    runs_foreign_code: false,
    known: inferred("D between 1.16.0 and 2026-07-27; BorisPolonsky/dify-helm#453").since(v(1, 16, 1)),

    images: squid::IMAGES,
    shipped: squid::SHIPPED,
    modes: &[],
    told_by: None,
    named_by: &["HTTP_PROXY", "HTTPS_PROXY"],
    chart_names: &[],
    used_when: None,

    ports: squid::PORTS,
    ports_are_choices: false,
    probes: squid::PROBES,
    level: squid::LEVEL,
    runs: squid::RUNS,
    size: Size::Small,

    reads: &[],
    shares: &[],
    asked_with: None,
    needs: Needs::Only(&[]),

    flows: &[
        flow(
            c(Component::AgentSsrfProxy),
            c(Component::Api),
            Text::new("/files", "/files"),
            TEMPLATE.since(v(1, 16, 1)),
        ),
        flow(
            c(Component::AgentSsrfProxy),
            c(Component::AgentBackend),
            Text::new("/agent-stub", "/agent-stub"),
            TEMPLATE.since(v(1, 16, 1)),
        ),
        at(
            c(Component::AgentSsrfProxy),
            Peer::Internet,
            squid::WEB,
            Text::new("what agents fetch", "エージェントの外部との通信"),
            TEMPLATE.since(v(1, 16, 1)),
        ),
    ],
    never: &[
        never(c(Component::AgentSsrfProxy), Peer::Every, FORWARDS),
        never(c(Component::AgentSsrfProxy), Peer::Internal, FORWARDS),
    ],
    vulnerabilities: &[],
};
