import CPostgreSQL

/// The hosts of a libpq URI, each with all parameters of a connection to it. They are tried one by one, so that a host that does not answer cannot
/// use up the time of the others (libpq has no time limit of its own where it does not block).
struct HostList: Sendable {
    typealias Parameters = [String: String]

    let hosts: [Parameters]

    /// Throws ``DatabaseError`` where libpq does not understand the URI.
    init(_ url: String, adding extras: Parameters) throws(DatabaseError) {
        var parameters = try Self.parse(url)
        for (keyword, value) in extras {
            // What the URI asks for comes last, and so holds.
            if keyword == "options", let theirs = parameters[keyword] { parameters[keyword] = value + " " + theirs }
            parameters[keyword] = parameters[keyword] ?? value
        }
        let lists = ["host", "hostaddr", "port"].map { keyword in
            (keyword, (parameters[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
        let count = max(1, lists.map(\.1.count).max() ?? 1)
        if count > 1 { parameters["target_session_attrs"] = parameters["target_session_attrs"] ?? "read-write" }
        hosts = (0..<count).map { index in
            var one = parameters
            for (keyword, values) in lists {
                let value = values.count == 1 ? values[0] : index < values.count ? values[index] : ""
                one[keyword] = value.isEmpty ? nil : value
            }
            return one
        }
    }

    private static func parse(_ url: String) throws(DatabaseError) -> Parameters {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            defer { PQfreemem(message) }
            let reason = message.map { String(cString: $0) } ?? "it is no URI of libpq"
            throw DatabaseError(kind: .connectionLost, message: "the database's URI cannot be used: \(reason)")
        }
        defer { PQconninfoFree(options) }
        var parameters: Parameters = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option = option.advanced(by: 1)
        }
        return parameters
    }
}
