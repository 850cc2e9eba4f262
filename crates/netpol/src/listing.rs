//! Everything that may be connected to everything else.

use std::collections::HashMap;

use model::{Inventory, PolicyType};

use crate::matrix::Matrix;
use crate::network::Network;
use crate::options::Options;
use crate::pair::{End, Flow};
use crate::table::ConnId;
use crate::{ConnSet, IpRange, Peer};

/// How sure a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The policies allow it.
    Certain,
    /// It depends on something that the input leaves open.
    Possible,
}

impl Certainty {
    /// The word of the JSON form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Possible => "possible",
        }
    }
}

/// One line: what `src` may open to `dst`. A pair has at most one line of each certainty, without overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection<'l> {
    /// Who connects.
    pub src: &'l Peer,
    /// To whom.
    pub dst: &'l Peer,
    /// To which ports.
    pub conn: &'l ConnSet,
    /// How sure.
    pub certainty: Certainty,
}

/// A line without its source: eight bytes, because there are as many as pairs of peers.
#[derive(Clone, Copy)]
struct Line {
    dst: u32,
    /// The number of the set, doubled; one more where it is only possible.
    conn: u32,
}

impl Line {
    fn new(dst: u32, conn: ConnId, certainty: Certainty) -> Line {
        Line { dst, conn: conn.0 * 2 + u32::from(certainty == Certainty::Possible) }
    }

    fn certainty(self) -> Certainty {
        if self.conn % 2 == 1 { Certainty::Possible } else { Certainty::Certain }
    }
}

/// Lines of one source, up to this position.
struct Run {
    src: u32,
    end: usize,
}

/// All connections, in order: by source, then destination. Kept as numbers, because there are as many as pairs of peers.
pub struct Listing {
    peers: Vec<Peer>,
    sets: Vec<ConnSet>,
    runs: Vec<Run>,
    lines: Vec<Line>,
}

impl Listing {
    /// Every line.
    pub fn iter(&self) -> impl Iterator<Item = Connection<'_>> {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|run| run.end));
        self.runs.iter().zip(starts).flat_map(|(run, start)| {
            self.lines[start..run.end].iter().map(|line| Connection {
                src: &self.peers[run.src as usize],
                dst: &self.peers[line.dst as usize],
                conn: &self.sets[line.conn as usize / 2],
                certainty: line.certainty(),
            })
        })
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nothing may be connected to anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// All connections of an inventory. Blocks of addresses are taken as outside the cluster, as the documentation of
/// NetworkPolicy means them ([`Options::blocks_are_external`]); ask a [`Network`] of other [`Options`] for more.
#[must_use]
pub fn connections(inventory: &Inventory) -> Listing {
    Network::new(inventory, &Options::blocks_are_external()).connections()
}

impl Network<'_> {
    /// All connections between different workloads, to and from addresses outside, and from the ingress controller. A
    /// workload's connections to itself are left out.
    #[must_use]
    pub fn connections(&self) -> Listing {
        let mut matrix = Matrix::new(self);
        let mut writer = Writer::new(self);
        let mut inbound: Vec<(IpRange, u32, Flow)> = Vec::new();
        for src in 0..self.n_workloads {
            for dst in 0..self.n_workloads {
                if src != dst {
                    let flow = matrix.between(src, dst);
                    writer.add(src as u32, dst as u32, flow);
                }
            }
            for (range, flow) in ranges(&mut matrix, src, PolicyType::Egress) {
                let dst = writer.external(range);
                writer.add(src as u32, dst, flow);
            }
            let ranges = ranges(&mut matrix, src, PolicyType::Ingress);
            inbound.extend(ranges.into_iter().map(|(range, flow)| (range, src as u32, flow)));
        }
        inbound.sort_by_key(|(range, dst, _)| (*range, *dst));
        for (range, dst, flow) in inbound {
            let src = writer.external(range);
            writer.add(src, dst, flow);
        }
        let entries = entries(&mut matrix);
        let controller = writer.controller();
        for (dst, flow) in entries {
            writer.add(controller, dst as u32, flow);
        }
        Listing { peers: writer.peers, sets: matrix.table.into_sets(), runs: writer.runs, lines: writer.lines }
    }
}

struct Writer {
    peers: Vec<Peer>,
    externals: HashMap<IpRange, u32>,
    runs: Vec<Run>,
    lines: Vec<Line>,
}

impl Writer {
    fn new(network: &Network<'_>) -> Writer {
        let peers = network.workloads().cloned().collect();
        Writer { peers, externals: HashMap::new(), runs: Vec::new(), lines: Vec::new() }
    }

    fn external(&mut self, range: IpRange) -> u32 {
        *self.externals.entry(range).or_insert_with(|| {
            self.peers.push(Peer::External(range));
            self.peers.len() as u32 - 1
        })
    }

    fn controller(&mut self) -> u32 {
        self.peers.push(Peer::IngressController);
        self.peers.len() as u32 - 1
    }

    fn add(&mut self, src: u32, dst: u32, flow: Flow) {
        for (conn, certainty) in [(flow.certain, Certainty::Certain), (flow.open, Certainty::Possible)] {
            if conn == ConnId::EMPTY {
                continue;
            }
            self.lines.push(Line::new(dst, conn, certainty));
            match self.runs.last_mut() {
                Some(run) if run.src == src => run.end = self.lines.len(),
                _ => self.runs.push(Run { src, end: self.lines.len() }),
            }
        }
    }
}

/// The ranges that a workload may exchange something with; neighbours with equal answers are one.
pub(crate) fn ranges(matrix: &mut Matrix<'_, '_>, group: usize, direction: PolicyType) -> Vec<(IpRange, Flow)> {
    let atoms = &matrix.network.compiled.atoms;
    let mut found: Vec<(IpRange, Flow)> = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        let flow = matrix.outside(group, direction, at);
        if flow == Flow::NONE {
            continue;
        }
        if let Some((range, last)) = found.last_mut()
            && *last == flow
            && let Some(joined) = range.join(*atom)
        {
            *range = joined;
        } else {
            found.push((*atom, flow));
        }
    }
    found
}

/// What the ingress controller may open to each workload that an Ingress or a route leads to.
pub(crate) fn entries(matrix: &mut Matrix<'_, '_>) -> Vec<(usize, Flow)> {
    let network = matrix.network;
    let entries = network.entries();
    let mut by_unit: HashMap<u32, ConnSet> = entries.into_iter().collect();
    let mut found = Vec::new();
    for (at, group) in network.groups.iter().enumerate().take(network.n_workloads) {
        let mut all = Flow::NONE;
        for unit in &group.units {
            let Some(ports) = by_unit.remove(unit) else { continue };
            let ports = matrix.table.id(ports);
            let flow = matrix.pair(End::UnknownPod, End::Pod(network.compiled.kind_of_unit[*unit as usize]));
            let certain = matrix.table.intersection(flow.certain, ports);
            let open = matrix.table.intersection(flow.open, ports);
            all = all.or(&mut matrix.table, Flow { certain, open });
        }
        if all != Flow::NONE {
            found.push((at, all));
        }
    }
    found
}
