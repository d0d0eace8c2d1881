import ArgumentParser

/// `labelmarket`: the server and what an operator does beside it.
@main
struct LabelMarketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labelmarket", abstract: "A marketplace for data labeling paid with AI vouchers.",
        subcommands: [
            ServeCommand.self, SetUpCommand.self, DemoCommand.self, CodeCommand.self, VerifyCommand.self,
            ReportCommand.self, ProgrammeCommand.self, MatchCommand.self, BackUpCommand.self, BenchCommand.self,
        ])
}
