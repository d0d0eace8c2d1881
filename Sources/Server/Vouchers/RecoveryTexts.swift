import LabelMarket

/// Simplified Chinese for recoveries.
enum RecoveryTexts {
    static let chinese: [String: String] = [
        "Recoveries": "追回",
        "Recovery": "追回",
        "Money that has to come back": "须退回的资金",
        "Demand back what was spent": "追回已使用的资金",
        "Demand money back from voucher {number}": "追回券 {number} 已使用的资金",
        "Paid for accepted work and not demanded back": "已支付验收工作、尚未追回",
        "What the programme says": "政策规定",
        "Nothing of this voucher was spent, or all of it is demanded back already.": "此券没有已使用的资金，或已全部追回。",
        "The firm owes the amount to the pot from the moment you send this, and gets a notice.":
            "提交后，该单位即对资金池负有此笔债务，并收到通知。",
        "Amount to demand back": "追回金额",
        "In yuan, at most what was paid": "单位为元，不超过已支付金额",
        "Legal basis": "法律依据",
        "The paragraph or order on which the demand rests": "追回所依据的条款或决定",
        "To be paid until": "缴回期限",
        "Demand the money back": "作出追回决定",
        "Nothing has to come back.": "没有须退回的资金。",
        "No money was demanded back. A recovery begins on the page of a voucher.": "没有追回事项。追回从券的页面开始。",
        "Demanded": "追回金额",
        "Still owed": "尚欠",
        "spent money that firms have to pay back": "单位须缴回的已使用资金",
        "paid back": "已缴清",
        "overdue": "逾期",
        "not paid yet": "待缴回",
        "Bank reference": "银行流水号",
        "Recovery {number}": "追回 {number}",
        "Paid back": "已缴回",
        "Name the number of the recovery when you pay: {number}.": "缴款时注明追回编号：{number}。",
        "Record a repayment": "登记缴回",
        "Amount received": "收到金额",
        "Received on": "收到日期",
        "Record the repayment": "登记此笔缴回",
        "Nothing was paid back yet.": "尚未缴回。",
        "Repayments": "缴回记录",
        "Enter the amount to demand back": "填写追回金额",
        "Name the legal basis": "填写法律依据",
        "Enter the day until which it is to be paid": "填写缴回期限",
        "Enter the amount that was received": "填写收到金额",
        "Enter the bank reference": "填写银行流水号",
        "Enter the day on which it was received": "填写收到日期",
        "Enter a day that is not in the future": "填写不晚于今天的日期",
        "At most {amount} of this voucher was paid and is not demanded back": "此券已支付且尚未追回的最多为 {amount}",
        "The last day of payment has to lie ahead": "缴回期限不得早于今天",
        "Only {amount} is still owed": "尚欠仅 {amount}",
        "This bank reference was recorded already": "此银行流水号已登记",
        "Late interest": "逾期利息",
        "charged for paying back late; in the pot": "因逾期缴回计收，归入资金池",
        "debts of firms that the bureau gave up": "主管部门核销的单位欠款",
        "none: no text states a rate": "无：没有文件规定利率",
        "{rate} of what is late, for each day after the last day": "逾期部分每日 {rate}，自期限次日起",
        "{amount} charged until {day}": "截至{day}计收 {amount}",
        "nothing was charged": "未计收",
        "{amount} until today, charged when the demand is paid back": "截至今日 {amount}，缴清本金时计收",
        "written off": "已核销",
        "declined": "未批准",
        "Write-offs decided": "核销决定",
        "proposed by {proposer}, decided by {decider}": "{proposer}提议，{decider}决定",
        "Give the debt up": "核销欠款",
        "You propose to write off the {amount} still owed. Another officer of the bureau has to approve; then the pot bears it.":
            "提议核销尚欠的 {amount}，须由本部门另一位审核人员批准，批准后由资金池承担。",
        "Officers and auditors read it": "审核人员和审计人员可见",
        "Propose the write-off": "提议核销",
        "Another officer has to approve it.": "须由另一位审核人员批准。",
        "Withdraw the proposal": "撤回提议",
        "Approve: write off {amount}": "批准核销 {amount}",
        "Decline the write-off": "不批准核销",
        "Write-off proposed": "核销提议",
        "Proposed by": "提议人",
        "Something was paid meanwhile: decline this proposal and make a new one.": "其间有款项缴回：应撤销此提议后重新提出。",
        "Nothing is owed any more.": "已无欠款。",
        "A write-off of this debt is proposed already and waits for another officer.": "此欠款已有核销提议，等待另一位审核人员处理。",
        "No write-off of this debt waits for a decision.": "此欠款没有待处理的核销提议。",
        "You proposed this write-off. Another officer of the bureau has to approve it.": "此核销由您提议，须由本部门另一位审核人员批准。",
        "Since the proposal something was paid: {amount} are owed now. Decline the proposal and make a new one.":
            "提议之后有款项缴回，现尚欠 {amount}。应撤销此提议后重新提出。",
    ]

    /// What a refusal about a recovery says; nil for all others.
    static func words(_ refusal: VoucherRefusal, _ t: Texts) -> String? {
        switch refusal {
        case .aboveRedeemed(let left):
            t("At most {amount} of this voucher was paid and is not demanded back", ["amount": t.money(left)])
        case .legalBasisMissing: t("Name the legal basis")
        case .dueInThePast: t("The last day of payment has to lie ahead")
        case .aboveOwed(let owed): t("Only {amount} is still owed", ["amount": t.money(owed)])
        case .nothingOwed: t("Nothing is owed any more.")
        case .writeOffOpen: t("A write-off of this debt is proposed already and waits for another officer.")
        case .noWriteOffOpen: t("No write-off of this debt waits for a decision.")
        case .secondOfficerNeeded: t("You proposed this write-off. Another officer of the bureau has to approve it.")
        case .debtChanged(let owed):
            t(
                "Since the proposal something was paid: {amount} are owed now. Decline the proposal and make a new one.",
                ["amount": t.money(owed)])
        case .bankReferenceUsed: t("This bank reference was recorded already")
        default: nil
        }
    }
}
