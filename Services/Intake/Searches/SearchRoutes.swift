import Hummingbird
import Models
import Pages
import ServiceKit

/// `POST /api/v1/searches` and the forms above the lists of cases and of requests: what was typed becomes a handle, and the browser is led to the list
/// that it narrows.
struct SearchRoutes: Sendable {
    let renderer: PageRenderer
    let searches: SearchHandles

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/searches", use: make)
        router.post("/cases") { try await lead(to: "/cases", $0, $1) }
        router.post("/requests") { try await lead(to: "/requests", $0, $1) }
    }

    @Sendable private func make(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json(maximum: 4_096))
        let text = reader.string("text", in: 1...200)
        try reader.finish()
        return try .json(["id": try await searches.keep(text, for: identity).text], status: .created)
    }

    /// The other fields stand in the address as they came; the list itself says what is wrong with them.
    private func lead(to path: String, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        var parts: [(name: String, value: String?)] = []
        for field in try FormParser.fields(try await request.bytes(maximum: 8_192)) where !field.value.isEmpty {
            guard field.name == "q" else {
                parts.append((field.name, field.value))
                continue
            }
            let reader = FieldReader(.object(["q": .field(field.value)]))
            let text = reader.optionalString("q", in: 1...200)
            try reader.finish()
            if let text { parts.append(("search", try await searches.keep(text, for: identity).text)) }
        }
        return renderer.redirect(to: Address.of(path, parts))
    }
}
