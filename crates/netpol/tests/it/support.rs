//! Deployments from text, and answers as text.

use model::Inventory;
use netpol::{Network, Options, PortQuery, Verdict};

/// Reads one YAML text.
pub(crate) fn read(yaml: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file("test.yaml", yaml)], &inventory::Options::default())
}

/// The word for a verdict.
pub(crate) fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Possible => "possible",
        Verdict::Impossible => "impossible",
        Verdict::Unknown(_) => "unknown",
    }
}

/// Asks one question.
pub(crate) fn ask(yaml: &str, options: &Options, from: &str, to: &str, port: &str) -> &'static str {
    let inventory = read(yaml);
    let network = Network::new(&inventory, options);
    let ends = |name| network.find(name).unwrap_or_else(|error| panic!("{error}"));
    let port = if port == "any" { PortQuery::Any } else { PortQuery::parse(port).expect("a port") };
    word(&network.can(&ends(from), &ends(to), port).verdict)
}

/// All connections, a line each: `src => dst : conn`, with ` ?` behind those that are only possible.
pub(crate) fn lines(yaml: &str) -> Vec<String> {
    let inventory = read(yaml);
    lines_of(&netpol::connections(&inventory))
}

pub(crate) fn lines_of(listing: &netpol::Listing) -> Vec<String> {
    listing
        .iter()
        .map(|line| {
            let mark = if line.certainty == netpol::Certainty::Possible { " ?" } else { "" };
            format!("{} => {} : {}{mark}", line.src, line.dst, line.conn)
        })
        .collect()
}
