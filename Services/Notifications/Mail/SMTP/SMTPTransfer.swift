import CCurl

/// One mail on its way: owns the memory that libcurl reads from while it is sent.
///
/// `@unchecked Sendable`: the bytes do not change after `init`; what libcurl writes is read by the thread that ran the transfer, after it has
/// ended; `stop` is set and read atomically.
final class SMTPTransfer: @unchecked Sendable {
    let from: String
    let to: String
    let mail: UnsafeMutablePointer<caunoi_mail>
    private let bytes: UnsafeMutableBufferPointer<CChar>

    init(_ message: MailMessage) {
        from = message.from.address
        to = message.to.address
        let text = Array(message.text().utf8)
        bytes = .allocate(capacity: text.count)
        _ = bytes.initialize(from: text.lazy.map { CChar(bitPattern: $0) })
        mail = .allocate(capacity: 1)
        mail.initialize(to: caunoi_mail())
        mail.pointee.bytes = UnsafePointer(bytes.baseAddress)
        mail.pointee.length = text.count
    }

    deinit {
        mail.deallocate()
        bytes.deallocate()
    }

    /// Ends it within about a second.
    func stop() { caunoi_mail_stop(mail) }

    /// Whether the whole message has gone out.
    var isSent: Bool { mail.pointee.sent == mail.pointee.length }

    /// The last refusal that the server said; empty where it refused nothing.
    var reply: String {
        withUnsafeBytes(of: &mail.pointee.reply) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
