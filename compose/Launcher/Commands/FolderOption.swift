import ArgumentParser

/// The data folder, as every command names it.
struct FolderOption: ParsableArguments {
    @Option(name: .customLong("data"), help: "The data folder.")
    var path = ".caunoi"
}
