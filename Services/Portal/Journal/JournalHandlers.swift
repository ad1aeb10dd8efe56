import Directory
import Models
import Outbox

/// A handler for every name that is bound to Portal's queue.
enum JournalHandlers {
    static func all(_ journal: JournalStore, directory: Directory, helpers: FollowHelper) -> [any MessageHandler] {
        let bound = Set(Topology.standard.events(of: .portal).bindings)
        let organisations = OrganisationChangedHandler(directory)
        let gathered = Set(AuditRecord.all.map { $0.name })
        return MessageCatalogue.all.filter { bound.contains($0.name) && !gathered.contains($0.name) }.map { type in
            if type == OrganisationChanged.self {
                return JournalHandler(OrganisationChanged.self, journal) { try await organisations.handle($0, $1, in: $2) }
            }
            if type == HelperChanged.self {
                return JournalHandler(HelperChanged.self, journal) { try await helpers($0, $1, in: $2) }
            }
            return handler(of: type, journal)
        }
    }

    private static func handler<Received: Message>(of type: Received.Type, _ journal: JournalStore) -> any MessageHandler {
        JournalHandler(type, journal)
    }
}
