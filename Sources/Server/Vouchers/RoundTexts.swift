import LabelMarket

/// Simplified Chinese for rounds and their allocation.
enum RoundTexts {
    static let chinese: [String: String] = [
        "Round {round} of {programme}": "{programme}批次 {round}",
        "The decision": "决定",
        "decided": "已决定",
        "The published result, place by place": "逐位公布的结果",
        "The allocation can be looked at once the round has closed.": "批次截止后可查看分配方案。",
        "no rule was found": "未找到规定",
        "Applications filed": "已提交申请",
        "If the pot is too small": "资金不足时",
        "The round can give": "本批次可发放",
        "A seed for the lottery was promised before the round closed. Its SHA-256 stands on the public page of the round:":
            "摇号种子已在批次截止前承诺，其 SHA-256 公布于批次的公开页面：",
        "No seed was promised before the round closed: a lottery is no longer possible.": "批次截止前未承诺种子，已不能摇号。",
        "Promise the seed of the lottery before the round closes: the market makes it, publishes its hash now, and the seed itself with the decision.":
            "须在批次截止前承诺摇号种子：由系统生成，现在公布其哈希值，决定时公布种子本身。",
        "Publish the promise": "公布承诺",
        "No application waits in this round.": "本批次没有待决定的申请。",
        "What deciding it would give": "按现在决定的分配结果",
        "Every rule was asked again just now, as of the moment of filing. {count} applications take part and ask for {asked}; the round can give {pot}.":
            "刚刚按提交时点重新核对了每条规则。{count} 份申请参与分配，合计申请 {asked}；本批次可发放 {pot}。",
        "The lot decides, and is drawn only with the decision.": "由摇号决定，决定时才摇号。",
        "More is asked than there is, and no text says who goes first: decide the applications one by one.":
            "申请总额超过资金，且没有规定先后次序，须逐份决定。",
        "Go on to the decision": "进入决定",
        "Leave out applications with points that nobody has settled": "排除尚有未认定事项的申请",
        "{count} applications have points that are not proven and that nobody has settled. They stay open, unless you let them take part.":
            "{count} 份申请有未证实且无人认定的事项，将保持待定，除非允许其参与。",
        "Let them take part": "允许其参与",
        "Applications of the round": "本批次的申请",
        "(the first {count})": "（前 {count} 份）",
        "Contract from": "合同起始日",
        "Would get": "可得",
        "What happens": "处理",
        "refused: the pot goes to others": "不予发放：资金已分配给在前的申请",
        "takes part in the lottery": "参加摇号",
        "refused: {reason}": "不予发放：{reason}",
        "stays open": "保持待定",
        "Decide round {round} of {programme}": "决定{programme}批次 {round}",
        "Take part": "参与分配",
        "Asked together": "合计申请",
        "Given": "发放",
        "by lot, up to what the round can give": "摇号决定，不超过本批次可发放额",
        "Refused, as a rule fails": "因规则不符拒绝",
        "Stay open": "保持待定",
        "All of it is done at once: vouchers are granted, refusals sent, every firm gets a notice, and the result is published. It cannot be undone.":
            "以上全部一次完成：发放券、发出不予通过的决定、通知每家单位并公布结果。完成后不能撤销。",
        "I have looked at the list and decide it as it stands": "我已查看名单，并按现状决定",
        "Decide the whole round": "决定整个批次",
        "Confirm that you have looked at the list": "确认已查看名单",
        "Receipt": "回执",
        "Took part": "参与分配",
        "The round could give": "本批次可发放",
        "Order of service": "发放次序",
        "Promise of the lottery (SHA-256 of the seed)": "摇号承诺（种子的 SHA-256）",
        "Seed of the lottery": "摇号种子",
        "The list as a file": "名单文件",
        "anyone can draw it again with “labelmarket programme redraw”, or by the few lines in docs/ALLOCATION.md.":
            "任何人都可用“labelmarket programme redraw”或 docs/ALLOCATION.md 中的几行代码重新摇号核对。",
        "The round is not decided yet.": "本批次尚未决定。",
        "No application took part.": "没有申请参与分配。",
        "Applications in the order in which they were served": "按发放次序排列的申请",
        "Served as number": "次序",
        "How often": "次数",
        "once": "一次",
        "{count} rounds, one a quarter": "{count} 个批次，每季度一个",
        "Is something wrong? Open the voucher: what is unspent can be taken back, what was spent demanded back.":
            "如发现问题，可打开该券：未使用的可收回，已使用的可追回。",
        "The round can be decided once it has closed.": "批次截止后才能决定。",
        "The round was decided already.": "本批次已经决定。",
        "An application came, went or changed since the page was made. Look at the list again.":
            "页面打开后有申请变动，应重新查看名单。",
        "More was asked than the pot has, and no text says who goes first. Decide the applications one by one.":
            "申请总额超过资金，且没有规定先后次序，须逐份决定。",
        "No seed was promised before the round closed, so no lottery can be drawn.": "批次截止前未承诺种子，不能摇号。",
        "This programme draws no lots.": "此政策不采用摇号。",
        "The round has closed: a seed can no longer be promised.": "批次已截止，不能再承诺种子。",
        "A seed was promised already.": "种子已经承诺。",
    ]

    /// What a refusal about a round says; nil for all others.
    static func words(_ refusal: VoucherRefusal, _ t: Texts) -> String? {
        switch refusal {
        case .roundStillOpen: t("The round can be decided once it has closed.")
        case .roundDecided: t("The round was decided already.")
        case .roundChanged: t("An application came, went or changed since the page was made. Look at the list again.")
        case .noOversubscriptionRule:
            t("More was asked than the pot has, and no text says who goes first. Decide the applications one by one.")
        case .seedMissing: t("No seed was promised before the round closed, so no lottery can be drawn.")
        case .noLottery: t("This programme draws no lots.")
        case .seedTooLate: t("The round has closed: a seed can no longer be promised.")
        case .seedPromised: t("A seed was promised already.")
        default: nil
        }
    }
}
