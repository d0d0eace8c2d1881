import Annotations

extension LabelConfigTemplate {
    /// The labels that the template proposes, in the language of the page; the buyer changes them at will.
    func labels(_ language: Language) -> [String] {
        language == .zh ? labels.map { Self.chineseLabels[$0] ?? $0 } : labels
    }

    static let chineseLabels: [String: String] = [
        "Positive": "正面", "Neutral": "中性", "Negative": "负面", "Business": "财经", "Technology": "科技",
        "Society": "社会", "Sports": "体育", "Culture": "文化", "Question": "咨询", "Complaint": "投诉", "Order": "下单",
        "Return": "退货", "Other": "其他", "Safe": "安全", "Insult": "辱骂", "Violence": "暴力", "Fraud": "欺诈",
        "Privacy leak": "泄露隐私", "Person": "人物", "Place": "地点", "Organisation": "机构", "Time": "时间",
        "Disease": "疾病", "Symptom": "症状", "Medicine": "药品", "Examination": "检查", "Body part": "身体部位",
        "Vehicle": "车辆", "Building": "建筑", "Nature": "自然", "Sharp": "清晰", "Blurred": "模糊", "Too dark": "过暗",
        "Too bright": "过亮", "Cut off": "残缺", "Car": "小汽车", "Truck": "卡车", "Bus": "公交车", "Bicycle": "自行车",
        "Pedestrian": "行人", "Traffic light": "交通信号灯", "Product": "商品", "Price tag": "价签", "Gap": "空缺",
        "Scratch": "划痕", "Dent": "凹陷", "Stain": "污渍", "Crack": "裂纹", "Field": "耕地", "Forest": "林地",
        "Water": "水体", "Built-up": "建设用地", "Foreground": "前景", "Background": "背景", "Left eye": "左眼",
        "Right eye": "右眼", "Nose": "鼻尖", "Left mouth corner": "左嘴角", "Right mouth corner": "右嘴角",
        "Red cell": "红细胞", "White cell": "白细胞", "Platelet": "血小板", "Printed": "印刷体", "Handwritten": "手写体",
        "Speech": "人声", "Music": "音乐", "Machine": "机器声", "Silence": "静音", "Speaker 1": "说话人1",
        "Speaker 2": "说话人2", "Noise": "噪声", "Indoor": "室内", "Outdoor": "室外", "Animation": "动画",
        "Greeting": "问候", "Request": "请求", "Promise": "承诺", "Refusal": "拒绝", "Normal": "正常",
        "Warming up": "预热", "Fault": "故障",
    ]
}
