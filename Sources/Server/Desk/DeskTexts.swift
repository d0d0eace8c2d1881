/// Simplified Chinese for the desk.
enum DeskTexts {
    static let chinese: [String: String] = [
        "Waiting for you": "待办事项",
        "What happened": "近期动态",
        "Nothing yet. Decisions, bids, deliveries and payments that concern your organisation appear here.":
            "暂无动态。与本单位有关的审核、报价、交付和付款会显示在这里。",
        "Post a labeling job": "发布标注任务",
        "Your jobs": "我的任务",
        "Find jobs": "查找任务",
        "none": "无",
        "Drafts to publish": "待发布的草稿",
        "Questions to answer": "待答复的提问",
        "Jobs to award": "待定标的任务",
        "Deliveries to accept or return": "待验收的交付",
        "Bids to confirm after an edit": "任务修改后待确认的报价",
        "Lots to deliver": "待交付的批次",
        "Contracts with accepted work to claim": "有已验收款项可申请兑付的合同",
        "Applications to decide": "待审核的申请",
        "Approved claims to settle": "待结算的已通过申请",
        "Mark all as read": "全部标为已读",
        "Own money": "自有资金",
        "Deposits": "存入资金",
        "Bids": "报价",
        "Contracts": "合同",
        "Datasets": "数据集",
        "Vouchers": "券",
    ]
}
