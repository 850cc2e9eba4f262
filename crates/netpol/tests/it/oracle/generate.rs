//! Random clusters from a seed. Small pools make accidents likely: equal labels, overlapping ranges, neighbouring ports.

use super::world::*;

/// A small generator of random numbers (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5EED)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((it ^ (it >> 31)) % bound as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, pool: &[T]) -> T {
        pool[self.below(pool.len())]
    }

    fn some<T>(&mut self, max: usize, mut make: impl FnMut(&mut Dice) -> T) -> Vec<T> {
        (0..self.below(max + 1)).map(|_| make(self)).collect()
    }
}

/// What a generated cluster may contain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mix {
    /// Things that manifests leave open: pods in the host's network, unknown names of ports, equal priorities.
    pub(crate) doubts: bool,
    pub(crate) admins: bool,
}

// Not `y`: YAML 1.1 reads that as true.
const NAMESPACES: [Str; 3] = ["red", "blue", "gray"];
const KEYS: [Str; 3] = ["app", "tier", "env"];
const VALUES: [Str; 3] = ["a", "b", "c"];
const PROTOS: [Proto; 4] = [Proto::Tcp, Proto::Tcp, Proto::Udp, Proto::Sctp];
const NUMBERS: [u16; 7] = [1, 79, 80, 81, 82, 443, 65535];
const PORT_NAMES: [Str; 3] = ["http", "dns", "web"];
const CIDRS: [(Str, &[Str]); 9] = [
    ("0.0.0.0/0", &["10.0.0.0/8", "10.0.1.0/24", "203.0.113.0/24", "10.0.1.5/32"]),
    ("10.0.0.0/8", &["10.0.1.0/24", "10.0.1.4/31", "10.128.0.0/9"]),
    ("10.0.1.0/24", &["10.0.1.5/32", "10.0.1.128/25"]),
    ("10.0.1.4/31", &["10.0.1.4/32"]),
    ("203.0.113.0/24", &["203.0.113.7/32"]),
    ("::/0", &["2001:db8::/32", "fe80::/10"]),
    ("2001:db8::/32", &["2001:db8:1::/48"]),
    ("2001:db8:1::/48", &["2001:db8:1::1/128"]),
    ("192.168.7.7/16", &["192.168.7.0/24"]),
];
/// Blocks that surely cover every pod or surely none.
const PLAIN_NETWORKS: [Str; 4] = ["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32", "2001:db8::/32"];

pub(crate) fn world(seed: u64, mix: Mix) -> World {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let namespaces = NAMESPACES
        .iter()
        .map(|name| Namespace { name, labels: labels(dice), declared: !(dice.one_in(3) && mix.doubts) })
        .collect();
    let n_pods = 2 + dice.below(4);
    let pods = (0..n_pods)
        .map(|at| Pod {
            namespace: dice.below(NAMESPACES.len()),
            name: format!("p{at}"),
            deployment: dice.one_in(2),
            host: mix.doubts && dice.one_in(5),
            labels: labels(dice),
            ports: ports(dice),
        })
        .collect();
    let mut world = World { namespaces, pods, natives: Vec::new(), admins: Vec::new() };
    world.natives = dice.some(4, |dice| native(dice, &world, mix));
    if mix.admins {
        let mut admins = dice.some(4, |dice| admin(dice, &world, mix));
        let mut seen_baseline = false;
        admins.retain(|it| it.form != Form::Banp || !std::mem::replace(&mut seen_baseline, true));
        if !mix.doubts {
            admins.iter_mut().enumerate().for_each(|(at, it)| it.priority = it.priority * 10 + at as i64);
        }
        world.admins = admins;
    }
    world
}

fn labels(dice: &mut Dice) -> Labels {
    let mut found = Vec::new();
    for key in KEYS {
        if !dice.one_in(3) {
            found.push((key, dice.of(&VALUES)));
        }
    }
    found
}

fn ports(dice: &mut Dice) -> Vec<(Str, Proto, u16)> {
    let mut found = Vec::new();
    for name in PORT_NAMES.iter().take(2) {
        if dice.one_in(2) {
            found.push((*name, dice.of(&PROTOS), dice.of(&NUMBERS)));
        }
    }
    found
}

fn selector(dice: &mut Dice, of_namespaces: bool) -> Selector {
    let mut found = Selector::default();
    if of_namespaces && dice.one_in(2) {
        found.equal.push(("kubernetes.io/metadata.name", dice.of(&NAMESPACES)));
    } else if !dice.one_in(3) {
        found.equal.push((dice.of(&KEYS), dice.of(&VALUES)));
    }
    if dice.one_in(2) {
        let op = dice.of(&[Op::In, Op::NotIn, Op::Exists, Op::DoesNotExist]);
        let values = match op {
            Op::In | Op::NotIn => (0..=dice.below(2)).map(|_| dice.of(&VALUES)).collect(),
            Op::Exists | Op::DoesNotExist => Vec::new(),
        };
        found.tests.push((dice.of(&KEYS), op, values));
    }
    found
}

