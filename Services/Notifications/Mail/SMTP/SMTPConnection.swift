import CCurl

/// A connection to the mail server, through libcurl. Blocking: used by one thread of ``MailThreads`` at a time.
///
/// `@unchecked Sendable`: libcurl lets a handle go from thread to thread as long as only one uses it, and ``SMTPTransport`` gives each out to
/// one at a time.
final class SMTPConnection: @unchecked Sendable {
    /// The longest that one mail may take, in seconds.
    static let longestTransfer = 60
    private static let longestConnect = 15
    private static let isReady = curl_global_init(caunoi_curl_global_all) == CURLE_OK

    private let server: SMTPServer
    private let handle: OpaquePointer
    private let errorText: UnsafeMutablePointer<CChar>

    /// Connects to nothing yet; nil where libcurl cannot be started.
    init?(_ server: SMTPServer) {
        guard Self.isReady, let handle = curl_easy_init() else { return nil }
        self.server = server
        self.handle = OpaquePointer(handle)
        errorText = .allocate(capacity: Int(caunoi_curl_error_size))
        errorText.initialize(repeating: 0, count: Int(caunoi_curl_error_size))
        prepare()
    }

    deinit {
        curl_easy_cleanup(curl)
        errorText.deallocate()
    }

    private var curl: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    private func prepare() {
        caunoi_curl_set_text(curl, CURLOPT_URL, server.url)
        caunoi_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        caunoi_curl_set_number(curl, CURLOPT_USE_SSL, security)
        caunoi_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT, Self.longestConnect)
        caunoi_curl_set_number(curl, CURLOPT_TIMEOUT, Self.longestTransfer)
        caunoi_curl_set_buffer(curl, CURLOPT_ERRORBUFFER, errorText)
        if let authorities = server.authorities { caunoi_curl_set_text(curl, CURLOPT_CAINFO, authorities) }
        if let username = server.username { caunoi_curl_set_text(curl, CURLOPT_USERNAME, username) }
        if let password = server.password { caunoi_curl_set_text(curl, CURLOPT_PASSWORD, password) }
    }

    private var security: Int {
        switch server.security {
        case .tls, .startTLS: caunoi_curl_tls_required
        case .startTLSIfOffered: caunoi_curl_tls_if_offered
        case .plain: caunoi_curl_tls_none
        }
    }

    /// Sends one mail to its one recipient, so that the answer is about them alone. Nil where the server took it.
    func perform(_ transfer: SMTPTransfer) -> MailFault? {
        let recipients = curl_slist_append(nil, "<\(transfer.to)>")
        defer {
            caunoi_curl_set_list(curl, CURLOPT_MAIL_RCPT, nil)
            curl_slist_free_all(recipients)
        }
        caunoi_curl_set_text(curl, CURLOPT_MAIL_FROM, "<\(transfer.from)>")
        caunoi_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
        caunoi_mail_attach(curl, transfer.mail)
        errorText.pointee = 0
        let code = curl_easy_perform(curl)
        return code == CURLE_OK ? nil : fault(code, transfer)
    }

    /// A 5yz to MAIL, RCPT, DATA or the message itself is final. One to the greeting, to STARTTLS or to our credentials is about us, not about
    /// the mail, and may be mended (RFC 5321 §4.2.1, RFC 4954 §6).
    private func fault(_ code: CURLcode, _ transfer: SMTPTransfer) -> MailFault {
        let number = caunoi_curl_reply_code(curl)
        let said = String(cString: errorText)
        let base = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        let why = transfer.reply.isEmpty ? base : "\(base) (“\(transfer.reply)”)"
        let isAboutTheMail = code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && transfer.isSent)
        let isAboutUs = [530, 534, 535, 538].contains(number)
        return isAboutTheMail && (500...599).contains(number) && !isAboutUs ? .lasting(why) : .passing(why)
    }
}
