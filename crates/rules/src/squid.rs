//! What a squid.conf allows: its `acl` and `http_access` lines, read in order, the first match deciding.
//!
//! Asked is one request: a pod sends `GET http://TARGET/` on port 80. Whatever depends on more than that (a regular expression,
//! a file, an external helper) is not known, and makes the answer unknown where it could have denied.

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;

use netpol::{IpRange, IpSet};

use crate::directive::Directive;

/// Whether a text is the configuration of a Squid.
pub(crate) fn is_config(text: &str) -> bool {
    text.lines().any(|line| matches!(line.split_whitespace().next(), Some("http_access" | "http_port")))
}

/// What Squid does with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It connects; the line that says so.
    Allowed(Range<usize>),
    /// It refuses.
    Denied,
    /// The file does not say.
    Unknown,
}

/// What Squid does with a pod's request to an address.
pub(crate) fn ask(directives: &[Directive<'_>], target: &IpSet) -> Answer {
    let lists = lists(directives);
    let mut last = None;
    let mut perhaps_denied = false;
    for it in directives {
        if it.name() == "include" && it.words.iter().any(|path| path.contains("/conf.d/")) {
            // The image's own file there is `http_access allow localnet`.
            return allowed(it, perhaps_denied);
        }
        if it.name() != "http_access" {
            continue;
        }
        let [_, action, names @ ..] = &it.words[..] else { continue };
        let allow = *action == "allow";
        match all(names.iter().map(|name| meets(&lists, name, target))) {
            Some(true) if allow => return allowed(it, perhaps_denied),
            Some(true) => return Answer::Denied,
            Some(false) => {}
            None => perhaps_denied |= !allow,
        }
        last = Some((allow, it));
    }
    // Without a match Squid does the opposite of the last line; without any line it refuses.
    match last {
        Some((false, it)) => allowed(it, perhaps_denied),
        _ => Answer::Denied,
    }
}

fn allowed(by: &Directive<'_>, perhaps_denied: bool) -> Answer {
    if perhaps_denied { Answer::Unknown } else { Answer::Allowed(by.range.clone()) }
}

fn all(conditions: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for condition in conditions {
        match condition {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}

/// Kind and values of each named list; lines of one name add up.
type Lists<'t> = HashMap<&'t str, (&'t str, Vec<&'t str>)>;

fn lists<'t>(directives: &[Directive<'t>]) -> Lists<'t> {
    let mut lists: Lists<'t> = HashMap::new();
    for it in directives.iter().filter(|it| it.name() == "acl") {
        if let [_, name, kind, values @ ..] = &it.words[..] {
            let values = values.iter().copied().filter(|value| !value.starts_with('-'));
            lists.entry(name).or_insert((kind, Vec::new())).1.extend(values);
        }
    }
    lists
}

/// Whether the request meets a condition of a line; `None` where that is not known.
fn meets(lists: &Lists<'_>, name: &str, target: &IpSet) -> Option<bool> {
    if let Some(name) = name.strip_prefix('!') {
        return meets(lists, name, target).map(|it| !it);
    }
    let Some((kind, values)) = lists.get(name) else { return built_in(name, target) };
    if values.iter().any(|value| value.starts_with('"')) {
        return None;
    }
    let any = |meets: fn(&str, &IpSet) -> bool| Some(values.iter().any(|value| meets(value, target)));
    match *kind {
        "dst" => any(is_in),
        "src" => any(|value, _| !is_loopback(value)),
        "port" => any(|value, _| has_port(value, 80)),
        "localport" | "myport" => any(|value, _| has_port(value, 3128)),
        "method" => any(|value, _| value.eq_ignore_ascii_case("GET")),
        "proto" => any(|value, _| value.eq_ignore_ascii_case("HTTP")),
        // The target is an address and has no name.
        "dstdomain" => Some(false),
        _ => None,
    }
}

fn built_in(name: &str, target: &IpSet) -> Option<bool> {
    let within = |texts: &[&str]| texts.iter().filter_map(|it| block(it)).any(|it| target.is_subset(&it));
    match name {
        "all" | "localnet" => Some(true),
        "localhost" | "manager" | "CONNECT" => Some(false),
        "to_localhost" => Some(within(&["127.0.0.0/8", "0.0.0.0/32", "::1"])),
        "to_linklocal" => Some(within(&["169.254.0.0/16", "fe80::/10"])),
        _ => None,
    }
}

