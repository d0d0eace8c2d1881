import ArgumentParser
import Hummingbird
import HummingbirdTLS
@main
struct Main: AsyncParsableCommand {
    func run() async throws {}
}
