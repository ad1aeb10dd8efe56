import CExpat
import Foundation

/// Hears what stands in a part of a workbook.
protocol XMLListener: AnyObject {
    /// Throwing ends the reading.
    func begins(_ element: XMLName, _ attributes: XMLAttributes) throws
    func ends(_ element: XMLName) throws
    func reads(_ text: UnsafeBufferPointer<UInt8>) throws
}

/// Reads a part of a workbook as XML, a piece at a time; the only user of Expat. Document types are refused, so that there are no entities but those of
/// XML itself.
final class XMLPart {
    private static let piece = 65_536
    private static let deepest = 64

    private let part: ZipPart
    private let parser: XML_Parser
    private unowned let listener: any XMLListener
    private var failure: (any Error)?
    private var depth = 0
    private(set) var isOver = false

    /// - Parameter listener: must outlive this.
    init(_ part: ZipPart, listener: any XMLListener) throws {
        guard let parser = XML_ParserCreateNS(nil, XML_Char(bitPattern: XMLName.separator)) else { throw CocoaError(.coderReadCorrupt) }
        self.part = part
        self.parser = parser
        self.listener = listener
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { me, name, attributes in XMLPart.of(me).begins(name, attributes) },
            { me, name in XMLPart.of(me).ends(name) })
        XML_SetCharacterDataHandler(parser) { me, text, count in XMLPart.of(me).reads(text, count) }
        XML_SetStartDoctypeDeclHandler(parser) { me, _, _, _, _ in XMLPart.of(me).fail(SpreadsheetError(.declaration)) }
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// Reads all of it.
    func readAll() throws {
        while !isOver { try readPiece() }
    }

    /// Reads on for 64 kB at most.
    func readPiece() throws {
        guard !isOver else { return }
        guard let buffer = XML_GetBuffer(parser, Int32(Self.piece)) else { throw SpreadsheetError(.damaged) }
        let count = try part.read(into: buffer, count: Self.piece)
        isOver = count == 0
        let isSound = caunoi_xml_parse_buffer(parser, Int32(count), isOver ? 1 : 0) != 0
        if let failure { throw failure }
        guard isSound else { throw SpreadsheetError(.damaged) }
    }

    private static func of(_ me: UnsafeMutableRawPointer?) -> XMLPart {
        guard let me else { preconditionFailure("Expat hands on the pointer that it was given") }
        return Unmanaged<XMLPart>.fromOpaque(me).takeUnretainedValue()
    }

    private func begins(_ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard failure == nil, let name, let attributes else { return }
        depth += 1
        guard depth <= Self.deepest else { return fail(SpreadsheetError(.damaged)) }
        attempt { try listener.begins(XMLName(name), XMLAttributes(attributes)) }
    }

    private func ends(_ name: UnsafePointer<XML_Char>?) {
        guard failure == nil, let name else { return }
        depth -= 1
        attempt { try listener.ends(XMLName(name)) }
    }

    private func reads(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard failure == nil, let text else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
            attempt { try listener.reads(UnsafeBufferPointer(start: bytes, count: Int(count))) }
        }
    }

    private func attempt(_ work: () throws -> Void) {
        do { try work() } catch { fail(error) }
    }

    private func fail(_ error: any Error) {
        if failure == nil { failure = error }
        caunoi_xml_stop(parser)
    }
}
