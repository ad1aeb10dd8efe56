import Foundation

/// An IPv4 or IPv6 address.
struct NetworkAddress: Hashable, Sendable {
    /// Four, or sixteen.
    let bytes: Data

    var isIPv6: Bool { bytes.count == 16 }

    /// Nil where it is none. An IPv4 address in the clothes of IPv6 (`::ffff:192.0.2.1`) is an IPv4 one.
    init?(_ text: String) {
        var old = in_addr()
        var new = in6_addr()
        if inet_pton(AF_INET, text, &old) == 1 {
            bytes = withUnsafeBytes(of: &old) { Data($0) }
        } else if inet_pton(AF_INET6, text, &new) == 1 {
            let all = withUnsafeBytes(of: &new) { Data($0) }
            let isMapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 0xff && all[11] == 0xff
            bytes = isMapped ? Data(all.suffix(4)) : all
        } else {
            return nil
        }
    }
}
