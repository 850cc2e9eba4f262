//! `squid.conf`: what may be fetched for users and agents.
//!
//! The destination rules are those of Dify 1.15 (dify.md 5.1: D:docker/ssrf_proxy/squid.conf.template), for every version, and they
//! stand before anything is allowed. Squid resolves names itself, so they hold for names as for addresses.

/// What nobody outside may be: this network, private, carrier, loopback, link-local (metadata), benchmarks, multicast, reserved;
/// and IPv6 forms that carry such addresses.
const INSIDE: &[&str] = &[
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16",
    "192.0.0.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4",
    // Squid keeps IPv4 as ::ffff:0:0/96: that block would be every IPv4 address, and `::/96` holds ::1.
    "::/96 64:ff9b::/96 fc00::/7 fe80::/10 ff00::/8",
];

/// Names of metadata services, whatever they resolve to. `dstdomain -n`, because Squid would otherwise ask for the name of every
/// address first, and wait.
const METADATA: &str = "metadata metadata.google.internal metadata.goog instance-data";

/// The configuration of the proxy for users' requests.
pub(crate) fn config() -> String {
    written("")
}

/// Where the proxy for agents finds the two parts of Dify that they may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// The api's name.
    pub api: String,
    /// The port of its Service.
    pub api_port: u16,
    /// The agent backend's name.
    pub backend: String,
    /// The port of its Service.
    pub backend_port: u16,
}

impl Default for Inside {
    /// In the guide's names.
    fn default() -> Inside {
        Inside {
            api: "api.dify.svc.cluster.local".to_owned(),
            api_port: 5001,
            backend: "agent-backend.dify.svc.cluster.local".to_owned(),
            backend_port: 5050,
        }
    }
}

/// The configuration of the proxy for agents, which also reach two paths of Dify itself (D-1.16:
/// docker/ssrf_proxy/squid-agent.conf.template).
pub(crate) fn agent_config(inside: &Inside) -> String {
    let Inside { api, api_port, backend, backend_port } = inside;
    let ports: String = [*api_port, *backend_port]
        .iter()
        .filter(|port| !matches!(port, 80 | 443 | 1025..))
        .map(|port| format!("acl Safe_ports port {port}\n"))
        .collect();
    let exceptions = format!(
        "\
# Two paths of Dify, and nothing else inside.
acl api_host dstdomain -n {api}
acl api_port port {api_port}
acl files_path urlpath_regex ^/files/
acl stub_host dstdomain -n {backend}
acl stub_port port {backend_port}
acl stub_path urlpath_regex ^/agent-stub(/|$)
acl upwards urlpath_regex -i (\\.|%2e)(\\.|%2e)
http_access allow api_host api_port files_path !upwards !CONNECT
http_access allow stub_host stub_port stub_path !upwards !CONNECT

"
    );
    written(&exceptions).replacen("acl Safe_ports port", &format!("{ports}acl Safe_ports port"), 1)
}

fn written(exceptions: &str) -> String {
    let inside: String = INSIDE.iter().map(|it| format!("acl inside dst {it}\n")).collect();
    format!(
        "\
http_port 3128
visible_hostname ssrf-proxy

acl SSL_ports port 443
acl Safe_ports port 80 443 1025-65535
http_access deny !Safe_ports
http_access deny CONNECT !SSL_ports
http_access deny manager

{exceptions}# What is inside is refused, by address and by whatever a name resolves to, before anything is allowed.
acl metadata dstdomain -n {METADATA}
http_access deny metadata
{inside}http_access deny to_localhost
http_access deny inside

# Only pods: the network policies say which.
acl pods src 0.0.0.1-0.255.255.255 10.0.0.0/8 100.64.0.0/10 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10
http_access allow pods
http_access deny all

# Every request on standard output: who asked, what for, and whether it was refused.
logformat dify_log %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt
access_log stdio:/dev/stdout dify_log
cache_log /dev/stderr
logfile_rotate 0

# Nothing is kept, and nothing is written outside of /run and /tmp.
cache deny all
cache_mem 8 MB
pid_filename none
coredump_dir /tmp
pinger_enable off
netdb_filename none
max_filedescriptors 4096
forwarded_for delete
via on
httpd_suppress_version_string on
connect_timeout 10 seconds
shutdown_lifetime 3 seconds
"
    )
}
