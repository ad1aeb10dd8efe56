import CRabbitMQ
import Foundation

/// A message that is coming in on one channel: method, then header, then as many body frames as it takes. Used again for the next one.
final class ContentAssembly {
    private enum Method {
        case none
        case delivery(tag: UInt64, redelivered: Bool)
        case returned(reason: String)
    }

    private var method = Method.none
    private var exchange = ""
    private var routingKey = ""
    private var properties = IncomingProperties()
    private var body = Data()
    private var missing: Int?
    private let names: NameCache

    init(_ names: NameCache) {
        self.names = names
    }

    func begin(_ delivery: amqp_basic_deliver_t) {
        begin(.delivery(tag: delivery.delivery_tag, redelivered: delivery.redelivered != 0), delivery.exchange, delivery.routing_key)
    }

    func begin(_ returned: amqp_basic_return_t) {
        let reason = "\(String(returned.reply_text)) (\(returned.reply_code))"
        begin(.returned(reason: reason), returned.exchange, returned.routing_key)
    }

    private func begin(_ method: Method, _ exchange: amqp_bytes_t, _ routingKey: amqp_bytes_t) {
        self.method = method
        self.exchange = names.name(UnsafeRawBufferPointer(exchange))
        self.routingKey = names.name(UnsafeRawBufferPointer(routingKey))
        body = Data()
        missing = nil
    }

    func header(_ decoded: UnsafePointer<amqp_basic_properties_t>, raw: UnsafeRawBufferPointer, bodySize: Int) {
        properties = IncomingProperties(decoded, raw: raw, names)
        missing = bodySize
    }

    func append(_ fragment: UnsafeRawBufferPointer) {
        guard let missing, let start = fragment.baseAddress else { return }
        if body.isEmpty, fragment.count >= missing {
            body = Data(bytes: start, count: fragment.count)
        } else {
            // An announced size is only a promise: memory is taken as the frames come.
            if body.isEmpty { body.reserveCapacity(min(missing, 1 << 20)) }
            body.append(contentsOf: fragment)
        }
        self.missing = missing - fragment.count
    }

    /// What came, when it is whole.
    func completed(on channel: UInt16) -> ConnectionEvent? {
        guard let missing, missing <= 0 else { return nil }
        defer { forget() }
        switch method {
        case .none: return nil
        case .delivery(let tag, let redelivered): return .delivered(channel: channel, tag: tag, content(redelivered))
        case .returned(let reason): return .returned(content(false), reason: reason)
        }
    }

    func forget() {
        method = .none
        missing = nil
        body = Data()
        properties = IncomingProperties()
    }

    private func content(_ redelivered: Bool) -> DeliveryContent {
        DeliveryContent(
            exchange: exchange, routingKey: routingKey, body: body, id: properties.id, type: properties.type,
            timestamp: properties.timestamp, lane: properties.lane, headers: .encoded(properties.headerTable),
            redelivered: redelivered, deliveryCount: properties.deliveryCount)
    }
}

/// One assembly a channel.
final class ContentAssemblies {
    let names = NameCache()
    private var byChannel: [UInt16: ContentAssembly] = [:]
    private var last: (channel: UInt16, assembly: ContentAssembly)?

    subscript(channel: UInt16) -> ContentAssembly {
        if let last, last.channel == channel { return last.assembly }
        let assembly = byChannel[channel] ?? ContentAssembly(names)
        byChannel[channel] = assembly
        last = (channel, assembly)
        return assembly
    }

    func forget(_ channel: UInt16) {
        byChannel[channel] = nil
        if last?.channel == channel { last = nil }
    }
}
