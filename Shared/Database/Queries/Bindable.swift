package import Foundation
package import Models

/// What may be interpolated into ``SQL`` as a value.
package protocol Bindable: Sendable {
    /// This value in the server's binary format, or as text whose type the server infers.
    var parameter: Parameter { get }
    /// The type's OID, for a null of this type.
    static var oid: UInt32 { get }
}

extension Bindable {
    package static var oid: UInt32 { 0 }
}

extension String: Bindable {
    package var parameter: Parameter { Parameter(type: 0, isBinary: false, bytes: Array(utf8)) }
}

extension Bindable where Self: RawRepresentable, RawValue == String {
    package var parameter: Parameter { rawValue.parameter }
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
extension AssignmentState: Bindable {}
extension ConflictVerdict: Bindable {}
extension ServiceName: Bindable {}
extension MessageName: Bindable {}

extension Bool: Bindable {
    package static var oid: UInt32 { OID.bool }
    package var parameter: Parameter { Parameter(type: OID.bool, isBinary: true, bytes: [self ? 1 : 0]) }
}

extension Int64: Bindable {
    package static var oid: UInt32 { OID.int8 }
    package var parameter: Parameter { Parameter(type: OID.int8, isBinary: true, bytes: bigEndianBytes) }
}

extension Int: Bindable {
    package static var oid: UInt32 { OID.int8 }
    package var parameter: Parameter { Int64(self).parameter }
}

extension Double: Bindable {
    package static var oid: UInt32 { OID.float8 }
    package var parameter: Parameter { Parameter(type: OID.float8, isBinary: true, bytes: bitPattern.bigEndianBytes) }
}

extension UUID: Bindable {
    package static var oid: UInt32 { OID.uuid }
    package var parameter: Parameter { Parameter(type: OID.uuid, isBinary: true, bytes: withUnsafeBytes(of: uuid) { Array($0) }) }
}

extension Identifier: Bindable {
    package static var oid: UInt32 { OID.uuid }
    package var parameter: Parameter { uuid.parameter }
}

extension Date: Bindable {
    package static var oid: UInt32 { OID.timestamptz }
    package var parameter: Parameter {
        let microseconds = Int64((timeIntervalSince1970 * 1_000_000).rounded()) - Epoch.offsetMicroseconds
        return Parameter(type: OID.timestamptz, isBinary: true, bytes: microseconds.bigEndianBytes)
    }
}

extension LegalDate: Bindable {
    package static var oid: UInt32 { OID.date }
    package var parameter: Parameter {
        Parameter(type: OID.date, isBinary: true, bytes: Int32(dayNumber - Epoch.offsetDays).bigEndianBytes)
    }
}

extension Data: Bindable {
    package static var oid: UInt32 { OID.bytea }
    package var parameter: Parameter { Parameter(type: OID.bytea, isBinary: true, bytes: Array(self)) }
}

extension Optional: Bindable where Wrapped: Bindable {
    package static var oid: UInt32 { Wrapped.oid }
    package var parameter: Parameter { self?.parameter ?? Parameter(type: Wrapped.oid, isBinary: true, bytes: nil) }
}

extension Array: Bindable where Element: Bindable {
    package static var oid: UInt32 { OID.array(of: Element.oid) }

    /// The binary array format: dimensions, flags, element type, length, lower bound, then each element with its length.
    package var parameter: Parameter {
        let elementType = Element.oid == 0 ? OID.text : Element.oid
        var bytes: [UInt8] = []
        bytes += Int32(isEmpty ? 0 : 1).bigEndianBytes + Int32(0).bigEndianBytes + elementType.bigEndianBytes
        guard !isEmpty else { return Parameter(type: OID.array(of: elementType), isBinary: true, bytes: bytes) }
        bytes += Int32(count).bigEndianBytes + Int32(1).bigEndianBytes
        for element in self {
            if let value = element.parameter.bytes {
                bytes += Int32(value.count).bigEndianBytes + value
            } else {
                bytes += Int32(-1).bigEndianBytes
            }
        }
        return Parameter(type: OID.array(of: elementType), isBinary: true, bytes: bytes)
    }
}

/// A value bound as jsonb, written with the names and times of ``MessageCoding``.
package struct JSONParameter: Bindable {
    package static var oid: UInt32 { OID.jsonb }
    package let parameter: Parameter

    /// Encodes `value`; throws what the encoder throws.
    package init(_ value: some Encodable) throws {
        parameter = Parameter(type: OID.jsonb, isBinary: false, bytes: Array(try MessageCoding.encoder().encode(value)))
    }

    /// JSON text that is there already.
    package init(text: Data) {
        parameter = Parameter(type: OID.jsonb, isBinary: false, bytes: Array(text))
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

/// PostgreSQL counts from 1 January 2000.
enum Epoch {
    static let offsetDays = 10_957
    static let offsetMicroseconds: Int64 = 946_684_800_000_000
}
