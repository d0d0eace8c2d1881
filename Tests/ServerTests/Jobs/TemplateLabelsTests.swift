import Annotations
import Testing

@testable import Server

struct TemplateLabelsTests {
    @Test(arguments: LabelConfigTemplate.gallery)
    func proposedLabels_haveDistinctChinese(template: LabelConfigTemplate) {
        for label in template.labels { #expect(LabelConfigTemplate.chineseLabels[label] != nil, "\(label)") }
        #expect(Set(template.labels(.zh)).count == template.labels.count)
    }
}
