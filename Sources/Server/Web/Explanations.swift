import HTTPTypes
import Hummingbird
import LabelMarket
import Logging
import Storage

/// A refusal that has words for people. Each slice gives its refusals theirs in `<Slice>Texts.swift`.
protocol ExplainedRefusal: Refusal {
    /// What is the matter and what to do about it, in a sentence or two.
    func words(_ t: Texts) -> String
}

extension CommonRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .notFound: t("There is nothing at this address, or nothing that your account may see.")
        case .forbidden: t("Your role does not include this page.")
        case .stale:
            t("This was changed by someone else while you had the page open. Open it again to see how it stands now.")
        case .keyReused:
            t("This form was already sent with other content. Open the page again before you send it once more.")
        case .unavailable: t("The market cannot take orders at the moment. Nothing was changed.")
        }
    }
}

extension WebRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .oldForm: t("The page was too old to be sent. Open it again; nothing was changed.")
        case .unreadableForm: t("What arrived could not be read as a form. Open the page again and send it once more.")
        case .tooLarge(let limit):
            t("What you sent is larger than {limit} MiB, the most that this page takes.", ["limit": t.count(max(1, limit >> 20))])
        case .notThisWay: t("There is nothing at this address, or nothing that your account may see.")
        case .signInFirst: t("Sign in to see this page.")
        }
    }
}

extension LedgerRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .insufficient(let available):
            t("There is not enough money: {amount} is free.", ["amount": t.money(available)])
        case .aboveHold(let reserved): t("That is more than the {amount} set aside.", ["amount": t.money(reserved)])
        case .aboveOwed(let owed): t("That is more than the {amount} owed.", ["amount": t.money(owed)])
        case .grantExpired: t("The voucher has expired: nothing new can be paid with it.")
        case .grantNotExpired: t("The voucher has not expired yet.")
        case .secondPersonNeeded: t("A correction needs a second person to approve it.")
        case .holdResolved: t("This money was paid or released before.")
        case .amountOutOfRange, .sumTooLarge: t("The amount is outside what the books take.")
        case .clockBehind: t("The market's clock is wrong, so it takes no money orders. Nothing was changed.")
        case .bookUnknown, .holdUnknown, .acrossBooks, .sameAccount, .wrongAccounts, .idTaken:
            t("The books do not allow this movement of money. Nothing was changed.")
        }
    }
}

extension RefusalKind {
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .invalid: .unprocessableContent
        case .conflict, .closed, .insufficient: .conflict
        case .throttled: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    func title(_ t: Texts) -> String {
        switch self {
        case .notFound: t("Page not found")
        case .forbidden: t("Not open to you")
        case .invalid: t("This could not be read")
        case .conflict: t("Something changed meanwhile")
        case .closed: t("Too late or too early")
        case .insufficient: t("Not enough left")
        case .throttled: t("Too many tries")
        case .unavailable: t("Not available at the moment")
        }
    }
}

extension Visit {
    /// The page for anything that was thrown. What is not a refusal is logged with the request's id and never shown.
    func explain(_ error: any Error) -> Response {
        if error is SecondFactorOwed { return redirect("/account/second-factor") }
        if case WebRefusal.signInFirst = error, request.method == .get {
            return redirect("/sign-in?next=" + encodeURL(request.uri.string))
        }
        if let refusal = error as? any ExplainedRefusal {
            return explain(refusal.kind, refusal.words(t), closing: refusal is WebRefusal)
        }
        if let problem = error as? StorageProblem {
            context.logger.error("storage refused", metadata: ["problem": "\(problem)"])
            return explain(.unavailable, CommonRefusal.unavailable.words(t), closing: false)
        }
        context.logger.error("request failed", metadata: ["error": "\(error)"])
        return defect()
    }

    private func explain(_ kind: RefusalKind, _ words: String, closing: Bool) -> Response {
        var response = page(
            Page(kind.title(t), status: kind.status) {
                """
                <h1>\(kind.title(t))</h1><p>\(words)</p>
                <p>\(link("/", t("Go to the start page"))) · \(link("/help", t("Help and contact")))</p>
                """
            })
        if kind == .unavailable { response.headers[.retryAfter] = "5" }
        if closing, case .post = request.method { response.headers[.connection] = "close" }
        return response
    }

    private func defect() -> Response {
        page(
            Page(t("Something went wrong on our side"), status: .internalServerError) {
                """
                <h1>\(t("Something went wrong on our side"))</h1>
                <p>\(t("It has been recorded under the number {number}. Nothing you own was changed by it.", ["number": context.id]))</p>
                <p>\(link("/", t("Go to the start page"))) · \(link("/help", t("Help and contact")))</p>
                """
            })
    }
}
