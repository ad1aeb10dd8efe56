/// One bad field: where it is, a code for programs, a sentence for people.
package struct FieldError: Error, Hashable, Sendable {
    /// The place in the request's body, or in its query read as an object.
    package let pointer: JSONPointer
    package let code: String
    package let message: Bilingual

    package init(_ pointer: JSONPointer, _ fault: FieldFault) {
        self.init(pointer, code: fault.code, message: fault.message)
    }

    /// An error of a rule of the service's own.
    package init(_ pointer: JSONPointer, code: String, message: Bilingual) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }
}

/// A JSON pointer (RFC 6901); the empty one is the whole document.
package struct JSONPointer: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String

    /// From its text form, as `/client/name`.
    package init(stringLiteral value: String) {
        description = value
    }

    /// The whole document.
    package static let root: JSONPointer = ""

    /// The member `key` of the object here.
    package func member(_ key: String) -> JSONPointer {
        let escaped = key.replacing("~", with: "~0").replacing("/", with: "~1")
        return JSONPointer(stringLiteral: "\(description)/\(escaped)")
    }

    /// The element `index` of the array here, from zero.
    package func element(_ index: Int) -> JSONPointer {
        JSONPointer(stringLiteral: "\(description)/\(index)")
    }
}
