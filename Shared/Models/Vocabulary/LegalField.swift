/// Lĩnh vực trợ giúp pháp lý: every field of law but business and commerce (Law 11/2017, Điều 27.1).
package enum LegalField: String, CaseIterable, Codable, Sendable {
    case criminal
    case civil
    case marriageFamily = "marriage_family"
    case administrative
    case labour
    case other
}
