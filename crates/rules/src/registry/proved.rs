//! What is proved or refuted of a network.

use findings::About;

use super::describe;

describe! {
    /// Network invariant refuted
    ///
    /// ## What it finds
    /// A sentence of the built-in pack, of `sekisho.yaml` or of `--invariant` that `network prove` refutes: a flow that must be impossible
    /// and is possible, or one that is needed and is impossible. The finding points to a line that decides it; the further lines stand beside it.
    ///
    /// ## Why it matters
    /// Each sentence says what keeps an attacker from the next step: the sandbox away from the databases, strangers away from the SSRF proxy.
    /// Where it is refuted, the flow that is named works today.
    ///
    /// ## Fix
    /// `sekisho network explain SRC DST` shows every policy that has a say in the flow; `sekisho network policies` writes a set of policies with which
    /// the whole pack is proved.
    ///
    /// ---
    ///
    /// 成り立たないネットワークの文
    ///
    /// ## 見つけるもの
    /// 組み込みの文、`sekisho.yaml` の文、`--invariant` の文のうち、`network prove` が反証したもの。禁じたはずの通信が可能か、必要な通信が不可能です。
    /// 判断を決めた行を指し、ほかの行も関連する位置として示します。
    ///
    /// ## なぜ問題か
    /// どの文も、攻撃者を次の段階に進ませないための条件です(サンドボックスをデータベースから、外部の相手を SSRF プロキシから遠ざけるなど)。反証された文では、示された通信が実際に可能です。
    ///
    /// ## 直し方
    /// `sekisho network explain 送信元 宛先` で、その通信に関わるすべてのポリシーを確認できます。`sekisho network policies` は、組み込みの文がすべて証明されるポリシー一式を書き出します。
    REFUTED_INVARIANT = "refuted-invariant", High, High, Operator,
    controls: [],
    topics: [],
}

/// Every one.
pub static ALL: &[&About] = &[&REFUTED_INVARIANT];
