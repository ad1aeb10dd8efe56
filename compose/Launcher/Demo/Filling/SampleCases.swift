import Foundation
import Models

/// Enters the drawn cases and lets a part of them end.
struct SampleCases: Sendable {
    /// Requests left undecided or refused, beside a hundred accepted ones.
    static let undecidedShare = 0.03

    let api: SampleAPI
    let tokens: SampleTokens
    let drawing: SampleDrawing
    /// By the keys of the drawing's organisations.
    let ids: [String: OrganisationID]
    /// Begins every Idempotency-Key of this seed.
    let mark: String
    /// How many calls at a time.
    let calls: Int

    /// A case that is to end, and where it was entered.
    struct Opened: Sendable {
        let index: Int
        let id: CaseID
        let organisation: SampleOrganisation
        let ending: SampleCase.Ending
    }

    /// Enters cases 0..<`count`, each accepted in the same call. Answers those that end.
    func open(_ count: Int) async throws -> (opened: [Opened], tally: SampleTally) {
        var tally = SampleTally()
        var opened = [Opened]()
        var progress = SampleProgress("cases", of: count)
        try await inFlight(calls, 0..<count, open(index:)) { outcome, ends in
            tally.add(outcome)
            if let ends { opened.append(ends) }
            progress.step()
        }
        progress.finish()
        return (opened, tally)
    }

    /// Enters requests that nobody accepts, some of them refused.
    func leaveUndecided(_ count: Int) async throws -> SampleTally {
        var tally = SampleTally()
        try await inFlight(calls, 0..<count, undecided(index:)) { tally.add($0) }
        return tally
    }

    @Sendable private func open(index: Int) async throws -> (SampleTally.Outcome, Opened?) {
        let sample = drawing.accepted(index)
        let (organisation, id) = try receiver(sample)
        do {
            let answer = try await api.post(
                "/api/v1/requests", sample.request.addressed(to: id), key: "\(mark)-\(index)", token: try await token(organisation, id))
            let made: Made = try answer.decode()
            guard let opened = made.case, let ending = sample.ending else { return (.init(answer), nil) }
            return (.init(answer), Opened(index: index, id: opened.id, organisation: organisation, ending: ending))
        } catch let error as SampleRefusal {
            return (.refused(error.description), nil)
        }
    }

    @Sendable private func undecided(index: Int) async throws -> SampleTally.Outcome {
        let (sample, refusal) = drawing.undecided(index)
        let (organisation, id) = try receiver(sample)
        do {
            let token = try await token(organisation, id)
            let key = "\(mark)-undecided-\(index)"
            let answer = try await api.post("/api/v1/requests", sample.request.addressed(to: id), key: key, token: token)
            if let refusal {
                let made: Made = try answer.decode()
                _ = try await api.post(
                    "/api/v1/requests/\(made.id)/refusal", ["reason": refusal], key: key, token: token, ifMatch: answer.etag ?? "*")
            }
            return .init(answer)
        } catch let error as SampleRefusal {
            return .refused(error.description)
        }
    }

    private func receiver(_ sample: SampleCase) throws -> (SampleOrganisation, OrganisationID) {
        guard let organisation = drawing.organisation(sample.organisation), let id = ids[sample.organisation] else {
            throw LaunchError("the organisation \(sample.organisation) is missing")
        }
        return (organisation, id)
    }

    func token(_ organisation: SampleOrganisation, _ id: OrganisationID) async throws -> String {
        try await tokens.head(of: id, organisation.kind)
    }

    private struct Made: Decodable {
        let id: RequestID
        let `case`: Case?

        struct Case: Decodable {
            let id: CaseID
        }
    }
}

extension SampleRequest {
    fileprivate func addressed(to organisation: OrganisationID) -> SampleRequest {
        var copy = self
        copy.centre = organisation.description
        return copy
    }
}
