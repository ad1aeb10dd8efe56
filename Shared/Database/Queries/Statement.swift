/// A statement as it goes to the server.
struct Statement: Sendable {
    let text: String
    let parameters: [Parameter]

    init(text: String, parameters: [Parameter] = []) {
        self.text = text
        self.parameters = parameters
    }
}

/// One value on its way to the server.
package struct Parameter: Sendable {
    /// The type's OID; 0 lets the server infer it.
    let type: UInt32
    /// Whether `bytes` are in the type's binary format rather than text.
    let isBinary: Bool
    /// Nil is SQL's null.
    let bytes: [UInt8]?
}
