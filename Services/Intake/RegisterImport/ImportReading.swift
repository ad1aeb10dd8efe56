import Directory
import Foundation
import Models
import Rules
import SheetImports

/// Reads one line of an old register: the case that it would become, or everything that stands against it.
struct ImportReading: Sendable {
    /// What all lines of a file are read by.
    struct Facts: Sendable {
        let rules: RulePacks
        let organisation: Organisation
        let helpers: [KnownHelper]
        let words: ImportWords
        let today: LegalDate
    }

    private(set) var problems: [ImportProblem] = []
    private(set) var draft: ImportedDraft?
    /// As far as it could be read: by it the line is told from others.
    let code: String?

    private let cells: [ImportField: String]
    private let facts: Facts

    /// The first day of the Law in force (11/2017/QH14, Điều 47): by it the categories are judged.
    private static let earliest = LegalDate("2018-01-01")

    init(_ cells: [ImportField: String], _ facts: Facts) {
        self.cells = cells
        self.facts = facts
        code = cells[.code].map { String($0.prefix(100)) }
        read()
    }

    private mutating func read() {
        for field in ImportField.needed where cells[field] == nil {
            fail(
                field, "required", vi: "Ô này còn trống. Hãy ghi vào, hoặc bỏ dòng này.",
                en: "This cell is empty. Fill it in, or remove the row.")
        }
        refuseLostCells()
        let form = readForm()
        let field = word(.field, ImportWords.field)
        let acceptedOn = day(.acceptedOn, from: Self.earliest)
        let receivedOn = day(.receivedOn, from: Self.earliest)
        let birth = readBirth()
        let gender = word(.gender, ImportWords.gender)
        let ethnicity = readEthnicity()
        let categories = readCategories()
        let endedOn = day(.endedOn, from: acceptedOn)
        let handedOverOn = day(.handedOverOn, from: endedOn ?? acceptedOn)
        let state = readState(endedOn, handedOverOn)
        let lengths: [(ImportField, Int)] = [
            (.code, 60), (.client, 200), (.identity, 20), (.phone, 30), (.address, 500), (.summary, 4_000), (.result, 4_000),
            (.helper, 200),
        ]
        for (field, limit) in lengths { checkLength(field, limit) }
        guard problems.isEmpty, let form, let field, let acceptedOn, let state, let code, let client = cells[.client] else { return }
        let eligibility = facts.rules.check(
            EligibilityFacts(date: acceptedOn, categories: categories, birth: birth.day, ethnicity: ethnicity, field: field))
        for decision in eligibility.contradictions {
            fail(
                .category, decision.reason?.key ?? "contradicted", vi: "\(decision.title.vi): \(decision.reason?.sentence.vi ?? "")",
                en: "\(decision.title.en): \(decision.reason?.sentence.en ?? "")")
        }
        guard problems.isEmpty, let countedAs = eligibility.countedAs else { return }
        let helper = helper(named: cells[.helper])
        var draft = ImportedDraft(
            code: code, form: form, field: field, acceptedOn: acceptedOn, receivedOn: min(receivedOn ?? acceptedOn, acceptedOn),
            client: client, birth: birth.day, birthYear: birth.year, gender: gender, ethnicity: ethnicity, identity: cells[.identity],
            phone: cells[.phone], address: cells[.address], categories: categories, eligibility: eligibility, countedAs: countedAs,
            summary: cells[.summary], opposing: readOpposing(), helperName: cells[.helper], helper: helper?.id, helperKind: helper?.kind,
            state: state, endedOn: endedOn, endGround: cells[.state].flatMap(ImportWords.endGround),
            wasStopped: cells[.state].flatMap(ImportWords.state) == .stopped ? true : nil, result: cells[.result],
            handedOverOn: handedOverOn)
        place(&draft)
        self.draft = draft
    }

    private mutating func fail(_ field: ImportField?, _ code: String, vi: String, en: String) {
        problems.append(ImportProblem(field, field.flatMap { cells[$0] }, code, vi: vi, en: en))
    }

