import Models
import ServiceKit

/// Why an account is not made, changed, closed or opened again.
extension KeepAccount {
    static let badLogin = FieldError(
        "/login", code: "bad_login",
        message: Bilingual(vi: "Tên đăng nhập cần 3–200 ký tự.", en: "A sign-in name has 3 to 200 characters."))

    static func missing(_ pointer: JSONPointer) -> Problem { Problem.validation([FieldError(pointer, .required)]) }

    /// A helper's account is of the helper's own organisation.
    static let notOfThePlace = Problem.validation([
        FieldError(
            "/helper", code: "not_here",
            message: Bilingual(vi: "Người này không thuộc tổ chức đã chọn.", en: "This person is not of the chosen organisation."))
    ])

    static let helperTaken = Problem.validation([
        FieldError(
            "/helper", code: "taken",
            message: Bilingual(vi: "Người thực hiện này đã có tài khoản.", en: "This helper has an account."))
    ])

    static let hasLeft = Problem.conflict(
        Bilingual(
            vi: "Người thực hiện của tài khoản này không còn trong danh sách của tổ chức. Hãy sửa danh sách người thực hiện trước.",
            en: "The helper of this account is in the organisation's register no more. Mend the register of helpers first."))

    static let hasAnother = Problem.conflict(
        Bilingual(
            vi: "Người thực hiện này đã có một tài khoản khác đang mở.", en: "This helper has another account, which is open."))

    static let taken = Problem.validation([
        FieldError(
            "/login", code: "taken",
            message: Bilingual(vi: "Tên đăng nhập này đã có người dùng.", en: "This sign-in name is taken."))
    ])

    static let unreachable = Problem.conflict(
        Bilingual(
            vi: "Tài khoản không còn mật khẩu và chưa có địa chỉ thư điện tử để gửi thư mời. Hãy ghi địa chỉ trước khi mở lại.",
            en: "The account has no password, and no mail address to send an invitation to. Enter an address before it is opened again."))

    /// A closed account holds its sign-in name back from nobody.
    static let loginGone = Problem.conflict(
        Bilingual(
            vi: "Tên đăng nhập này nay thuộc một tài khoản khác. Hãy ghi một tên đăng nhập khác khi mở lại.",
            en: "Another account has this sign-in name by now. Give another one when you open this account again."))

    static let lastSystem = Problem.conflict(
        Bilingual(
            vi: "Đây là tài khoản cuối cùng vận hành hệ thống. Hãy tạo và mở một tài khoản khác có vai trò này trước.",
            en: "This is the last account that runs the system. Give another one of this role first, and have it opened."))
}
