import XML

/// Reading of the rules whose attribute `test` says which question they ask.

extension BuyerTest {
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        switch try node.text("test") {
        case "kinds":
            try node.allow(["test", "list"])
            self = .kinds(try node.words("list"))
        case "sizes":
            try node.allow(["test", "list"])
            self = .sizes(try node.words("list"))
        case "industries":
            try node.allow(["test", "list"])
            self = .industries(try node.words("list"))
        case "legalEntity":
            try node.allow(["test", "incubatorSuffices"])
            self = .legalEntity(incubatorSuffices: try node.flag("incubatorSuffices"))
        case "cleanCredit":
            try node.allow(["test", "years"])
            self = .cleanCredit(years: try node.number("years"))
        case "accountsInOrder":
            try node.allow(["test"])
            self = .accountsInOrder
        case "park":
            try node.allow(["test", "key"], children: ["name"])
            self = .park(key: try node.text("key"), name: try node.bilingual("name"))
        case "judgement":
            try node.allow(["test"], children: ["subject"])
            self = .judgement(try node.bilingual("subject"))
        default: throw node.problem("this test of the buyer is not known", "没有此类申请主体条件")
        }
    }
}

extension SupplierTest {
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        switch try node.text("test") {
        case "listed":
            try node.allow(["test", "key"], children: ["by"])
            self = .listed(key: try node.text("key"), by: try node.bilingual("by"))
        case "capacity":
            try node.allow(["test", "petaflopsMin", "racksMin", "supercomputingSuffices"])
            self = .capacity(
                petaflopsMin: try node.optionalNumber("petaflopsMin"), racksMin: try node.optionalNumber("racksMin"),
                supercomputingSuffices: try node.flag("supercomputingSuffices"))
        case "target":
            try node.allow(["test", "petaflops", "floorPetaflops"])
            self = .target(petaflops: try node.number("petaflops"), floorPetaflops: try node.number("floorPetaflops"))
        case "claimedHardware":
            try node.allow(["test"])
            self = .claimedHardware
        default: throw node.problem("this test of the supplier is not known", "没有此类服务商条件")
        }
    }
}

extension Locality {
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        switch try node.text("test") {
        case "buyer":
            try node.allow(["test", "region", "operating"])
            self = .buyer(try node.region("region"), operating: try node.flag("operating"))
        case "supplier":
            try node.allow(["test", "region"])
            self = .supplier(try node.region("region"))
        case "platform":
            try node.allow(["test", "key"], children: ["name"])
            self = .platform(key: try node.text("key"), name: try node.bilingual("name"))
        case "exchange":
            try node.allow(["test", "key"])
            self = .exchange(key: node.element["key"])
        default: throw node.problem("this test of the place is not known", "没有此类地域条件")
        }
    }
}

extension ContractTest {
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        switch try node.text("test") {
        case "kinds":
            try node.allow(["test", "list"])
            self = .kinds(try node.words("list"))
        case "signed":
            try node.allow(["test", "from", "to"])
            self = .signed(from: try node.optionalDate("from"), to: try node.optionalDate("to"))
        case "term":
            try node.allow(["test", "monthsMin", "monthsMax"])
            self = .term(
                monthsMin: try node.optionalNumber("monthsMin"), monthsMax: try node.optionalNumber("monthsMax"))
        case "oneVoucher":
            try node.allow(["test", "perRound"])
            self = .oneVoucher(perRound: try node.flag("perRound"))
        case "notSplit":
            try node.allow(["test", "days"])
            self = .notSplit(days: try node.number("days"))
        default: throw node.problem("this test of the contract is not known", "没有此类合同条件")
        }
    }
}
