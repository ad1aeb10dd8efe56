import Models

/// What is decided on a request (Law 11/2017, Điều 30, 35), from which states, and where it leads: the only place that says so. The raw value is the last
/// part of its address.
enum RequestAction: String, CaseIterable, Sendable {
    /// Thụ lý (Điều 30.1; circular 12/2018, Điều 5).
    case accept = "acceptance"
    /// Yêu cầu bổ sung giấy tờ (Điều 30.2).
    case askSupplement = "supplement"
    /// Từ chối, in writing (Điều 30.3).
    case refuse = "refusal"
    /// Chuyển yêu cầu (Điều 35).
    case transfer

    /// What may be decided on a request in that state, in the order of the law. What was decided for good is not decided again.
    static func open(in state: RequestState) -> [RequestAction] {
        switch state {
        case .received: [.accept, .askSupplement, .refuse, .transfer]
        case .supplementAsked: [.accept, .refuse, .transfer]
        case .accepted, .refused, .transferred: []
        }
    }

    /// The state of the request after it.
    var result: RequestState {
        switch self {
        case .accept: .accepted
        case .askSupplement: .supplementAsked
        case .refuse: .refused
        case .transfer: .transferred
        }
    }

    var article: String {
        switch self {
        case .accept: "Law 11/2017, Điều 30.1"
        case .askSupplement: "Law 11/2017, Điều 30.2"
        case .refuse: "Law 11/2017, Điều 30.3"
        case .transfer: "Law 11/2017, Điều 35"
        }
    }

    /// The sentence that says that it is done.
    var notice: String {
        switch self {
        case .accept: "notice_case_registered"
        case .askSupplement: "notice_request_supplement_asked"
        case .refuse: "notice_request_refused"
        case .transfer: "notice_request_transferred"
        }
    }
}
