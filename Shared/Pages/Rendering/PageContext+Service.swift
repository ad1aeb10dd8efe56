package import Hummingbird
package import ServiceKit

extension PageContext {
    /// Of a request of a service.
    package init(_ request: Request, _ context: ServiceContext) {
        self.init(
            request, language: context.language, person: context.identity.map { Person(name: $0.name, role: $0.role) },
            reference: context.reference)
    }
}
