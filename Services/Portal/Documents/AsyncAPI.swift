import Foundation
import Models
import ServiceKit

/// The AsyncAPI 3.0 document of the messages, made from the catalogue and the topology, so that it cannot differ from them.
enum AsyncAPI {
    static func document(of topology: Topology) throws -> Data {
        let names = MessageCatalogue.all.map { $0.name }
        let channels = Dictionary(uniqueKeysWithValues: names.map { ($0.rawValue, channel(of: $0)) })
        let messages = Dictionary(uniqueKeysWithValues: names.map { ($0.rawValue, message(of: $0)) })
        let components: [String: JSONValue] = ["messages": .object(messages), "messageTraits": .object(["house": trait])]
        let document: [String: JSONValue] = [
            "asyncapi": "3.0.0", "info": info, "defaultContentType": "application/json", "channels": .object(channels),
            "operations": .object(operations(names, topology)), "components": .object(components),
        ]
        return try MessageCoding.encode(document)
    }

    private static let info: JSONValue = [
        "title": "Cầu Nối: messages", "version": .string(ServiceMain.version),
        "description":
            "What the services tell each other over RabbitMQ. Each has its effect once in each consumer, however often it comes.",
    ]

    private static func channel(of name: MessageName) -> JSONValue {
        [
            "address": .string(name.rawValue),
            "messages": .object([name.rawValue: ["$ref": .string("#/components/messages/\(name.rawValue)")]]),
            "bindings": [
                "amqp": [
                    "is": "routingKey", "exchange": ["name": .string(Topology.exchange), "type": "topic", "durable": true],
                    "bindingVersion": "0.3.0",
                ]
            ],
        ]
    }

    private static func message(of name: MessageName) -> JSONValue {
        [
            "name": .string(name.rawValue), "contentType": "application/json", "traits": [["$ref": "#/components/messageTraits/house"]],
            "payload": [
                "type": "object", "required": ["occurred_at", "recorded_at"],
                "properties": [
                    "occurred_at": ["type": "string", "format": "date-time", "description": "When it was so."],
                    "recorded_at": ["type": "string", "format": "date-time", "description": "When it was entered."],
                ],
            ],
        ]
    }

    /// What every message carries beside its body.
    private static let trait: JSONValue = [
        "headers": [
            "type": "object", "required": ["aggregate", "aggregate-version", "producer"],
            "properties": [
                "aggregate": ["type": "string", "format": "uuid"], "aggregate-version": ["type": "integer", "minimum": 1],
                "producer": ["type": "string"], "traceparent": ["type": "string"],
            ],
        ]
    ]

    private static func operations(_ names: [MessageName], _ topology: Topology) -> [String: JSONValue] {
        let sent = names.map { name in
            (
                "\(name.producer).sends.\(name.rawValue)",
                ["action": "send", "channel": reference(to: name)] as JSONValue
            )
        }
        let received = topology.queues.flatMap { queue in
            queue.bindings.map { name in
                (
                    "\(queue.owner.rawValue).receives.\(name.rawValue)",
                    [
                        "action": "receive", "channel": reference(to: name),
                        "bindings": ["amqp": ["ack": true, "bindingVersion": "0.3.0"]], "x-queue": .string(queue.name),
                    ] as JSONValue
                )
            }
        }
        return Dictionary(sent + received) { $1 }
    }

    private static func reference(to name: MessageName) -> JSONValue { ["$ref": .string("#/channels/\(name.rawValue)")] }
}
