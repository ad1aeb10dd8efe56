import Foundation

/// The name of an element, as Expat gives it: namespace, separator, local part. Valid while it is heard.
struct XMLName {
    /// Stands in no namespace.
    static let separator: UInt8 = 1
    /// SpreadsheetML as most write it, and as the strict variant of the standard has it (ISO/IEC 29500-1 and -4).
    private static let sheets: [StaticString] = [
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main\u{1}", "http://purl.oclc.org/ooxml/spreadsheetml/main\u{1}",
    ]
    private static let packages: StaticString = "http://schemas.openxmlformats.org/package/2006/relationships\u{1}"

    private let name: UnsafePointer<CChar>

    init(_ name: UnsafePointer<CChar>) {
        self.name = name
    }

    /// The local part of an element of SpreadsheetML; nil for others.
    var ofSheet: XMLWord? {
        for namespace in Self.sheets where namespace.begins(name) { return XMLWord(name + namespace.utf8CodeUnitCount) }
        return nil
    }

    /// The local part of an element of the list of a part's relationships; nil for others.
    var ofPackage: XMLWord? { Self.packages.begins(name) ? XMLWord(name + Self.packages.utf8CodeUnitCount) : nil }
}

/// A word of the file, compared without being copied.
struct XMLWord {
    private let text: UnsafePointer<CChar>

    init(_ text: UnsafePointer<CChar>) {
        self.text = text
    }

    static func == (word: XMLWord, other: StaticString) -> Bool { word.text.isEqual(to: other) }
    static func ~= (other: StaticString, word: XMLWord) -> Bool { word == other }
}

/// The attributes of an element. Valid while it is heard.
struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        self.pairs = pairs
    }

    /// The value of an attribute without a namespace, as bytes that end with a zero.
    func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
        var place = pairs
        while let key = place[0] {
            if key.isEqual(to: name) { return place[1] }
            place += 2
        }
        return nil
    }

    /// The same as text.
    func text(_ name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    func int(_ name: StaticString) -> Int? { text(name).flatMap { Int($0) } }

    func bool(_ name: StaticString) -> Bool { ["1", "true"].contains(text(name)) }

    /// The id by which a part names another: `id` of the namespace of relationships.
    var relationship: String? {
        var place = pairs
        while let key = place[0], let value = place[1] {
            if String(cString: key).hasSuffix("/relationships\u{1}id") { return String(cString: value) }
            place += 2
        }
        return nil
    }
}

extension StaticString {
    fileprivate func begins(_ text: UnsafePointer<CChar>) -> Bool {
        withUTF8Buffer { buffer in
            guard let start = buffer.baseAddress else { return true }
            return strncmp(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), text, buffer.count) == 0
        }
    }
}

extension UnsafePointer<CChar> {
    fileprivate func isEqual(to text: StaticString) -> Bool {
        // A literal ends with a zero.
        strcmp(UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self), self) == 0
    }
}
