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
        // Parts pay for what they draw from pots; the pots are shared out again at the end.
        let pots = Pots(instance, prices: cuts.prices)
        var stage = layout, open = commitments
        stage.price(pots)
        open.resources = pots.priced(open.resources)
        let standing = Verifier(stage.instance).examine(matches).objective
        var search = NeighbourhoodSearch(
            stage, open, prices: cuts.prices, extra: cuts.pool.extra, support: cuts.mean, matches: matches,
            worth: standing, workers: options.workers,
            isOver: { options.isCancelled() || (deadline < Int64.max && options.clock() >= deadline) })
        search.run(.init(rounds: work.rounds, parts: work.parts, jobs: 30, work: 30_000_000, options: 600)) { round, found in
            objective = worth + found - standing
            report(.improving, 960 + 40 * (round + 1) / work.rounds)
        }
        var choices = [Choice](repeating: .none, count: instance.jobs.count)
        for match in search.matches where !commitments.isFixed[match.job] { choices[match.job] = Choice(match) }
        let (improved, found) = result(choices, cuts.prices)
        if found > worth { (matches, worth) = (improved, found) }
    }
}
