package import HTTPTypes

/// A call or page, and the right it takes.
package struct Endpoint: Hashable, Sendable {
    package let method: HTTPRequest.Method
    /// With the names of its parameters: `/cases/{id}`.
    package let path: String
    /// Nil where no right is needed.
    package let right: RightName?
    /// What it costs the house; nil where that is little.
    package let cost: CallCost?

    package init(_ method: HTTPRequest.Method, _ path: String, _ right: RightName?, cost: CallCost? = nil) {
        self.cost = cost
        self.method = method
        self.path = path
        self.right = right
    }
}
