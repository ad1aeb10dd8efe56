/// A statement that a connection has prepared. Used by the connection's thread alone.
final class PreparedStatement {
    /// As the server knows it.
    let name: String
    let text: SQLText
    /// The types of its values.
    let types: [UInt32]
    /// Known once it has been answered.
    var columns: Columns?
    /// When it was used last, by the count of its connection.
    var lastUse = 0

    init(name: String, text: SQLText, types: [UInt32]) {
        self.name = name
        self.text = text
        self.types = types
    }
}
