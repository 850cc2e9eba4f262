//! What both Squids have in common: the image `ubuntu/squid`, in which `proxy` is user 13.

use super::notation::*;

const ENTRYPOINT: Known = read("D:docker/ssrf_proxy/docker-entrypoint.sh");

pub(crate) const IMAGES: &[ImageName] = &[named("squid", read("D:docker/docker-compose.yaml, BP, WL"))];
pub(crate) const SHIPPED: Shipped = Shipped {
    repository: "ubuntu/squid",
    tag: Tag::Listed(&[fact("latest", read("D:docker/docker-compose.yaml"))], Some("6.6-24.04_beta")),
};
pub(crate) const PORTS: &[crate::port::Port] =
    &[clients(3128, "proxy", read("D:docker/ssrf_proxy/squid.conf.template")).moved_by(&["HTTP_PORT"])];
pub(crate) const PROBES: &[Fact<Probe>] = &[fact(Probe::Tcp { port: 3128 }, inferred("BP, which ships none"))];

pub(crate) const RUNS: &[Run] = &[Run {
    family: Family::Original,
    starts_as: &[fact(StartsAs::Root, ENTRYPOINT)],
    ids: &[fact(ids(13, 13), inferred("general: user proxy of Debian and Ubuntu"))],
    root: &[fact(
        Root::AsShipped(Text::new(
            "the entrypoint writes /etc/squid as root and Squid then becomes proxy (13); without root it needs its own configuration and paths",
            "エントリーポイントが root で /etc/squid を書き、その後 Squid が proxy (13) に切り替わる。root なしで動かすには専用の設定とパスが必要",
        )),
        ENTRYPOINT,
    )],
    read_only_root: &[fact(
        ReadOnlyRoot::Prepared(Text::new(
            "the image's entrypoint writes its configuration below /etc/squid: mount a finished one and start Squid directly",
            "イメージのエントリーポイントが /etc/squid 以下に設定を書き込む。完成した設定をマウントし、Squid を直接起動する必要がある",
        )),
        ENTRYPOINT,
    )],
    paths: &[
        scratch("/etc/squid", ENTRYPOINT),
        scratch("/etc/ssl/private", ENTRYPOINT),
        scratch("/run", ENTRYPOINT),
        scratch("/var/spool/squid", ENTRYPOINT),
        scratch("/var/log/squid", ENTRYPOINT),
        scratch("/tmp", ENTRYPOINT),
    ],
    capabilities: &[fact(NO_CAPABILITIES, inferred("as proxy from the start it changes no user"))],
    // Squid waits `shutdown_lifetime` for its clients.
    stop: &[fact(stops(35), general())],
}];

pub(crate) const LEVEL: Option<Fact<Level>> =
    Some(fact(Level::Restricted, inferred("D:docker/ssrf_proxy/docker-entrypoint.sh")));

pub(crate) const WEB: &[(u16, crate::flow::Protocol)] =
    &[(80, crate::flow::Protocol::Tcp), (443, crate::flow::Protocol::Tcp)];
