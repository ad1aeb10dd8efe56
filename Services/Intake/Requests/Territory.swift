import Models
import Rules
import ServiceKit

/// Whether a client is of the territory of whoever receives the request (Law 11/2017, Điều 26): a centre, with its branches, helps who lives in its province;
/// others only where the case arose there, or the central authority asks. A participating organisation helps within its contract or its registration.
struct Territory: Sendable {
    /// The ground of what another centre passed on.
    static let passedOn = "passed_on_here"
    /// The ground on which it does so (Law 11/2017, Điều 35.1).
    static let outside = "outside_territory"

    let client: RequestDraft.Client
    let kind: OrganisationKind
    /// Of the organisation.
    let province: String
    let rules: RulePacks

    init(client: RequestDraft.Client, of kind: OrganisationKind, in province: String, rules: RulePacks) {
        self.client = client
        self.kind = kind
        self.province = province
        self.rules = rules
    }

    /// The grounds on which it may be accepted all the same; none where no ground is needed.
    func grounds(on today: LegalDate) -> [Ground] {
        guard let residence = client.residence?.province, residence != province else { return [] }
        return rules.territoryGrounds(on: today).open(to: kind)
    }

    /// Throws 422 on `territory` where the ground is not open to the organisation, or is needed and not there.
    func check(_ ground: String?, isNeeded: Bool, on today: LegalDate) throws {
        if let ground, !rules.territoryGrounds(on: today).open(to: kind).contains(where: { $0.key == ground }) {
            throw Problem.validation([.groundOfOthers("territory")])
        }
        guard isNeeded, ground == nil, !grounds(on: today).isEmpty else { return }
        throw Problem.validation([
            FieldError(
                "/territory", code: "outside_territory",
                message: Bilingual(
                    vi:
                        "Người được trợ giúp cư trú ở tỉnh khác: hãy chọn căn cứ thụ lý tại đây (Luật Trợ giúp pháp lý, Điều 26.1), hoặc chuyển yêu cầu (Điều 35.1).",
                    en:
                        "The client lives in another province: name the ground of acceptance here (Law on Legal Aid, Article 26.1), or pass the request on "
                        + "(Article 35.1)."))
        ])
    }
}

extension FieldError {
    /// The ground exists, but not for organisations of the kind.
    static func groundOfOthers(_ field: String) -> FieldError {
        FieldError(
            JSONPointer.root.member(field), code: "ground_of_others",
            message: Bilingual(
                vi: "Căn cứ này không dành cho loại tổ chức của bạn.", en: "This ground is not open to organisations of your kind."))
    }
}
