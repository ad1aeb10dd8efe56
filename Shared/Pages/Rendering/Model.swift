/// Models as the templates take them.
enum Model {
    /// A dictionary without the optionals that are nil (mustache would take them for something), at every depth.
    static func withoutNil(_ value: Any) -> Any {
        switch value {
        case let dictionary as [String: Any]:
            dictionary.compactMapValues { isNil($0) ? nil : withoutNil($0) }
        case let list as [[String: Any]]:
            list.map(withoutNil)
        default:
            value
        }
    }

    private static func isNil(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional && mirror.children.isEmpty
    }
}
