import ArgumentParser
import Foundation
import LabelMarket
import Storage

struct SetUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-up",
        abstract: "Gives a new market its operator and first administrator. Reads the password from standard input.")

    @OptionGroup var options: DataOptions
    @Option(help: "Registered Chinese name of the organisation that runs the market.") var organisation: String
    @Option(help: "Its unified social credit code.") var creditCode: String
    @Option(help: "Six-digit code of its place of registration.") var region: String
    @Option(help: "Day of its foundation, such as 2020-05-01.") var foundedOn: String
    @Option(help: "Its legal representative.") var legalRepresentative: String
    @Option(help: "E-mail address of the administrator.") var email: String
    @Option(help: "Name of the administrator.") var name: String

    func run() async throws {
        guard let place = Region(code: region) else { throw ValidationError("\(region) is no listed region") }
        guard let day = CivilDate(text: foundedOn) else { throw ValidationError("\(foundedOn) is no date") }
        guard let code = try? CreditCode(typed: creditCode) else {
            throw ValidationError("\(creditCode) is no unified social credit code")
        }
        guard let password = readLine(strippingNewline: true) else {
            throw ValidationError("the password is expected on standard input")
        }
        let house = try options.openHouse()
        let facts = OrganisationFacts(
            kind: .marketOperator, nameZh: organisation, creditCode: code, region: place, sector: .software, headcount: 0,
            annualRevenue: .zero, totalAssets: .zero, foundedOn: day, legalRepresentative: legalRepresentative,
            contactEmail: email)
        do {
            try await Market(house: house).accounts.setUp(
                facts, administrator: NewPerson(email: email, name: name, password: password))
        } catch let refusal as AccountRefusal {
            throw ValidationError(refusal.words(Texts(language: .en)))
        }
        try house.database.close()
        Console.write("\(email) administers this market; the second factor is set up at the first sign-in")
    }
}
