import HTTPTypes
import Hummingbird
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Pages

/// The link to the same page in another language.
@Suite struct LanguageLinkTests {
    private static func link(on target: String) -> String {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "example", path: target)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        return PageContext(request, language: .vi, person: nil, reference: nil).address(in: .en)
    }

    @Test func itKeepsThePageAndItsQuery() {
        #expect(Self.link(on: "/cases?q=an&lang=vi&notice=done") == "/cases?q=an&lang=en")
        #expect(Self.link(on: "/") == "/?lang=en")
    }

    /// A path that begins with two slashes is another site's name in a link.
    @Test(arguments: ["//other.example/", "///other.example", "//other.example/cases?next=//other.example"])
    func itNeverLeadsToAnotherSite(_ target: String) {
        #expect(Self.link(on: target).hasPrefix("/other.example"))
    }
}
