import Database
import Foundation

extension MigrationSet {
    /// One small table.
    static let notes = MigrationSet.made([
        "0001_notes.sql": "create table notes (id int constraint notes_key primary key, text text not null)"
    ])

    /// The same, with rows for the service alone.
    static let scopedNotes = MigrationSet.made([
        "0001_notes.sql": """
        create table notes (id int primary key, text text not null);
        alter table notes enable row level security, force row level security;
        create policy notes_service on notes using (nullif(current_setting('app.scope', true), '') = 'service')
        """
    ])

    /// Replies to notes, whose note may come later in the transaction.
    static let deferred = MigrationSet.made([
        "0001_notes.sql": """
        create table notes (id int primary key, text text not null);
        create table replies (
            id int primary key,
            note int not null constraint replies_note_exists references notes (id) deferrable initially deferred
        )
        """
    ])

    /// A set of the given files, written to a folder of its own.
    static func made(_ files: [String: String]) -> MigrationSet {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
            return try MigrationSet(name: "test", folder: folder)
        } catch {
            preconditionFailure("the test's migrations cannot be written: \(error)")
        }
    }
}