/// A name that some pod has, unless doubts are wanted.
fn port_name(dice: &mut Dice, world: &World, mix: Mix) -> Option<Str> {
    let known: Vec<Str> = world.pods.iter().flat_map(|pod| pod.ports.iter().map(|port| port.0)).collect();
    if mix.doubts { Some(dice.of(&PORT_NAMES)) } else { (!known.is_empty()).then(|| dice.of(&known)) }
}

fn native(dice: &mut Dice, world: &World, mix: Mix) -> Native {
    let rules = |dice: &mut Dice| (!dice.one_in(3)).then(|| dice.some(2, |dice| native_rule(dice, world, mix)));
    Native {
        namespace: dice.below(NAMESPACES.len()),
        selector: (!dice.one_in(4)).then(|| if dice.one_in(2) { Selector::default() } else { selector(dice, false) }),
        types: (!dice.one_in(3)).then(|| dice.of(&[(true, false), (false, true), (true, true)])),
        ingress: rules(dice),
        egress: rules(dice),
    }
}

fn native_rule(dice: &mut Dice, world: &World, mix: Mix) -> NativeRule {
    let peer = |dice: &mut Dice| {
        if dice.one_in(3) {
            let (cidr, holes) = dice.of(&CIDRS);
            return NativePeer::Block { cidr, except: dice.some(2, |dice| dice.of(holes)) };
        }
        let namespaces = dice.one_in(2).then(|| selector(dice, true));
        let pods = (namespaces.is_none() || dice.one_in(2)).then(|| selector(dice, false));
        NativePeer::Pods { namespaces, pods }
    };
    let port = |dice: &mut Dice| {
        let protocol = (!dice.one_in(3)).then(|| dice.of(&PROTOS));
        let number = dice.of(&NUMBERS);
        let (port, end) = match dice.below(6) {
            0 => (None, None),
            1 => (port_name(dice, world, mix).map(PortRef::Name), None),
            2 => (Some(PortRef::Number(number)), Some(number.saturating_add(dice.below(3) as u16))),
            _ => (Some(PortRef::Number(number)), None),
        };
        NativePort { protocol, port, end }
    };
    NativeRule {
        peers: (!dice.one_in(5)).then(|| dice.some(3, peer)),
        ports: (!dice.one_in(3)).then(|| dice.some(2, port)),
    }
}

fn admin(dice: &mut Dice, world: &World, mix: Mix) -> Admin {
    let form = dice.of(&[Form::Anp, Form::CnpAdmin, Form::CnpAdmin, Form::Banp, Form::CnpBaseline]);
    let subject = (selector(dice, true), dice.one_in(2).then(|| selector(dice, false)));
    let priority = dice.below(3) as i64;
    let ingress = dice.some(3, |dice| admin_rule(dice, world, mix, form, true));
    let egress = dice.some(3, |dice| admin_rule(dice, world, mix, form, false));
    Admin { form, priority, subject, ingress, egress }
}

fn admin_rule(dice: &mut Dice, world: &World, mix: Mix, form: Form, ingress: bool) -> AdminRule {
    let pass = if form == Form::Banp { Act::Deny } else { Act::Pass };
    let action = dice.of(&[Act::Allow, Act::Deny, pass]);
    let mut networks = false;
    let mut peer = |dice: &mut Dice| match dice.below(if ingress { 2 } else { 3 }) {
        0 => AdminPeer::Namespaces(if dice.one_in(3) { Selector::default() } else { selector(dice, true) }),
        1 => AdminPeer::Pods(selector(dice, true), selector(dice, false)),
        _ => {
            networks = true;
            let one = |dice: &mut Dice| if mix.doubts { dice.of(&CIDRS).0 } else { dice.of(&PLAIN_NETWORKS) };
            AdminPeer::Networks((0..=dice.below(2)).map(|_| one(dice)).collect())
        }
    };
    let peers: Vec<AdminPeer> = (0..=dice.below(2)).map(|_| peer(dice)).collect();
    let whole = matches!(form, Form::CnpAdmin | Form::CnpBaseline);
    let port = |dice: &mut Dice| {
        let (protocol, number) = (dice.of(&PROTOS), dice.of(&NUMBERS));
        match dice.below(5) {
            0 if number < 65000 => AdminPort::Range(protocol, number, number + 1 + dice.below(3) as u16),
            1 if whole => AdminPort::Whole(protocol),
            // The API refuses names of ports beside networks.
            2 if !networks => port_name(dice, world, mix).map_or(AdminPort::Number(protocol, number), AdminPort::Named),
            _ => AdminPort::Number(protocol, number),
        }
    };
    let ports = dice.one_in(2).then(|| (0..=dice.below(2)).map(|_| port(dice)).collect());
    AdminRule { action, peers, ports }
}
