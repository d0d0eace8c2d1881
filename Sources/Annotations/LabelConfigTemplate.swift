/// A ready label config for people who have never written one, with its titles in both languages of the product.
package struct LabelConfigTemplate: Sendable, Identifiable {
    /// Stable, for addresses and forms.
    package let id: String
    package let family: TaskFamily
    package let title: String
    package let titleChinese: String
    package let labels: [String]
    package let allowsSeveral: Bool

    private init(
        _ id: String, _ family: TaskFamily, _ title: String, _ titleChinese: String, _ labels: [String] = [],
        several: Bool = false
    ) {
        self.id = id
        self.family = family
        self.title = title
        self.titleChinese = titleChinese
        self.labels = labels
        allowsSeveral = several
    }

    /// - Throws: never for a template of the gallery; the builder's error otherwise.
    package func config() throws(LabelConfigError) -> LabelConfig {
        try LabelConfig.make(family, labels: labels, allowsSeveral: allowsSeveral)
    }

    package static func template(_ id: String) -> LabelConfigTemplate? { gallery.first { $0.id == id } }

    package static let gallery: [LabelConfigTemplate] = [
        LabelConfigTemplate(
            "sentiment", .textClassification, "Mood of a text", "文本情感分类", ["Positive", "Neutral", "Negative"]),
        LabelConfigTemplate(
            "topics", .textClassification, "Topics of a text", "文本主题多选",
            ["Business", "Technology", "Society", "Sports", "Culture"], several: true),
        LabelConfigTemplate(
            "intent", .textClassification, "What a customer wants", "客户意图识别",
            ["Question", "Complaint", "Order", "Return", "Other"]),
        LabelConfigTemplate(
            "safety", .textClassification, "Harmful content in a text", "有害内容审核",
            ["Safe", "Insult", "Violence", "Fraud", "Privacy leak"], several: true),
        LabelConfigTemplate(
            "entities", .namedEntities, "Names of people, places and organisations", "命名实体标注",
            ["Person", "Place", "Organisation", "Time"]),
        LabelConfigTemplate(
            "medical-entities", .namedEntities, "Findings in medical records", "病历实体标注",
            ["Disease", "Symptom", "Medicine", "Examination", "Body part"]),
        LabelConfigTemplate(
            "relations", .relations, "Entities and how they are related", "实体关系标注", ["Person", "Place", "Organisation"]),
        LabelConfigTemplate("text-rating", .textRating, "Quality of a text, in stars", "文本质量评分"),
        LabelConfigTemplate("translation", .translation, "Translate a text", "文本翻译"),
        LabelConfigTemplate("summary", .summarisation, "Sum up a text", "文本摘要"),
        LabelConfigTemplate("answers", .questionAnswering, "Answer a question about a text", "阅读理解问答"),
        LabelConfigTemplate("answer-choice", .answerComparison, "The better of two model answers", "模型回答对比"),
        LabelConfigTemplate("answer-ranking", .answerRanking, "Model answers from best to worst", "模型回答排序"),
        LabelConfigTemplate(
            "image-class", .imageClassification, "What a picture shows", "图像分类",
            ["Person", "Vehicle", "Building", "Nature"]),
        LabelConfigTemplate(
            "image-quality", .imageClassification, "Faults of a picture", "图像质量检查",
            ["Sharp", "Blurred", "Too dark", "Too bright", "Cut off"], several: true),
        LabelConfigTemplate(
            "street-boxes", .imageBoxes, "Boxes around road users", "道路目标框选",
            ["Car", "Truck", "Bus", "Bicycle", "Pedestrian", "Traffic light"]),
        LabelConfigTemplate(
            "goods-boxes", .imageBoxes, "Boxes around goods on a shelf", "货架商品框选", ["Product", "Price tag", "Gap"]),
        LabelConfigTemplate(
            "defects", .imagePolygons, "Outlines of faults on a workpiece", "工业缺陷轮廓",
            ["Scratch", "Dent", "Stain", "Crack"]),
        LabelConfigTemplate(
            "land-use", .imagePolygons, "Land use in aerial pictures", "遥感地物轮廓",
            ["Field", "Forest", "Water", "Built-up"]),
        LabelConfigTemplate("masks", .imageMasks, "Masks by brush", "图像分割涂抹", ["Foreground", "Background"]),
        LabelConfigTemplate(
            "face-points", .imageKeyPoints, "Points of a face", "人脸关键点",
            ["Left eye", "Right eye", "Nose", "Left mouth corner", "Right mouth corner"]),
        LabelConfigTemplate(
            "cells", .imageEllipses, "Ellipses around cells", "细胞椭圆标注", ["Red cell", "White cell", "Platelet"]),
        LabelConfigTemplate(
            "ocr", .imageText, "Printed and written text in pictures", "图片文字识别", ["Printed", "Handwritten"]),
        LabelConfigTemplate("caption", .imageCaption, "Describe a picture", "图像描述"),
        LabelConfigTemplate(
            "sound-class", .audioClassification, "Kind of a sound", "声音分类", ["Speech", "Music", "Machine", "Silence"]),
        LabelConfigTemplate("transcript", .audioTranscription, "Write down what is said", "语音转写"),
        LabelConfigTemplate(
            "speakers", .audioSegments, "Who speaks when, and what", "说话人分段转写", ["Speaker 1", "Speaker 2", "Noise"]),
        LabelConfigTemplate(
            "video-class", .videoClassification, "What a video shows", "视频分类", ["Indoor", "Outdoor", "Animation"]),
        LabelConfigTemplate(
            "dialogue", .dialogueTurns, "Acts in a dialogue", "对话行为标注", ["Greeting", "Request", "Promise", "Refusal"]),
        LabelConfigTemplate(
            "machine-signal", .timeSeriesSegments, "States of a machine over time", "设备时序标注",
            ["Normal", "Warming up", "Fault"]),
    ]
}
