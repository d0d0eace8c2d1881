package import Storage

/// A place of registration: a province-level or prefecture-level unit under its six-digit code of GB/T 2260.
/// Cities are listed where a programme, a labeling base or a computing hub lies; elsewhere the province stands for them.
package struct Region: Hashable, Sendable {
    /// Six digits.
    package let code: String
    package let name: Bilingual

    /// The unit with `code`; nil when it is not listed.
    package init?(code: String) {
        guard let region = Self.byCode[code] else { return nil }
        self = region
    }

    /// The code of the province-level unit this one belongs to, itself included.
    package var provinceCode: String { code.prefix(2) + "0000" }
    package var isProvince: Bool { code.hasSuffix("0000") }

    /// Whether `self` is `other` or lies inside it.
    package func lies(in other: Region) -> Bool {
        code == other.code || (other.isProvince && provinceCode == other.code)
    }

    /// Every listed unit by code: each province followed by its cities.
    package static let all: [Region] = table.split(separator: "\n").map { line in
        let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
        return Region(unchecked: parts[0], Bilingual(zh: parts[1], en: parts[2]))
    }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

    private init(unchecked code: String, _ name: Bilingual) {
        self.code = code
        self.name = name
    }

    private static let table = """
        110000 北京市 Beijing
        120000 天津市 Tianjin
        130000 河北省 Hebei
        130100 石家庄市 Shijiazhuang
        130600 保定市 Baoding
        130700 张家口市 Zhangjiakou
        140000 山西省 Shanxi
        140200 大同市 Datong
        150000 内蒙古自治区 Inner Mongolia
        150100 呼和浩特市 Hohhot
        150900 乌兰察布市 Ulanqab
        210000 辽宁省 Liaoning
        210100 沈阳市 Shenyang
        220000 吉林省 Jilin
        230000 黑龙江省 Heilongjiang
        310000 上海市 Shanghai
        320000 江苏省 Jiangsu
        320100 南京市 Nanjing
        320500 苏州市 Suzhou
        330000 浙江省 Zhejiang
        330100 杭州市 Hangzhou
        330200 宁波市 Ningbo
        330300 温州市 Wenzhou
        330400 嘉兴市 Jiaxing
        330500 湖州市 Huzhou
        330600 绍兴市 Shaoxing
        330700 金华市 Jinhua
        330800 衢州市 Quzhou
        330900 舟山市 Zhoushan
        331000 台州市 Taizhou
        331100 丽水市 Lishui
        340000 安徽省 Anhui
        340100 合肥市 Hefei
        340200 芜湖市 Wuhu
        350000 福建省 Fujian
        360000 江西省 Jiangxi
        370000 山东省 Shandong
        370100 济南市 Jinan
        370200 青岛市 Qingdao
        370300 淄博市 Zibo
        370400 枣庄市 Zaozhuang
        370500 东营市 Dongying
        370600 烟台市 Yantai
        370700 潍坊市 Weifang
        370800 济宁市 Jining
        370900 泰安市 Tai'an
        371000 威海市 Weihai
        371100 日照市 Rizhao
        371300 临沂市 Linyi
        371400 德州市 Dezhou
        371500 聊城市 Liaocheng
        371600 滨州市 Binzhou
        371700 菏泽市 Heze
        410000 河南省 Henan
        410100 郑州市 Zhengzhou
        410200 开封市 Kaifeng
        410300 洛阳市 Luoyang
        410400 平顶山市 Pingdingshan
        410500 安阳市 Anyang
        410600 鹤壁市 Hebi
        410700 新乡市 Xinxiang
        410800 焦作市 Jiaozuo
        410900 濮阳市 Puyang
        411000 许昌市 Xuchang
        411100 漯河市 Luohe
        411200 三门峡市 Sanmenxia
        411300 南阳市 Nanyang
        411400 商丘市 Shangqiu
        411500 信阳市 Xinyang
        411600 周口市 Zhoukou
        411700 驻马店市 Zhumadian
        419001 济源市 Jiyuan
        420000 湖北省 Hubei
        420100 武汉市 Wuhan
        430000 湖南省 Hunan
        430100 长沙市 Changsha
        440000 广东省 Guangdong
        440100 广州市 Guangzhou
        440200 韶关市 Shaoguan
        440300 深圳市 Shenzhen
        440400 珠海市 Zhuhai
        440600 佛山市 Foshan
        441300 惠州市 Huizhou
        441900 东莞市 Dongguan
        442000 中山市 Zhongshan
        450000 广西壮族自治区 Guangxi
        460000 海南省 Hainan
        460100 海口市 Haikou
        500000 重庆市 Chongqing
        510000 四川省 Sichuan
        510100 成都市 Chengdu
        510600 德阳市 Deyang
        510700 绵阳市 Mianyang
        511400 眉山市 Meishan
        511500 宜宾市 Yibin
        512000 资阳市 Ziyang
        520000 贵州省 Guizhou
        520100 贵阳市 Guiyang
        530000 云南省 Yunnan
        540000 西藏自治区 Tibet
        610000 陕西省 Shaanxi
        610100 西安市 Xi'an
        620000 甘肃省 Gansu
        621000 庆阳市 Qingyang
        630000 青海省 Qinghai
        640000 宁夏回族自治区 Ningxia
        640100 银川市 Yinchuan
        640500 中卫市 Zhongwei
        650000 新疆维吾尔自治区 Xinjiang
        710000 台湾省 Taiwan
        810000 香港特别行政区 Hong Kong
        820000 澳门特别行政区 Macao
        """
}

extension Region: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(code) }

    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard let region = Region(code: try String(sqlValue: sqlValue)) else {
            throw SQLMismatch(expected: "a region's code", found: sqlValue)
        }
        self = region
    }
}
