import LabelMarket

/// Simplified Chinese for what officers do about programmes.
enum ProgrammeOfficeTexts {
    static let chinese: [String: String] = [
        "At the bureau: {programme}, version {version}": "主管部门：{programme}第 {version} 版",
        "Programme versions": "政策版本",
        "Programmes of the bureau": "本部门的政策",
        "Your bureau has no programme yet. Write or import the first one below.": "本部门还没有政策。可在下方撰写或导入第一份。",
        "Import a version": "导入版本",
        "The document is checked and kept as a draft. Firms see nothing of it until you publish it.":
            "文件经检查后存为草稿。发布之前，企业看不到任何内容。",
        "Programme document": "政策文件",
        "An XML file of at most 1 MiB": "XML 文件，不超过 1 MiB",
        "Import": "导入",
        "Actions": "操作",
        "State": "状态",
        "Open version {number} of {programme}": "打开{programme}第 {number} 版",
        "Read it as firms will see it": "按企业看到的样子阅读",
        "Download the document": "下载文件",
        "Publish": "发布",
        "Firms can apply as soon as it is in force.": "生效后企业即可申请。",
        "It replaces the version in force in one moment. Vouchers already granted keep the version they were granted under.":
            "发布后立即替代现行版本。已发放的券仍按发放时的版本执行。",
        "Put version {number} in force": "使第 {number} 版生效",
        "What changes from version {number}": "与第 {number} 版相比的变化",
        "No rule changes.": "规则没有变化。",
        "Before": "原内容",
        "After": "新内容",
        "no such rule": "无此规则",
        "Try it": "试算",
        "Work out what this version would say to a firm. Nothing is kept.": "试算此版本对一家单位的结果，不留存任何内容。",
        "Kind of firm": "单位类型",
        "Size": "规模",
        "Region code": "地区代码",
        "Six digits, such as 310000": "六位数字，例如 310000",
        "Enter the six digits of a region, such as 310000": "填写六位地区代码，例如 310000",
        "Verdict of the trial": "试算结果",
        "Pots": "资金池",
        "No money has been appropriated yet. Nothing can be granted before.": "尚未拨入资金，拨入之前不能发放。",
        "Appropriate money": "拨入资金",
        "Each funder named in the programme pays its share, to the fen. The pot of a year is opened with its first money.":
            "政策所列各出资方按比例出资，精确到分。年度资金池在首笔资金拨入时开立。",
        "Funding year": "年度",
        "In yuan": "单位：元",
        "Appropriate": "拨入",
        "Appropriated": "已拨入",
        "Granted": "已发放",
        "Held": "冻结",
        "Choose a programme": "选择一项政策",
        "Enter the funding year": "填写年度",
        "Enter the amount to appropriate": "填写拨入金额",
        "There is no round. Programmes without rounds take applications at any time.": "没有批次。不设批次的政策常年受理。",
        "Open a round": "开设批次",
        "Name of the round": "批次名称",
        "Such as 2026-4": "例如 2026-4",
        "Opens on": "开始日期",
        "At the beginning of that day": "自当日零时起",
        "Closes on": "截止日期",
        "At the end of that day": "至当日结束",
        "Open the round": "开设批次",
        "Round": "批次",
        "Opens": "开始",
        "Closes": "截止",
        "Close {round} now": "立即结束 {round}",
        "Give the round a name": "填写批次名称",
        "Enter the day on which the round opens": "填写批次开始日期",
        "Enter the day on which the round closes": "填写批次截止日期",
        "The document has {count} problems. {lines}": "文件有 {count} 处问题。{lines}",
        "Line {line}, {element}: {words}": "第 {line} 行，{element}：{words}",
        "Choose the programme's XML document": "选择政策的 XML 文件",
        "A programme of this key belongs to another bureau. Give yours a key of its own.":
            "此标识的政策属于其他部门。为本部门的政策另取标识。",
        "This version was in force and keeps its text. Raise the version number in the document.":
            "此版本曾经生效，内容不可更改。在文件中使用更高的版本号。",
        "Only a draft can be put in force.": "只有草稿可以发布生效。",
        "No version of this programme is in force. Publish one first.": "此政策没有生效的版本，应先发布一个版本。",
        "The funding year has to lie within five years of this one": "年度与今年相差不得超过五年",
        "The round has to close after it opens, and not in the past": "截止日期应晚于开始日期，且不早于今天",
        "The programme already has a round of this name": "此政策已有同名批次",
        "The round is over already.": "批次已经结束。",
    ]
}

extension ProgrammeRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .documentWrong(let lines):
            let shown = lines.prefix(10).map { line in
                t(
                    "Line {line}, {element}: {words}",
                    ["line": "\(line.number)", "element": line.element, "words": t(line.words)])
            }
            return t(
                "The document has {count} problems. {lines}",
                ["count": t.count(lines.count), "lines": shown.joined(separator: " · ")])
        case .fileMissing: return t("Choose the programme's XML document")
        case .ofAnotherBureau: return t("A programme of this key belongs to another bureau. Give yours a key of its own.")
        case .keyTaken:
            return t("A programme of this code exists already. Choose another code, or start a draft from its newest version.")
        case .versionWasInForce:
            return t("This version was in force and keeps its text. Raise the version number in the document.")
        case .draftChanged:
            return t("Another officer changed this draft meanwhile. What you typed is kept below; compare it with what the rule says now, and save again.")
        case .editWrong(_, let words): return t(words)
        case .notADraft: return t("Only a draft can be put in force.")
        case .nothingInForce: return t("No version of this programme is in force. Publish one first.")
        case .yearOutOfRange: return t("The funding year has to lie within five years of this one")
        case .roundClosesBeforeOpening: return t("The round has to close after it opens, and not in the past")
        case .roundNameTaken: return t("The programme already has a round of this name")
        case .roundOver: return t("The round is over already.")
        }
    }
}
