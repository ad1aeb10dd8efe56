import Foundation

/// The secrets that second factors are sealed with, the one that seals first; the others open what was sealed before.
enum SealingKeys {
    /// Makes the file where it is missing. Before there was one, the signing key sealed: where that is there already, it goes on opening what it sealed.
    static func make(in folder: DataFolder) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: folder.sealingKeys) else { return }
        let former = files.fileExists(atPath: folder.privateKey) ? [try String(contentsOfFile: folder.privateKey, encoding: .utf8)] : []
        try write([Passwords.word()] + former, to: folder)
    }

    /// Another one seals from the next start on.
    static func renew(in folder: DataFolder) throws {
        guard let known = try? JSONDecoder().decode([String].self, from: Data(contentsOf: URL(fileURLWithPath: folder.sealingKeys))) else {
            throw LaunchError("the secrets in \(folder.sealingKeys) cannot be read")
        }
        try write([Passwords.word()] + known, to: folder)
    }

    private static func write(_ secrets: [String], to folder: DataFolder) throws {
        try PrivateFile.write(JSONEncoder().encode(secrets), to: folder.sealingKeys)
    }
}
