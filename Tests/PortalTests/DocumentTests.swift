import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct DocumentTests {
    private func openAPI() throws -> [String: Any] {
        let folder = try #require(App.api)
        return try #require(JSONSerialization.jsonObject(with: OpenAPIFiles(folder: folder).json()) as? [String: Any])
    }

    @Test func theDocumentsAreServedWithATag() async throws {
        let desk = try await Desk.make()
        for path in ["/api/openapi.json", "/api/asyncapi.json"] {
            let answer = try await desk.test.ask(.get, path, by: nil)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/json")
            let tag = try #require(answer.headers[.eTag])
            #expect(try await desk.test.ask(.get, path, by: nil, [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        let whole = try openAPI()
        for reference in Self.references(whole) {
            let keys = reference.dropFirst(2).split(separator: "/").map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
            let target = keys.reduce(whole as Any?) { ($0 as? [String: Any])?[$1] }
            #expect(reference.hasPrefix("#/") && target != nil, "\(reference)")
        }
    }

    @Test func everyOperationHasANameATagAndAnAnswer() throws {
        let paths = try #require(openAPI()["paths"] as? [String: [String: Any]])
        var names: Set<String> = []
        for (path, item) in paths {
            for (method, operation) in item where method != "parameters" {
                let operation = try #require(operation as? [String: Any], "\(method) \(path)")
                let name = try #require(operation["operationId"] as? String, "\(method) \(path)")
                #expect(names.insert(name).inserted, "\(name) twice")
                #expect(operation["summary"] != nil && operation["tags"] != nil, "\(method) \(path)")
                #expect((operation["responses"] as? [String: Any])?.keys.contains { $0.hasPrefix("2") } == true, "\(method) \(path)")
            }
        }
        #expect(names.count > 30)
    }

    @Test func everyValueOfTheVocabularyStandsInIt() throws {
        let schemas = try #require((openAPI()["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        func values(_ name: String) -> Set<String> { Set(schemas[name]?["enum"] as? [String] ?? []) }
        #expect(values("AidForm") == Set(AidForm.allCases.map(\.rawValue)))
        #expect(values("LegalField") == Set(LegalField.allCases.map(\.rawValue)))
        #expect(values("Channel") == Set(Channel.allCases.map(\.rawValue)))
        #expect(values("Gender") == Set(Gender.allCases.map(\.rawValue)))
        #expect(values("Hardship") == Set(Hardship.allCases.map(\.rawValue)))
        #expect(values("ProceedingsRole") == Set(ProceedingsRole.allCases.map(\.rawValue)))
        #expect(values("RequestStatus") == Set(RequestState.allCases.map(\.rawValue)))
        #expect(values("CaseStatus") == Set(CaseState.allCases.map(\.rawValue)))
        #expect(values("AssignmentState") == Set(AssignmentState.allCases.map(\.rawValue)))
        #expect(values("HelperKind") == Set(HelperKind.allCases.map(\.rawValue)))
        #expect(values("OrganisationKind") == Set(OrganisationKind.allCases.map(\.rawValue)))
        #expect(values("ConflictVerdict") == Set(ConflictVerdict.allCases.map(\.rawValue)))
    }

    @Test func everyCodeOfTheRulePacksStandsInIt() throws {
        let schemas = try #require((openAPI()["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        func values(_ name: String) -> Set<String> { Set(schemas[name]?["enum"] as? [String] ?? []) }
        let rules = try RulePacks.load()
        let today = LegalDate(Date())
        #expect(values("Category") == Set(rules.knownCategories.map(\.rawValue)))
        #expect(values("RefusalReason") == Set(rules.refusalReasons(on: today).all.map(\.key)))
        #expect(values("TransferReason") == Set(rules.transferReasons(on: today).all.map(\.key)))
        #expect(values("TerritoryGround") == Set(rules.territoryGrounds(on: today).all.map(\.key)))
        #expect(values("StopGround") == Set(rules.stopGrounds(on: today).all.map(\.key)))
        #expect(values("ExpenseKind") == Set(rules.expenseKinds(on: today).all.map(\.key)))
        #expect(values("ProgressKind") == Set(rules.progressKinds(on: today).all.map(\.key)))
        #expect(values("FormID") == Set(rules.statisticalForms.map(\.id)))
    }

    @Test func everyMessageStandsInTheDescriptionOfMessages() throws {
        let whole = try #require(
            JSONSerialization.jsonObject(with: AsyncAPI.document(of: .standard)) as? [String: Any])
        let channels = try #require(whole["channels"] as? [String: Any])
        #expect(Set(channels.keys) == Set(MessageCatalogue.all.map { $0.name.rawValue }))
        for reference in Self.references(whole) {
            let keys = reference.dropFirst(2).split(separator: "/").map(String.init)
            #expect(keys.reduce(whole as Any?) { ($0 as? [String: Any])?[$1] } != nil, "\(reference)")
        }
    }

    private static func references(_ tree: Any) -> [String] {
        switch tree {
        case let object as [String: Any]:
            ([object["$ref"] as? String].compactMap(\.self)) + object.values.flatMap(references)
        case let list as [Any]: list.flatMap(references)
        default: []
        }
    }
}
