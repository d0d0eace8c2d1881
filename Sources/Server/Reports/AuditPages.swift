import LabelMarket

func booksPage(_ visit: Visit, _ books: [BookSummary]) -> Page {
    let t = visit.t
    return Page(t("Books")) {
        """
        <h1>\(t("Books"))</h1>
        <p>\(t("One book for each programme and funding year, and one for the market's own money. Every transfer carries the hash of the one before it."))</p>
        <p>\(visit.link("/audit/verify", t("Verify all books"))) · <a href="\(visit.path("/audit/checkpoints/xml"))">\(t("Checkpoints as XML"))</a> · \(visit.link("/audit/trail", t("Who did what")))</p>
        """
        if books.isEmpty {
            "<p>\(t("No book has been opened yet: the first appropriation or deposit opens one."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Books"))"><table><caption>\(t("Oldest first"))</caption>
            <thead><tr><th scope="col">\(t("Book"))</th><th scope="col" class="num">\(t("Transfers"))</th>
            <th scope="col">\(t("Newest transfer"))</th><th scope="col">\(t("Chain head"))</th></tr></thead><tbody>
            \(each: books, { book in
                """
                <tr><th scope="row">\(visit.link("/audit/books/\(book.info.id)", bookName(book, t)))</th>
                <td class="num">\(t.count(book.transfers))</td><td>\(book.newestAt.map(t.timeElement))</td>
                <td><code>\(String(hexadecimal(book.head).prefix(16)))</code></td></tr>
                """
            })</tbody></table></div>
            """
        }
    }
}

func checkpointsPage(_ visit: Visit, _ page: CheckpointPage) -> Page {
    let t = visit.t
    let book = "/audit/books/\(page.summary.info.id)"
    let title = t("Checkpoints of {book}", ["book": bookName(page.summary, t)])
    return Page(title, back: book) {
        """
        <h1>\(title)</h1>
        <p>\(t("Each night the day that has ended is sealed: a root over the hashes of its transfers, signed by the market. A copy kept elsewhere proves later that nothing was changed."))</p>
        <p><a href="\(visit.path("/audit/checkpoints/xml"))">\(t("Checkpoints of all books as XML"))</a></p>
        """
        if page.checkpoints.isEmpty {
            "<p>\(t("No day is sealed yet: the first one is when it has ended."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)"><table><caption>\(t("Newest first, sums in yuan"))</caption>
            <thead><tr><th scope="col">\(t("Day"))</th><th scope="col" class="num">\(t("Transfers"))</th><th scope="col" class="num">\(t("Moved"))</th>
            <th scope="col" class="num">\(t("Newly held"))</th><th scope="col">\(t("Root"))</th><th scope="col">\(t("Signature"))</th></tr></thead><tbody>
            \(each: page.checkpoints, { checkpoint in
                """
                <tr><th scope="row">\(t.date(checkpoint.day))</th><td class="num">\(t.count(checkpoint.lastSequence - checkpoint.firstSequence + 1))</td>
                <td class="num">\(checkpoint.posted.groupedText)</td><td class="num">\(checkpoint.held.groupedText)</td>
                <td><code>\(String(hexadecimal(checkpoint.root).prefix(16)))</code></td>
                <td>\(checkpoint.isSignedByItsKey ? t("Valid, key {key}", ["key": String(hexadecimal(checkpoint.publicKey).prefix(16))]) : t("Does not match"))</td></tr>
                """
            })</tbody></table></div>
            """
        }
        if let next = page.next {
            "<ul class=\"pages\"><li><a href=\"\(visit.path(book + "/checkpoints"))?before=\(next.isoText)\">\(t("Next page"))</a></li></ul>"
        }
    }
}

private func bookName(_ book: BookSummary, _ t: Texts) -> String {
    guard !book.info.programme.isEmpty else { return t("The market's own money") }
    let name = book.programmeName.map { t($0) } ?? book.info.programme
    return t("{programme}, {year}", ["programme": name, "year": String(book.info.year)])
}

