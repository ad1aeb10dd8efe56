/// What went wrong between this process and RabbitMQ.
package struct BrokerError: Error, Sendable, CustomStringConvertible {
    /// The kind of trouble, which says what can be done about it.
    package enum Kind: Sendable, Hashable {
        /// The address is not one. Correct the configuration.
        case invalidAddress
        /// User, password or virtual host were turned away, or a permission is missing (AMQP 403).
        case accessRefused
        /// A queue or exchange is not there (AMQP 404). Declare the topology.
        case notFound
        /// Something exists already, but otherwise than asked (AMQP 406).
        case preconditionFailed
        /// The connection is gone or cannot be made. Heals by itself when the broker is back.
        case connectionLost
        /// No answer in time.
        case timedOut
        /// The broker object was closed by its owner.
        case closed
        /// Any other answer of the broker; the AMQP reply code.
        case refused(Int)
    }

    package let kind: Kind
    /// What happened, in a sentence for the log.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether the same again may succeed without anybody's help.
    package var isRetriable: Bool {
        switch kind {
        case .connectionLost, .timedOut: true
        case .refused(let code): code == 320 || code >= 500
        case .invalidAddress, .accessRefused, .notFound, .preconditionFailed, .closed: false
        }
    }

    package var description: String { message }
}

extension BrokerError {
    /// The broker closed a channel or the connection with an AMQP reply code (AMQP 0-9-1, section 1.2 "constants").
    init(replyCode: Int, text: String, during operation: String?) {
        let kind: Kind =
            switch replyCode {
            case 403: .accessRefused
            case 404: .notFound
            case 406: .preconditionFailed
            case 320: .connectionLost
            default: .refused(replyCode)
            }
        let what = operation.map { "refused to \($0)" } ?? "broke off"
        self.init(kind, "RabbitMQ \(what): \(text) (\(replyCode)).")
    }
}
