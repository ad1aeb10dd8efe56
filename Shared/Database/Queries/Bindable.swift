package import Foundation
package import Models

/// What may be interpolated into ``SQL`` as a value, and written by a binary COPY.
package protocol Bindable: Sendable {
    /// The type's OID, whose binary format ``encode(into:)`` writes; 0 for text whose type the server infers.
    static var oid: UInt32 { get }
    /// Whether this is SQL's null.
    var isNull: Bool { get }
    /// Appends this value.
    func encode(into bytes: inout [UInt8])
}

extension Bindable {
    package static var oid: UInt32 { 0 }
    package var isNull: Bool { false }
}

extension String: Bindable {
    package func encode(into bytes: inout [UInt8]) {
        let isContiguous: Void? = utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
        if isContiguous == nil { bytes += utf8 }
    }
}

extension Bindable where Self: RawRepresentable, RawValue == String {
    package func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension AidForm: Bindable {}
extension LegalField: Bindable {}
extension Category: Bindable {}
extension Gender: Bindable {}
extension Channel: Bindable {}
extension ProceedingsRole: Bindable {}
extension Hardship: Bindable {}
extension HelperKind: Bindable {}
extension OrganisationKind: Bindable {}
extension Role: Bindable {}
extension CaseState: Bindable {}
extension RequestState: Bindable {}
extension TransferOutcome: Bindable {}
extension AssignmentState: Bindable {}
extension ConflictVerdict: Bindable {}
extension ServiceName: Bindable {}
extension MessageName: Bindable {}

extension Bool: Bindable {
    package static var oid: UInt32 { OID.bool }
    package func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension Int16: Bindable {
    package static var oid: UInt32 { OID.int2 }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int32: Bindable {
    package static var oid: UInt32 { OID.int4 }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int64: Bindable {
    package static var oid: UInt32 { OID.int8 }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int: Bindable {
    package static var oid: UInt32 { OID.int8 }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
}

extension Double: Bindable {
    package static var oid: UInt32 { OID.float8 }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }
}

extension UUID: Bindable {
    package static var oid: UInt32 { OID.uuid }
    package func encode(into bytes: inout [UInt8]) { withUnsafeBytes(of: uuid) { bytes += $0 } }
}

extension Identifier: Bindable {
    package static var oid: UInt32 { OID.uuid }
    package func encode(into bytes: inout [UInt8]) { uuid.encode(into: &bytes) }
}

extension Date: Bindable {
    package static var oid: UInt32 { OID.timestamptz }
    /// The nearest that PostgreSQL takes and ``Date`` reads again: from 24 November 4714 BC to 10 January 294247.
    package func encode(into bytes: inout [UInt8]) {
        let microseconds = min(max(-210_866_803_200_000_000, (timeIntervalSince1970 * 1_000_000).rounded()), 0x1p63.nextDown)
        bytes.append(bigEndian: Int64(microseconds) - Epoch.offsetMicroseconds)
    }
}

extension LegalDate: Bindable {
    package static var oid: UInt32 { OID.date }
    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int32(dayNumber - Epoch.offsetDays)) }
}

extension Data: Bindable {
    package static var oid: UInt32 { OID.bytea }
    package func encode(into bytes: inout [UInt8]) { bytes += self }
}

extension Optional: Bindable where Wrapped: Bindable {
    package static var oid: UInt32 { Wrapped.oid }
    package var isNull: Bool { self?.isNull ?? true }
    package func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension Array: Bindable where Element: Bindable {
    package static var oid: UInt32 { OID.array(of: Element.oid) }

    /// The binary array format: dimensions, flags, element type, length, lower bound, then each element with its length.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(0))
        bytes.append(bigEndian: Element.oid == 0 ? OID.text : Element.oid)
        guard !isEmpty else { return }
        bytes.append(bigEndian: Int32(count))
        bytes.append(bigEndian: Int32(1))
        for element in self { bytes.append(withLength: element) }
    }
}

/// A value bound as jsonb, written with the names and times of ``MessageCoding``.
package struct JSONParameter: Bindable {
    package static var oid: UInt32 { OID.jsonb }
    private let text: Data

    /// Encodes `value`; throws what the encoder throws.
    package init(_ value: some Encodable) throws {
        text = try MessageCoding.encode(value)
    }

    /// An object of texts.
    package init(words: [String: String]) {
        text = Data(JSONText.object(words).utf8)
    }

    /// JSON text that is there already.
    package init(text: Data) {
        self.text = text
    }

    /// The version of the format, then the text.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes += text
    }
}

extension [UInt8] {
    /// Network byte order.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// The length, then the value; length −1 for null. So stand values in arrays and in COPY's binary rows.
    mutating func append(withLength value: some Bindable) {
        guard !value.isNull else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = Int32(count - start - 4).bigEndian
        Swift.withUnsafeBytes(of: length) { replaceSubrange(start..<start + 4, with: $0) }
    }
}

/// PostgreSQL counts from 1 January 2000.
enum Epoch {
    static let offsetDays = 10_957
    static let offsetMicroseconds: Int64 = 946_684_800_000_000
}