    private mutating func refuseLostCells() {
        for (field, text) in cells.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if CellFault.isFailure(text) {
                fail(
                    field, "formula", vi: "Công thức trong ô bị lỗi. Hãy ghi giá trị.",
                    en: "The cell's formula has failed. Write the value.")
            } else if text.unicodeScalars.contains(where: { $0 == "\u{FFFD}" || $0.value < 32 && $0 != "\n" && $0 != "\t" && $0 != "\r" }) {
                fail(
                    field, "lost_letters", vi: "Ô có chữ bị hỏng khi lưu tệp. Hãy lưu lại dạng .xlsx.",
                    en: "Letters were lost when the file was saved. Save it as .xlsx.")
            }
        }
    }

    private mutating func checkLength(_ field: ImportField, _ limit: Int) {
        guard let text = cells[field], text.count > limit else { return }
        fail(field, "too_long", vi: "Dài quá \(limit) ký tự. Hãy rút ngắn.", en: "Longer than \(limit) characters. Shorten it.")
    }

    private mutating func word<Word>(_ field: ImportField, _ read: (String) -> Word?) -> Word? {
        guard let text = cells[field] else { return nil }
        guard let word = read(text) else {
            fail(
                field, "unknown_word", vi: "Không hiểu giá trị này. Hãy ghi như trong danh mục của phần mềm.",
                en: "This value is not known. Write it as the lists of this system do.")
            return nil
        }
        return word
    }

    private mutating func day(_ field: ImportField, from first: LegalDate?) -> LegalDate? {
        guard let text = cells[field] else { return nil }
        guard let date = SheetDates.day(text) else {
            fail(
                field, "not_a_date", vi: "Không phải ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 31/01/2024.",
                en: "Not a day. Write day/month/year, as 31/01/2024.")
            return nil
        }
        if let first, date < first {
            fail(field, "too_early", vi: "Ngày này trước \(first.inVietnamese).", en: "This day is before \(first.inEnglish).")
        } else if date > facts.today {
            fail(field, "in_the_future", vi: "Ngày này ở tương lai.", en: "This day lies in the future.")
        }
        return date
    }

    private mutating func readBirth() -> (day: LegalDate?, year: Int?) {
        guard let text = cells[.birth] else { return (nil, nil) }
        if let year = SheetDates.year(text), year <= facts.today.year { return (nil, year) }
        let date = day(.birth, from: LegalDate("1890-01-01"))
        return (date, date?.year)
    }

    private mutating func readEthnicity() -> String? {
        guard let text = cells[.ethnicity] else { return nil }
        if let group = facts.rules.ethnicGroups.named(text) { return group.name }
        fail(.ethnicity, "unknown_ethnic_group", vi: "Không có dân tộc này trong danh mục.", en: "No such ethnic group stands in the list.")
        return nil
    }

    /// By its own column, or by the code where there is none: `TT.TGTT.01.2018`.
    private mutating func readForm() -> AidForm? {
        if cells[.form] != nil { return word(.form, ImportWords.form) }
        let named = cells[.code]?.split(separator: ".").compactMap { part in AidForm.allCases.first { $0.code == part } } ?? []
        if named.count == 1 { return named[0] }
        fail(
            .form, "required", vi: "Ô này còn trống và mã vụ việc không cho biết hình thức.",
            en: "This cell is empty, and the code does not tell the form.")
        return nil
    }

    private mutating func readCategories() -> [Models.Category] {
        guard let text = cells[.category] else { return [] }
        if let one = facts.words.category(text) { return [one] }
        var found: [Models.Category] = []
        for part in text.split(whereSeparator: { ";,+\n".contains($0) }).map(String.init) where !NameKey.fold(part).isEmpty {
            guard let category = facts.words.category(part) else {
                fail(
                    .category, "unknown_category", vi: "Không có diện “\(part.prefix(80))”. Hãy ghi như Điều 7 Luật Trợ giúp pháp lý.",
                    en: "There is no category “\(part.prefix(80))”. Write it as Article 7 of the Law on Legal Aid does.")
                return []
            }
            if !found.contains(category) { found.append(category) }
        }
        return found
    }

    /// What the register says, or what its days show.
    private mutating func readState(_ endedOn: LegalDate?, _ handedOverOn: LegalDate?) -> CaseState? {
        let shown: CaseState =
            handedOverOn != nil ? .handedOver : endedOn != nil ? .finished : cells[.helper] != nil ? .underWay : .registered
        let said = word(.state, ImportWords.state) ?? shown
        let isOver = !said.isOpen
        if isOver, cells[.endedOn] == nil {
            fail(
                .endedOn, "required", vi: "Vụ việc đã kết thúc cần có ngày kết thúc.",
                en: "A case that is over needs the day on which it ended.")
        }
        if said == .handedOver, cells[.handedOverOn] == nil { return .finished }
        if !isOver, endedOn != nil {
            fail(
                .state, "contradicted", vi: "Tình trạng là chưa kết thúc nhưng có ngày kết thúc.",
                en: "The case is said to go on, yet it has an ending day.")
        }
        return isOver && handedOverOn != nil ? .handedOver : said
    }

    private func readOpposing() -> [String] {
        (cells[.opposing] ?? "").split(whereSeparator: { ";\n".contains($0) }).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.prefix(20).map { String($0.prefix(200)) }
    }

    /// The one helper of that name here; nil where there is none, or more than one.
    private func helper(named name: String?) -> KnownHelper? {
        guard let key = name.map(NameKey.fold), !key.isEmpty else { return nil }
        let found = facts.helpers.filter { NameKey.fold($0.name) == key }
        return found.count == 1 ? found[0] : nil
    }

    /// Where its code stands in the book of its year, if it is a code as this organisation gives them.
    private func place(_ draft: inout ImportedDraft) {
        let parts = draft.code.split(separator: ".")
        guard parts.count >= 4, let year = Int(parts[parts.count - 1]), let number = Int(parts[parts.count - 2]), number > 0,
            let day = LegalDate(year: year, month: 12, day: 31)
        else { return }
        let pack = facts.rules.register(on: day)
        guard pack.code(organisation: facts.organisation.code, form: draft.form, number: number, receivedOn: day) == draft.code else {
            return
        }
        draft.series = pack.series(form: draft.form, receivedOn: day)
        draft.number = number
    }
}
