import Foundation

@testable import Launcher

/// A folder of a test's own, gone when the test is over.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/caunoi-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A data folder in it, made and furnished.
    func dataFolder(_ name: String = "data") throws -> DataFolder {
        let folder = try DataFolder.make("\(path)/\(name)", for: nil)
        try folder.furnish()
        return folder
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
