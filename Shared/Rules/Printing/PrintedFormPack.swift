package import Models

/// The forms that are printed (circular 12/2018, Điều 13; Decree 144/2017), and what their layouts can name.
package struct PrintedFormPack: ReadablePack {
    package let head: PackHead
    package let forms: [PrintedForm]
    package let fields: [PrintedField]
    /// Of each line of a list.
    package let rowFields: [PrintedField]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        forms = try entry.required("forms").entries { try PrintedForm(from: &$0) }
        fields = try entry.required("fields").entries { try PrintedField(from: &$0) }
        rowFields = try entry.required("row_fields").entries { try PrintedField(from: &$0) }
        guard Set(forms.map(\.key)).count == forms.count, Set((fields + rowFields).map(\.key)).count == fields.count + rowFields.count
        else {
            throw entry.value.error("two forms or fields have the same key", "Give each a key of its own.")
        }
    }

    /// The form of that key; nil where there is none.
    package subscript(key: String) -> PrintedForm? { forms.first { $0.key == key } }
}

/// One form.
package struct PrintedForm: Hashable, Sendable {
    /// What a form is filled in from.
    package enum Subject: String, CaseIterable, Sendable {
        case request, `case`, register
    }

    package let key: String
    /// Its official sign.
    package let sign: String
    package let title: LocalizedText
    package let article: String
    package let subjects: [Subject]
    /// Empty: every form of aid.
    package let aidForms: [AidForm]
    /// Of the request; empty: any.
    package let states: [RequestState]
    /// Of the case; empty: any.
    package let caseStates: [CaseState]
    /// What follows the number of the paper; nil where it has none.
    package let number: String?
    package let isLandscape: Bool
    /// Whether it lists the work that was done on the case.
    package let listsWork: Bool

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        sign = try entry.text("sign")
        title = try entry.localized("title")
        article = try entry.text("article")
        subjects = try entry.choices("of")
        aidForms = try entry.choices("aid_forms")
        states = try entry.choices("states")
        caseStates = try entry.choices("case_states")
        number = try entry.optional("number")?.text()
        isLandscape = try entry.optional("landscape")?.bool() ?? false
        listsWork = try entry.optional("lists_work")?.bool() ?? false
    }

    /// Whether it has a line for each of several things.
    package var hasRows: Bool { listsWork || subjects.contains(.register) }

    /// Whether it is offered for a request of that form of aid in that state, or for its case in that state. Of a case that has a state for it, the
    /// request's does not matter.
    package func fits(_ subject: Subject, _ aidForm: AidForm, _ state: RequestState, _ caseState: CaseState? = nil) -> Bool {
        guard subjects.contains(subject), aidForms.isEmpty || aidForms.contains(aidForm) else { return false }
        guard subject == .case, !caseStates.isEmpty else { return states.isEmpty || states.contains(state) }
        return caseState.map(caseStates.contains) ?? false
    }
}

/// Something that a layout can name.
package struct PrintedField: Hashable, Sendable {
    package let key: String
    package let title: LocalizedText

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
    }
}
