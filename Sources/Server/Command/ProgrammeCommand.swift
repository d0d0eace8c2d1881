import ArgumentParser
import FoundationEssentials
import Glibc
import LabelMarket

/// `labelmarket programme`: programmes as files, without a database.
struct ProgrammeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme", abstract: "Check, evaluate and compare programme documents.",
        subcommands: [Check.self, Evaluate.self, Diff.self, Redraw.self])

    enum Language: String, ExpressibleByArgument, CaseIterable {
        case en, zh

        func pick(_ words: Bilingual) -> String { self == .en ? words.en : words.zh }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read documents and name every problem with its line.")

        @Argument(help: "Programme documents.") var files: [String]
        @Option(help: "Language of the messages: en or zh.") var language = Language.en

        func run() throws {
            var hasProblems = false
            for file in files {
                do throws(ProgrammeProblems) {
                    let programme = try ProgrammeFormat.read(try ProgrammeCommand.bytes(of: file))
                    ProgrammeCommand.say(
                        "\(file): \(programme.key) version \(programme.version), \(programme.clauses.count) rules, no problems\n"
                    )
                } catch {
                    hasProblems = true
                    for problem in error.problems {
                        let message = language.pick(problem.message)
                        ProgrammeCommand.say("\(file):\(problem.line): <\(problem.element)> \(message)\n")
                    }
                }
            }
            if hasProblems { throw ExitCode.failure }
        }
    }

    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a programme about a case: verdicts, amounts and the steps of the arithmetic.")

        @Argument(help: "A programme document.") var file: String
        @Option(name: .customLong("case"), help: "A case as JSON.") var caseFile: String
        @Option(help: "Language of the answer: en or zh.") var language = Language.en

        func run() throws {
            let programme = try ProgrammeCommand.programme(file)
            let data = try ProgrammeCommand.data(of: caseFile)
            let document: CaseDocument
            do { document = try CaseDocument.read(data) } catch { throw ValidationError("\(caseFile): \(error)") }
            let assessment = programme.evaluate(document.subject, at: document.askedAt)
            for line in assessment.lines {
                let kind = language.pick(line.kind.name)
                let mark = line.decides ? language.pick(line.outcome.name) : "-"
                let source = line.source.map { " (\(language.pick($0.sentence)))" } ?? ""
                ProgrammeCommand.say("[\(mark)] \(kind): \(language.pick(line.reason))\(source)\n")
            }
            for step in assessment.amount?.steps ?? [] { ProgrammeCommand.say("  \(language.pick(step.sentence))\n") }
            let share = language.pick(.money(assessment.voucherShare))
            ProgrammeCommand.say("\(language.pick(assessment.outcome.name)): \(share)\n")
            if assessment.outcome == .fail { throw ExitCode.failure }
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What changed between two versions of a programme.")

        @Argument(help: "The earlier document.") var earlier: String
        @Argument(help: "The later document.") var later: String
        @Option(help: "Language of the answer: en or zh.") var language = Language.en

        func run() throws {
            let before = try ProgrammeCommand.programme(earlier)
            let after = try ProgrammeCommand.programme(later)
            for difference in after.differences(from: before) {
                ProgrammeCommand.say("\(language.pick(difference.subject.name))\n")
                if let words = difference.before { ProgrammeCommand.say("  - \(language.pick(words))\n") }
                if let words = difference.after { ProgrammeCommand.say("  + \(language.pick(words))\n") }
            }
        }
    }

    struct Redraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw a decided round again from its published list, and name every place that differs.")

        @Argument(help: "The list as the round's page gives it.") var file: String
        @Option(help: "The promise that was published before the round closed: SHA-256 of the seed.") var promise: String?

        func run() throws {
            let text = String(decoding: try ProgrammeCommand.data(of: file), as: UTF8.self)
            guard let round = RoundFile(text) else { throw ValidationError("\(file): this is no list of a round") }
            if let promise, hexadecimal(sha256(round.seed)) != promise.lowercased() {
                ProgrammeCommand.say("the seed is not the one that was promised\n")
                throw ExitCode.failure
            }
            let differences = try round.differences()
            for entry in differences {
                ProgrammeCommand.say(
                    "place \(entry.place): the list gives \(entry.given.decimalText), the draw \(entry.drawn.decimalText)\n")
            }
            let given = Money(fen: round.lines.reduce(0) { $0 + $1.given.fen })
            ProgrammeCommand.say(
                "\(round.lines.count) applications, \(given.decimalText) of \(round.pot.decimalText) yuan given, \(differences.count) differences\n")
            if !differences.isEmpty { throw ExitCode.failure }
        }
    }

    private static func programme(_ file: String) throws -> Programme {
        do { return try ProgrammeFormat.read(try bytes(of: file)) } catch {
            throw ValidationError(error.problems.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
    }

    private static func data(of file: String) throws -> Data {
        do { return try Data(contentsOf: URL(filePath: file)) } catch {
            throw ValidationError("\(file): cannot be read")
        }
    }

    /// A file that cannot be read, or is far too long, is a problem like any other.
    private static func bytes(of file: String) throws(ProgrammeProblems) -> [UInt8] {
        var information = stat()
        let size = stat(file, &information) == 0 ? Int(information.st_size) : 0
        if size <= ProgrammeFormat.bytesMax, let data = try? Data(contentsOf: URL(filePath: file)) {
            return [UInt8](data)
        }
        let message =
            size > ProgrammeFormat.bytesMax
            ? Bilingual(en: "the file is longer than \(ProgrammeFormat.bytesMax) bytes", zh: "文件过大")
            : Bilingual(en: "the file cannot be read", zh: "文件无法读取")
        throw ProgrammeProblems(problems: [ProgrammeProblem(line: 0, element: "programme", message: message)])
    }

    /// Writes all of `text` to the standard output; a closed pipe ends the talk quietly.
    private static func say(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
