/// Simplified Chinese for the start page and the pages that belong to no slice.
enum StartTexts {
    static let chinese: [String: String] = [
        "Spend AI vouchers on data labeling": "用人工智能券购买数据标注",
        "Small firms post labeling jobs and pay for them with voucher credit; labeling firms bid; the bureau that funds the vouchers can prove where every fen went.":
            "中小企业发布标注任务，用券额支付；标注服务商报价；出资部门可以查清每一分钱的去向。",
        "Who it is for": "适用对象",
        "Small and medium firms, start-ups, research institutes and universities with data to be labeled":
            "有数据需要标注的中小企业、初创企业、科研院所和高校",
        "Labeling firms that want work that is paid on acceptance": "希望验收即付款的标注服务商",
        "Bureaus that fund vouchers, and their auditors": "出资发券的部门及其审计人员",
        "Before you start": "开始之前",
        "Registering takes about ten minutes. Have ready:": "注册大约需要十分钟，备好以下内容：",
        "the unified social credit code of your organisation": "单位的统一社会信用代码",
        "its sector, headcount and last year's revenue": "所属行业、从业人数和上年营业收入",
        "Start now": "开始注册",
        "See what each programme pays": "查看各项券政策的支持标准",
        "See open labeling jobs": "查看公开的标注任务",
        "Questions about a voucher": "关于券的问题",
        "Each programme's page names the bureau behind it, what the rule is, and where the rule comes from.":
            "每项券政策的页面都写明主管部门、具体规则和规则出处。",
        "Questions about a labeling job": "关于标注任务的问题",
        "Vendors ask on the job's page before bidding closes; the buyer's answers are seen by all bidders.":
            "报价截止前，服务商可在任务页面提问；需求方的答复对所有报价方可见。",
        "Something does not work": "页面不能正常使用",
        "Tell the administrator of this market what you did and the number shown on the page.":
            "把您的操作和页面上显示的编号告诉本集市的管理员。",
        "The market keeps what contracts and voucher rules need: organisations, people who act for them, jobs, bids, deliveries and payments. It sets one cookie for your session and one for forms before you sign in; it loads nothing from other sites.":
            "本集市只保存合同和券规则需要的内容：单位、经办人、任务、报价、交付和付款。登录后设一个会话 Cookie，登录前的表单设一个 Cookie；不加载其他网站的任何内容。",
        "Public are: programmes and their take-up, open jobs, and the outcome of awards. Bids stay sealed until bidding closes.":
            "公开的内容有：券政策及其使用率、公开的任务、定标结果。报价在截止前一律密封。",
        "These pages are built to meet WCAG 2.2 level AA. They work with the keyboard alone, without JavaScript, at 400 percent zoom, in dark and high-contrast settings, and on paper.":
            "本站页面按 WCAG 2.2 的 AA 级制作：只用键盘、不用 JavaScript、放大到 400%、深色和高对比度模式以及打印时都可以使用。",
        "If something keeps you out, tell the administrator of this market; the matter can also be handled on paper.":
            "如果有任何障碍使您无法使用，可以告诉本集市的管理员，事项也可以书面办理。",
    ]
}
