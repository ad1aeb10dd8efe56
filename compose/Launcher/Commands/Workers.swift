import ArgumentParser

/// `caunoi workers N`: sets the number of reporting workers while the system runs.
struct Workers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Set the number of reporting workers, while running.",
        discussion: "Workers make reports. With 0 nobody does: reports that are asked for wait until there is one again.")

    @Argument(help: "0 to 64; with 0, reports wait.")
    var count: Int

    @OptionGroup var folder: FolderOption

    func run() async throws {
        let folder = try DataFolder.existing(folder.path)
        switch try await ControlClient(folder: folder).ask(.workers(count)) {
        case .done(let words): print(words)
        case .refused(let words): throw LaunchError(words)
        case .status, nil: throw LaunchError("nothing is running in \(folder.path)", remedy: "start it with caunoi up")
        }
    }
}
