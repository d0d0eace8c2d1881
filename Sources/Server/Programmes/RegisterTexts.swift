/// Simplified Chinese for registers.
enum RegisterTexts {
    static let chinese: [String: String] = [
        "Registers": "名录",
        "Verdicts are given by these lists: who stands on one passes, who does not fails; without a list the rule is not proven.":
            "结论依据这些名录作出：在名录内的符合，不在的不符合；没有名录时该规则未证实。",
        "No list has been uploaded yet.": "尚未上传名录。",
        "Key": "标识",
        "Entries": "条目",
        "Valid from": "有效期起",
        "Valid to": "有效期止",
        "Upload a list": "上传名录",
        "A list of the same kind and key is replaced as a whole, or, if any line is wrong, not at all. The first line is":
            "同类同标识的名录整体替换；任何一行有误则完全不替换。首行为",
        "What the list says": "名录内容",
        "Key of the list": "名录标识",
        "As the rule of the programme names it; any name for a credit record": "与政策规则中的标识一致；信用记录可任取名称",
        "CSV file": "CSV 文件",
        "At most 8 MiB; for a credit record “from” is the day of the entry": "不超过 8 MiB；信用记录的“from”为记录日期",
        "Upload the list": "上传此名录",
        "recognised suppliers": "认定服务商",
        "bad entries in the credit record": "不良信用记录",
        "firms of a park": "园区企业",
        "Choose what the list says": "选择名录内容",
        "Give the key by which the programme names the list": "填写政策所用的名录标识",
        "Choose the CSV file": "选择 CSV 文件",
        "Register {name}: {kind}": "名录 {name}：{kind}",
        "{count} entries": "{count} 条",
        "The list is empty: nobody stands on it.": "名录为空。",
    ]
}
