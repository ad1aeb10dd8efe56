import Database
import Foundation
import Hummingbird
import Models
import Outbox
import ServiceKit

/// `POST /api/v1/conflict-checks`: whether people of some names have a part in cases, before anything is registered.
struct ConflictRoutes: Sendable {
    let check: CheckConflicts

    private static let largestBody = 65_536

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/conflict-checks", use: post)
    }

    /// The answer says which cases and on which side, never who.
    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let centre = reader.id("centre", OrganisationID.self)
        let names = reader.strings("names", in: 1...50, each: 1...200)
        try reader.finish()
        let actor = Actor(identity, reference: context.reference)
        let parts = try await check(names, at: centre, for: identity, by: actor)
        return try .json(ConflictCheckView(parts))
    }
}

/// The answer: `{"verdict", "matches": [{"case", "role", "score"}]}`, the likest first.
struct ConflictCheckView: Encodable, Sendable {
    struct Match: Encodable, Sendable {
        let `case`: CaseID
        let role: PartyRole
        let score: Double
    }

    let verdict: ConflictVerdict
    let matches: [Match]

    /// *Conflict*: in one case, two of the names stand against each other. *Review*: one of them stands in a case.
    init(_ parts: [PartInCase]) {
        matches = parts.map { Match(case: $0.id, role: $0.role, score: $0.score) }
        let byCase = Dictionary(grouping: parts, by: \.id).values
        let isConflict = byCase.contains { parts in
            parts.contains { one in parts.contains { one.role.against.contains($0.role) && Set(one.names).union($0.names).count > 1 } }
        }
        verdict = isConflict ? .conflict : parts.isEmpty ? .clear : .review
    }
}
