//! `open-load-balancer`.

use lang::text;

use netpol::{IpRange, IpSet};

use crate::exposure::{self, DoorKind};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// LoadBalancer without loadBalancerSourceRanges
    ///
    /// ## What it finds
    /// A Service of type `LoadBalancer` without `loadBalancerSourceRanges`, or with `0.0.0.0/0` in them. Load balancers marked as internal by the
    /// annotation of their cloud are left out.
    ///
    /// ## Why it matters
    /// The whole internet reaches it. For nginx on 443 that may be what is wanted; for a console that only a company uses it is not, and every
    /// hole in Dify's login is then everybody's.
    ///
    /// ## Fix
    /// Name the networks that may connect, or make it internal:
    ///
    /// ```yaml
    /// spec:
    ///   type: LoadBalancer
    ///   loadBalancerSourceRanges: ["203.0.113.0/24"]
    /// ```
    ///
    /// ---
    ///
    /// 接続元を限らないロードバランサー
    ///
    /// ## 見つけるもの
    /// `loadBalancerSourceRanges` がない、または `0.0.0.0/0` を含む `LoadBalancer` 型の Service。クラウドごとのアノテーションで内部用とされているものは除きます。
    ///
    /// ## なぜ問題か
    /// インターネットの誰からでも届きます。nginx の 443 番なら意図どおりかもしれませんが、社内だけで使うコンソールであれば、Dify のログインに穴が見つかったときに誰からでも突かれます。
    ///
    /// ## 直し方
    /// 接続を許すネットワークを指定するか、内部用にしてください。
    ///
    /// ```yaml
    /// spec:
    ///   type: LoadBalancer
    ///   loadBalancerSourceRanges: ["203.0.113.0/24"]
    /// ```
    OPEN_LOAD_BALANCER = "open-load-balancer", Low, High, Operator,
    controls: [],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for service in &facts.inventory.services {
        if exposure::kind_of(service) != Some(DoorKind::LoadBalancer) {
            continue;
        }
        let open = |text: &str| IpSet::from_cidr(text).is_some_and(|it| is_anywhere(&it));
        let wide = service.source_ranges.iter().find(|it| open(&it.value));
        if wide.is_none() && !service.source_ranges.is_empty() {
            continue;
        }
        let kind = service.service_type.as_ref().map_or(service.meta.name.place, |it| it.place);
        let place = wide.map_or(kind, |it| it.place);
        let name = &service.meta.name.value;
        let part = facts.wires().network().led_to_by(service).into_iter().find_map(|it| it.component);
        let subject = Subject::perhaps(&service.meta, part);
        findings.report(
            subject,
            place,
            text!(
                "the load balancer of Service `{name}` lets everybody in",
                "Service `{name}` のロードバランサーは接続元を限っていません"
            ),
        );
    }
}

/// Whether a block holds all addresses of a family, or so many that it is meant so (`0.0.0.0/1` and `128.0.0.0/1`).
fn is_anywhere(block: &IpSet) -> bool {
    let wide = |range: IpRange| match range {
        IpRange::V4(first, last) => last - first >= u32::MAX >> 4,
        IpRange::V6(first, last) => last - first >= u128::MAX >> 4,
    };
    block.ranges().any(wide)
}
