/// What a content is, by its own first bytes; a claim is never believed.
enum ContentType {
    /// How many first bytes are looked at.
    static let lookedAt = 65_536
    static let unknown = "application/octet-stream"

    private static let signatures: [(offset: Int, bytes: [UInt8], type: String)] = [
        (0, Array("%PDF-".utf8), "application/pdf"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, [0x49, 0x49, 0x2A, 0x00], "image/tiff"),
        (0, [0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
        (0, [0x49, 0x49, 0x2B, 0x00], "image/tiff"),
        (0, Array("GIF87a".utf8), "image/gif"),
        (0, Array("GIF89a".utf8), "image/gif"),
        (8, Array("WEBP".utf8), "image/webp"),
        (4, Array("ftypheic".utf8), "image/heic"),
        (4, Array("ftypheix".utf8), "image/heic"),
        (4, Array("ftyphevc".utf8), "image/heic"),
        (4, Array("ftypheim".utf8), "image/heic"),
        (4, Array("ftypmif1".utf8), "image/heif"),
        (4, Array("ftypmsf1".utf8), "image/heif"),
        (4, Array("ftypavif".utf8), "image/avif"),
        (4, Array("ftypM4A ".utf8), "audio/mp4"),
        (4, Array("ftypqt  ".utf8), "video/quicktime"),
        (4, Array("ftyp".utf8), "video/mp4"),
        (8, Array("WAVE".utf8), "audio/wav"),
        (0, Array("ID3".utf8), "audio/mpeg"),
        (0, Array("{\\rtf".utf8), "application/rtf"),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, Array("Rar!".utf8), "application/vnd.rar"),
    ]

    private static let officeParts: [(prefix: String, type: String)] = [
        ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ]

    /// What files of a type are called, without the dot, the most usual first.
    private static let endings: [String: [String]] = [
        "application/pdf": ["pdf"], "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"], "image/png": ["png"], "image/tiff": ["tif", "tiff"],
        "image/gif": ["gif"], "image/webp": ["webp"], "image/heic": ["heic", "heif"], "image/heif": ["heif", "heic"],
        "image/avif": ["avif"],
        "audio/mp4": ["m4a", "mp4"], "video/quicktime": ["mov", "qt"], "video/mp4": ["mp4", "m4v", "m4a", "3gp"], "audio/wav": ["wav"],
        "audio/mpeg": ["mp3"], "application/rtf": ["rtf", "doc"],
        "application/x-ole-storage": ["doc", "xls", "ppt", "msg", "dot", "xlt", "pps"], "application/x-7z-compressed": ["7z"],
        "application/vnd.rar": ["rar"], "application/zip": ["zip"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx", "docm", "dotx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx", "xlsm", "xltx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx", "pptm", "ppsx"],
        "application/vnd.oasis.opendocument.text": ["odt"], "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
        "application/vnd.oasis.opendocument.presentation": ["odp"],
        "text/plain; charset=utf-8": ["txt", "text", "csv", "tsv", "md", "log", "eml", "json", "xml"],
    ]
    /// Of those above, and of some whose contents are not told here but which no machine runs.
    private static let known = Set(endings.values.joined())
        .union(["bmp", "amr", "ogg", "oga", "aac", "flac", "wma", "wmv", "avi", "mkv", "webm", "dwg", "dxf", "p7m", "p7s", "ps", "djvu"])

    /// What files of a type are called; none of a type that is not known.
    static func endings(of type: String) -> [String] { endings[type] ?? [] }

    /// Whether files of some type that people use are called so.
    static func isKnown(ending: String) -> Bool { known.contains(ending) }

    /// The media type of a content that begins with `start`.
    static func of(_ start: [UInt8]) -> String {
        if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return zipType(start) }
        for signature in signatures where start.dropFirst(signature.offset).starts(with: signature.bytes) { return signature.type }
        return isText(start) ? "text/plain; charset=utf-8" : unknown
    }

    /// Office files are ZIP files whose entries have known names.
    private static func zipType(_ start: [UInt8]) -> String {
        let text = String(decoding: start, as: UTF8.self)
        // OpenDocument says what it is in its first entry, which is not compressed.
        if let range = text.firstRange(of: "mimetypeapplication/vnd.oasis.opendocument.") {
            let name = text[range.upperBound...].prefix { $0.isASCII && ($0.isLowercase || $0 == "-") }
            if ["text", "spreadsheet", "presentation"].contains(name) { return "application/vnd.oasis.opendocument.\(name)" }
        }
        guard text.contains("[Content_Types].xml") || text.contains("_rels/") else { return "application/zip" }
        let names = ZipEntryNames(start)
        return officeParts.first { part in names.contains { $0.hasPrefix(part.prefix) } }?.type ?? "application/zip"
    }

    /// UTF-8 without control characters other than those of layout; a character cut off at the end of what was looked at is forgiven.
    private static func isText(_ start: [UInt8]) -> Bool {
        guard !start.isEmpty, start.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D].contains($0) }) else { return false }
        return (0...(start.count < lookedAt ? 0 : 3)).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
    }
}

/// The names of the entries whose local headers lie in the first bytes of a ZIP file (APPNOTE 4.3.7).
struct ZipEntryNames: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> String? {
        while place + 30 <= bytes.count {
            guard bytes[place] == 0x50, bytes[place + 1] == 0x4B, bytes[place + 2] == 0x03, bytes[place + 3] == 0x04 else {
                place += 1
                continue
            }
            let length = Int(bytes[place + 26]) | Int(bytes[place + 27]) << 8
            let name = bytes[(place + 30)...].prefix(length)
            place += 30 + length
            return String(decoding: name, as: UTF8.self)
        }
        return nil
    }
}
