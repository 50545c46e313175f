extension DocumentShape.Charset {
    /// Words of the charset, with characters that another one would read wrongly.
    var words: [String] {
        switch self {
        case .utf8: Self.european + Self.windows + Self.japanese + ["Ωμέγα", "Ёлка", "🎁 gift", "naïve"]
        case .latin1: Self.european
        case .windows1252: Self.european + Self.windows
        case .shiftJIS: Self.japanese
        case .windows31J: Self.japanese + ["①商品", "㈱大阪", "②椅子"]
        }
    }

    private static let european = [
        "Müller Straße", "Café crème", "Señor Ñandú", "Ærø £5", "50 µm ½", "Kühlschrank §3", "Ångström", "garçon",
    ]
    private static let windows = ["€ 5 – „Größe“", "Œuvre…", "Žižka™", "L’été", "Šmíd • 5"]
    /// Some have a second byte that is a backslash in ASCII, some are of one byte.
    private static let japanese = ["東京商品", "大阪 赤白机", "黒椅子 ソ能表", "ｱｲｶ 本箱", "予十 時計", "青表 ｶｲ"]

    /// `text` in this charset. What it does not have becomes a question mark.
    func bytes(of text: String) -> [UInt8] {
        switch self {
        case .utf8: Array(text.utf8)
        case .latin1: text.unicodeScalars.map { UInt8(exactly: $0.value) ?? Self.unknown }
        case .windows1252: text.unicodeScalars.map(Self.windows1252Byte)
        case .shiftJIS, .windows31J: text.unicodeScalars.flatMap(japaneseBytes)
        }
    }

    private static func windows1252Byte(_ scalar: Unicode.Scalar) -> UInt8 {
        if let byte = upperHalf[scalar] { return byte }
        guard let byte = UInt8(exactly: scalar.value), !(0x80..<0xa0).contains(byte) else { return unknown }
        return byte
    }

    private func japaneseBytes(_ scalar: Unicode.Scalar) -> [UInt8] {
        if scalar.isASCII { return [UInt8(truncatingIfNeeded: scalar.value)] }
        // Katakana of half width are in the order of Unicode.
        if (0xff61...0xff9f).contains(scalar.value) { return [UInt8(scalar.value - 0xff61 + 0xa1)] }
        let code = Self.kanji[scalar] ?? (self == .windows31J ? Self.additions[scalar] : nil)
        return code.map { [UInt8($0 >> 8), UInt8($0 & 0xff)] } ?? [Self.unknown]
    }

    private static let unknown = UInt8(ascii: "?")

    /// What windows-1252 has where ISO-8859-1 has control characters.
    private static let upperHalf: [Unicode.Scalar: UInt8] = [
        "€": 0x80, "„": 0x84, "…": 0x85, "‰": 0x89, "Š": 0x8a, "Œ": 0x8c, "Ž": 0x8e, "‘": 0x91, "’": 0x92, "“": 0x93,
        "”": 0x94, "•": 0x95, "–": 0x96, "—": 0x97, "™": 0x99, "š": 0x9a, "œ": 0x9c, "ž": 0x9e, "Ÿ": 0x9f,
    ]

    /// The characters of the words above, and no others.
    private static let kanji: [Unicode.Scalar: UInt16] = [
        "商": 0x8fa4, "品": 0x9569, "表": 0x955c, "ソ": 0x835c, "能": 0x945c, "予": 0x975c, "十": 0x8f5c, "東": 0x938c,
        "京": 0x8b9e, "大": 0x91e5, "阪": 0x8de3, "青": 0x90c2, "赤": 0x90d4, "白": 0x9492, "黒": 0x8d95, "机": 0x8af7,
        "椅": 0x88d6, "子": 0x8e71, "本": 0x967b, "箱": 0x94a0, "時": 0x8e9e, "計": 0x8c76,
    ]
    private static let additions: [Unicode.Scalar: UInt16] = ["①": 0x8740, "②": 0x8741, "㈱": 0x878a]
}
