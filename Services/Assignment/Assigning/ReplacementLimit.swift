import Foundation
import Rules

/// The limit within which another helper is named where a procedural body does not let the present one act, and from when it counts: from the coming of its
/// paper (joint circular 10/2018, Điều 6.1, 6.2).
struct ReplacementLimit: Sendable {
    let key: DeadlineKey
    let title: LocalizedText
    let startedAt: Date
}
