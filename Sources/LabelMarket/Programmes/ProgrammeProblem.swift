/// What is wrong with a programme document, and where.
package struct ProgrammeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 where no line is to blame.
    package let line: Int
    package let element: String
    package let message: Bilingual

    package init(line: Int, element: String, message: Bilingual) {
        self.line = line
        self.element = element
        self.message = message
    }

    package var description: String { "line \(line): <\(element)>: \(message.en)" }
}

/// Everything that was found wrong; never empty.
package struct ProgrammeProblems: Error, Sendable, CustomStringConvertible {
    package let problems: [ProgrammeProblem]

    package init(problems: [ProgrammeProblem]) {
        self.problems = problems
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
