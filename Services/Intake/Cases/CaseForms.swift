import Pages

/// The forms of the case page that change the case: a fault in one says nothing of the other.
struct CaseForms: Sendable {
    var progress: Form
    var completion: Form

    /// Fresh ones.
    init(_ t: Sentences) {
        progress = Form(t)
        completion = Form(t)
    }
}
