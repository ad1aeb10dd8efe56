import Foundation
import Models
import Testing

/// What a message looks like on the wire is a promise: these files change only together with a new version of the name.
@Suite struct GoldenMessageTests {
    @Test(arguments: Samples.all.map(Sample.init))
    func messageIsWrittenAsItsGoldenFileSays(_ sample: Sample) throws {
        let golden = try Data(contentsOf: Self.folder.appending(path: "\(type(of: sample.message).name).json"))
        #expect(try Self.tree(golden) == Self.tree(Self.encode(sample.message)))
    }

    @Test(arguments: Samples.all.map(Sample.init))
    func messageComesBackAsItWasSent(_ sample: Sample) throws {
        #expect(try Self.comesBack(sample.message))
    }

    @Test func everyMessageHasASample() {
        let sampled = Set(Samples.all.map { type(of: $0).name })
        #expect(Set(MessageCatalogue.all.map { $0.name }) == sampled)
    }

    @Test func everyMessageIsHeardBySomebody() {
        let bound = Set(Topology.standard.queues.flatMap(\.bindings))
        #expect(Set(MessageCatalogue.all.map { $0.name }).subtracting(bound).isEmpty)
    }

    @Test func aFieldThatIsNotKnownYetIsIgnored() throws {
        let text =
            #"{"case":"0191e0a0-0000-7000-8000-000000000001","organisation":"0191e0a0-0000-7000-8000-000000000002","occurred_at":"2026-11-23T01:02:03.004Z","recorded_at":"2026-11-23T01:02:03Z","of_a_later_version":[1]}"#
        let message = try MessageCoding.decode(CaseMoving.self, from: Data(text.utf8))
        #expect(message.organisation.description == "0191e0a0-0000-7000-8000-000000000002")
    }

    @Test func caseThatWasToldBeforeAcceptanceAtOnceIsUnderstood() throws {
        let golden = try String(contentsOf: Self.folder.appending(path: "\(CaseOpened.name).json"), encoding: .utf8)
        let before = golden.replacing(#"  "accepted_at_once": true,"#, with: "")
        #expect(before != golden)
        #expect(try MessageCoding.decode(CaseOpened.self, from: Data(before.utf8)).acceptedAtOnce == nil)
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        let message: any Message
        var testDescription: String { type(of: message).name.rawValue }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private static func encode(_ message: some Message) throws -> Data { try MessageCoding.encode(message) }

    private static func comesBack<Sent: Message>(_ message: Sent) throws -> Bool {
        try MessageCoding.decode(Sent.self, from: encode(message)) == message
    }

    private static func tree(_ data: Data) throws -> NSDictionary {
        try #require(JSONSerialization.jsonObject(with: data) as? NSDictionary)
    }
}
