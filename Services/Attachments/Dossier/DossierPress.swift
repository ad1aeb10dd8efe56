import Foundation
import HTTPTypes
import Models
import Pages
import ServiceKit

/// Makes one file of a whole dossier, ZIP or PDF, in a folder of its own beside the papers, never in memory; two at once at most. The file is gone from the
/// folder before its first byte is sent, so that nothing is left of it.
struct DossierPress: Sendable {
    private static let patience = Duration.seconds(100)

    let folder: PaperFolder
    let clock: WallClock
    let style: String
    private let press = PDFPress()
    private let queue = PressQueue(places: 2, mostWaiting: 8)
    private let qpdf: LimitedProcess

    init(folder: PaperFolder, clock: WallClock, style: String) {
        self.folder = folder
        self.clock = clock
        self.style = style
        var qpdf = LimitedProcess("/usr/bin/qpdf")
        qpdf.largestFile = 16_000_000_000
        qpdf.processorSeconds = 100
        qpdf.patience = Self.patience
        self.qpdf = qpdf
    }

    /// - Parameter sheet: the list that stands in front.
    func zip(_ sheet: DossierSheet, _ renderer: PageRenderer, _ context: PageContext) async throws -> StoredFile {
        try await make("dossier.zip") { place in
            let list = place.appending(path: "list.pdf")
            try await front(sheet, renderer, context).write(to: list)
            let papers = try await paths(of: sheet.dossier.list)
            let first = DossierZip.Member(name: "00 - Danh mục hồ sơ.pdf", path: list.path, date: clock.now)
            let members = papers.map { entry, path in
                DossierZip.Member(
                    name: entry.fileName(kind: sheet.kinds.title(entry.paper.kind)), path: path, date: entry.date.start)
            }
            let target = place.appending(path: "dossier.zip").path
            try await folder.disk.run { try DossierZip.write([first] + members, to: target) }
        }
    }

    /// Each paper in its order behind the list; one that cannot stand in a PDF has a page that says so.
    func pdf(_ sheet: DossierSheet, _ renderer: PageRenderer, _ context: PageContext) async throws -> StoredFile {
        guard qpdf.isInstalled else { throw Self.notInstalled }
        let papers = PaperPDF(press: press, style: style, qpdf: qpdf)
        return try await make("dossier.pdf") { place in
            var parts: [(entry: DossierList.Entry, path: String?)] = []
            var sheet = sheet
            for (entry, path) in try await paths(of: sheet.dossier.list) {
                switch try await papers.of(entry.paper, at: path, in: place, number: entry.number) {
                case .success(let made): parts.append((entry, made))
                case .failure(let absent):
                    parts.append((entry, nil))
                    sheet.absent.append((entry, sheet.t("dossier_absent_\(absent.absence.rawValue)")))
                }
            }
            let front = place.appending(path: "front.pdf")
            try await self.front(sheet, renderer, context).write(to: front)
            guard let count = try await papers.pages(of: front.path, in: place), count > sheet.absent.count else {
                throw DossierError("front", "no pages")
            }
            let list = count - sheet.absent.count
            var arguments = ["--empty", "--warning-exit-0", "--pages", front.path, "1-\(list)"]
            var next = list
            for part in parts {
                if let path = part.path {
                    arguments += [path, "1-z"]
                } else {
                    next += 1
                    arguments += [front.path, "\(next)"]
                }
            }
            let target = place.appending(path: "dossier.pdf").path
            guard try await qpdf.run(arguments + ["--", target], in: place) == 0 else { throw Self.failed }
        }
    }

    private func front(_ sheet: DossierSheet, _ renderer: PageRenderer, _ context: PageContext) async throws -> Data {
        let body = try renderer.fragment("attachments-dossier-sheet", sheet, context: context)
        let page = Sheet(title: sheet.dossier.known.code, isLandscape: false, body: body)
        return try await press.print(page.html(style: Sheet.style), style: style, named: Sheet.style)
    }

    /// Where each paper lies. Throws where one is not there as it was kept.
    private func paths(of list: DossierList) async throws -> [(DossierList.Entry, String)] {
        var paths: [(DossierList.Entry, String)] = []
        for entry in list.entries {
            let paper = entry.paper
            guard try await folder.sizeOfStored(organisation: paper.organisation, sha256: paper.sha256) == paper.size else {
                throw DossierError("paper", "\(paper.id) is not on disk as it was kept")
            }
            paths.append((entry, folder.storedPath(organisation: paper.organisation, sha256: paper.sha256)))
        }
        return paths
    }

    private func make(_ name: String, _ body: (URL) async throws -> Void) async throws -> StoredFile {
        try await queue.run {
            try await folder.sweepBundles(olderThan: 3_600, now: Date())
            let place = try await folder.makeBundleFolder()
            defer { try? FileManager.default.removeItem(at: place) }
            try await body(place)
            return try await StoredFile.open(place.appending(path: name).path, disk: folder.disk)
        }
    }

    private static let notInstalled = Problem(
        "pdf-not-available", status: .serviceUnavailable, title: Bilingual(vi: "Chưa xuất được PDF", en: "No PDF here yet"),
        detail: Bilingual(
            vi: "Máy chủ chưa có chương trình qpdf: hãy cài gói này (apt install qpdf), hoặc lấy bản ZIP.",
            en: "The program qpdf is missing on the server: install that package (apt install qpdf), or take the ZIP."))

    private static let failed = Problem.unavailable(
        Bilingual(
            vi: "Chưa gộp được hồ sơ thành một tệp PDF. Hãy lấy bản ZIP.",
            en: "The dossier could not be joined into one PDF. Take the ZIP instead."))
}
