import LabelMarket

/// Who plays in the demonstration market. Everyone is invented; the credit codes carry valid check characters.
enum DemoCast {
    struct Firm: Sendable {
        let login: String
        let kind: OrganisationKind
        let zh: String
        let en: String
        /// GB/T 2260 code of the place of registration.
        let region: String
        let sector: Sector
        let headcount: Int64
        let revenueYuan: Int64
        let person: String
    }

    static let password = "lanterns over the river 2026"

    static let buyers: [Firm] = [
        Firm(login: "qingyu", kind: .startUp, zh: "上海青屿智能科技有限公司", en: "Qingyu Intelligence", region: "310000", sector: .software, headcount: 8, revenueYuan: 420_000, person: "林青"),
        Firm(login: "huijian", kind: .firm, zh: "上海慧鉴医疗影像有限公司", en: "Huijian Medical Imaging", region: "310000", sector: .software, headcount: 46, revenueYuan: 8_600_000, person: "周慧"),
        Firm(login: "yunzhi", kind: .firm, zh: "上海云织零售有限公司", en: "Yunzhi Retail", region: "310000", sector: .retail, headcount: 32, revenueYuan: 4_100_000, person: "吴云"),
        Firm(login: "beichen", kind: .firm, zh: "北京北辰语义科技有限公司", en: "Beichen Semantics", region: "110000", sector: .software, headcount: 60, revenueYuan: 9_900_000, person: "赵辰"),
        Firm(login: "tanlu", kind: .startUp, zh: "北京探路机器人有限公司", en: "Tanlu Robotics", region: "110000", sector: .industry, headcount: 18, revenueYuan: 2_700_000, person: "孙路"),
        Firm(login: "haitong", kind: .startUp, zh: "深圳海瞳视觉科技有限公司", en: "Haitong Vision", region: "440300", sector: .software, headcount: 9, revenueYuan: 480_000, person: "陈瞳"),
        Firm(login: "lingqiao", kind: .firm, zh: "深圳灵桥客服科技有限公司", en: "Lingqiao Service Desk", region: "440300", sector: .software, headcount: 85, revenueYuan: 21_000_000, person: "黄桥"),
        Firm(login: "chengdu-ai", kind: .researchInstitute, zh: "成都语言智能研究院", en: "Chengdu Institute of Language Intelligence", region: "510100", sector: .other, headcount: 120, revenueYuan: 36_000_000, person: "蒋语"),
        Firm(login: "zhongyuan", kind: .university, zh: "中原数据大学", en: "Zhongyuan University of Data", region: "410000", sector: .other, headcount: 900, revenueYuan: 240_000_000, person: "郑原"),
        Firm(login: "qilu", kind: .firm, zh: "齐鲁智造有限公司", en: "Qilu Smart Manufacturing", region: "370000", sector: .industry, headcount: 210, revenueYuan: 56_000_000, person: "鲁齐"),
        Firm(login: "yonggang", kind: .firm, zh: "宁波甬港物流科技有限公司", en: "Yonggang Logistics", region: "330200", sector: .transport, headcount: 70, revenueYuan: 6_400_000, person: "范甬"),
        Firm(login: "xinmiao", kind: .startUp, zh: "上海新苗教育科技有限公司", en: "Xinmiao Education", region: "310000", sector: .software, headcount: 6, revenueYuan: 150_000, person: "许苗"),
    ]

    static let vendors: [Firm] = [
        Firm(login: "baoding", kind: .labelingVendor, zh: "保定数标科技有限公司", en: "Baoding Data Labeling", region: "130600", sector: .software, headcount: 260, revenueYuan: 31_000_000, person: "田标"),
        Firm(login: "datong", kind: .labelingVendor, zh: "大同云注信息有限公司", en: "Datong Cloud Annotation", region: "140200", sector: .software, headcount: 180, revenueYuan: 12_000_000, person: "石云"),
        Firm(login: "tianfu", kind: .labelingVendor, zh: "天府标注有限公司", en: "Tianfu Annotation", region: "510100", sector: .software, headcount: 95, revenueYuan: 8_300_000, person: "罗天"),
        Firm(login: "shengjing", kind: .labelingVendor, zh: "沈阳盛景数据有限公司", en: "Shengjing Data", region: "210100", sector: .software, headcount: 140, revenueYuan: 9_700_000, person: "关景"),
        Firm(login: "luzhou", kind: .labelingVendor, zh: "合肥庐州智标有限公司", en: "Luzhou Labels", region: "340100", sector: .software, headcount: 75, revenueYuan: 5_200_000, person: "方庐"),
        Firm(login: "xingcheng", kind: .labelingVendor, zh: "长沙星城语料有限公司", en: "Xingcheng Corpora", region: "430100", sector: .software, headcount: 66, revenueYuan: 4_900_000, person: "谭星"),
        Firm(login: "yelin", kind: .labelingVendor, zh: "海口椰林数据有限公司", en: "Yelin Data", region: "460100", sector: .software, headcount: 40, revenueYuan: 2_800_000, person: "符林"),
        Firm(login: "qianfeng", kind: .labelingVendor, zh: "贵阳黔峰标注有限公司", en: "Qianfeng Annotation", region: "520100", sector: .software, headcount: 320, revenueYuan: 27_000_000, person: "杨峰"),
        Firm(login: "shanshui", kind: .labelingVendor, zh: "重庆山水数据服务有限公司", en: "Shanshui Data Services", region: "500000", sector: .software, headcount: 110, revenueYuan: 7_600_000, person: "向山"),
        Firm(login: "pujiang", kind: .labelingVendor, zh: "上海浦江精标有限公司", en: "Pujiang Fine Labels", region: "310000", sector: .software, headcount: 54, revenueYuan: 9_100_000, person: "俞江"),
    ]

