/// Simplified Chinese for the mail pages.
enum LetterTexts {
    static let chinese: [String: String] = [
        "Letters": "邮件",
        "Letters: {state}": "邮件：{state}",
        "Letters are put into the mail folder, from where the machine's mail system takes them.":
            "邮件写入邮件文件夹，由本机邮件系统取走发送。",
        "This market sends no mail: letters are dropped, and invitations show their link.":
            "本集市不发送邮件：邮件直接丢弃，邀请页面显示链接。",
        "Written while the market sent no mail; these letters are never sent.": "写入时本集市不发送邮件，这些邮件不会再发送。",
        "No letter is in this state.": "没有处于该状态的邮件。",
        "Written": "写入时间",
        "Recipient": "收件人",
        "Subject": "主题",
        "Tries": "尝试次数",
        "Last problem": "最近的问题",
        "Next try": "下次尝试",
        "Try again now": "立即重试",
        "Handed over": "已交出",
        "Given up": "已放弃",
        "Dropped": "已丢弃",
        "Invitation sent": "邀请已发出",
        "The invited person gets a letter with a link. It works once and for seven days; until it is used you can withdraw it on the organisation's page.":
            "被邀请人将收到带链接的邮件。链接只能使用一次，七日内有效；使用前可在单位页面撤回。",
    ]
}
