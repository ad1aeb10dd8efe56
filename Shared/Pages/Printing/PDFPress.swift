package import Foundation
import HTTPTypes
import ServiceKit

/// Makes PDFs of print pages with Debian's `weasyprint`, a process of its own with limits of memory, processor time and wall-clock time; two at once at
/// most, the others wait.
package actor PDFPress {
    private static let program = "/usr/bin/weasyprint"
    private static let limiter = "/usr/bin/prlimit"
    private static let patience = Duration.seconds(60)
    /// Who comes when so many wait is asked to come again.
    private static let mostWaiting = 16

    private var free = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// The PDF of an HTML document and the style sheet beside it, which it calls by `name`. Throws 503 where the program is not installed or does
    /// not come to an end.
    package func print(_ html: String, style: String, named name: String) async throws -> Data {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else { throw Self.notInstalled }
        guard free > 0 || waiting.count < Self.mostWaiting else { throw Self.busy }
        await enter()
        defer { leave() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.html")
        let pdf = folder.appending(path: "page.pdf")
        try Data(html.utf8).write(to: page)
        try Data(style.utf8).write(to: folder.appending(path: name))
        guard try await Self.run(page.path, pdf.path, in: folder) == 0, let made = try? Data(contentsOf: pdf) else { throw Self.failed }
        return made
    }

    /// Returns the exit status.
    private static func run(_ page: String, _ pdf: String, in folder: URL) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: limiter)
        process.arguments = [
            "--as=2000000000", "--cpu=50", "--fsize=100000000", "--core=0", "--", program, "--quiet", "--encoding", "utf-8", page, pdf,
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8"]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = AsyncStream<Int32> { stream in
            process.terminationHandler = {
                stream.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
                stream.finish()
            }
        }
        try process.run()
        let identifier = process.processIdentifier
        let alarm = Task {
            try await Task.sleep(for: patience)
            kill(identifier, SIGKILL)
        }
        defer { alarm.cancel() }
        for await status in ended { return status }
        kill(identifier, SIGKILL)
        return -1
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }

    private static let notInstalled = Problem(
        "pdf-not-available", status: .serviceUnavailable, title: Bilingual(vi: "Chưa xuất được PDF", en: "No PDF here yet"),
        detail: Bilingual(
            vi: "Máy chủ chưa có chương trình weasyprint: hãy cài gói này (apt install weasyprint), hoặc lấy bản khác.",
            en: "The program weasyprint is missing on the server: install that package (apt install weasyprint), or take another format."))

    private static let busy = Problem.unavailable(
        Bilingual(vi: "Đang có nhiều tệp PDF được tạo. Hãy thử lại sau ít phút.", en: "Many PDFs are being made. Try again in a moment."))

    private static let failed = Problem.unavailable(
        Bilingual(
            vi: "Chưa tạo được tệp PDF. Hãy thử lại, hoặc lấy bản khác.",
            en: "The PDF could not be made. Try again, or take another format."))
}
