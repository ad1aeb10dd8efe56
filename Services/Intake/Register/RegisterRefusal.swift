import Models
import Rules
import ServiceKit

/// Why an entry of the register is not corrected, and what to do instead.
enum RegisterRefusal {
    static let nothingDiffers = Problem.validation([
        FieldError(
            "/reason", code: "nothing_differs",
            message: Bilingual(vi: "Không có mục nào khác với sổ.", en: "Nothing differs from the register."))
    ])

    static let anotherCategory = Problem.conflict(
        Bilingual(
            vi:
                "Theo thông tin mới, người này không còn thuộc diện đã ghi trong sổ. Nếu diện cũng ghi sai, hãy sửa diện cùng lúc; nếu không, "
                + "đây không phải là sửa chữa ghi chép: hãy xem xét không tiếp tục thực hiện vụ việc (Luật Trợ giúp pháp lý, Điều 37.1a).",
            en:
                "By the new facts the client is not of the category in the register. If the category was written down wrongly too, correct both at once; "
                + "else that is no slip of the pen: consider stopping the case (Law on Legal Aid, Article 37.1a)."))

    static let notProved = Problem.conflict(
        Bilingual(
            vi:
                "Hồ sơ chưa có giấy tờ chứng minh diện mới (Luật Trợ giúp pháp lý, Điều 29.1b). Hãy đưa giấy tờ đó vào hồ sơ vụ việc trước, rồi sửa.",
            en:
                "The dossier has no proof of the new category (Law on Legal Aid, Article 29.1b). Add that paper to the case first, then correct."
        ))

    static let successWasFound = Problem.conflict(
        Bilingual(
            vi:
                "Vụ việc đã được đánh giá thành công theo tiêu chí của lĩnh vực cũ. Hãy ghi lại kết quả đánh giá là không đạt tiêu chí nào, sửa lĩnh vực, "
                + "rồi đánh giá lại (Thông tư 12/2018, Điều 14.1).",
            en:
                "The case was found successful by the criteria of its field of before. Record that it meets none, correct the field, then find anew "
                + "(Circular 12/2018, Article 14.1)."))

    static let formOfAnEndedCase = Problem.conflict(
        Bilingual(
            vi: "Vụ việc đã kết thúc theo hình thức cũ. Hãy mở lại vụ việc, sửa hình thức, rồi ghi kết thúc lại.",
            en: "The case has ended in its form of before. Reopen it, correct the form, then enter its end again."))

    static let formOfAPastCase = Problem.conflict(
        Bilingual(
            vi:
                "Vụ việc đã lưu trữ hoặc đã chuyển cho tổ chức khác: hình thức không sửa được nữa. Hãy lập văn bản ghi nhận sai sót và lưu cùng hồ sơ.",
            en:
                "The case is archived or with another organisation: its form is not corrected any more. Put the fault on paper, and file that with the dossier."
        ))

    static let formNotOfHelper = Problem.conflict(
        Bilingual(
            vi:
                "Người đang thực hiện không được thực hiện theo hình thức này (Luật Trợ giúp pháp lý, Điều 17.1). Hãy phân công người khác trước, rồi sửa.",
            en: "The helper of the case may not give aid in that form (Law on Legal Aid, Article 17.1). Assign another first, then correct."
        ))

    static let formOfDecision = Problem.conflict(
        Bilingual(
            vi:
                "Quyết định cử người thực hiện đã ký theo hình thức cũ (Luật Trợ giúp pháp lý, Điều 31.2, 33.2). Hãy phân công lại người thực hiện, sửa hình "
                + "thức, rồi ký quyết định mới.",
            en:
                "The decision that names the helper was signed for the form of before (Law on Legal Aid, Articles 31.2, 33.2). Assign a helper anew, correct "
                + "the form, then sign a new decision."))

    static let formOfPay = Problem.conflict(
        Bilingual(
            vi:
                "Cách tính thù lao hoặc việc thẩm định thời gian đã ghi theo hình thức cũ (Thông tư 12/2018, Điều 12): hình thức không sửa được nữa. Hãy lập văn "
                + "bản ghi nhận sai sót và lưu cùng hồ sơ.",
            en:
                "Pay was agreed or time appraised by the form of before (Circular 12/2018, Article 12): the form is not corrected any more. Put the fault on "
                + "paper, and file that with the dossier."))

    static let formOfQuality = Problem.conflict(
        Bilingual(
            vi:
                "Chất lượng vụ việc đã được xem xét theo hình thức cũ (Thông tư 12/2018, Điều 16): hình thức không sửa được nữa. Hãy lập văn bản ghi nhận sai sót "
                + "và lưu cùng hồ sơ.",
            en:
                "The quality of the case was judged by the form of before (Circular 12/2018, Article 16): the form is not corrected any more. Put the fault on "
                + "paper, and file that with the dossier."))

    /// A fact that speaks against a category is named. Throws 422.
    static func checkContradictions(_ decision: EligibilityDecision, at place: JSONPointer = .root) throws {
        let errors = decision.contradictions.map { decision in
            FieldError(
                place.member("categories"), code: decision.reason?.key ?? "contradicted",
                message: Bilingual(
                    vi: "\(decision.title.vi): \(decision.reason?.sentence.vi ?? "")",
                    en: "\(decision.title.en): \(decision.reason?.sentence.en ?? "")"))
        }
        if !errors.isEmpty { throw Problem.validation(errors) }
    }
}
