import Foundation

/// AMQP's timestamps: whole seconds since 1970, in 64 bits.
extension Date {
    /// The last second of the year 9999.
    private static let lastSecond: UInt64 = 253_402_300_799

    /// Nil where no instant is meant: later than the year 9999, it was counted in milliseconds or less.
    init?(timestamp: UInt64) {
        guard timestamp <= Self.lastSecond else { return nil }
        self.init(timeIntervalSince1970: Double(timestamp))
    }

    /// The nearest timestamp that can be read again.
    var timestamp: UInt64 { UInt64(min(max(0, timeIntervalSince1970), Double(Self.lastSecond))) }
}
