import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How long and how slowly a connection may hold the server.
struct ConnectionLimits: Sendable {
    /// Connections in all, and from one address.
    var total = 4000
    var perAddress = 1200
    /// From opening a connection to a complete head.
    var firstHead: TimeAmount = .seconds(10)
    /// From the end of a response to the next complete head.
    var betweenRequests: TimeAmount = .seconds(30)
    /// After which the least rate is asked for, of a body coming in or a response going out.
    var grace: TimeAmount = .seconds(10)
    var bytesPerSecond = 1024
    /// From a request's head to its last byte, both ways.
    var exchange: TimeAmount = .minutes(60)
    /// What a running exchange is given when the server stops.
    var farewell: TimeAmount = .seconds(7)
}

/// Which connections are open, and which of them wait for nothing. When all places are taken the one that has been idle
/// longest gives way; an address that takes too many is refused.
final class ConnectionRegistry: Sendable {
    private struct Entry {
        let address: String
        let channel: any Channel
        var idleSince: NIODeadline?
    }

    private let limits: ConnectionLimits
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])
    private let counts = Mutex<[String: Int]>([:])

    init(limits: ConnectionLimits) { self.limits = limits }

    /// Takes a place for `channel`.
    /// - Returns: false when there is none; the caller closes it.
    func open(_ channel: any Channel) -> Bool {
        let address = channel.remoteAddress?.ipAddress ?? "local"
        let (admitted, giveWay) = entries.withLock { entries -> (Bool, (any Channel)?) in
            let same = counts.withLock { $0[address, default: 0] }
            if same >= limits.perAddress { return (false, nil) }
            var victim: (any Channel)?
            if entries.count >= limits.total {
                let idle = entries.filter { $0.value.idleSince != nil }
                guard let oldest = idle.min(by: { $0.value.idleSince! < $1.value.idleSince! }) else { return (false, nil) }
                victim = oldest.value.channel
                forget(oldest.key, &entries)
            }
            entries[ObjectIdentifier(channel)] = Entry(address: address, channel: channel, idleSince: .now())
            counts.withLock { $0[address, default: 0] += 1 }
            return (true, victim)
        }
        giveWay?.close(promise: nil)
        return admitted
    }

    func setIdle(_ channel: any Channel, _ idle: Bool) {
        entries.withLock { $0[ObjectIdentifier(channel)]?.idleSince = idle ? .now() : nil }
    }

    func close(_ channel: any Channel) {
        entries.withLock { forget(ObjectIdentifier(channel), &$0) }
    }

    private func forget(_ key: ObjectIdentifier, _ entries: inout [ObjectIdentifier: Entry]) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        counts.withLock { counts in
            counts[entry.address, default: 1] -= 1
            if counts[entry.address] == 0 { counts[entry.address] = nil }
        }
    }
}

/// Keeps the deadlines of one connection: slow heads, slow bodies, slow readers and stalled uploads are closed, and a
/// response that says `Connection: close` really ends the connection.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    private let registry: ConnectionRegistry
    private var phase = Phase.waiting
    private var phaseStarted = NIODeadline.now()
    private var exchangeStarted = NIODeadline.now()
    private var isFirst = true
    private var received = 0
    private var sent = 0
    private var unsent = 0
    private var closesAfterResponse = false
    private var timer: Scheduled<Void>?
    private var farewellSaid: NIODeadline?

    private enum Phase { case waiting, receiving, answering }

    init(limits: ConnectionLimits, registry: ConnectionRegistry) {
        self.limits = limits
        self.registry = registry
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard registry.open(context.channel) else {
            context.close(promise: nil)
            return
        }
        watch(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    private func leave(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        registry.close(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            received = 0
            exchangeStarted = .now()
            isFirst = false
            enter(.receiving, context)
        case .body(let bytes): received += bytes.readableBytes
        case .end: if phase == .receiving { enter(.answering, context) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            closesAfterResponse = head.headerFields[.connection] == "close"
            sent = 0
            enter(.answering, context)
            context.write(data, promise: promise)
        case .body(let bytes):
            let count = bytes.readableBytes
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            unsent += count
            done.futureResult.whenComplete { _ in
                bound.value.unsent -= count
                bound.value.sent += count
            }
            context.write(data, promise: done)
        case .end:
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            done.futureResult.whenComplete { _ in bound.value.0.ended(bound.value.1) }
            context.writeAndFlush(data, promise: done)
        }
    }

    private func ended(_ context: ChannelHandlerContext) {
        if closesAfterResponse || farewellSaid != nil {
            context.close(promise: nil)
        } else if phase == .answering {
            enter(.waiting, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { farewellSaid = .now() }
        context.fireUserInboundEventTriggered(event)
    }

    private func enter(_ next: Phase, _ context: ChannelHandlerContext) {
        if (phase == .waiting) != (next == .waiting) { registry.setIdle(context.channel, next == .waiting) }
        phase = next
        phaseStarted = .now()
    }

    private func watch(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .seconds(1)) {
            let (guardian, context) = bound.value
            if guardian.isOverdue(.now()) { context.close(promise: nil) } else { guardian.watch(context) }
        }
    }

    private func isOverdue(_ now: NIODeadline) -> Bool {
        if let farewellSaid, now - farewellSaid > limits.farewell { return true }
        let inPhase = now - phaseStarted
        switch phase {
        case .waiting: return inPhase > (isFirst ? limits.firstHead : limits.betweenRequests)
        case .receiving: return now - exchangeStarted > limits.exchange || isSlow(received, inPhase)
        case .answering: return now - exchangeStarted > limits.exchange || unsent > 0 && isSlow(sent, inPhase)
        }
    }

    /// Whether fewer bytes came through than the least rate asks for, once the time of grace is over.
    private func isSlow(_ bytes: Int, _ elapsed: TimeAmount) -> Bool {
        elapsed > limits.grace && Int64(bytes) * 1_000_000_000 < Int64(limits.bytesPerSecond) * elapsed.nanoseconds
    }
}
