/// The sentences of this slice's notices.
extension Bilingual {
    static func applicationArrived(_ programme: Bilingual) -> Bilingual {
        Bilingual(zh: "\(programme.zh)收到一份新申请", en: "A new application to \(programme.en) has arrived")
    }

    static func applicationRefused(_ programme: Bilingual) -> Bilingual {
        Bilingual(
            zh: "您对\(programme.zh)的申请未获批准，理由见申请页面",
            en: "Your application to \(programme.en) was refused; the reason stands on its page")
    }

    static func announced(_ programme: Bilingual, _ amount: Money, until day: CivilDate) -> Bilingual {
        let (money, date) = (Bilingual.money(amount), Bilingual.date(day))
        return Bilingual(
            zh: "\(programme.zh)拟向您发放 \(money.zh)，公示至 \(date.zh)",
            en: "\(programme.en) intends to grant you \(money.en); public notice until \(date.en)")
    }

    static func potCannotPay(_ programme: Bilingual) -> Bilingual {
        Bilingual(
            zh: "\(programme.zh)有一份申请公示期满，但资金池余额不足，暂未发放",
            en: "An application to \(programme.en) has been on notice long enough, but the pot cannot pay it yet")
    }

    static func granted(_ programme: Bilingual, _ amount: Money, until day: CivilDate) -> Bilingual {
        let (money, date) = (Bilingual.money(amount), Bilingual.date(day))
        return Bilingual(
            zh: "\(programme.zh)已向您发放 \(money.zh)的券，有效期至 \(date.zh)",
            en: "\(programme.en) granted you a voucher of \(money.en), valid until \(date.en)")
    }

    static func expiresSoon(_ programme: Bilingual, _ left: Money, on day: CivilDate) -> Bilingual {
        let (money, date) = (Bilingual.money(left), Bilingual.date(day))
        return Bilingual(
            zh: "\(programme.zh)的券还有 \(money.zh)未用，将于 \(date.zh)到期",
            en: "\(money.en) of your voucher from \(programme.en) are unused and expire on \(date.en)")
    }

    static func expired(_ programme: Bilingual, _ returned: Money) -> Bilingual {
        let money = Bilingual.money(returned)
        return Bilingual(
            zh: "\(programme.zh)的券已到期，未用的 \(money.zh)退回资金池",
            en: "Your voucher from \(programme.en) has expired; the unused \(money.en) went back to the pot")
    }

    static func clawedBack(_ programme: Bilingual, _ amount: Money, _ reason: String) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(
            zh: "\(programme.zh)收回了券上未用的 \(money.zh)：\(reason)",
            en: "\(programme.en) took back the unused \(money.en) of your voucher: \(reason)")
    }
}
