import Foundation
import LabelMarket

/// A letter as a mail transfer agent takes it: RFC 5322 with a MIME body, in both languages.
struct LetterFile {
    let letter: OutgoingLetter
    /// Where people reach the market: `https://market.example`, without a slash at the end.
    let publicAddress: String

    /// `market.example`: what the sender and the message id are named after.
    private var host: String {
        let rest = publicAddress.range(of: "://").map { publicAddress[$0.upperBound...] } ?? publicAddress[...]
        return String(rest.prefix { $0 != "/" && $0 != ":" })
    }

    /// - Complexity: O(length).
    var bytes: [UInt8] {
        let headers = [
            "From: LabelMarket <no-reply@\(host)>", "To: <\(oneLine(letter.recipient))>",
            "Subject: \(encodedWords(letter.words.zh + " / " + letter.words.en))", "Date: \(mailDate(letter.at))",
            "Message-ID: <\(letter.id)@\(host)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let body = """
            \(letter.words.zh)
            \(publicAddress)/zh\(letter.path)

            \(letter.words.en)
            \(publicAddress)/en\(letter.path)

            """
        let encoded = Data(body.replacing("\n", with: "\r\n").utf8)
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + encoded + "\r\n").utf8)
    }

    /// RFC 2047: pieces of at most 39 bytes, cut between characters, each on a line of its own.
    private func encodedWords(_ text: String) -> String {
        var pieces: [[UInt8]] = [[]]
        for scalar in oneLine(text).unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + encoded.count > 39 { pieces.append([]) }
            pieces[pieces.count - 1] += encoded
        }
        return pieces.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// Without anything that could begin another header.
    private func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    /// `Mon, 23 Nov 2026 09:00:00 +0800`.
    private func mailDate(_ instant: Instant) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (date, clock) = (instant.shanghaiDate, instant.shanghaiClock)
        let weekday = days[Int(((date.dayNumber % 7) + 7) % 7)]
        let second = Int(instant.milliseconds / 1000 % 60)
        return "\(weekday), \(date.parts.day) \(months[date.parts.month - 1]) \(date.parts.year) "
            + "\(padded(clock.hour, 2)):\(padded(clock.minute, 2)):\(padded(second, 2)) +0800"
    }
}

/// A folder in which each letter is a file, from where the machine's mail system takes it.
struct MailFolder: Sendable {
    let path: String
    let publicAddress: String

    init(path: String, publicAddress: String) throws {
        self.path = path
        self.publicAddress = publicAddress
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Puts `letter` there, whole and synced, under its id: a second time puts the same file in its place.
    func put(_ letter: OutgoingLetter) throws {
        let target = path + "/\(letter.id).eml"
        let partial = target + ".partial"
        let bytes = LetterFile(letter: letter, publicAddress: publicAddress).bytes
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MailProblem(what: "cannot write into \(path): errno \(errno)") }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(partial, target) == 0
        else {
            let reason = errno
            unlink(partial)
            throw MailProblem(what: "cannot write into \(path): errno \(reason)")
        }
    }
}

struct MailProblem: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}
