import Foundation
import HTTPTypes

/// The protocol's own headers (tus 1.0.0).
extension HTTPField.Name {
    static let tusResumable = tus("Tus-Resumable")
    static let tusVersion = tus("Tus-Version")
    static let tusExtension = tus("Tus-Extension")
    static let tusMaxSize = tus("Tus-Max-Size")
    static let tusChecksumAlgorithm = tus("Tus-Checksum-Algorithm")
    static let uploadOffset = tus("Upload-Offset")
    static let uploadLength = tus("Upload-Length")
    static let uploadDeferLength = tus("Upload-Defer-Length")
    static let uploadMetadata = tus("Upload-Metadata")
    static let uploadChecksum = tus("Upload-Checksum")
    static let uploadConcat = tus("Upload-Concat")
    static let uploadExpires = tus("Upload-Expires")
    static let methodOverride = tus("X-HTTP-Method-Override")
    /// Ours: the id of the paper that an upload has become.
    static let uploadAttachment = tus("Upload-Attachment")

    private static func tus(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a header's name") }
        return name
    }
}

/// What this server speaks.
enum Tus {
    static let version = "1.0.0"
    static let extensions = "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation"
    static let path = "/api/v1/uploads"
    static let contentType = "application/offset+octet-stream"

    /// `Upload-Expires`: IMF-fixdate (RFC 9110 §5.6.7).
    static func date(_ instant: Date) -> String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: instant)
        func two(_ value: Int?) -> String { String(format: "%02d", value ?? 0) }
        let day = "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0)"
        return "\(day) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
    }
}
