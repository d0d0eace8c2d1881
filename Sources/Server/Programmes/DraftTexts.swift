/// Simplified Chinese for the forms that edit a draft.
enum DraftTexts {
    static let chinese: [String: String] = [
        "Write this in English too": "同时填写英文",
        "Write this in Chinese too": "同时填写中文",
        "Edit {programme}, version {version}": "编辑{programme}第 {version} 版",
        "Firms see nothing of a draft. What is saved here stands in the draft at once; nothing in force changes before you publish.":
            "企业看不到草稿。此处保存的内容立即写入草稿；发布之前，现行版本不变。",
        "Add a rule": "添加规则",
        "Kind of rule": "规则类别",
        "Add the rule": "添加此规则",
        "Name and texts": "名称与文字",
        "Summary": "摘要",
        "First day of applications": "受理首日",
        "Last day of applications": "受理末日",
        "Leave empty where no text names one": "政策原文未写明的留空",
        "Save the texts": "保存文字",
        "Compare with the version in force, try it, publish": "与现行版本比较、试算、发布",
        "{field}, in English": "{field}（英文）",
        "{field}, in Chinese": "{field}（中文）",
        "There is no rule yet.": "还没有规则。",
        "Rules of the draft": "草稿中的规则",
        "Change {rule}": "修改{rule}",
        "Now: {sentence}.": "现为：{sentence}。",
        "Leave a parameter empty where no text fixes it: the rule then answers “not proven”.":
            "政策原文未规定的参数留空，该规则将给出“未证实”的结论。",
        "Save the rule": "保存规则",
        "Remove the rule": "删除规则",
        "It goes from the draft; versions that were in force keep it.": "仅从草稿中删除，曾经生效的版本保留此规则。",
        "Remove {rule}": "删除{rule}",
        "yes": "是",
        "no": "否",
        "Take these parts away": "删去以下部分",
        "Another officer changed this draft meanwhile. What you typed is kept below; compare it with what the rule says now, and save again.":
            "另一位审核人员已修改此草稿。您填写的内容保留在下方；请与现有规则比对后再次保存。",
        "Edit by forms": "用表单编辑",
        "Start a draft from version {number}": "以第 {number} 版为底稿新建草稿",
        "A draft is a copy: this version stays as it is.": "草稿是副本，本版本保持不变。",
    ]
}
