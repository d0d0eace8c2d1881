/// Runs independent pieces of work, on as many threads as the caller likes. The engine imports nothing and so makes no
/// threads of its own; whoever has them conforms a type to this.
package protocol Workers: Sendable {
    /// - Returns: `body(0)` to `body(count - 1)`, in that order whatever ran first.
    func map<Output: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Output) -> [Output]
}

/// One thread: the caller's.
package struct SerialWorkers: Workers {
    package init() {}
    package func map<Output: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Output) -> [Output] {
        (0..<count).map(body)
    }
}
