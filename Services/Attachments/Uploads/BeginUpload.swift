import Database
import Directory
import Foundation
import Models
import Rules
import ServiceKit

/// Enters an upload in the ledger. Its file comes with its first byte, so that no file is ever without a line in the ledger.
struct BeginUpload: Sendable {
    let access: CaseAccess
    let uploadAccess: UploadAccess
    let uploads: UploadStore
    let directory: Directory
    let levers: UploadLevers
    let quota: UploadQuota
    let rules: RulePacks
    let clock: WallClock

    /// What somebody wants to send.
    struct Wish: Sendable {
        /// Nil for a part without facts of its own.
        var facts: PaperFacts?
        var metadata: String?
        var shape = UploadShape.whole
        var parts: [UploadID] = []
        /// Bytes; nil where the length comes later or, of a final upload, from its parts.
        var length: Int?
        /// What it cannot be longer than, where the length comes later.
        var atMost: Int?
    }

    /// What will be entered, and in which scope.
    struct Plan: Sendable {
        let id: UploadID
        let beginning: UploadStore.Beginning
        let atMost: Int?
        let scope: Scope
        let now: Date
        let expires: Date
    }

    /// Checks the wish. Throws 404 for a case of others, 413 above the lever, 422 for what does not fit.
    func plan(_ wish: Wish, by identity: Identity) async throws -> Plan {
        guard let own = identity.organisation else { throw Problem.notFound() }
        var length = wish.length
        if wish.shape == .final { length = try await lengthOfParts(wish.parts, by: identity) }
        if let length, length > levers.maximum { throw Problem.tooLarge(maximum: levers.maximum) }
        if length == 0, wish.shape != .partial { throw Self.empty }
        var beginning = UploadStore.Beginning(
            organisation: own, province: nil, caseID: wish.facts?.case, caseKnown: false, kind: wish.facts?.kind,
            filename: wish.facts?.filename, declaredSHA256: wish.facts?.sha256, metadata: wish.metadata, shape: wish.shape,
            parts: wish.parts, length: length)
        var scope = identity.scope
        var date = clock.today
        if let id = wish.facts?.case, try await access.isKnown(id) {
            let grant = try await access.grant(id, to: identity)
            guard grant.mayWrite else { throw Problem.notFound() }
            beginning.organisation = grant.case.organisation
            beginning.province = grant.case.province
            beginning.caseKnown = true
            scope = grant.scope
            date = grant.case.acceptedOn ?? date
        }
        try check(wish.facts, on: date)
        let now = clock.now
        return Plan(
            id: UploadID(at: now), beginning: beginning, atMost: wish.atMost, scope: scope, now: now, expires: levers.expiry(after: now))
    }

    /// Enters it. Throws 409 where the organisation's space is used up, or its person has too many under way.
    func enter(_ plan: Plan, by identity: Identity, in transaction: Transaction) async throws {
        var beginning = plan.beginning
        // What is joined has been counted part by part.
        let length = beginning.shape == .final ? 0 : beginning.length ?? plan.atMost
        try await quota.admit(length, of: beginning.organisation, by: identity.subject, in: transaction)
        if !beginning.caseKnown {
            beginning.province = try await directory.organisation(beginning.organisation, in: transaction)?.province
        }
        try await uploads.insert(
            plan.id, beginning, by: identity, at: plan.now, expires: plan.expires, caseDue: levers.caseDue(after: plan.now), in: transaction
        )
    }

    /// The kinds of the rule pack in force when the case was accepted.
    private func check(_ facts: PaperFacts?, on date: LegalDate) throws {
        guard let facts, !rules.dossier(on: date).knows(facts.kind) else { return }
        throw Problem.validation([
            FieldError(
                "/kind", code: "unknown_kind",
                message: Bilingual(vi: "Loại giấy tờ này không có trong danh mục.", en: "There is no such kind of paper."))
        ])
    }

    private func lengthOfParts(_ parts: [UploadID], by identity: Identity) async throws -> Int {
        var total = 0
        for id in parts {
            let part = try await uploadAccess.grant(id, to: identity).upload
            guard part.shape == .partial, part.state == .received else { throw Self.unfinishedPart }
            total += part.received
        }
        return total
    }

    private static let empty = Problem.validation([
        FieldError("/length", code: "empty_file", message: Bilingual(vi: "Tệp không có nội dung.", en: "The file is empty."))
    ])

    private static let unfinishedPart = Problem.conflict(
        Bilingual(vi: "Có phần chưa tải lên xong hoặc đã được ghép.", en: "A part is not finished, or has been joined already."))
}
