import Foundation
import Models
package import ServiceKit

/// The hidden field `form_key` of a page's form: sent twice (a button pressed again, a page sent again after a fault), it has its effect once.
extension Form {
    /// The key that was posted, or a new one for a fresh form.
    package var key: String { (value(JSONValue.formKeyName).nilIfEmpty) ?? UUID().text }
}

extension JSONValue {
    static let formKeyName = "form_key"

    /// The key that came with a posted form; nil where there is none, or none of ours.
    package var formKey: String? {
        self[Self.formKeyName]?.text.flatMap { UUID(text: $0) }.map { $0.text }
    }

    /// The form's own fields.
    package var withoutFormKey: JSONValue {
        guard case .object(var members) = self else { return self }
        members[Self.formKeyName] = nil
        return .object(members)
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
