import LabelMarket

extension SettlementRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .nothingToClaim: t("Everything accepted under this contract is claimed already.")
        case .amountChanged: t("More work was accepted since you opened the page. Open it again to claim all of it.")
        case .invoiceBelowClaim(let claim):
            t("Enter the amount of an invoice that covers the claim of {amount}", ["amount": t.money(claim)])
        case .invoiceBeforeContract: t("Enter a date on or after the signing of the contract")
        case .invoiceInFuture: t("Enter a date that is not in the future")
        case .invoiceUsed: t("Enter another number: this invoice is on another claim already")
        case .noBankAccount: t("There is no bank account to pay to. Add one on the organisation's page, then come back.")
        case .alreadyDecided: t("Someone else decided this claim while you had the page open.")
        case .reasonNeeded: t("Say what the vendor has to mend")
        case .noneChosen: t("Choose at least one claim")
        case .notApproved: t("A claim that you chose is in another batch meanwhile. Open the page again.")
        case .batchClosed: t("The result of this batch was recorded before.")
        }
    }
}

/// Simplified Chinese for claims and settlement.
enum SettlementTexts {
    static let chinese: [String: String] = [
        "Everything accepted under this contract is claimed already.": "此合同项下已验收的款项均已申请兑付。",
        "More work was accepted since you opened the page. Open it again to claim all of it.":
            "打开页面后又有新的验收。重新打开页面即可一并申请。",
        "Enter the amount of an invoice that covers the claim of {amount}": "发票金额应不低于申请金额 {amount}",
        "Enter a date on or after the signing of the contract": "日期应不早于合同签订日",
        "Enter a date that is not in the future": "日期不能晚于今天",
        "Enter another number: this invoice is on another claim already": "此发票已用于另一项申请，换一个发票号码",
        "There is no bank account to pay to. Add one on the organisation's page, then come back.":
            "尚未登记收款银行账户。在单位信息页面补充后再来申请。",
        "Someone else decided this claim while you had the page open.": "您打开页面期间，他人已对此申请作出决定。",
        "Say what the vendor has to mend": "写明服务商需要补正的内容",
        "Choose at least one claim": "至少选择一项申请",
        "A claim that you chose is in another batch meanwhile. Open the page again.": "所选申请已进入其他批次。重新打开页面。",
        "The result of this batch was recorded before.": "此批次的结果此前已登记。",
        "Enter the date on the invoice": "填写开票日期",
        "Enter the amount on the invoice": "填写发票金额",
        "Enter the invoice number: 8 to 20 digits": "填写发票号码：8 至 20 位数字",
        "Choose the file of the invoice": "选择发票文件",
        "Choose a file of at most {limit} MiB": "选择不超过 {limit} MiB 的文件",
        "Choose a PDF, OFD, XML, PNG or JPEG file whose content is what its name says":
            "选择 PDF、OFD、XML、PNG 或 JPEG 文件，且内容与扩展名相符",
        "Choose whether the claim is approved": "选择是否通过",
        "Enter the day of the payment": "填写付款日期",
        "Enter the bank's reference": "填写银行流水号",
        "Enter why the bank returned this payment": "填写银行退回的原因",
        "Claims": "兑付申请",
        "Accepted and not yet claimed": "已验收、尚未申请兑付",
        "Contract": "合同",
        "Job": "任务",
        "Paid from": "付款来源",
        "Amount, yuan": "金额（元）",
        "Next step": "下一步",
        "The vendor waits for your decision, at the end of this page.": "服务商等待您的决定，见本页末尾。",
        "Claim": "申请兑付",
        "Claim number": "兑付申请编号",
        "Your claims": "已提交的兑付申请",
        "You have not claimed anything yet.": "还没有提交过兑付申请。",
        "Buyer's own money": "需求方自有资金",
        "Filed": "提交时间",
        "Status": "状态",
        "Waits for the office": "待审核",
        "Approved": "已通过",
        "Returned": "已退回",
        "With the bank": "银行处理中",
        "Paid": "已付款",
        "Claim payment": "申请兑付款项",
        "Accepted lots": "已验收批次",
        "Amount of this claim": "本次申请金额",
        "The contract, the acceptance certificates and the extract of the books are attached by themselves. The invoice is issued for the full price; the voucher's share is part of it.":
            "合同、验收单和账簿摘录会自动附上。发票按全额开具，券额部分包含在内。",
        "Invoice number": "发票号码",
        "8 to 20 digits, as printed": "票面上的 8 至 20 位数字",
        "Date on the invoice": "开票日期",
        "Amount on the invoice, in yuan": "发票金额（元）",
        "At least the amount of this claim": "不低于本次申请金额",
        "File of the invoice": "发票文件",
        "PDF, OFD, XML, PNG or JPEG, at most 20 MiB": "PDF、OFD、XML、PNG 或 JPEG，不超过 20 MiB",
        "File the claim": "提交兑付申请",
        "Claim {number}": "兑付申请 {number}",
        "Dossier": "兑付材料",
        "signed {date} between {buyer} and {vendor}, price {price}": "{date}由{buyer}与{vendor}签订，价款 {price}",
        "Invoice": "发票",
        "number {number} of {date}, {amount}": "号码 {number}，{date}开具，{amount}",
        "The office checks the dossier. You will find its decision here and on your desk.":
            "主管部门正在核对材料。结果会显示在这里和您的工作台上。",
        "Approved. It is paid with the next settlement batch.": "已通过，将随下一个结算批次付款。",
        "Returned: {reason}": "已退回：{reason}",
        "The payment is with the bank.": "款项已送银行处理。",
        "Paid.": "已付款。",
        "Settlement batch {number}": "结算批次 {number}",
        "Accepted lots in this claim": "本次申请包含的已验收批次",
        "Lot": "批",
        "Accepted items": "合格样本数",
        "Is the claim in order?": "申请是否符合要求",
        "Yes, it is approved for payment": "符合，通过并付款",
        "No, it goes back to the vendor": "不符合，退回服务商",
        "Reason": "理由",
        "Needed when it goes back: what the vendor has to mend": "退回时必填：需要补正的内容",
        "Record the decision": "登记决定",
        "No.": "序号",
        "When": "时间",
        "Movement": "类型",
        "Appropriation withdrawn": "拨款收回",
        "Set aside": "冻结",
        "Paid for accepted work": "验收扣款",
        "Released": "解冻",
        "Refunded": "退款",
        "Sent to the bank": "送银行",
        "Returned by the bank": "银行退回",
        "Settled": "已结算",
        "Deposited": "存入",
        "Money withdrawn": "支取",
        "Corrected": "更正",
        "Written off": "核销",
        "Funder": "出资方",
        "Pot": "资金池",
        "Voucher": "券",
        "Owed to the vendor": "应付服务商",
        "Owed back": "应收回",
        "Paid out": "已付出",
        "Unclear": "待查",
        "Claims and settlement": "兑付与结算",
        "No pot of your office has been opened yet, so there is nothing to settle.": "本部门尚未设立资金池，没有可结算的内容。",
        "Claims to decide": "待审核的兑付申请",
        "None.": "无。",
        "Approved claims": "已通过的兑付申请",
        "Settlement batches": "结算批次",
        "Claims in the next batch, {total} in all": "列入下一批次的申请，合计 {total}",
        "Make the batch": "生成批次",
        "Batch": "批次",
        "Made": "生成时间",
        "Total": "合计",
        "Paid on": "付款日期",
        "Bank's reference": "银行流水号",
        "Payments": "付款明细",
        "Payee": "收款人",
        "Bank account": "银行账户",
        "What the bank did": "银行处理结果",
        "Pay the lines above at the bank, then record the result. Payments marked as returned wait for the next batch.":
            "按上列明细在银行付款后登记结果。标为退回的款项留待下一批次。",
        "Day of the payment": "付款日期",
        "Payments that the bank returned": "银行退回的款项",
        "Reasons for returned payments": "退回原因",
        "Why {number} was returned": "{number} 的退回原因",
        "Record the result": "登记结果",
    ]
}
