import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/styleguide` and its chapters: every part that pages are built of, for whoever is signed in, and in a demonstration for
/// all. `/styleguide/places?q=` answers the suggestions of its sample search.
struct StyleguidePages: Sendable {
    let house: House
    let renderer: PageRenderer
    let isOpen: Bool

    func add(to router: Router<ServiceContext>) {
        router.get("/styleguide") { try page(.letters, $0, $1) }
        router.get("/styleguide/places", use: suggestions)
        router.get("/styleguide/:chapter") { request, context in
            guard let chapter = context.parameters.get("chapter").flatMap(Styleguide.Chapter.init) else { throw Problem.notFound() }
            return try page(chapter, request, context)
        }
    }

    private func page(_ chapter: Styleguide.Chapter, _ request: Request, _ context: ServiceContext) throws -> Response {
        guard isOpen || context.identity != nil else { throw Problem.unauthorized() }
        let model = Styleguide(
            chapter, renderer.sentences(context.language), now: house.clock.now, places: places(context), query: query(request))
        return try renderer.page(chapter.template, model, title: "styleguide_title", request, context)
    }

    @Sendable private func suggestions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard isOpen || context.identity != nil else { throw Problem.unauthorized() }
        let found = NameSearch(places(context)).found(query(request))
        return try Response.json(["items": found.map { ["name": $0] }])
    }

    private func places(_ context: ServiceContext) -> [String] {
        house.rules.provinces.all.map { $0.name.text(context.language.rawValue) }
    }

    private func query(_ request: Request) -> String {
        String(((try? request.queryTree()["q"]?.text) ?? "").prefix(200))
    }
}
