/// A paper that the dossier of a case must hold.
package struct RequiredPaper: Hashable, Sendable, Codable {
    /// The key that uploads and the dossier know it by.
    package let kind: String
    package let title: LocalizedText
    package let article: String
    package let stage: PaperKind.Stage
    /// The limit that it has to keep; nil where none is set for it.
    package let due: DeadlineKey?
    /// Working days from registration in which it must come, where papers may come later; else nil.
    package let dueInWorkingDays: Int?
    /// Kinds of attachments that tick it off, itself included.
    package let acceptedKinds: Set<String>

    /// Whether one of these attachments is it.
    package func isPresent(among kinds: some Sequence<String>) -> Bool { kinds.contains(where: acceptedKinds.contains) }
}
