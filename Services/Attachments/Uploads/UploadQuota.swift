import Database
import HTTPTypes
import Models
import ServiceKit

/// How much one organisation may keep, and how many uploads one person may have under way: nobody fills the disc of all (OWASP ASVS 5.0, V2.3.2).
struct UploadQuota: Sendable {
    /// Bytes of an organisation's papers, stored and announced.
    let space: Int
    let open: Int
    /// Bytes that an upload counts for whose length comes later.
    let unknown: Int

    /// Throws ``ConfigurationError``.
    init(_ configuration: ServiceConfiguration) throws {
        space = try configuration.number(.uploadSpace)
        open = try configuration.number(.openUploads)
        unknown = try configuration.number(.uploadMaximum)
        guard space > 0, open > 0 else {
            throw ConfigurationError("\(Setting.uploadSpace.variable) and \(Setting.openUploads.variable) must be above 0")
        }
    }

    /// Throws 409 where an upload of `length` bytes (nil: not known yet) is one too many. Those of one organisation wait for each other here, so that
    /// two side by side do not both take the last of the space.
    func admit(_ length: Int?, of organisation: OrganisationID, by subject: String, in transaction: Transaction) async throws {
        transaction.later("select pg_advisory_xact_lock(hashtext('upload quota'), hashtext(\(organisation.description)))")
        let row = try await transaction.rows(
            """
            select (select coalesce(sum(size), 0)::bigint from attachments where organisation = \(organisation)) as stored,
                (select coalesce(sum(coalesce(length, \(unknown)::bigint)), 0)::bigint from uploads
                    where organisation = \(organisation) and state in ('receiving', 'received') and shape <> 'final') as announced,
                (select count(*) from uploads where uploader = \(subject) and state in ('receiving', 'received')) as open
            """
        ).first
        guard let row else { throw Problem.internalError() }
        guard try row.get("open", as: Int.self) < open else { throw tooManyOpen }
        let taken = try row.get("stored", as: Int.self) + row.get("announced", as: Int.self)
        guard taken + (length ?? unknown) <= space else { throw full }
    }

    private var tooManyOpen: Problem {
        Problem(
            "too-many-uploads", status: .conflict,
            title: Bilingual(vi: "Quá nhiều tệp đang tải dở", en: "Too many uploads under way"),
            detail: Bilingual(
                vi: "Bạn đang có \(open) tệp tải lên chưa xong. Hãy tải xong hoặc hủy bớt ở trang Tải lên rồi thử lại.",
                en: "You have \(open) uploads under way. Finish some, or give some up on the page of uploads, then retry."))
    }

    private var full: Problem {
        Problem(
            "space-used-up", status: .conflict,
            title: Bilingual(vi: "Tổ chức đã dùng hết dung lượng", en: "The organisation's space is used up"),
            detail: Bilingual(
                vi: "Giấy tờ của tổ chức được chiếm tối đa \(space / 1_048_576) MB. Hãy báo người quản trị để tăng dung lượng.",
                en: "The organisation's papers may take \(space / 1_048_576) MB. Ask the administrator for more space."))
    }
}
