package import Models

/// An organisation as a cell may name it.
package protocol NamedPlace: Sendable {
    var id: OrganisationID { get }
    var title: String { get }
    var code: String { get }
}

/// The organisations at which a caller may make something, found by what a cell says.
package struct NamedPlaces<Place: NamedPlace>: Sendable {
    package let all: [Place]
    private let places: [OrganisationID: Place]
    /// By title and by code.
    private let named: [String: [Place]]

    package init(_ all: [Place]) {
        self.all = all
        places = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
        let names = all.flatMap { place in Set([FoldedText.of(place.title), FoldedText.of(place.code)]).map { ($0, [place]) } }
        named = Dictionary(names, uniquingKeysWith: +)
    }

    package subscript(_ id: OrganisationID?) -> Place? { id.flatMap { places[$0] } }

    /// By its title, its code or its id. Nil where there is none, or more than one.
    package subscript(named text: String) -> Place? {
        if let id = OrganisationID(text.lowercased()) { return places[id] }
        let found = named[FoldedText.of(text)] ?? []
        return found.count == 1 ? found[0] : nil
    }
}
