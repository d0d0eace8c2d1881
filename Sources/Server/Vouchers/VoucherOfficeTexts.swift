import LabelMarket

/// Simplified Chinese for what officers do about applications and vouchers, and for what both sides are refused.
enum VoucherOfficeTexts {
    static let chinese: [String: String] = [
        "No application matches this choice.": "没有符合所选条件的申请。",
        "Reason, when you refuse": "不予批准的理由",
        "Grant the chosen ones as asked": "按申请金额批准所选申请",
        "Refuse the chosen ones": "驳回所选申请",
        "all": "全部",
        "All programmes": "全部政策",
        "Applications, oldest first": "申请（由旧到新）",
        "Choose": "选择",
        "Choose application {number}": "选择申请 {number}",
        "The pot of this year has {amount} left.": "今年资金池余额 {amount}。",
        "No money has been appropriated for this year.": "今年尚未拨入资金。",
        "Verdict when the firm applied": "企业申请时的核对结果",
        "Decide": "决定",
        "{rule}: what did you find?": "{rule}：核实结果",
        "granted without a person, to look at": "自动发放，待抽查",
        "This was granted without a person and drawn for one to look at.": "此申请为自动发放，已抽中需人工查看。",
        "I have looked at it": "已查看",
        "left open": "未核实",
        "holds": "符合",
        "does not hold": "不符合",
        "Decision": "决定",
        "Grant": "批准",
        "Refuse": "驳回",
        "Amount to grant": "发放金额（元）",
        "In yuan, at most what was asked": "不超过申请金额",
        "The firm reads it": "申请单位可以看到",
        "Decide the application": "确定",
        "Enter the amount to grant": "填写发放金额",
        "Write the reason for the refusal": "写明驳回理由",
        "Choose whether to grant or to refuse": "选择批准或驳回",
        "Applications decided": "申请已处理",
        "{count} applications were decided; each firm has a notice on its desk.": "已处理 {count} 份申请，各单位的工作台已收到通知。",
        "{count} stay open: someone decided meanwhile, or the pot could not pay them.": "{count} 份仍待处理：已有他人决定，或资金池余额不足。",
        "Choose at least one application": "至少选择一份申请",
        "Write the reason": "写明理由",
        "Vouchers issued": "已发放的券",
        "No voucher has been granted yet.": "尚未发放过券。",
        "Vouchers issued, newest first": "已发放的券（由新到旧）",
        "Take back voucher {number}": "收回券 {number}",
        "Goes back to the pot": "退回资金池",
        "Stays held for contracts": "继续为合同冻结",
        "Take the money back": "收回资金",
        "No version of this programme is in force.": "此政策没有生效的版本。",
        "The programme got a new version while you had the page open. Open it again to see the rules as they stand now.":
            "打开页面后，此政策已发布新版本。重新打开即可看到现行规则。",
        "This programme pays makers or suppliers directly; firms do not apply for it here.": "此政策直接奖励开发者或供给方，企业不在此申请。",
        "The round is closed.": "批次已结束。",
        "The round is not open yet; it opens on {time}.": "批次尚未开始，将于 {time} 开始。",
        "The work has to end after it starts": "工作结束日期应晚于开始日期",
        "The work has to start today or later": "工作开始日期应为今天或以后",
        "A rule of the programme is not met: {rule}": "不符合政策的一条规则：{rule}",
        "The rules work out {amount}; ask for that or less": "按规则算得 {amount}，申请金额不应超过此数",
        "Your firm already has an application to this programme that waits for a decision: {number}.":
            "本单位对此政策已有一份待决定的申请：{number}。",
        "This application was decided on {time}: {state}. Nothing was changed by your form.":
            "此申请已于 {time} 作出决定：{state}。您的提交没有改变任何内容。",
        "The firm has withdrawn this application.": "申请单位已撤回此申请。",
        "Grant at most the {amount} that was asked": "发放金额不应超过申请的 {amount}",
        "You found that a rule does not hold; an application like that can only be refused.": "您已认定有规则不符合，此申请只能驳回。",
        "No money has been appropriated to this programme for {year}. Appropriate it first.": "此政策 {year} 年度尚未拨入资金，应先拨入。",
        "The pot has {amount} left; grant that or less": "资金池余额 {amount}，发放金额不应超过此数",
        "The voucher has ended.": "券已失效。",
        "The voucher has nothing left that could be taken back.": "券上没有可收回的余额。",
    ]
}

extension VoucherRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .programmeNotInForce: t("No version of this programme is in force.")
        case .programmeChanged:
            t("The programme got a new version while you had the page open. Open it again to see the rules as they stand now.")
        case .notForBuyers: t("This programme pays makers or suppliers directly; firms do not apply for it here.")
        case .roundClosed(nil): t("The round is closed.")
        case .roundClosed(let next?): t("The round is not open yet; it opens on {time}.", ["time": t.time(next)])
        case .endsBeforeStart: t("The work has to end after it starts")
        case .startsInThePast: t("The work has to start today or later")
        case .ruleFails(_, let words): t("A rule of the programme is not met: {rule}", ["rule": t(words)])
        case .askedTooMuch(let entitled):
            t("The rules work out {amount}; ask for that or less", ["amount": t.money(entitled)])
        case .alreadyWaiting(let id):
            t(
                "Your firm already has an application to this programme that waits for a decision: {number}.",
                ["number": "\(id)"])
        case .alreadyDecided(let state, let at):
            t(
                "This application was decided on {time}: {state}. Nothing was changed by your form.",
                ["time": t.time(at), "state": t(state.name)])
        case .withdrawnMeanwhile: t("The firm has withdrawn this application.")
        case .reasonMissing: t("Write the reason")
        case .grantedTooMuch(let asked): t("Grant at most the {amount} that was asked", ["amount": t.money(asked)])
        case .officerFoundOtherwise:
            t("You found that a rule does not hold; an application like that can only be refused.")
        case .noPot(let year):
            t("No money has been appropriated to this programme for {year}. Appropriate it first.", ["year": "\(year)"])
        case .potExhausted(let available):
            t("The pot has {amount} left; grant that or less", ["amount": t.money(available)])
        case .voucherEnded: t("The voucher has ended.")
        case .nothingToClawBack: t("The voucher has nothing left that could be taken back.")
        case .roundStillOpen, .roundDecided, .roundChanged, .noOversubscriptionRule, .seedMissing, .noLottery,
            .seedTooLate, .seedPromised:
            RoundTexts.words(self, t) ?? ""
        case .aboveRedeemed, .legalBasisMissing, .dueInThePast, .aboveOwed, .bankReferenceUsed, .nothingOwed,
            .writeOffOpen, .noWriteOffOpen, .secondOfficerNeeded, .debtChanged:
            RecoveryTexts.words(self, t) ?? ""
        }
    }
}
