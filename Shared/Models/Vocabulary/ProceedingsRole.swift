/// Tư cách tố tụng: what the client is in the proceedings.
package enum ProceedingsRole: String, CaseIterable, Codable, Sendable {
    /// Người bị bắt, người bị tạm giữ; bị can, bị cáo: together người bị buộc tội (Criminal Procedure Code 101/2015, Điều 4.1đ).
    case suspect, accused
    /// Người bị tố giác, người bị kiến nghị khởi tố, người bị giữ trong trường hợp khẩn cấp: not accused of anything yet.
    case reported
    case victim, witness
    /// Người chấp hành biện pháp xử lý chuyển hướng; phạm nhân (Law 59/2024/QH15).
    case diverted, prisoner
    case litigant, other
}
