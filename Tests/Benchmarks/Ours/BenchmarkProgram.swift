/// One benchmark of ours, told by words; prints what it measured as one line of JSON:
///
///     Benchmarks publish window=100 seconds=3
///
/// The servers come by environment (BENCH_BROKER_URL, BENCH_DATABASE_URL); `compose/bench` starts them, makes the tables and the queue,
/// and runs each benchmark in turn with its peers.
@main
struct BenchmarkProgram {
    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        let name = arguments.popFirst() ?? ""
        let words = try Words(arguments)
        let report =
            switch name {
            case "publish": try await PublishBenchmark(words).run()
            case "consume": try await ConsumeBenchmark(words).run()
            case "insert": try await InsertBenchmark(words).run()
            case "transaction": try await TransactionBenchmark(words).run()
            case "copy": try await CopyBenchmark(words).run()
            case "decode": try await DecodeBenchmark(words).run()
            case "migrate": try await ChainHouse.migrate()
            case "chain": try await ChainBenchmark(words).run()
            case "memory-messages": try await MessageMemoryBenchmark(words).run()
            case "memory-queries": try await QueryMemoryBenchmark(words).run()
            case "identity": try await IdentityBenchmark(words).run()
            case "plain": try await PlainAnswer(words).run()
            case "reconnect": try await ReconnectBenchmark(words).run()
            case "names-fill": try await NamesFill(words).run()
            case "names": try await NamesBenchmark(words).run()
            default: throw BenchmarkError("there is no benchmark called “\(name)”")
            }
        try report.print()
    }
}

/// Why something could not be measured.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
