import Testing

@testable import Launcher

@Suite struct GoVersionTests {
    @Test func itIsReadFromWhatAProgramTellsOfItself() {
        let told = "go\tgo1.19.8\npath\tgithub.com/caddyserver/caddy/v2/cmd/caddy\nbuild\t-compiler=gc\n"
        #expect(GoVersion(told) == GoVersion(major: 1, minor: 19))
        #expect(GoVersion("go go1.27rc1") == GoVersion(major: 1, minor: 27))
        #expect(GoVersion("path\tgolang.org/x/net\nunknown command") == nil)
    }

    @Test func nineIsOlderThanTen() {
        #expect(GoVersion(major: 1, minor: 9) < GoVersion(major: 1, minor: 26))
        #expect(GoVersion(major: 2, minor: 0) > GoVersion(major: 1, minor: 26))
    }
}
