package import Models

/// What can be wrong with a field, with its stable code and its sentence. The one table of these sentences.
package enum FieldFault: Error, Hashable, Sendable {
    case required
    case unknownKey
    case wrongType(expected: FieldType)
    case tooShort(minimum: Int)
    case tooLong(maximum: Int)
    case tooFew(minimum: Int)
    case tooMany(maximum: Int)
    case controlCharacter
    case notADate
    case impossibleDate
    /// Of the three boxes of a page, one is empty or holds no number.
    case incompleteDate
    case dateOutOfRange(from: LegalDate, to: LegalDate)
    case notAnInstant
    case badUUID
    case notOneOf([String])
    case outOfRange(minimum: String, maximum: String)
    case repeated

    /// What programs can rely on.
    package var code: String {
        switch self {
        case .required: "required"
        case .unknownKey: "unknown_key"
        case .wrongType: "wrong_type"
        case .tooShort: "too_short"
        case .tooLong: "too_long"
        case .tooFew: "too_few"
        case .tooMany: "too_many"
        case .controlCharacter: "control_character"
        case .notADate: "not_a_date"
        case .impossibleDate: "impossible_date"
        case .incompleteDate: "incomplete_date"
        case .dateOutOfRange: "date_out_of_range"
        case .notAnInstant: "not_an_instant"
        case .badUUID: "bad_uuid"
        case .notOneOf: "not_one_of"
        case .outOfRange: "out_of_range"
        case .repeated: "repeated"
        }
    }

    /// What people read.
    package var message: Bilingual {
        switch self {
        case .required: Bilingual(vi: "Cần điền mục này.", en: "This is required.")
        case .unknownKey: Bilingual(vi: "Mục này không có trong biểu mẫu.", en: "There is no such field.")
        case .wrongType(let expected):
            Bilingual(vi: "Sai kiểu dữ liệu: cần \(expected.name.vi).", en: "Wrong type: expected \(expected.name.en).")
        case .tooShort(let minimum):
            Bilingual(vi: "Cần ít nhất \(minimum.grouped.vi) ký tự.", en: "At least \(minimum.grouped.en) characters are needed.")
        case .tooLong(let maximum):
            Bilingual(vi: "Dài quá \(maximum.grouped.vi) ký tự.", en: "Longer than \(maximum.grouped.en) characters.")
        case .tooFew(let minimum): Bilingual(vi: "Cần chọn ít nhất \(minimum) mục.", en: "At least \(minimum) must be given.")
        case .tooMany(let maximum): Bilingual(vi: "Nhiều hơn \(maximum) mục.", en: "More than \(maximum) were given.")
        case .controlCharacter:
            Bilingual(vi: "Có ký tự điều khiển không được phép.", en: "It holds a control character, which is not allowed.")
        case .notADate:
            Bilingual(vi: "Không phải ngày dạng NĂM-THÁNG-NGÀY, ví dụ 1990-04-02.", en: "Not a date as YYYY-MM-DD, for example 1990-04-02.")
        case .impossibleDate: Bilingual(vi: "Lịch không có ngày này.", en: "The calendar has no such day.")
        case .incompleteDate:
            Bilingual(
                vi: "Ngày chưa đủ: điền ngày, tháng và năm bằng số, ví dụ 2, 4, 1990.",
                en: "The date is not complete: give day, month and year in numbers, for example 2, 4, 1990.")
        case .dateOutOfRange(let from, let to):
            Bilingual(
                vi: "Ngày phải từ \(from.inVietnamese) đến \(to.inVietnamese).",
                en: "The date must lie between \(from.inEnglish) and \(to.inEnglish).")
        case .notAnInstant:
            Bilingual(
                vi: "Không phải thời điểm dạng RFC 3339, ví dụ 2026-01-31T08:30:00+07:00.",
                en: "Not a time as in RFC 3339, for example 2026-01-31T08:30:00+07:00.")
        case .badUUID: Bilingual(vi: "Mã định danh không đúng dạng UUID.", en: "Not a UUID.")
        case .notOneOf(let choices):
            Bilingual(
                vi: "Phải là một trong: \(choices.joined(separator: ", ")).", en: "It must be one of: \(choices.joined(separator: ", ")).")
        case .outOfRange(let minimum, let maximum):
            Bilingual(vi: "Phải từ \(minimum) đến \(maximum).", en: "It must lie between \(minimum) and \(maximum).")
        case .repeated: Bilingual(vi: "Mục này bị lặp lại.", en: "It is given twice.")
        }
    }
}

/// The kinds of value a field can want.
package enum FieldType: Hashable, Sendable {
    case string, integer, number, boolean, array, object

    var name: Bilingual {
        switch self {
        case .string: Bilingual(vi: "chuỗi ký tự", en: "a string")
        case .integer: Bilingual(vi: "số nguyên", en: "an integer")
        case .number: Bilingual(vi: "số", en: "a number")
        case .boolean: Bilingual(vi: "true hoặc false", en: "true or false")
        case .array: Bilingual(vi: "danh sách", en: "an array")
        case .object: Bilingual(vi: "đối tượng", en: "an object")
        }
    }
}
