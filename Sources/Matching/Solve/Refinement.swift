extension SolveRun {
    /// Lowers the bound by cuts, then raises the answer by exact searches of small parts, steered by what the cuts have shown.
    mutating func refine(_ ascent: PriceAscent, _ matches: inout [Match], _ worth: inout Int64) {
        let work = plan.refining
        guard work.passes > 0, worth < bound, !isOver else { return }
        var cuts = CutAscent(layout, commitments, ascent: ascent, workers: options.workers)
        var step = work.step
        for pass in 0..<work.passes {
            if isOver { break }
            cuts.pass(.init(step: step, weight: pass < 4 ? 0.5 : 0.15))
            step *= work.decay
            let isLate = pass >= work.passes * 3 / 4
            if pass >= 3, pass % work.every == work.every - 1, !isLate { cuts.separate(least: 0.01) }
            if pass % work.renewal == work.renewal - 1, pass + 5 < work.passes { cuts.renew() }
            if isLate, pass % 10 == 9 || pass == work.passes - 1 { cuts.prove() }
            report(.proving, 920 + 40 * (pass + 1) / work.passes)
        }
        if isOver, !options.isCancelled() { cuts.prove() }
        bound = min(bound, clamped(cuts.best, plus: commitments.objective))
        guard work.rounds > 0, worth < bound, !isOver else { return }
        let options = options, deadline = deadline
        var search = NeighbourhoodSearch(
            layout, commitments, prices: cuts.prices, extra: cuts.pool.extra, support: cuts.mean, matches: matches, worth: worth,
            workers: options.workers,
            isOver: { options.isCancelled() || (deadline < Int64.max && options.clock() >= deadline) })
        search.run(.init(rounds: work.rounds, parts: work.parts, jobs: 45, work: 30_000_000, options: 800)) { round, found in
            objective = found
            report(.improving, 960 + 40 * (round + 1) / work.rounds)
        }
        let improved = search.matches
        let (violations, found) = Verifier(instance).examine(improved)
        if violations.isEmpty, found > worth { (matches, worth) = (improved, found) }
    }
}
