/// An administrative division by its six digits of GB/T 2260: two for the province, two for the city, two for the
/// county; zeros where the division is larger.
package struct RegionCode: Hashable, Sendable, Comparable {
    package let number: Int32

    /// - Returns: nil unless `text` is six digits that name at least a province.
    package init?(_ text: String) {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int32(text) else {
            return nil
        }
        guard number >= 110_000 else { return nil }
        self.number = number
    }

    /// - Parameter number: known to be a code.
    init(number: Int32) { self.number = number }

    package var text: String { String(number) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// Whether `other` is this division or lies in it.
    package func contains(_ other: RegionCode) -> Bool {
        if number % 10_000 == 0 { return other.number / 10_000 == number / 10_000 }
        if number % 100 == 0 { return other.number / 100 == number / 100 }
        return other == self
    }

    /// The name, where the market knows it; else the code.
    package var name: Bilingual {
        Self.names[number] ?? Bilingual(en: "region \(number)", zh: "\(number)地区")
    }

    private static let names: [Int32: Bilingual] = [
        110_000: Bilingual(en: "Beijing", zh: "北京市"),
        110_400: Bilingual(en: "Beijing E-Town", zh: "北京经济技术开发区"),
        120_000: Bilingual(en: "Tianjin", zh: "天津市"),
        130_000: Bilingual(en: "Hebei", zh: "河北省"),
        131_000: Bilingual(en: "Langfang", zh: "廊坊市"),
        310_000: Bilingual(en: "Shanghai", zh: "上海市"),
        310_115: Bilingual(en: "Pudong, Shanghai", zh: "上海市浦东新区"),
        320_000: Bilingual(en: "Jiangsu", zh: "江苏省"),
        321_000: Bilingual(en: "Yangzhou", zh: "扬州市"),
        330_000: Bilingual(en: "Zhejiang", zh: "浙江省"),
        330_100: Bilingual(en: "Hangzhou", zh: "杭州市"),
        330_200: Bilingual(en: "Ningbo", zh: "宁波市"),
        370_000: Bilingual(en: "Shandong", zh: "山东省"),
        410_000: Bilingual(en: "Henan", zh: "河南省"),
        420_000: Bilingual(en: "Hubei", zh: "湖北省"),
        440_000: Bilingual(en: "Guangdong", zh: "广东省"),
        440_300: Bilingual(en: "Shenzhen", zh: "深圳市"),
        450_000: Bilingual(en: "Guangxi", zh: "广西壮族自治区"),
        450_100: Bilingual(en: "Nanning", zh: "南宁市"),
        510_000: Bilingual(en: "Sichuan", zh: "四川省"),
        510_100: Bilingual(en: "Chengdu", zh: "成都市"),
        520_000: Bilingual(en: "Guizhou", zh: "贵州省"),
        620_000: Bilingual(en: "Gansu", zh: "甘肃省"),
        621_000: Bilingual(en: "Qingyang", zh: "庆阳市"),
    ]
}
