import ArgumentParser
import Foundation
import LabelMarket
import Storage

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes reports to standard output.", subcommands: [TakeUpCommand.self])
}

struct TakeUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take-up", abstract: "What became of a programme's money, to the fen, at any past moment.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case xml, csv, json }

    @OptionGroup var options: DataOptions
    @Option(help: "Key of the programme, such as shanghai-compute.") var programme: String
    @Option(help: "xml, csv or json.") var format = Format.xml
    @Option(help: "The end of this day in Shanghai, such as 2026-11-23; now when left out.") var on: String?

    func run() async throws {
        guard let key = ProgrammeKey(programme) else { throw ValidationError("\(programme) is not a programme's key") }
        let day = on.flatMap(CivilDate.init(text:))
        if let on, day == nil { throw ValidationError("\(on) is not a date such as 2026-11-23") }
        let database = try Archive(path: options.data + "/market.sqlite")
        let moment = day.map(Instant.endOfDay(shanghai:)) ?? World.system.now()
        let report: TakeUpReport
        do {
            report = try database.read { try Reports.takeUp(of: key, at: min(moment, World.system.now()), in: $0) }
        } catch CommonRefusal.notFound {
            throw ValidationError("there is no programme \(programme) that was ever in force")
        }
        let bytes =
            switch format {
            case .xml: try report.xml()
            case .csv: report.csv()
            case .json: report.json()
            }
        FileHandle.standardOutput.write(Data(bytes))
    }
}
