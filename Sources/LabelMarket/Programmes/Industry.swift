/// A section of the national classification of industries, GB/T 4754-2017, by its letter.
package enum Industry: String, RuleWord {
    case agriculture = "A"
    case mining = "B"
    case manufacturing = "C"
    case utilities = "D"
    case construction = "E"
    case trade = "F"
    case transport = "G"
    case catering = "H"
    case software = "I"
    case finance = "J"
    case realEstate = "K"
    case leasing = "L"
    case science = "M"
    case environment = "N"
    case repair = "O"
    case education = "P"
    case health = "Q"
    case culture = "R"
    case publicBodies = "S"
    case international = "T"

    package var name: Bilingual {
        switch self {
        case .agriculture: Bilingual(en: "agriculture", zh: "农、林、牧、渔业")
        case .mining: Bilingual(en: "mining", zh: "采矿业")
        case .manufacturing: Bilingual(en: "manufacturing", zh: "制造业")
        case .utilities: Bilingual(en: "utilities", zh: "电力、热力、燃气及水生产和供应业")
        case .construction: Bilingual(en: "construction", zh: "建筑业")
        case .trade: Bilingual(en: "wholesale and retail", zh: "批发和零售业")
        case .transport: Bilingual(en: "transport and post", zh: "交通运输、仓储和邮政业")
        case .catering: Bilingual(en: "lodging and catering", zh: "住宿和餐饮业")
        case .software: Bilingual(en: "software and IT services", zh: "信息传输、软件和信息技术服务业")
        case .finance: Bilingual(en: "finance", zh: "金融业")
        case .realEstate: Bilingual(en: "real estate", zh: "房地产业")
        case .leasing: Bilingual(en: "leasing and business services", zh: "租赁和商务服务业")
        case .science: Bilingual(en: "research and technical services", zh: "科学研究和技术服务业")
        case .environment: Bilingual(en: "water, environment and public facilities", zh: "水利、环境和公共设施管理业")
        case .repair: Bilingual(en: "resident services and repair", zh: "居民服务、修理和其他服务业")
        case .education: Bilingual(en: "education", zh: "教育")
        case .health: Bilingual(en: "health and social work", zh: "卫生和社会工作")
        case .culture: Bilingual(en: "culture, sport and entertainment", zh: "文化、体育和娱乐业")
        case .publicBodies: Bilingual(en: "public administration", zh: "公共管理、社会保障和社会组织")
        case .international: Bilingual(en: "international organisations", zh: "国际组织")
        }
    }
}
