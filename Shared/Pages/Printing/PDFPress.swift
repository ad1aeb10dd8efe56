package import Foundation
import HTTPTypes
import ServiceKit

/// Makes PDFs of print pages with Debian's `weasyprint`; two at once at most, the others wait.
package struct PDFPress: Sendable {
    private let weasyprint = LimitedProcess("/usr/bin/weasyprint")
    private let queue = PressQueue(places: 2, mostWaiting: 16)

    package init() {}

    /// The PDF of an HTML document and the style sheet beside it, which it calls by `name`. Throws 503 where the program is not installed or does
    /// not come to an end.
    /// - Parameter pictures: files that the document shows, by the names it calls them.
    package func print(_ html: String, style: String, named name: String, pictures: [String: String] = [:]) async throws -> Data {
        guard weasyprint.isInstalled else { throw Self.notInstalled }
        return try await queue.run {
            let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID().uuidString)", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(at: folder) }
            let page = folder.appending(path: "page.html")
            let pdf = folder.appending(path: "page.pdf")
            try Data(html.utf8).write(to: page)
            try Data(style.utf8).write(to: folder.appending(path: name))
            for (name, path) in pictures {
                try FileManager.default.createSymbolicLink(atPath: folder.appending(path: name).path, withDestinationPath: path)
            }
            guard try await weasyprint.run(["--quiet", "--encoding", "utf-8", page.path, pdf.path], in: folder) == 0,
                let made = try? Data(contentsOf: pdf)
            else { throw Self.failed }
            return made
        }
    }

    private static let notInstalled = Problem(
        "pdf-not-available", status: .serviceUnavailable, title: Bilingual(vi: "Chưa xuất được PDF", en: "No PDF here yet"),
        detail: Bilingual(
            vi: "Máy chủ chưa có chương trình weasyprint: hãy cài gói này (apt install weasyprint), hoặc lấy bản khác.",
            en: "The program weasyprint is missing on the server: install that package (apt install weasyprint), or take another format."))

    private static let failed = Problem.unavailable(
        Bilingual(
            vi: "Chưa tạo được tệp PDF. Hãy thử lại, hoặc lấy bản khác.",
            en: "The PDF could not be made. Try again, or take another format."))
}
