import Foundation

/// Where files lie to each other.
enum Place {
    /// The folder that a file lies in.
    static func folder(_ file: String) -> String { URL(fileURLWithPath: file).deletingLastPathComponent().path }

    /// Without symbolic links.
    static func resolved(_ file: String) -> String { URL(fileURLWithPath: file).resolvingSymlinksInPath().path }

    /// Whether a file lies in a folder or in one of that folder's, or is it.
    static func lies(_ file: String, in folder: String) -> Bool { "\(file)/".hasPrefix(folder.hasSuffix("/") ? folder : "\(folder)/") }

    /// What to show of a file that may be put in its place anew: its folder, and the folder that a link leads to. Where secrets lie in that folder,
    /// or it lies among them, the file as it is now, and nothing else.
    static func around(_ file: String, hiding secrets: String) -> [String] {
        Set([file, resolved(file)]).sorted().map { name in
            let folder = folder(name)
            return lies(secrets, in: folder) || lies(folder, in: secrets) ? name : folder
        }
    }

    /// What to show of a folder: it, or, where secrets lie in it, all that lies there now but what leads to them.
    static func inside(_ folder: String, hiding secrets: String) -> [String] {
        guard lies(secrets, in: folder) else { return [folder] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder == "/" ? "/\($0)" : "\(folder)/\($0)" }.filter { !lies(secrets, in: $0) }
    }
}
