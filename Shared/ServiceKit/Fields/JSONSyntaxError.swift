/// Where and why a text is not JSON.
package struct JSONSyntaxError: Error, Hashable, Sendable {
    /// From one.
    package let line: Int
    /// From one, in characters.
    package let column: Int
    package let reason: Reason

    /// What is wrong there.
    package enum Reason: Sendable {
        case endedEarly, unexpected, trailing, repeatedName, tooDeep, longNumber, bareControl, badEscape, notUTF8
    }

    /// The place and the reason in words.
    package var message: Bilingual {
        Bilingual(
            vi: "JSON sai ở dòng \(line), cột \(column): \(reason.sentence.vi).",
            en: "Malformed JSON at line \(line), column \(column): \(reason.sentence.en).")
    }
}

extension JSONSyntaxError.Reason {
    fileprivate var sentence: Bilingual {
        switch self {
        case .endedEarly: Bilingual(vi: "văn bản kết thúc giữa chừng", en: "the text ends too early")
        case .unexpected: Bilingual(vi: "ký tự không mong đợi", en: "an unexpected character")
        case .trailing: Bilingual(vi: "còn nội dung thừa sau giá trị", en: "something follows the value")
        case .repeatedName: Bilingual(vi: "tên mục bị lặp lại", en: "a member's name is repeated")
        case .tooDeep: Bilingual(vi: "lồng quá sâu", en: "nested too deep")
        case .longNumber: Bilingual(vi: "số quá dài", en: "the number is too long")
        case .bareControl: Bilingual(vi: "ký tự điều khiển trong chuỗi", en: "a bare control character in a string")
        case .badEscape: Bilingual(vi: "chuỗi thoát không hợp lệ", en: "an invalid escape")
        case .notUTF8: Bilingual(vi: "không phải UTF-8", en: "not UTF-8")
        }
    }
}
