import Hummingbird
import Logging
import NIOCore

/// What Hummingbird hands on with a request.
struct MarketContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The peer's network address without its port.
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "local"
    }
}
