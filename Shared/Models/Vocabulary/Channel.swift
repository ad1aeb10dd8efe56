/// How a request reached the organisation (Law 11/2017, Điều 29.2; a notice: Điều 31.3).
package enum Channel: String, CaseIterable, Codable, Sendable {
    case inPerson = "in_person"
    case post, fax, online, notice
}
