//! Ports as short as a label has to be.

use lang::{Text, text};
use model::Protocol;
use netpol::ConnSet;

/// So many ranges are written out.
const SHOWN: usize = 4;

/// `5432`, `8080, 50051`, `53/UDP`; all but a few where nearly everything is open.
pub(super) fn ports(conn: &ConnSet) -> Text {
    if conn.is_all() {
        return Text::new("all ports", "全ポート");
    }
    let [open, closed] = [list(conn), list(&conn.complement())];
    let short = |it: &Option<Vec<String>>| it.as_ref().map_or(usize::MAX, Vec::len);
    match (open, closed) {
        (open, Some(but)) if but.len() <= SHOWN && but.len() < short(&open) => {
            let but = but.join(", ");
            text!("all but {but}", "{but} 以外すべて")
        }
        (Some(open), _) if open.len() <= SHOWN => Text::same(open.join(", ")),
        _ => Text::new("many ports", "多数のポート"),
    }
}

/// The ranges; `None` where there are too many to count.
fn list(conn: &ConnSet) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for protocol in Protocol::ALL {
        let ports = conn.ports(protocol);
        let suffix = if protocol == Protocol::Tcp { String::new() } else { format!("/{}", protocol.name()) };
        if ports.is_all() {
            found.push(format!("{} *", protocol.name()));
            continue;
        }
        for (first, last) in ports.iter() {
            found.push(if first == last { format!("{first}{suffix}") } else { format!("{first}-{last}{suffix}") });
        }
        if found.len() > 2 * SHOWN {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use lang::Lang;
    use netpol::PortSet;

    use super::*;

    #[test]
    fn labels_are_short() {
        let of = |conn: &ConnSet| ports(conn).get(Lang::En).to_owned();
        let one = ConnSet::of(Protocol::Tcp, PortSet::point(5432));
        let dns = ConnSet::of(Protocol::Udp, PortSet::point(53)).union(&ConnSet::of(Protocol::Tcp, PortSet::point(53)));
        assert_eq!(of(&one), "5432");
        assert_eq!(of(&dns), "53, 53/UDP");
        assert_eq!(of(&ConnSet::all()), "all ports");
        assert_eq!(of(&one.complement()), "all but 5432");
        assert_eq!(of(&ConnSet::of(Protocol::Tcp, PortSet::all())), "TCP *");
        let many = PortSet::from_ranges((1..100).map(|it| (it * 10, it * 10)));
        assert_eq!(of(&ConnSet::of(Protocol::Tcp, many)), "many ports");
    }
}
