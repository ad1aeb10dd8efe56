import Database
import Foundation
import Models

extension MessageHandler {
    var name: MessageName { Received.name }

    func decode(_ body: Data) throws -> any Message {
        try MessageCoding.decode(Received.self, from: body)
    }

    /// Handles one message of its name, with its trace.
    func call(_ message: any Message, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let message = message as? Received else { throw Undeliverable("it is no \(Received.name)") }
        try await CurrentTrace.$traceparent.withValue(envelope.traceparent) {
            try await handle(message, envelope, in: transaction)
        }
    }
}

extension BatchMessageHandler {
    /// Handles several at once; what they write carries the trace of the first.
    func call(_ messages: [(any Message, Envelope)], in transaction: Transaction) async throws {
        let mine = try messages.map { message, envelope in
            guard let message = message as? Received else { throw Undeliverable("it is no \(Received.name)") }
            return (message: message, envelope: envelope)
        }
        try await CurrentTrace.$traceparent.withValue(mine.first?.envelope.traceparent) {
            try await handle(mine, in: transaction)
        }
    }
}
