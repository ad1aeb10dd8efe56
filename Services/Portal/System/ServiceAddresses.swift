import Models
import ServiceKit

/// Where the services answer about themselves (`system.services`: `portal=http://127.0.0.1:9001 intake=http://…`), as the launcher tells.
struct ServiceAddresses: Sendable {
    /// In the order of the services; none where nothing is configured.
    let all: [(service: ServiceName, address: String)]

    init(_ text: String) {
        let pairs = text.split(separator: " ").compactMap { pair -> (ServiceName, String)? in
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let service = ServiceName(rawValue: String(sides[0])) else { return nil }
            return (service, String(sides[1]))
        }
        let known = Dictionary(pairs) { first, _ in first }
        all = ServiceName.allCases.compactMap { service in known[service].map { (service, $0) } }
    }
}

extension Setting {
    static let systemServices = Setting("system.services", "where the services answer about themselves: name=address, with spaces between")
}
