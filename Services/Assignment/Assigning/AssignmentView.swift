import Models
import ServiceKit

/// An assignment as the API shows it: `{helper, state, decision, explanation, version}`.
struct AssignmentView: Encodable, Sendable {
    let assignment: CaseAssignment
    let explanation: Explanation?

    /// Helpers see their own line of the explanation only: the others' conflicts and absences are not theirs to know.
    init(_ assignment: CaseAssignment, for identity: Identity) {
        self.assignment = assignment
        explanation = identity.role == .helper ? assignment.explanation?.seen(by: identity.helper) : assignment.explanation
    }

    private enum CodingKeys: CodingKey { case helper, state, decision, explanation, version }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(assignment.helper, forKey: .helper)
        try container.encode(assignment.state, forKey: .state)
        try container.encode(assignment.decision, forKey: .decision)
        try container.encode(explanation, forKey: .explanation)
        try container.encode(assignment.version, forKey: .version)
    }
}
