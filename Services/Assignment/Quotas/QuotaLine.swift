import Database
import Models
import Rules
import ServiceKit

/// How an officer stands in a quota year.
struct QuotaLine: Sendable {
    /// As lists are narrowed.
    enum Standing: String, CaseIterable, Sendable {
        /// Enough for “đạt” at least.
        case met
        /// Fewer than the share of the year that has passed asks for.
        case behind
        /// Not there yet, and in time.
        case onTrack = "on_track"
        /// No quota this year.
        case exempt
    }

    let officer: QuotaOfficer
    /// Nil where they are exempt.
    let band: QuotaPack.Band?
    let standing: Standing

    init(_ officer: QuotaOfficer, _ pack: QuotaPack, in year: QuotaYear, on today: LegalDate) {
        self.officer = officer
        band = pack.band(appointed: officer.appointedOn, absent: officer.absentDays, in: year)
        standing =
            if let band {
                if officer.completed >= band.pass {
                    .met
                } else {
                    Double(officer.completed) < (Double(band.pass) * year.passed(by: today)).rounded(.down) ? .behind : .onTrack
                }
            } else {
                .exempt
            }
    }

    /// The key of the grade's name; nil where none is reached.
    var grade: String? {
        guard let band, officer.completed >= band.pass else { return nil }
        return officer.completed >= band.good ? "quota_good" : officer.completed >= band.fair ? "quota_fair" : "quota_pass"
    }

    /// Cases that are missing for “đạt”.
    var missing: Int { band.map { max(0, $0.pass - officer.completed) } ?? 0 }
}

/// A legal aid officer with what they completed in a quota year.
struct QuotaOfficer: RowDecodable {
    let id: HelperID
    let name: String
    let organisationTitle: String
    let appointedOn: LegalDate?
    let completed: Int
    /// Days of the year for which they are away.
    let absentDays: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        organisationTitle = try row.get("organisation_title")
        appointedOn = try row.get("appointed_on")
        completed = try row.get("completed")
        absentDays = try row.get("absent_days")
    }
}

/// A case that counts for a quota.
struct CompletedCase: RowDecodable {
    let id: CaseID
    let code: String
    let endedOn: LegalDate

    init(_ row: Row) throws {
        id = try row.get("case_id")
        code = try row.get("code")
        endedOn = try row.get("ended_on")
    }
}
