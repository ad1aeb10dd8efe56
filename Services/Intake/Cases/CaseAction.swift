import Models
import ServiceKit

/// What moves a case from one state to another, or is done only in some states; which from which stands in ``CaseTransitions``.
enum CaseAction: String, CaseIterable, Sendable {
    /// Cử người thực hiện, or another one in their place (Law 11/2017, Điều 25.3, 31.2, 33.2); Assignment tells it.
    case assign
    /// Whoever had it refused (Điều 25.2); Assignment tells it.
    case release
    /// Work is entered.
    case work
    /// Tạm dừng (circular 02/2021, Điều 8.2).
    case suspend
    /// Tiếp tục thực hiện.
    case resume
    /// Kết thúc (circular 12/2018, Điều 10.1, 10.3).
    case finish
    /// Không tiếp tục thực hiện (Law 11/2017, Điều 37).
    case stop
    /// Chuyển vụ việc cho tổ chức khác (Điều 16.3, 35).
    case transfer
    /// Bàn giao hồ sơ (Điều 39.1).
    case handOver = "hand_over"
    /// Lưu trữ (Điều 39.2).
    case archive
    /// Mở lại: it had been entered as ended, and is not. The law says nothing of it; a rule of ours.
    case reopen

    /// Who may do it here; nil where another service decides and tells.
    var right: RightName? {
        switch self {
        case .assign, .release: nil
        case .work, .finish, .stop, .handOver: .workOnCases
        case .suspend, .resume, .transfer, .archive, .reopen: .decideCases
        }
    }

    var article: String {
        switch self {
        case .assign: "Law 11/2017, Điều 25.3, 31.2, 33.2"
        case .release: "Law 11/2017, Điều 25.1, 25.2"
        case .work: "Circular 12/2018, Điều 8.1"
        case .finish: "Circular 12/2018, Điều 10.1, 10.3"
        case .stop: "Law 11/2017, Điều 37; circular 12/2018, Điều 10.2"
        case .handOver: "Law 11/2017, Điều 39.1"
        case .suspend, .resume: "Circular 02/2021, Điều 8.2, 10.3"
        case .transfer: "Law 11/2017, Điều 16.3, 35; circular 08/2017, Điều 17.2, 22"
        case .archive: "Law 11/2017, Điều 39.2"
        case .reopen: "Circular 12/2018, Điều 10"
        }
    }

    /// What must be said with it.
    var needs: [CaseNeeds] {
        switch self {
        case .assign, .release: [.person]
        case .work: [.day]
        case .finish: [.day, .completeDossier]
        case .stop: [.day, .ground]
        case .handOver: [.day, .person]
        case .suspend: [.day, .ground]
        case .resume, .reopen: [.day, .reason]
        case .transfer: [.ground, .person]
        case .archive: [.day, .place]
        }
    }

    /// The last part of its address.
    var path: String {
        switch self {
        case .suspend: "suspension"
        case .resume: "resumption"
        case .archive: "archiving"
        case .reopen: "reopening"
        case .handOver: "handover"
        case .finish: "completion"
        case .work: "progress"
        case .stop, .transfer, .assign, .release: rawValue
        }
    }
}

/// What must be said of a transition.
enum CaseNeeds: String, Sendable {
    case day
    /// A coded ground of the law.
    case ground
    /// Why, in words.
    case reason
    /// Where the dossier lies.
    case place
    /// Whoever takes the case or its dossier.
    case person
    /// Every paper that should be there, or why one is let off.
    case completeDossier = "complete_dossier"
}
