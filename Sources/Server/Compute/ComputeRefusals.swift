import LabelMarket

extension ComputeRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .hubUnknown: t("Choose one of the hubs")
        case .placeMismatch: t("This place does not lie in the hub and cluster that you chose; change one of them")
        case .siteNameUsed: t("You have a site of this name already; give this one another name")
        case .claimInFuture: t("Enter a day that has come")
        case .modelUsed: t("This site has accelerators of this model already; change their number there")
        case .attestationInFuture: t("Enter a day of attestation that has come")
        case .quantityOffered(let most):
            t("Your windows offer {count} cards at one time; there cannot be fewer", ["count": t.count(most)])
        case .keyMalformed: t("Enter the 32 bytes of an Ed25519 public key, in hexadecimal or base 64")
        case .keyUsed: t("This key is registered already; make a new one")
        case .inverted: t("Enter an end that comes after the start")
        case .notWholeHours: t("Windows begin and end on the full hour; enter such times")
        case .startInPast: t("Enter a start that has not passed")
        case .tooLong(let days): t("Make the window at most {count} days long", ["count": t.count(days)])
        case .tooFarAhead(let days): t("Enter times within the next {count} days", ["count": t.count(days)])
        case .noCards: t("Enter between 1 and 1,000,000 cards")
        case .priceOutOfRange: t("Enter a price between 0.01 and 100,000 yuan for a card-hour")
        case .minimumAboveWindow(let cardHours):
            t("The whole window has {count} card-hours; enter a smallest booking within it", ["count": t.count(cardHours)])
        case .noticeOutOfRange: t("Enter a notice of 0 to 720 hours")
        case .feeOutOfRange: t("Enter a fee of 0 to 100 percent")
        case .aboveQuantity(let free, let from, let to):
            t(
                "Other windows offer the same cards at this time: {count} are left from {from} to {to}",
                ["count": t.count(free), "from": t.time(from), "to": t.time(to)])
        case .noRepetition: t("No such day lies between the start and the last day; choose other days")
        case .tooManyWindows(let most): t("Publish at most {count} windows at once", ["count": t.count(most)])
        case .withdrawn: t("This window is withdrawn already.")
        case .ended: t("The time of this window is over.")
        case .windowEdited: t("The window was changed after you opened this page. Open it again; nothing was changed.")
        case .reservedCards(let count, let from, let to):
            t(
                "{count} cards are reserved from {from} to {to}; there cannot be fewer",
                ["count": t.count(count), "from": t.time(from), "to": t.time(to)])
        case .reservedOutside: t("Reservations stand outside the new time; keep their time within the window")
        case .inRow(let line, let refusal):
            t("Line {line}: {reason}", ["line": t.count(line), "reason": refusal.words(t)])
        }
    }
}

