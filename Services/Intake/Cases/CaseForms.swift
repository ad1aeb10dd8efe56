import Pages
import ServiceKit

/// The forms of the case page that change the case: a fault in one says nothing of the other.
struct CaseForms: Sendable {
    var progress: Form
    var completion: Form
    /// The papers whose lack held the end back.
    var gaps: [FieldError] = []
    /// Somebody else changed the case while one was filled in.
    var hasMoved = false

    /// Fresh ones.
    init(_ t: Sentences) {
        progress = Form(t)
        completion = Form(t)
    }
}
