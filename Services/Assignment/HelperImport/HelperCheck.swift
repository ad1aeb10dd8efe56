import Database
import Models
import ServiceKit
import SheetImports

/// Holds every row against the rules of a single helper: the same form, the same authority, the same register.
struct HelperCheck: Sendable {
    let keep: KeepHelper
    let kinds: HelperKindWords

    /// - Parameter places: whose helpers the caller keeps.
    func callAsFunction(
        _ lines: [SheetLine<HelperColumn>], at places: NamedPlaces<Organisation>, for identity: Identity, in transaction: Transaction
    ) async throws -> [CheckedLine<HelperImport>] {
        let readings = lines.map { HelperReading($0, places, own: identity.organisation, kinds: kinds) }
        let named = Array(Set(readings.compactMap { $0.place?.id }))
        let register = Register(try await HelperStore.registered(at: named, in: transaction))
        var earlier = Earlier()
        return readings.map { reading in
            CheckedLine(line: reading.line, verdict: verdict(reading, register, &earlier))
        }
    }

    private func verdict(_ reading: HelperReading, _ register: Register, _ earlier: inout Earlier)
        -> SheetVerdict<NewHelper, RegisteredHelper>
    {
        if let made = reading.line.made { return .made(made) }
        switch reading.draft(today: keep.registers.clock.today) {
        case .failure(let faults): return .wrong(faults.errors)
        case .success(let draft):
            guard let place = reading.place else { return .wrong([FieldError(HelperColumn.organisation.pointer, .required)]) }
            if let fault = keep.fault(draft.kind, at: place) { return .wrong([fault]) }
            let new = NewHelper(organisation: place.id, title: place.title, draft: draft)
            if let verdict = register.verdict(new) { return verdict }
            let repeated = earlier.faults(new, at: reading.line.number)
            return repeated.isEmpty ? .ready(new) : .wrong(repeated)
        }
    }

    /// Those who are there.
    private struct Register {
        private var byName: [HelperName: [RegisteredHelper]] = [:]
        private var byCard: [HelperCard: RegisteredHelper] = [:]

        init(_ helpers: [RegisteredHelper]) {
            for helper in helpers {
                byName[HelperName(helper.name, at: helper.organisation), default: []].append(helper)
                if let card = HelperCard(helper.cardNumber, of: helper.kind, at: helper.organisation) { byCard[card] = helper }
            }
        }

        /// Nil for somebody new.
        func verdict(_ new: NewHelper) -> SheetVerdict<NewHelper, RegisteredHelper>? {
            let signs = HelperSigns(new.draft)
            let alike = byName[HelperName(new.draft.name, at: new.organisation)] ?? []
            let same = alike.filter { HelperSigns($0).likeness(to: signs) == .same }
            // Whom a mail address or a card names, before whom nothing contradicts.
            if let known = same.first(where: { HelperSigns($0).sharesSign(with: signs) }) ?? same.first { return .known(known) }
            if let card = new.card, let other = byCard[card] { return .wrong([Self.taken(other.name)]) }
            let isUnsure = alike.contains { HelperSigns($0).likeness(to: signs) == .unsure }
            return isUnsure ? .wrong([Self.namesake(new.title)]) : nil
        }

        private static func taken(_ name: String) -> FieldError {
            HelperColumn.cardNumber.error(
                "taken", vi: "Số thẻ này là của \(name) trong danh sách. Hãy xem lại số thẻ.",
                en: "This card number is \(name)’s in the register. Look at the number again.")
        }

        private static func namesake(_ place: String) -> FieldError {
            HelperColumn.name.error(
                "namesake",
                vi:
                    "\(place) đã có một người cùng tên, cùng loại, với thư điện tử khác. Nếu là người khác, hãy ghi số thẻ; nếu không, hãy bỏ dòng này.",
                en:
                    "\(place) has somebody of this name and kind with another mail address. If it is another person, write the card number; if not, remove the row."
            )
        }
    }

    /// Those of the rows above.
    private struct Earlier {
        private var byName: [HelperName: [(signs: HelperSigns, number: Int)]] = [:]
        private var byCard: [HelperCard: Int] = [:]

        /// What the row says again.
        mutating func faults(_ new: NewHelper, at number: Int) -> [FieldError] {
            let (signs, name) = (HelperSigns(new.draft), HelperName(new.draft.name, at: new.organisation))
            let likeness = (byName[name] ?? []).map { earlier in
                // Whichever of two rows stands first.
                (of: [earlier.signs.likeness(to: signs), signs.likeness(to: earlier.signs)], number: earlier.number)
            }
            if let same = likeness.first(where: { $0.of.contains(.same) }) { return [Self.repeated(same.number)] }
            if let unsure = likeness.first(where: { $0.of.contains(.unsure) }) { return [Self.namesake(unsure.number)] }
            if let card = new.card, let other = byCard.updateIfNew(card, to: number) { return [HelperColumn.cardNumber.repeated(other)] }
            byName[name, default: []].append((signs, number))
            return []
        }

        private static func repeated(_ number: Int) -> FieldError {
            HelperColumn.name.error(
                "repeated",
                vi: "Trùng với dòng \(number) của tệp. Hãy bỏ một dòng; nếu là hai người, hãy ghi số thẻ cho cả hai.",
                en: "The same as in row \(number) of the file. Remove one; if they are two people, write the card numbers of both.")
        }

        private static func namesake(_ number: Int) -> FieldError {
            HelperColumn.name.error(
                "namesake",
                vi:
                    "Cùng tên, cùng loại với dòng \(number) nhưng thư điện tử khác. Nếu là hai người, hãy ghi số thẻ cho cả hai; nếu không, hãy bỏ một dòng.",
                en:
                    "Name and kind are those of row \(number), with another mail address. If they are two people, write the card numbers of both; if not, remove one row."
            )
        }
    }
}
