import Foundation
import Models
import Rules
import ServiceKit
import Testing

@testable import Intake

/// A layout that people write holds nothing that could load a file, run, or leave a value unescaped; what is wrong is told by its line.
@Suite struct LayoutTests {
    private let check = LayoutCheck(fields: ["client_name", "place"], rowFields: ["row_code"], parts: ["office-head"])

    private func lines(_ text: String) -> [Int] { check.faults(in: text).map(\.line) }

    @Test func aSoundLayoutIsTaken() {
        let text = """
            {{! a note }}{{>office-head}}
            <h1 class="title">Đơn &amp; thư</h1><br>
            <table class="grid small"><tr><td colspan="2">{{client_name}}</td></tr></table>
            {{#rows}}<p>{{row_code}} {{place}}</p>{{/rows}}
            """
        #expect(check.faults(in: text).isEmpty)
    }

    @Test(arguments: [
        "<script>x</script>", "<img src=\"file:///etc/passwd\">", "<p style=\"x\">a</p>",
        "<link rel=\"attachment\" href=\"file:///etc/passwd\">",
        "<a href=\"x\">a</a>", "<p onclick=\"x\">a</p>", "<!-- a -->", "<style>p{}</style>", "<p class=\"other\">a</p>",
        "<p class='title'>a</p>",
        "<iframe></iframe>", "<?x ?>", "<td colspan=\"99\">a</td>", "<P>a</P>", "<p class=\"{{place}}\">a</p>", "<p {{place}}>a</p>",
        "<svg></svg>", "<object></object>", "<base>", "<meta>", "<math></math>",
    ]) func whatCouldLoadOrRunIsRefused(_ text: String) {
        #expect(!check.faults(in: text).isEmpty)
    }

    @Test(arguments: [
        "{{{client_name}}}", "{{&client_name}}", "{{=<% %>=}}", "{{>../secret}}", "{{>intake-case}}", "{{unknown}}", "{{row_code}}",
        "{{#client_name}}a{{/client_name}}", "{{^rows}}a{{/rows}}", "{{#rows}}{{#rows}}{{/rows}}{{/rows}}", "{{uppercased(place)}}",
        "{{$place}}{{/place}}", "{{<office-head}}{{/office-head}}", "{{%CONTENT_TYPE:TEXT}}", "{{.}}", "{{#rows}}", "{{/rows}}", "{{place",
    ]) func whatIsNoPlainFieldIsRefused(_ text: String) {
        #expect(!check.faults(in: text).isEmpty)
    }

    @Test func faultsAreToldByTheirLines() {
        #expect(lines("<p>a</p>\n{{nobody}}\n<p>\n\n<b>x</i></b></p>") == [2, 5])
        #expect(lines("<p>a\n<em>b") == [1, 2])
        #expect(lines("{{!\n\n}}\n<script>") == [4])
        #expect(check.faults(in: "\n{{nobody}}").first?.text.text(.vi) == "Dòng 2: Không có trường “nobody” ở đây.")
    }

    @Test func everyLayoutOfTheHouseIsSoundAndFillsEveryField() throws {
        let pack = try RulePacks.load().printedForms(on: LegalDate(Date()))
        let folder = try #require(App.forms)
        let layouts = try Layouts(folder: folder, pack: pack)
        for form in pack.forms {
            let text = try layouts.fill(layouts.text(of: form), with: DocumentFacts(namesOfFieldsOf: pack, .vi))
            #expect(!text.contains("{{") && text.contains("«"), "\(form.key)")
        }
    }

    @Test func valuesAreEscaped() throws {
        let pack = try RulePacks.load().printedForms(on: LegalDate(Date()))
        let layouts = try Layouts(folder: try #require(App.forms), pack: pack)
        var facts = DocumentFacts(blankFieldsOf: pack)
        facts.set("client_name", "<script>&\"")
        #expect(try layouts.fill("<p>{{client_name}}</p>", with: facts) == "<p>&lt;script&gt;&amp;&quot;</p>")
    }
}