    static let operators: [Firm] = [
        Firm(login: "qingyang", kind: .dataCentre, zh: "庆阳陇东智算有限公司", en: "Longdong Compute", region: "621000", sector: .informationTransmission, headcount: 58, revenueYuan: 46_000_000, person: "马陇"),
        Firm(login: "guian", kind: .dataCentre, zh: "贵安云谷数据中心有限公司", en: "Gui'an Cloud Valley", region: "520100", sector: .informationTransmission, headcount: 84, revenueYuan: 71_000_000, person: "龙谷"),
        Firm(login: "horinger", kind: .dataCentre, zh: "和林格尔草原智算有限公司", en: "Horinger Grassland Compute", region: "150100", sector: .informationTransmission, headcount: 41, revenueYuan: 28_000_000, person: "乌兰"),
        Firm(login: "wuhu", kind: .dataCentre, zh: "芜湖江畔智算有限公司", en: "Wuhu Riverside Compute", region: "340200", sector: .informationTransmission, headcount: 63, revenueYuan: 52_000_000, person: "江舟"),
    ]

    struct Bureau: Sendable {
        let zh: String
        let en: String
        let region: String
        /// Which of the officers works here.
        let officer: String
        /// Keys of its programmes, with the versions of their documents, newest state last.
        let programmes: [String]
        /// What is appropriated to each programme this year; the brief's figure where it names one.
        let potYuan: Int64
    }

    static let bureaus: [Bureau] = [
        Bureau(zh: "上海市人工智能券专班（演示）", en: "Shanghai voucher office (demonstration)", region: "310000", officer: "officer-east", programmes: ["shanghai-compute", "shanghai-corpus"], potYuan: 100_000_000),
        Bureau(zh: "浦东新区人工智能券专班（演示）", en: "Pudong voucher office (demonstration)", region: "310000", officer: "officer-east", programmes: ["pudong-labels"], potYuan: 5_000_000),
        Bureau(zh: "宁波市人工智能券专班（演示）", en: "Ningbo voucher office (demonstration)", region: "330200", officer: "officer-east", programmes: ["ningbo-compute"], potYuan: 10_000_000),
        Bureau(zh: "北京市人工智能券专班（演示）", en: "Beijing voucher office (demonstration)", region: "110000", officer: "officer-north", programmes: ["beijing-compute"], potYuan: 50_000_000),
        Bureau(zh: "河南省人工智能券专班（演示）", en: "Henan voucher office (demonstration)", region: "410000", officer: "officer-north", programmes: ["henan-compute"], potYuan: 50_000_000),
        Bureau(zh: "山东省人工智能券专班（演示）", en: "Shandong voucher office (demonstration)", region: "370000", officer: "officer-north", programmes: ["shandong-compute"], potYuan: 30_000_000),
        Bureau(zh: "成都市人工智能券专班（演示）", en: "Chengdu voucher office (demonstration)", region: "510100", officer: "officer-south", programmes: ["chengdu-compute"], potYuan: 100_000_000),
        Bureau(zh: "深圳市人工智能券专班（演示）", en: "Shenzhen voucher office (demonstration)", region: "440300", officer: "officer-south", programmes: ["shenzhen-training", "shenzhen-corpus"], potYuan: 50_000_000),
    ]

    static let officers = [("officer-east", "沈东"), ("officer-north", "北原"), ("officer-south", "南星")]
}
