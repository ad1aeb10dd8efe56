import ArgumentParser
import Foundation
import Testing

@testable import Launcher

/// What commands say of the API's answers.
@Suite struct APIWordsTests {
    @Test func aRefusalIsToldInLines() {
        let answer = #"""
            {"type":"urn:caunoi:problem:validation","title":"Please check the fields","status":422,"detail":"Fields to mend: 2.",
            "errors":[{"pointer":"/form","code":"not_one_of","message":"It must be one of: a, b."},{"pointer":"","code":"x","message":"Whole."}]}
            """#
        let lines = APIRefusal.lines(of: Data(answer.utf8))
        #expect(lines == ["Please check the fields", "Fields to mend: 2.", "form: It must be one of: a, b.", "Whole."])
        #expect(LaunchError("no", remedy: lines).description.split(separator: "\n").count == 5)
    }

    @Test(arguments: ["<html>", "{}", ""]) func whatIsNoProblemIsShownAsItIs(_ answer: String) {
        #expect(APIRefusal.lines(of: Data(answer.utf8)) == [answer])
    }

    @Test func aWrongLineIsToldWithItsCells() throws {
        let json = #"""
            {"row":6,"problems":[{"heading":"Họ tên","value":null,"message":{"vi":"Cần.","en":"This is required."}},
            {"heading":"Ngày","value":"hôm qua","message":{"vi":"Sai.","en":"This is no date."}},{"message":{"vi":"Trùng.","en":"Twice."}}]}
            """#
        let line = try JSONDecoder().decode(WrongLine.self, from: Data(json.utf8))
        #expect(line.words == "  row 6: Họ tên: This is required.\n  row 6: Ngày “hôm qua”: This is no date.\n  row 6: Twice.")
    }

    @Test func workersAreCountedByTheirName() {
        func part(_ name: String) -> PartStatus { PartStatus(name: name, pid: nil, port: nil, state: .ready, version: nil, restarts: 0) }
        #expect(SystemStatus(parts: [part("reporting"), part("intake")]).reportingWorkers == 0)
        #expect(SystemStatus(parts: [part("reporting"), part("reporting-worker-1")]).reportingWorkers == 1)
    }

    @Test func theHelpOfTokensShowsTheOptions() throws {
        let help = Token.helpMessage(columns: 80)
        for option in ["  --role <role> ", "  --organisation, --centre", "  --province", "  --helper", "  --ttl", "  --data", "revoke"] {
            #expect(help.contains(option), "\(option)")
        }
        #expect(try Token.parseAsRoot(["--role", "leader"]) is Token.Issue)
        #expect(try Token.parseAsRoot(["revoke", "x"]) is Token.Revoke)
    }
}
