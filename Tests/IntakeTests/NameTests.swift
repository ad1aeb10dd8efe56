import Models
import TestKit
import Testing

@testable import Intake

/// Names of people as they are really written.
@Suite struct NameTests {
    @Test(arguments: [
        ("Nguyễn Thị Hường", "nguyen thi  huong", 1), ("Đỗ Đức Đạt", "do duc dat", 1), ("Lý Mỹ Thúy", "Lí Mĩ Thuý", 0.97),
        ("Nguyễn Thị Hường", "Hường Nguyễn Thị", 0.97), ("Nguyễn Thị Hường", "NguyenThiHuong", 0.97),
        ("H'Yuên Niê Kđăm", "Niê Kđăm H Yuên", 0.97), ("Nguyễn Thị Hường", "Nguyễn Thị Hưong", 1),
        ("Nguyễn Thị Hường", "Nguyễn Thị Hờng", 0.7), ("Nguyễn Thị Hường", "Nguyễn Tih Hường", 0.92),
        ("Trần Quốc Trung", "Chần Quốc Chung", 0.85), ("Vàng A Sính", "Vàng A Xính", 0.7), ("Nguyễn Thị Thu Hà", "Nguyễn Thu Hà", 0.7),
    ])
    func howAlike(_ one: String, _ other: String, _ likeness: Double) {
        let (one, other) = (Spelling(key: NameKey.fold(one)), Spelling(key: NameKey.fold(other)))
        #expect(one.likeness(to: other) == likeness && other.likeness(to: one) == likeness, "\(one.likeness(to: other))")
        #expect(!Set(one.asked).isDisjoint(with: other.kept) && !Set(other.asked).isDisjoint(with: one.kept))
    }

    @Test(arguments: [
        ("Nguyễn Văn Nam", "Nguyễn Văn Lợi"), ("Trần Thị Lan", "Trần Thị Hoa"), ("Lê Văn An", "Phạm Văn An"),
        ("Nguyễn Thị Thu Hà", "Nguyễn Thị Ngọc Hà"),
        ("Lò Văn A", "Lò Thị B"),
    ])
    func whatIsNotAlike(_ one: String, _ other: String) {
        #expect(Spelling(key: NameKey.fold(one)).likeness(to: Spelling(key: NameKey.fold(other))) < ConflictSearch.counted)
    }

    @Test(arguments: [
        ("Trần Văn Bé (tức Tư Bé)", "tran van be", ["tu be"]),
        ("Trần Văn Bé tức là Năm Sài Gòn, bí danh Hai Lúa", "tran van be", ["hai lua", "nam sai gon"]),
        ("Lý A Pá (ten khac Ly A Sung)", "ly a pa", ["ly a sung"]), ("Nguyễn Văn Túc", "nguyen van tuc", []),
        ("nguyen van tuc an", "nguyen van tuc an", []),
        ("Nguyễn Thị Lan (mẫu)", "nguyen thi lan mau", []), ("tức Ba", "tuc ba", []),
    ])
    func otherNamesBesideAName(_ text: String, _ key: String, _ aliases: [String]) {
        let written = WrittenName(text)
        #expect(written.key == key && written.aliases == aliases)
    }

    /// A name is compared in full only where its outline may be that of the other: no likeness is lost by that.
    @Test(arguments: MisspeltNames.Change.allCases)
    func anOutlineSaysNoOnlyToNamesThatAreNotAlike(_ change: MisspeltNames.Change) {
        let pairs = MisspeltNames(seed: 20_261_129).pairs(change, count: 120).map { (NameKey.fold($0.name), NameKey.fold($0.written)) }
        var told = 0
        for (index, (name, written)) in pairs.enumerated() {
            let outline = NameOutline(name)
            for other in [written, pairs[(index + 1) % pairs.count].0, pairs[(index + 7) % pairs.count].1] {
                let mayBe = outline.mayBe(NameOutline(other)) && NameOutline(other).mayBe(outline)
                if !mayBe { told += 1 }
                #expect(mayBe || Spelling(key: name).likeness(to: Spelling(key: other)) < ConflictSearch.counted, "\(name): \(other)")
            }
        }
        // It tells most strangers apart.
        #expect(told > 60, "\(told)")
    }

    /// Of names with one labelled change each, how many the traces bring back and the likeness keeps.
    @Test(arguments: MisspeltNames.Change.allCases)
    func aChangedNameIsFoundAgain(_ change: MisspeltNames.Change) {
        let pairs = MisspeltNames(seed: 20_261_128).pairs(change, count: 400)
        let found = pairs.filter { pair in
            let (kept, asked) = (Spelling(key: NameKey.fold(pair.name)), Spelling(key: NameKey.fold(pair.written)))
            return !Set(kept.kept).isDisjoint(with: asked.asked) && asked.likeness(to: kept) >= ConflictSearch.counted
        }
        #expect(pairs.count == 400)
        #expect(Double(found.count) / 400 >= change.leastRecall, "\(change): \(found.count)")
    }
}
