import Foundation
import Models
import Pages

/// One paper as a PDF that can stand in another: itself, or its picture on sheets of A4. Each tool is a process of its own with limits.
struct PaperPDF: Sendable {
    /// Why a paper is not in the whole.
    enum Absence: String, Sendable {
        /// Damaged, or opened by a password only.
        case unreadable
        /// A recording, an office file, an archive.
        case otherKind = "other_kind"
    }

    private static let pictures: Set<String> = ["image/jpeg", "image/png", "image/tiff", "image/gif", "image/webp"]

    let press: PDFPress
    let style: String
    let qpdf: LimitedProcess
    private let img2pdf = LimitedProcess("/usr/bin/img2pdf")

    init(press: PDFPress, style: String, qpdf: LimitedProcess) {
        self.press = press
        self.style = style
        self.qpdf = qpdf
    }

    /// The path of the PDF, made in `folder` where the paper itself is none.
    func of(_ paper: Attachment, at path: String, in folder: URL, number: Int) async throws -> Result<String, Absent> {
        if paper.contentType == "application/pdf" {
            return try await pages(of: path, in: folder) == nil ? .failure(Absent(.unreadable)) : .success(path)
        }
        guard Self.pictures.contains(paper.contentType) else { return .failure(Absent(.otherKind)) }
        let made = folder.appending(path: "\(number).pdf")
        if try await lossless(path, made, folder) { return .success(made.path) }
        // Transparent pictures and odd colours: laid out by the press, which can see them.
        guard let data = try? await press.print(Self.page, style: style, named: Sheet.style, pictures: ["picture": path]) else {
            return .failure(Absent(.unreadable))
        }
        try data.write(to: made)
        return try await pages(of: made.path, in: folder) == nil ? .failure(Absent(.unreadable)) : .success(made.path)
    }

    struct Absent: Error {
        let absence: Absence

        init(_ absence: Absence) {
            self.absence = absence
        }
    }

    /// How many pages a PDF has; nil where it cannot be read.
    func pages(of path: String, in folder: URL) async throws -> Int? {
        let said = folder.appending(path: "pages")
        // 3: read, with warnings.
        guard [0, 3].contains(try await qpdf.run(["--show-npages", path], in: folder, output: said)),
            let text = try? String(contentsOf: said, encoding: .utf8)
        else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { $0 > 0 ? $0 : nil }
    }

    private func lossless(_ path: String, _ made: URL, _ folder: URL) async throws -> Bool {
        guard img2pdf.isInstalled else { return false }
        let arguments = ["--pagesize", "A4", "--auto-orient", "--fit", "shrink", "--rotation", "ifvalid", "--output", made.path, path]
        guard try await img2pdf.run(arguments, in: folder) == 0 else { return false }
        return try await pages(of: made.path, in: folder) != nil
    }

    private static let page = """
        <!doctype html><html lang="vi"><head><meta charset="utf-8"><title>–</title><link rel="stylesheet" href="\(Sheet.style)"></head>
        <body class="picture"><img src="picture" alt=""></body></html>
        """
}
