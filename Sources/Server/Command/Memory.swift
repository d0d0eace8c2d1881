internal import CMalloc

/// How the process uses memory.
enum Memory {
    /// Asks the allocator for no more pools than `processors`, and to give back what large blocks took. By itself it makes
    /// up to eight pools a processor, and what threads freed in one of them is of no use to the others. To be called
    /// before there are threads.
    static func limit(processors: Int) {
        labelmarket_malloc_limits(Int32(max(2, min(processors, 64))), 256 << 10)
    }

    /// Gives what is free back to the system: after work that took a lot for once. The allocator by itself gives back
    /// only what is free at the end of a pool.
    static func giveBack() { labelmarket_malloc_give_back() }
}
