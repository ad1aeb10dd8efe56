import Models

/// Where papers are handed in: `parts/file-drop`. With scripts they go up by tus in pieces and go on after a break; without, the form
/// posts `kind` and `file` as `multipart/form-data` to `action`.
package struct FileDrop: Part {
    let action: String
    let endpoint: String
    let caseID: String
    let kinds: Select
    let largest: String?
    let accepts: String?

    /// - Parameters:
    ///   - action: takes the form of a browser without scripts.
    ///   - endpoint: the tus endpoint.
    ///   - caseID: goes into the upload's metadata as `case`.
    ///   - kinds: the kinds of paper to choose from, a select named `kind`; the choice goes into the metadata as `kind`.
    ///   - largest: the largest size allowed, in words.
    ///   - accepts: the `accept` attribute of the input.
    package init(
        action: String, endpoint: String = "/api/v1/uploads", caseID: String, kinds: Select, largest: String? = nil, accepts: String? = nil
    ) {
        self.action = action
        self.endpoint = endpoint
        self.caseID = caseID
        self.kinds = kinds
        self.largest = largest
        self.accepts = accepts
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "endpoint": endpoint
        case "case": caseID
        case "kinds": kinds
        case "largest": largest
        case "accepts": accepts
        default: nil
        }
    }
}
