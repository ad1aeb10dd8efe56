import Foundation

/// A message that is coming in: method, then header, then as many body frames as it takes.
struct ContentAssembly {
    enum Method {
        case delivery(tag: UInt64, redelivered: Bool)
        case returned(reason: String)
    }

    let method: Method
    let exchange: String
    let routingKey: String
    private var properties = IncomingProperties()
    private var body = Data()
    private var missing: Int?

    init(_ method: Method, exchange: String, routingKey: String) {
        self.method = method
        self.exchange = exchange
        self.routingKey = routingKey
    }

    mutating func header(_ properties: IncomingProperties, bodySize: Int) {
        self.properties = properties
        missing = bodySize
        // An announced size is only a promise: memory is taken as the frames come.
        body.reserveCapacity(min(bodySize, 1 << 20))
    }

    mutating func append(_ fragment: UnsafeRawBufferPointer) {
        body.append(contentsOf: fragment)
        missing = missing.map { $0 - fragment.count }
    }

    var isComplete: Bool { missing.map { $0 <= 0 } ?? false }

    func event(on channel: UInt16) -> ConnectionEvent {
        let message = IncomingMessage(exchange: exchange, routingKey: routingKey, properties: properties, body: body)
        return switch method {
        case .delivery(let tag, let redelivered): .delivered(channel: channel, tag: tag, redelivered: redelivered, message)
        case .returned(let reason): .returned(message, reason: reason)
        }
    }
}
