import HTTPTypes
import ServiceKit

/// What can go wrong with an upload, each with the status that the protocol gives it.
enum TusProblem {
    /// 412: another version of the protocol, or none.
    static let wrongVersion = Problem(
        "tus-version", status: .preconditionFailed,
        title: Bilingual(vi: "Sai phiên bản tus", en: "Another version of tus"),
        detail: Bilingual(vi: "Cần Tus-Resumable: \(Tus.version).", en: "Tus-Resumable must be \(Tus.version)."),
        headers: [.tusVersion: Tus.version])

    /// 409: the bytes belong elsewhere.
    static func wrongOffset(_ received: Int) -> Problem {
        Problem(
            "upload-offset", status: .conflict, title: Bilingual(vi: "Sai vị trí", en: "Another offset"),
            detail: Bilingual(
                vi: "Đã nhận \(received) byte; hãy gửi tiếp từ đó.", en: "\(received) bytes have been received; go on from there."),
            headers: [.uploadOffset: String(received)])
    }

    /// 410: expired, rejected, given up, or joined into another one.
    static let gone = Problem(
        "upload-gone", status: .gone, title: Bilingual(vi: "Lượt tải lên đã kết thúc", en: "The upload has ended"),
        detail: Bilingual(vi: "Hãy tải tệp lên lại từ đầu.", en: "Upload the file again."))

    /// 423: another request is writing.
    static let locked = Problem(
        "upload-locked", status: .init(code: 423, reasonPhrase: "Locked"),
        title: Bilingual(vi: "Đang được ghi", en: "Being written"),
        detail: Bilingual(vi: "Một yêu cầu khác đang gửi tệp này.", en: "Another request is sending this file."),
        headers: [.retryAfter: "1"])

    /// 460: the bytes are not those of the checksum; none of them was kept.
    static let checksumMismatch = Problem(
        "checksum-mismatch", status: .init(code: 460, reasonPhrase: "Checksum Mismatch"),
        title: Bilingual(vi: "Sai mã kiểm", en: "Checksum mismatch"),
        detail: Bilingual(vi: "Phần vừa gửi bị hỏng trên đường; hãy gửi lại.", en: "The piece was damaged on its way; send it again."))

    /// 400: the connection ended before the body did.
    static let interrupted = Problem(
        "upload-interrupted", status: .badRequest, title: Bilingual(vi: "Đứt giữa chừng", en: "Broken off"),
        detail: Bilingual(
            vi: "Dữ liệu đến chưa đủ; hãy hỏi vị trí rồi gửi tiếp.", en: "The body was cut short; ask for the offset and go on."))

    /// 507.
    static let diskFull = Problem(
        "disk-full", status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
        title: Bilingual(vi: "Hết chỗ lưu", en: "No room left"),
        detail: Bilingual(
            vi: "Máy chủ hết chỗ lưu giấy tờ. Hãy báo người quản trị.", en: "The server has no room for papers. Tell the administrator."))

    /// 422: all had arrived, but the paper is not kept.
    static func rejected(_ reason: RejectionReason) -> Problem {
        let detail =
            switch reason {
            case .digestMismatch:
                Bilingual(
                    vi: "Nội dung nhận được không khớp với SHA-256 đã báo. Tệp không được lưu.",
                    en: "What arrived is not what its SHA-256 said. The file is not kept.")
            case .caseUnknown: Bilingual(vi: "Không có vụ việc này.", en: "There is no such case.")
            case .notPermitted: Bilingual(vi: "Vụ việc thuộc đơn vị khác.", en: "The case belongs to another organisation.")
            case .partsGone: Bilingual(vi: "Có phần không còn nữa.", en: "A part is no longer there.")
            case .malware:
                Bilingual(
                    vi: "Tệp có mã độc nên không được lưu. Hãy quét máy, rồi gửi bản khác.",
                    en: "The file holds malware and is not kept. Scan your machine, then send another copy.")
            }
        return Problem(
            "upload-rejected", status: .unprocessableContent, title: Bilingual(vi: "Không nhận giấy tờ này", en: "The paper is not kept"),
            detail: detail,
            errors: reason == .digestMismatch ? [FieldError("/sha256", code: reason.rawValue, message: detail)] : [])
    }

    /// 405 where a POST to an upload says no other method.
    static let methodNotAllowed = Problem(
        "method-not-allowed", status: .methodNotAllowed, title: Bilingual(vi: "Không dùng được phương thức này", en: "Method not allowed"),
        headers: [.allow: "HEAD, PATCH, DELETE, GET, OPTIONS"])
}