extension ReservationRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .windowClosed: t("This window takes no more reservations: it was withdrawn or is over.")
        case .ownWindow: t("This is your own organisation's window; you cannot reserve it.")
        case .inverted: t("Enter an end that comes after the start")
        case .notWholeHours: t("Reservations begin and end on the full hour; enter such times")
        case .startPassed: t("Enter a start that has not passed")
        case .outsideWindow(let from, let to):
            t("Enter times within the window: {from} to {to}", ["from": t.time(from), "to": t.time(to)])
        case .noCards: t("Enter at least one card")
        case .belowMinimum(let cardHours):
            t("Book at least {count} card-hours: more cards or more time", ["count": t.count(cardHours)])
        case .full(let free, let from, let to):
            t(
                "Others were first: {count} cards are free from {from} to {to}. Take fewer cards or another time; nothing was held",
                ["count": t.count(free), "from": t.time(from), "to": t.time(to)])
        case .notForThisWork: t("Choose training or inference")
        case .voucherExpires(let programme, let day):
            t(
                "Your voucher of {programme} expires on {date}, before this reservation ends. Choose an earlier time, or pay without it; nothing was held.",
                ["programme": t(programme), "date": t.date(day)])
        case .shareChanged:
            t("What your vouchers pay has changed since you opened the page. Open it again to see the new shares; nothing was held.")
        case .ownMoneyMissing(let missing, let available):
            t(
                "Your own account has {available}; {missing} is missing. Open Own money to see how to deposit, then reserve again; nothing was held.",
                ["available": t.money(available), "missing": t.money(missing)])
        case .ended: t("This reservation has ended already.")
        case .alreadyConfirmed: t("This reservation is confirmed already.")
        case .confirmationOver: t("The time to confirm has passed; the reservation expires and the money goes back.")
        case .notConfirmed: t("This reservation is not confirmed yet.")
        case .begun: t("The reserved time has begun; what is used is reported, and only that is paid.")
        case .reasonNeeded: t("Write the reason; the other side reads it")
        case .notOver(let until): t("Usage is reported once the time is over, from {time} on.", ["time": t.time(until)])
        case .noUsage: t("Enter at least one line of usage; nothing used is one line with 0 card-hours")
        case .aboveReserved(let record, let most):
            record.map {
                t(
                    "Record {number} says more than the reserved cards can do in its time: at most {count} card-hours",
                    ["number": t.count($0), "count": cardHours(most, t)])
            } ?? t("More than was reserved: at most {count} card-hours", ["count": cardHours(most, t)])
        case .recordOutside(let record):
            t("Record {number} lies outside the reserved time", ["number": t.count(record)])
        case .recordInverted(let record): t("Record {number} ends before it begins", ["number": t.count(record)])
        case .recordsOverlap(let record):
            t("Record {number} overlaps the one before it; give them in order", ["number": t.count(record)])
        case .signatureMissing: t("Enter the signature of the file")
        case .signatureWrong: t("This signature was not made over this file with the chosen key; sign the very file that you send")
        case .keyUnknown: t("Choose one of your keys that is not revoked")
        case .fileUnreadable(let line):
            line.map { t("The file cannot be read at line {line}; see the format beside the field", ["line": t.count($0)]) }
                ?? t("The file cannot be read; see the format beside the field")
        case .otherReservation: t("The file must name this reservation's number and no other")
        case .notReported: t("No usage is reported yet.")
        case .disputed: t("You dispute this report already.")
        case .disputeOver: t("The time to dispute has passed.")
        case .notDisputed: t("This reservation is not in dispute.")
        }
    }
}

/// Card-seconds as card-hours, with up to two decimals, rounded down.
func cardHours(_ seconds: Int64, _ t: Texts) -> String {
    let rest = seconds % 3600 * 100 / 3600
    return t.count(seconds / 3600) + (rest == 0 ? "" : "." + padded(Int(rest), 2))
}

extension WindowFileProblem {
    func words(_ t: Texts) -> String {
        let what: String =
            switch kind {
            case .columnMissing: t("the column is missing from the first line")
            case .unknownColumn: t("the column is not known")
            case .tooManyRows(let most): t("at most {count} windows in a file", ["count": t.count(most)])
            case .noRows: t("there is no window in the file")
            case .badQuotes: t("the quotes do not pair up")
            case .fieldCount: t("there are more or fewer fields than names in the first line")
            case .unknownAccelerator(let text): t("this site has no accelerators “{text}”", ["text": text])
            case .notAMoment(let text): t("“{text}” is not a day and time such as 2026-12-01 08:00", ["text": text])
            case .notANumber(let text): t("“{text}” is not a whole number", ["text": text])
            case .notAnAmount(let text): t("“{text}” is not an amount in yuan", ["text": text])
            case .fractionalFen(let text): t("“{text}” has more than two decimals", ["text": text])
            case .negative(let text): t("“{text}” is below zero", ["text": text])
            }
        let place = column.isEmpty ? "" : column + t.colon
        return t("Line {line}: {reason}", ["line": t.count(line), "reason": place + what])
    }
}
