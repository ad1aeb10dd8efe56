package import Foundation

extension Workbook {
    /// The bytes of a workbook that `write` fills. Blocks, since the library works through files: not to be called on a thread that others wait for.
    /// - Parameter sheet: its name; what is beyond 31 characters is cut off.
    package static func bytes(sheet: String, _ write: (Workbook) throws -> Void) throws -> Data {
        let url = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID().uuidString).xlsx")
        defer { try? FileManager.default.removeItem(at: url) }
        let workbook = try Workbook(path: url.path, sheet: String(sheet.prefix(31)))
        try write(workbook)
        try workbook.close()
        return try Data(contentsOf: url)
    }
}
