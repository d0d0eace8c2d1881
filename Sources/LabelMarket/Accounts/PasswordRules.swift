internal import Foundation

/// What a password must be: long, and not one that anybody would try first. No rule about kinds of characters.
enum PasswordRules {
    static let minimumCharacters = 12
    static let maximumCharacters = 128

    /// - Throws: ``AccountRefusal`` of the password kind.
    static func check(_ password: String, email: String, name: String) throws(AccountRefusal) {
        let normal = password.precomposedStringWithCanonicalMapping
        guard normal.count >= minimumCharacters else { throw .passwordTooShort }
        guard normal.count <= maximumCharacters else { throw .passwordTooLong }
        let folded = normal.lowercased()
        if isOwn(folded, email: email.lowercased(), name: name.lowercased()) { throw .passwordIsYours }
        if CommonPasswords.contains(folded) { throw .passwordCommon }
    }

    /// Whether the password is the person's e-mail or name, also with digits or signs before or behind it.
    private static func isOwn(_ folded: String, email: String, name: String) -> Bool {
        let local = String(email.prefix { $0 != "@" })
        let bare = CommonPasswords.core(of: folded)
        let joinedName = name.filter { !$0.isWhitespace }
        let reserved = [email, local, name, joinedName].filter { $0.count >= 3 }
        return reserved.contains { own in folded == own || bare == own || bare == own + own }
    }
}

/// Passwords of twelve characters and more that stand high in published lists of leaked ones, as words from which such
/// passwords are put together, runs over the keyboard, and a few whole sentences.
enum CommonPasswords {
    /// Whether `folded`, in lower case, is one of them.
    static func contains(_ folded: String) -> Bool {
        if whole.contains(folded) || isRepetition(folded) || isRun(folded) { return true }
        let bare = core(of: folded)
        return isWord(bare) || splitsIntoTwoWords(bare)
    }

    /// `text` without digits and signs at both ends, and with digits that stand for letters put back inside.
    static func core(of text: String) -> String {
        var slice = text[...]
        while let first = slice.first, !first.isLetter { slice.removeFirst() }
        while let last = slice.last, !last.isLetter { slice.removeLast() }
        let replaced = slice.map { character -> Character in
            switch character {
            case "0": "o"
            case "1", "!": "i"
            case "3": "e"
            case "4", "@": "a"
            case "5", "$": "s"
            case "7": "t"
            default: character
            }
        }
        return String(replaced.filter(\.isLetter))
    }

    private static func isWord(_ text: String) -> Bool { words.contains(text) }

    private static func splitsIntoTwoWords(_ text: String) -> Bool {
        guard (6...24).contains(text.count) else { return false }
        return text.indices.dropFirst().contains { isWord(String(text[..<$0])) && isWord(String(text[$0...])) }
    }

    /// One unit of up to six characters over and over: `aaaaaaaaaaaa`, `123123123123`.
    private static func isRepetition(_ text: String) -> Bool {
        let characters = Array(text)
        for length in 1...min(6, characters.count / 2) {
            if characters.indices.allSatisfy({ characters[$0] == characters[$0 % length] }) { return true }
        }
        return false
    }

    /// Neighbours on the keyboard or in the alphabet, forwards or backwards, all along.
    private static func isRun(_ text: String) -> Bool {
        runs.contains { run in run.contains(text) || String(run.reversed()).contains(text) }
    }

    private static let runs = [
        "0123456789012345678901234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "1234567890qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()_+!@#$%^&*()_+",
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "zaq12wsxcde34rfvbgt56yhn", "aabbccddeeffgghhiijjkkll",
        "112233445566778899001122334455", "147258369147258369", "741852963741852963", "159753159753159753",
        "a1b2c3d4e5f6g7h8i9j0", "asdfghjklqwertyuiop", "zxcvbnmasdfghjkl", "zxcvbnmasdfghjklqwertyuiop",
    ]

