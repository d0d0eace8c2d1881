/// A small fixed generator, so that the same instance always meets the same decisions (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014).
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// Uniform in (0, 1].
    mutating func fraction() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

    /// Exponentially distributed with mean 1: −ln of a uniform number, by its exponent and a short series. Accurate to
    /// about 1e-4, ample for accepting moves, and the same on every machine because it uses no library function.
    mutating func exponential() -> Double {
        let u = fraction()
        let m = u.significand
        let z = (m - 1) / (m + 1), z2 = z * z
        let logM = 2 * z * (1 + z2 * (1.0 / 3 + z2 * (0.2 + z2 * (1.0 / 7 + z2 / 9))))
        return -(Double(u.exponent) * 0.6931471805599453 + logM)
    }
}