func bookPage(_ visit: Visit, _ page: BookPage) -> Page {
    let t = visit.t
    let title = bookName(page.summary, t)
    return Page(title, back: "/audit/books") {
        """
        <h1>\(title)</h1>
        <dl class="summary"><div><dt>\(t("Transfers"))</dt><dd>\(t.count(page.summary.transfers))</dd></div>
        <div><dt>\(t("Chain head"))</dt><dd><code>\(hexadecimal(page.summary.head))</code></dd></div></dl>
        <p><a href="\(visit.path("/audit/books/\(page.summary.info.id)/journal"))">\(t("Journal for beancount"))</a> ·
        \(visit.link("/audit/books/\(page.summary.info.id)/checkpoints", t("Checkpoints")))</p>
        <h2>\(t("Accounts"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Accounts"))"><table><caption>\(t("Sums in yuan, at most 100 accounts of a kind"))</caption>
        <thead><tr><th scope="col">\(t("Account"))</th><th scope="col" class="num">\(t("Debits"))</th><th scope="col" class="num">\(t("Credits"))</th>
        <th scope="col" class="num">\(t("Held debits"))</th><th scope="col" class="num">\(t("Held credits"))</th></tr></thead><tbody>
        \(each: page.accounts, { account in
            """
            <tr><th scope="row">\(accountName(account.key.kind, t))\(if: account.key.owner != 0, " <code>\(ID<Organisation>(rawValue: account.key.owner).description)</code>")</th>
            <td class="num">\(Money(fen: account.balance.postedDebits).groupedText)</td><td class="num">\(Money(fen: account.balance.postedCredits).groupedText)</td>
            <td class="num">\(Money(fen: account.balance.heldDebits).groupedText)</td><td class="num">\(Money(fen: account.balance.heldCredits).groupedText)</td></tr>
            """
        })</tbody></table></div>
        <h2>\(t("Transfers"))</h2>
        \(transferTable(visit, page.transfers, caption: t("Newest first")))
        """
        if let next = page.next {
            "<ul class=\"pages\"><li><a href=\"\(visit.path("/audit/books/\(page.summary.info.id)"))?before=\(next)\">\(t("Next page"))</a></li></ul>"
        }
    }
}

func trailPage(_ visit: Visit, _ lines: [TrailLine], _ next: Int64?) -> Page {
    let t = visit.t
    return Page(t("Who did what"), back: "/audit/books") {
        """
        <h1>\(t("Who did what"))</h1>
        <p>\(t("Every act that changed something, in a chain of hashes. Acts are named as the program names them."))</p>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Who did what"))"><table><caption>\(t("Newest first"))</caption>
        <thead><tr><th scope="col" class="num">\(t("No."))</th><th scope="col">\(t("When"))</th><th scope="col">\(t("Who"))</th>
        <th scope="col">\(t("Act"))</th><th scope="col">\(t("Object"))</th></tr></thead><tbody>
        \(each: lines, { line in
            """
            <tr><td class="num">\(line.entry.sequence)</td><td>\(t.timeElement(line.entry.at))</td>
            <td>\(line.personName ?? t("The market itself"))\(line.organisationName.map { " · " + t($0) } ?? "")</td>
            <td><code lang="en">\(line.entry.act)</code></td><td><code lang="en">\(line.entry.object.kind) \(ID<Book>(rawValue: line.entry.object.id).description)</code></td></tr>
            """
        })</tbody></table></div>
        """
        if let next {
            "<ul class=\"pages\"><li><a href=\"\(visit.path("/audit/trail"))?before=\(next)\">\(t("Next page"))</a></li></ul>"
        }
    }
}

func verifyPage(_ visit: Visit, _ report: VerificationReport) -> Page {
    let t = visit.t
    return Page(t("Verification"), back: "/audit/books") {
        """
        <h1>\(t("Verification"))</h1>
        <div class="\(report.isWhole ? "panel" : "error-summary")"><p>\(report.isWhole
            ? t("All invariants hold over {count} transfers.", ["count": t.count(report.transfers)])
            : t("{count} invariants are broken.", ["count": t.count(report.broken.count)]))</p></div>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Invariants"))"><table><caption>\(t("Invariants, proven just now on one snapshot"))</caption>
        <thead><tr><th scope="col">\(t("Name"))</th><th scope="col">\(t("Meaning"))</th><th scope="col">\(t("Result"))</th></tr></thead><tbody>
        \(each: report.invariants, { invariant in
            """
            <tr><th scope="row"><code lang="en">\(invariant.name)</code></th><td>\(t(invariant.meaning))</td>
            <td>\(resultTag(report.count(of: invariant), t))</td></tr>
            """
        })</tbody></table></div>
        <p>\(t("The same proof runs offline on a backup: labelmarket verify."))</p>
        """
    }
}

private func resultTag(_ problems: Int, _ t: Texts) -> HTML {
    if problems == 0 { return "<span class=\"tag open\">\(t("Holds"))</span>" }
    return "<span class=\"tag\">\(t("Broken in {count} places", ["count": t.count(problems)]))</span>"
}
