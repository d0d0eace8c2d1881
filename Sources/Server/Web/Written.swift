extension Texts {
    /// What somebody wrote in whichever language: marked as Chinese where it is and the page is not, so that it is read
    /// aloud and drawn as what it is.
    func written(_ text: String) -> HTML {
        let isChinese = text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
        return language == .en && isChinese ? "<span lang=\"zh-Hans\">\(text)</span>" : "\(text)"
    }
}
