extension Dictionary {
    /// What stands there already; nil where `value` was put there now.
    package mutating func updateIfNew(_ key: Key, to value: Value) -> Value? {
        if let known = self[key] { return known }
        self[key] = value
        return nil
    }
}