fn is_in(value: &str, target: &IpSet) -> bool {
    if let Some((first, last)) = value.split_once('-') {
        let parse = |it: &str| it.parse::<IpAddr>().ok();
        return match (parse(first), parse(last)) {
            (Some(first), Some(last)) => between(first, last).is_some_and(|it| target.is_subset(&it)),
            _ => false,
        };
    }
    value == "all" || block(value).is_some_and(|it| target.is_subset(&it))
}

/// Reads `10.0.0.0/8`, or a single address.
pub(crate) fn block(text: &str) -> Option<IpSet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpRange::single(address).into()),
        Err(_) => IpSet::from_cidr(text),
    }
}

/// The addresses from one to another of the same family.
fn between(first: IpAddr, last: IpAddr) -> Option<IpSet> {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) if first <= last => {
            Some(IpRange::V4(first.to_bits(), last.to_bits()).into())
        }
        (IpAddr::V6(first), IpAddr::V6(last)) if first <= last => {
            Some(IpRange::V6(first.to_bits(), last.to_bits()).into())
        }
        _ => None,
    }
}

fn is_loopback(value: &str) -> bool {
    value.starts_with("127.") || value == "::1" || value.starts_with("::1/")
}

fn has_port(value: &str, port: u16) -> bool {
    let (first, last) = value.split_once('-').unwrap_or((value, value));
    matches!((first.parse::<u16>(), last.parse::<u16>()), (Ok(first), Ok(last)) if (first..=last).contains(&port))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "acl localnet src 10.0.0.0/8 # RFC 1918\nacl SSL_ports port 443\nacl Safe_ports port 80\nacl Safe_ports port 443\n\
        acl CONNECT method CONNECT\nhttp_access deny !Safe_ports\nhttp_access deny CONNECT !SSL_ports\n";

    fn answer(rest: &str, target: &str) -> Answer {
        let text = format!("{HEAD}{rest}");
        let answer = ask(&crate::directive::squid(&text), &block(target).expect(target));
        if let Answer::Allowed(range) = &answer {
            assert!(text[range.clone()].starts_with("http_access") || text[range.clone()].starts_with("include"));
        }
        answer
    }

    fn allows(rest: &str, target: &str) -> bool {
        matches!(answer(rest, target), Answer::Allowed(_))
    }

    #[test]
    fn the_first_match_decides() {
        let private = "acl private dst 10.0.0.0/8 169.254.0.0/16\n";
        let deny = format!("{private}http_access deny private\nhttp_access allow localnet\nhttp_access deny all\n");
        let late = format!("{private}http_access allow localnet\nhttp_access deny private\n");
        assert_eq!(answer(&deny, "169.254.169.254"), Answer::Denied);
        assert!(allows(&deny, "192.168.0.1") && allows(&late, "169.254.169.254"));
    }

    #[test]
    fn the_shipped_include_lets_the_pods_by() {
        assert!(allows("include /etc/squid/conf.d/*.conf\nhttp_access deny all", "169.254.169.254"));
        let guarded = "http_access deny to_linklocal\ninclude /etc/squid/conf.d/*.conf\nhttp_access deny all";
        assert_eq!(answer(guarded, "169.254.169.254"), Answer::Denied);
    }

    #[test]
    fn exceptions_in_a_file_do_not_open_the_rest() {
        let text = "acl listed dst \"/etc/squid/list\"\nacl private dst all\nhttp_access allow listed\nhttp_access deny private";
        assert_eq!(answer(text, "10.0.0.1"), Answer::Denied);
        let unknown = "acl bad dst \"/etc/squid/list\"\nhttp_access deny bad\nhttp_access allow all";
        assert_eq!(answer(unknown, "10.0.0.1"), Answer::Unknown);
    }

    #[test]
    fn without_a_match_the_opposite_of_the_last_line() {
        assert!(allows("http_access deny to_localhost", "10.0.0.1"));
        assert_eq!(answer("acl none src 127.0.0.1\nhttp_access allow none", "10.0.0.1"), Answer::Denied);
        assert_eq!(ask(&[], &block("10.0.0.1").expect("an address")), Answer::Denied);
    }

    #[test]
    fn ranges_and_negations() {
        let text = "acl low dst 0.0.0.1-0.255.255.255 10.0.0.0-10.9.0.0\nhttp_access allow !low\nhttp_access deny all";
        assert_eq!(answer(text, "10.1.0.0"), Answer::Denied);
        assert!(allows(text, "10.10.0.0"));
    }
}
