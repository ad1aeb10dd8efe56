import Models
import ServiceKit
import Testing

@testable import Assignment

/// When two of one name at one organisation are one person.
@Suite struct HelperSignsTests {
    private func signs(_ kind: HelperKind, email: String? = nil, card: String? = nil) -> HelperSigns {
        let reader = FieldReader([
            "kind": .string(kind.rawValue), "name": "Lò Thị Mẫu", "email": email.map { .string($0) } ?? .null,
            "card_number": card.map { .string($0) } ?? .null,
        ])
        return HelperSigns(HelperDraft(reader, today: LegalDate(dayNumber: 20_500)))
    }

    @Test func nothingThatSaysOtherwiseIsTheSame() {
        #expect(signs(.lawyer).likeness(to: signs(.lawyer)) == .same)
        #expect(signs(.lawyer, card: "1").likeness(to: signs(.lawyer)) == .same)
        #expect(signs(.lawyer, email: "a@mau.example").likeness(to: signs(.lawyer, card: "1")) == .same)
        #expect(signs(.lawyer, email: "a@mau.example", card: "1").likeness(to: signs(.lawyer, email: "b@mau.example", card: "1")) == .same)
    }

    @Test func theMailAddressSaysSoWhateverElseDiffers() {
        #expect(signs(.lawyer, email: "A@mau.example").likeness(to: signs(.collaborator, email: "a@mau.example")) == .same)
    }

    @Test func anotherKindOrCardIsAnother() {
        #expect(signs(.lawyer).likeness(to: signs(.officer)) == .other)
        #expect(signs(.lawyer, card: "1").likeness(to: signs(.lawyer, card: "2")) == .other)
        // A card tells the new one apart from whoever has none.
        #expect(signs(.lawyer, email: "a@mau.example").likeness(to: signs(.lawyer, email: "b@mau.example", card: "1")) == .other)
    }

    @Test func anotherMailAddressAloneIsUnsure() {
        #expect(signs(.lawyer, email: "a@mau.example").likeness(to: signs(.lawyer, email: "b@mau.example")) == .unsure)
    }
}
