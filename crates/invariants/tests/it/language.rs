//! Reading and printing of sentences.

use dify::Component;
use invariants::{Block, Claim, Invariant, Peers, Ports, Target, Who, Word, parse};
use lang::Lang;
use model::{Protocol, WorkloadKind};
use netpol::IpSet;
use proptest::prelude::*;

#[test]
fn sentences_read_and_print() {
    for (sentence, printed) in [
        ("sandbox -> only ssrf-proxy, dns", "sandbox -> only ssrf-proxy, dns"),
        ("nothing -> 169.254.169.254", "nothing -> 169.254.169.254"),
        ("anything -> never 169.254.169.254", "nothing -> 169.254.169.254"),
        ("only api,worker->postgres:5432", "only api, worker -> postgres:5432/TCP"),
        ("  web  →  never dify except api ", "web -> never dify except api"),
        ("api -> needs vector-store:50051/tcp", "api -> needs vector-store:50051/TCP"),
        ("agent-sandbox -> nothing", "agent-sandbox -> nothing"),
        ("nothing except api -> redis", "nothing except api -> redis"),
        ("dify/api[Deployment] -> needs [fd00::1]:443", "dify/api[Deployment] -> needs [fd00::1]:443/TCP"),
        ("weaviate -> needs weaviate:7000-7001/UDP", "weaviate -> needs weaviate:7000-7001/UDP"),
        ("redis -> never fc00::/7, 10.0.0.0/8:22", "redis -> never fc00::/7, 10.0.0.0/8:22/TCP"),
        ("api、worker -> needs dns", "api, worker -> needs dns"),
    ] {
        assert_eq!(parse(sentence).map(|it| it.to_string()), Ok(printed.to_owned()));
    }
}

#[test]
fn every_mistake_has_its_column_and_says_what_to_write() {
    for (sentence, column, hint) in [
        ("", 1, "a peer is missing"),
        ("sandbox", 8, "`->` should stand here"),
        ("sandbx -> nothing", 1, "did you mean `sandbox`?"),
        ("sandbox api -> nothing", 9, "`->` should stand here"),
        ("sandbox -> ssrf-proxy", 12, "say what is claimed"),
        ("sandbox -> only", 16, "a peer is missing"),
        ("sandbox -> only never", 17, "a peer should stand here, not `never`"),
        ("api -> needs postgres:0", 23, "a port is written as"),
        ("api -> needs postgres:80-70", 23, "a port is written as"),
        ("api -> needs postgres:53/ICMP", 23, "a port is written as"),
        ("api -> never 10.0.0.0/40", 14, "neither"),
        ("api -> never 300.1.1.1", 14, "neither a component"),
        ("api -> never dify/api[Servic]", 14, "is no kind of workload"),
        ("api -> nothing web", 16, "the sentence should end here"),
        ("only api:80 -> redis", 6, "a port belongs behind the arrow"),
        ("データ -> nothing", 1, "neither a component"),
        ("nothing -> データ", 12, "neither a component"),
    ] {
        let error = parse(sentence).expect_err(sentence);
        assert_eq!(error.column, column, "{sentence}: {error}");
        assert!(error.reason.get(Lang::En).contains(hint), "{sentence}: {error}");
        let japanese = error.reason.get(Lang::Ja);
        assert!(japanese.chars().any(|it| ('ぁ'..='ん').contains(&it)), "{sentence}: {japanese}");
    }
}

fn who() -> impl Strategy<Value = Who> {
    let name = "[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?";
    let kinds = [WorkloadKind::Deployment, WorkloadKind::StatefulSet, WorkloadKind::CronJob, WorkloadKind::Pod];
    let workload = (name, name, prop::option::of(prop::sample::select(kinds.to_vec())));
    let block = |text: String| {
        let set = IpSet::from_cidr(&text).expect("a block");
        Who::Addresses(Block { text, set })
    };
    prop_oneof![
        prop::sample::select(Component::ALL.to_vec()).prop_map(Who::Component),
        prop::sample::select(Word::ALL.to_vec()).prop_map(Who::Word),
        workload.prop_map(|(namespace, name, kind)| Who::Workload { namespace, name, kind }),
        (any::<u32>(), 0u32..=32)
            .prop_map(move |(bits, length)| block(format!("{}/{length}", std::net::Ipv4Addr::from_bits(bits)))),
        (any::<u128>(), 0u32..=128)
            .prop_map(move |(bits, length)| block(format!("{}/{length}", std::net::Ipv6Addr::from_bits(bits)))),
    ]
}

fn targets(ports: bool, least: usize) -> impl Strategy<Value = Vec<Target>> {
    let protocol = prop::sample::select(Protocol::ALL.to_vec());
    let range =
        (1u16.., 1u16.., protocol).prop_map(|(a, b, protocol)| Ports { first: a.min(b), last: a.max(b), protocol });
    let target =
        (who(), prop::option::of(range)).prop_map(move |(who, found)| Target { who, ports: found.filter(|_| ports) });
    prop::collection::vec(target, least..4)
}

fn peers(ports: bool) -> impl Strategy<Value = Peers> {
    (targets(ports, 1), targets(ports, 0)).prop_map(|(list, except)| Peers { list, except })
}

fn invariant() -> impl Strategy<Value = Invariant> {
    let claim = prop::sample::select(vec![Claim::Never, Claim::OnlyTo, Claim::OnlyFrom, Claim::Needs]);
    let cage = peers(false).prop_map(|from| Invariant { from, claim: Claim::OnlyTo, to: Peers::default() });
    let other = (peers(false), claim, peers(true)).prop_map(|(from, claim, to)| Invariant { from, claim, to });
    prop_oneof![1 => cage, 9 => other]
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same(invariant in invariant()) {
        let printed = invariant.to_string();
        prop_assert_eq!(parse(&printed), Ok(invariant), "{}", printed);
    }

    #[test]
    fn any_text_is_read_or_refused_inside_of_it(text in "\\PC{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.column >= 1 && error.column <= text.chars().count() + 1);
        }
    }
}
