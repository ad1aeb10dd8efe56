package import Foundation
package import Models

/// What a column of a row can be read as.
package protocol ColumnDecodable: Sendable {
    /// Reads `cell`; throws where its type or value does not fit.
    static func decode(_ cell: Cell) throws -> Self
}

extension String: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> String { try cell.text() }
}

extension ColumnDecodable where Self: RawRepresentable, RawValue == String {
    package static func decode(_ cell: Cell) throws -> Self {
        let text = try cell.text()
        guard let value = Self(rawValue: text) else { throw cell.mismatch("\(text) is no \(Self.self)") }
        return value
    }
}

extension AidForm: ColumnDecodable {}
extension LegalField: ColumnDecodable {}
extension Category: ColumnDecodable {}
extension Gender: ColumnDecodable {}
extension Channel: ColumnDecodable {}
extension ProceedingsRole: ColumnDecodable {}
extension Hardship: ColumnDecodable {}
extension HelperKind: ColumnDecodable {}
extension OrganisationKind: ColumnDecodable {}
extension Role: ColumnDecodable {}
extension CaseState: ColumnDecodable {}
extension RequestState: ColumnDecodable {}
extension TransferOutcome: ColumnDecodable {}
extension AssignmentState: ColumnDecodable {}
extension ConflictVerdict: ColumnDecodable {}
extension ServiceName: ColumnDecodable {}
extension MessageName: ColumnDecodable {}

extension Bool: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Bool { try cell.withBytes(of: OID.bool) { $0.first != 0 } }
}

extension Int64: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int64 { try cell.integer() }
}

extension Int: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Int { Int(try cell.integer()) }
}

extension Double: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Double {
        if cell.type == OID.float4 { return Double(Float(bitPattern: try cell.number(of: OID.float4))) }
        return Double(bitPattern: try cell.number(of: OID.float8))
    }
}

extension UUID: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> UUID {
        try cell.withBytes(of: OID.uuid) { bytes in
            guard bytes.count == 16 else { throw cell.mismatch("is no UUID") }
            return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }
}

extension Identifier: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Identifier { Identifier(try UUID.decode(cell)) }
}

extension Date: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Date {
        let microseconds = try cell.number(of: OID.timestamptz, as: Int64.self)
        return Date(timeIntervalSince1970: Double(microseconds + Epoch.offsetMicroseconds) / 1_000_000)
    }
}

extension LegalDate: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> LegalDate {
        LegalDate(dayNumber: Int(try cell.number(of: OID.date, as: Int32.self)) + Epoch.offsetDays)
    }
}

extension Data: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Data { try cell.withBytes(of: OID.bytea) { Data($0) } }
}

extension Optional: ColumnDecodable where Wrapped: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> Wrapped? { cell.isNull ? nil : try Wrapped.decode(cell) }
}

extension Array: ColumnDecodable where Element: ColumnDecodable {
    package static func decode(_ cell: Cell) throws -> [Element] { try cell.elements().map { try Element.decode($0) } }
}

/// A json or jsonb column read as a type of ours, with the names and times of ``MessageCoding``.
package struct JSONColumn<Value: Decodable & Sendable>: ColumnDecodable {
    package let value: Value

    package static func decode(_ cell: Cell) throws -> JSONColumn<Value> {
        JSONColumn(value: try MessageCoding.decode(Value.self, from: try cell.json()))
    }
}
