import Foundation
import HTTPTypes
import Pages
import ServiceKit
import Testing

/// PDFs are made a few at a time, and no crowd waits for them.
@Suite struct PDFPressTests {
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/weasyprint")))
    func whoComesWhenManyWaitIsAskedToComeAgain() async {
        let press = PDFPress()
        let answers = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        return try await press.print("<p>Mẫu</p>", style: "", named: "a.css").starts(with: Data("%PDF".utf8)) ? 200 : 0
                    } catch {
                        return (error as? Problem)?.status.code ?? 0
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        // Two at work and sixteen behind them, at the least; whoever came late enough may have found a place.
        #expect(answers[200, default: 0] >= 18 && answers[503, default: 0] > 0 && answers[0] == nil, "\(answers)")
    }
}