    private static let whole: Set<String> = [
        "correcthorsebatterystaple", "correct horse battery staple", "thisismypassword", "this is my password",
        "mypasswordis", "ihatepasswords", "passwordpassword", "nopasswordneeded", "idontknowmypassword",
        "letmeinletmein", "letmeinplease", "openthedoor123", "maytheforcebewithyou", "iloveyouforever", "iloveyousomuch",
        "trustno1trustno1", "whatthehell1", "tobeornottobe", "abcd1234abcd", "abcd12345678", "abc123abc123",
        "abc123456789", "a123456789012", "a1234567890a", "qwe123qwe123", "qweasdzxc123", "asd123asd123", "123qweasdzxc",
        "123qwe123qwe", "qwer1234qwer", "1234qwerasdf", "qwer1234asdf", "asdf1234asdf", "zxcv1234zxcv", "p@ssw0rdp@ssw0rd",
        "pass1234pass", "admin1234admin", "root1234root", "test1234test", "user1234user", "woaini1314520", "5201314520131",
        "woaini5201314", "1314520woaini", "woaiwojia123", "zhongguo1949", "beijing2008!", "beijing20082008",
        "aini13145201", "wodemima1234", "mima12345678", "mima123456789", "labelmarket1", "labelmarket12", "labelmarket123",
        "changeme1234", "changemenow!", "temporary123", "temppassword", "defaultpassword", "secretsecret",
        "starwars1234", "superman1234", "batman123456", "football1234", "liverpool123", "manchester12", "newyorkcity1",
        "sunshine1234", "princess1234", "michaeljackson", "justinbieber", "onedirection", "harrypotter1", "harrypotter7",
        "pokemon12345", "minecraft123", "fuckyou12345", "jesuschrist1", "godisgood123", "blessed12345", "chocolate123",
        "butterfly123", "unbelievable", "abracadabra1", "administrator", "professional", "computer1234", "internet1234",
    ]

    private static let words: Set<String> = Set(
        """
        password passwort passwd passw pass passphrase admin administrator root user username guest test testing tester
        demo default login logon signin welcome willkommen hello hallo letmein changeme change secret private access
        master server system manager office company business account oracle mysql postgres linux windows microsoft google
        apple android samsung huawei xiaomi alibaba taobao tencent wechat weixin weibo baidu jingdong douyin iphone
        internet computer network database security secure qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn
        zxcvbnm qazwsx qwer qweasd qweasdzxc abc abcd abcde abcdef abcdefg abcdefgh iloveyou ilove loveyou love lover
        lovely forever sunshine princess monkey dragon football baseball basketball soccer hockey tennis golfer superman
        batman spiderman ironman avengers starwars pokemon minecraft naruto shadow michael jordan jennifer jessica ashley
        daniel charlie thomas george robert matthew andrew anthony william joshua michelle nicole amanda samantha summer
        winter spring autumn january february march april june july august september october november december monday
        tuesday wednesday thursday friday saturday sunday london paris newyork america china beijing shanghai shenzhen
        guangzhou hangzhou nanjing wuhan chengdu chongqing tianjin zhongguo zhonghua renmin woaini woaiwojia wodemima mima
        nihao niubi caonima zhang wang liu chen yang zhao huang zhou xiaoming xiaohong laopo laogong baobao baby honey
        angel heaven jesus christ god blessed family mother father brother sister friend friends freedom whatever nothing
        something anything everything flower butterfly chocolate cookie banana orange cheese pepper ginger computer hunter
        killer ranger soldier warrior knight wizard magic phoenix tiger lion eagle panda rabbit horse fuckyou fuck asshole
        bitch shit label labeling market labelmarket data dataset voucher bureau officer auditor vendor buyer operator
        temp temporary please thankyou thanks goodluck happy lucky money rich success winner number one the my is our new
        """.split { $0.isWhitespace }.map(String.init))
}
