/// What the market knows only from outside: the time and chance. The one place that asks for either.
package struct World: Sendable {
    package var now: @Sendable () -> Instant
    /// `count` random bytes from the system's generator.
    package var randomBytes: @Sendable (_ count: Int) -> [UInt8]

    package init(
        now: @escaping @Sendable () -> Instant,
        randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// A fresh id: 41 bits of milliseconds since 2020, then 22 random bits. Collisions meet a primary key, not a person.
    package func makeID<Of>(_ kind: Of.Type = Of.self) -> ID<Of> {
        let epoch: Int64 = 1_577_836_800_000
        let time = max(0, now().milliseconds - epoch) & (1 << 41 - 1)
        let random = randomBytes(3).reduce(Int64(0)) { $0 << 8 | Int64($1) } & (1 << 22 - 1)
        return ID(rawValue: time << 22 | random)
    }

    /// `count` random bytes as lower-case hexadecimal.
    package func token(bytes count: Int) -> String { hexadecimal(randomBytes(count)) }
}

/// Lower-case hexadecimal digits of `bytes`.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
