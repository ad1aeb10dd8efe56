import Testing

@testable import Portal

@Suite struct NextPageTests {
    @Test(arguments: ["/", "/cases", "/cases?q=Nguy%E1%BB%85n&status=assigned", "/cases/0191e0a0-0000-7000-8000-000000000001#papers"])
    func pagesOfOursAreGoneTo(_ path: String) {
        #expect(NextPage(path).path == path)
    }

    @Test(arguments: [
        nil, "", "cases", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "javascript:alert(1)",
        "/\tevil",
        "/cases\r\nSet-Cookie: a=b", "/sign-in", "/sign-in?next=/sign-in", "/sign-out", "/session/renew?next=/", "/ễ",
        "/" + String(repeating: "a", count: 3_000),
    ])
    func everythingElseLeadsHome(_ text: String?) {
        #expect(NextPage(text).path == "/")
    }

    @Test func inAQueryItIsOneValue() {
        #expect(NextPage("/cases?q=a&b=%20").escaped == "/cases%3Fq%3Da%26b%3D%2520")
    }
}
