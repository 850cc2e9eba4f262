use super::api_image as image;
use super::notation::*;
use super::squid;
use crate::flow::{FORWARDS, INNER_ONLY};
use crate::settings as s;

const TEMPLATE: Known = read("D:docker/ssrf_proxy/squid.conf.template");

pub(crate) static ENTRY: Entry = Entry {
    id: "ssrf-proxy",
    about: Text::new(
        "The Squid through which user-chosen addresses are fetched",
        "利用者が指定した宛先へ出るための Squid プロキシ",
    ),
    called: Text::new("ssrf-proxy", "ssrf-proxy"),
    class: Class::Proxy,
    tier: Tier::Outlet,
    line: Line::Other,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml").since(v(0, 6, 8)),

    images: squid::IMAGES,
    shipped: squid::SHIPPED,
    modes: &[],
    told_by: None,
    named_by: &["SSRF_PROXY_ALL_URL", "SSRF_PROXY_HTTP_URL", "SSRF_PROXY_HTTPS_URL"],
    chart_names: &[],
    used_when: None,

    ports: squid::PORTS,
    ports_are_choices: false,
    probes: squid::PROBES,
    level: squid::LEVEL,
    runs: squid::RUNS,
    size: Size::Small,

    reads: &[s::SSRF_PROXY_ALLOW_PRIVATE_IPS, s::SSRF_PROXY_ALLOW_PRIVATE_DOMAINS],
    shares: &[],
    asked_with: None,
    needs: Needs::Only(&[]),

    flows: &[
        at(c(Component::SsrfProxy), Peer::Internet, squid::WEB, image::FETCH, TEMPLATE),
        flow_if(
            c(Component::SsrfProxy),
            Peer::Internal,
            Text::new("listed internal services", "許可した内部サービスへの接続"),
            read("D:docker/ssrf_proxy/docker-entrypoint.sh").since(v(1, 15, 0)),
            Condition::All(&[
                Condition::Any(&[
                    Condition::Set(own(s::SSRF_PROXY_ALLOW_PRIVATE_IPS, Truth::No)),
                    Condition::Set(own(s::SSRF_PROXY_ALLOW_PRIVATE_DOMAINS, Truth::No)),
                ]),
                Condition::Since(v(1, 15, 0)),
            ]),
        ),
    ],
    never: &[
        never(c(Component::SsrfProxy), Peer::Every, FORWARDS),
        never(Peer::Ingress, c(Component::SsrfProxy), INNER_ONLY),
        never(Peer::Internet, c(Component::SsrfProxy), INNER_ONLY),
    ],
    vulnerabilities: &[],
};
