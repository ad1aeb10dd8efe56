import Foundation
import Models
import Rules
import ServiceKit

extension RequestDraft {
    /// What may stand in the fields beyond their types.
    struct Limits {
        let rules: RulePacks
        let now: Date
        /// Whether a day of reception long ago is to be confirmed: by people, who mistype a year.
        var confirmsOldDates = false
    }

    /// Reads the body of `POST /api/v1/requests`, or the same fields from the page's form. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, limits: Limits) throws {
        let reader = FieldReader(document)
        let today = LegalDate(limits.now)
        centre = reader.id("centre")
        channel = reader.choice("channel")
        receivedAt = reader.optionalInstant("received_at")
        held = reader.optionalInstant("held")
        notice = reader.optionalObject("notice", Self.notice)
        client = reader.object("client") { Self.client($0, today: today, rules: limits.rules) }
        requester = reader.optionalObject("requester") { Self.requester($0) }
        let known = limits.rules.knownCategories.map(\.rawValue)
        categories = reader.choices("categories", among: known, in: 1...known.count).map(Category.init(rawValue:))
        papers = reader.choices("papers", among: limits.rules.eligibility(on: today).papers.map(\.kind))
        let ground = reader.optionalChoice("at_once_ground", among: limits.rules.atOnceGrounds(on: today).all.map(\.key))
        atOnceGround = ground ?? (channel == .notice ? "procedural_notice" : nil)
        forceMajeure = reader.bool("force_majeure", default: false)
        territory = reader.optionalChoice("territory", among: limits.rules.territoryGrounds(on: today).all.map(\.key))
        hardship = reader.optionalChoice("hardship")
        form = reader.choice("form")
        field = reader.choice("field")
        role = reader.optionalChoice("role_in_proceedings")
        matter = reader.optionalID("matter")
        summary = reader.text("summary", in: 1...4_000)
        coClients = reader.array("co_clients", in: 0...Self.mostCoClients) { CoClient($0, today: today, rules: limits.rules) }
        opposing = reader.array("opposing", in: 0...50) { Self.party($0, today: today) }
        relatives = reader.array("relatives", in: 0...50) { Self.party($0, today: today) }
        deadline = reader.optionalInstant("deadline")
        urgent = reader.bool("urgent", default: false)
        distinctReason = reader.optionalText("distinct_reason", in: 1...500)
        accept = reader.optionalChoice("decision", among: ["accept"]) != nil
        acceptedOn = reader.optionalDate("accepted_on", in: min(LegalDate(receivedAt ?? limits.now), today)...today)
        if acceptedOn != nil, !accept, reader.isSound("decision") {
            reader.fail(
                "accepted_on", code: "not_accepted", vi: "Chỉ ghi ngày vào sổ của yêu cầu được thụ lý ngay khi nhập.",
                en: "Only a request that is accepted with its entry has a day in the register.")
        }
        checkCoClients(reader)
        checkTimes(reader, now: limits.now)
        checkReception(reader, limits, isConfirmed: reader.bool("received_long_ago", default: false))
        if channel != .notice, notice != nil, reader.isSound("channel") {
            reader.fail(
                "channel", code: "not_a_notice", vi: "Chỉ thông báo của cơ quan tiến hành tố tụng mới có cơ quan thông báo.",
                en: "Only a notice of a procedural body names one.")
        }
        try reader.finish()
    }

    /// - Parameter kept: what stands there already; contacts that stay as they are, are not judged again.
    static func client(_ reader: FieldReader, today: LegalDate, rules: RulePacks, kept: Client? = nil) -> Client {
        let earliest = LegalDate(year: 1890, month: 1, day: 1) ?? today
        let client = Client(
            name: reader.string("name", in: 1...200), birth: reader.date("birth", in: earliest...today), gender: reader.choice("gender"),
            ethnicity: reader.string("ethnicity", in: 1...100), phone: reader.optionalPhone("phone", kept: kept?.phone),
            email: reader.optionalEmail("email", kept: kept?.email), address: reader.optionalString("address", in: 1...500),
            identityNumber: reader.optionalString("identity_number", in: 6...20),
            languages: reader.strings("languages", in: 0...10, each: 2...8),
            residence: reader.optionalObject("residence") { residence($0, rules: rules) })
        checkEthnicGroup(client.ethnicity, reader, rules)
        checkIdentityNumber(client.identityNumber, reader)
        return client
    }

    /// - Parameter kept: as ``client(_:today:rules:kept:)``.
    static func requester(_ reader: FieldReader, kept: Requester? = nil) -> Requester {
        Requester(
            name: reader.string("name", in: 1...200), relation: reader.string("relation", in: 1...100),
            phone: reader.optionalPhone("phone", kept: kept?.phone), email: reader.optionalEmail("email", kept: kept?.email))
    }

    private static func notice(_ reader: FieldReader) -> Notice {
        Notice(
            body: reader.string("body", in: 1...300), number: reader.optionalString("number", in: 1...100),
            givenAt: reader.optionalInstant("given_at"))
    }

    static func party(_ reader: FieldReader, today: LegalDate) -> Party {
        let party = Party(
            name: reader.string("name", in: 1...200), birthYear: reader.optionalInt("birth_year", in: 1890...today.year),
            identityNumber: reader.optionalString("identity_number", in: 6...20))
        checkIdentityNumber(party.identityNumber, reader)
        return party
    }

    static func checkEthnicGroup(_ name: String?, _ reader: FieldReader, _ rules: RulePacks) {
        guard let name, reader.isSound("ethnicity"), !name.isEmpty, rules.ethnicGroups.named(name) == nil else { return }
        reader.fail(
            "ethnicity", code: "unknown_ethnic_group", vi: "Không có dân tộc “\(name)” trong danh mục.",
            en: "No ethnic group “\(name)” stands in the list.")
    }

    static func checkIdentityNumber(_ number: String?, _ reader: FieldReader) {
        guard let number, reader.isSound("identity_number"), number.wholeMatch(of: /[0-9A-Za-z]{6,20}/) == nil else { return }
        reader.fail(
            "identity_number", code: "bad_identity_number", vi: "Số định danh chỉ gồm chữ số và chữ cái.",
            en: "An identity number has digits and letters only.")
    }

    private static func residence(_ reader: FieldReader, rules: RulePacks) -> Residence {
        let residence = Residence(
            province: reader.optionalString("province", in: 1...10), commune: reader.optionalString("commune", in: 1...200),
            especiallyDifficult: reader.optionalBool("especially_difficult"))
        if let code = residence.province, reader.isSound("province"), rules.provinces[code] == nil {
            reader.fail(
                "province", code: "unknown_province", vi: "Không có tỉnh, thành phố mang mã \(code).",
                en: "No province has the code \(code).")
        }
        return residence
    }

    private func checkTimes(_ reader: FieldReader, now: Date) {
        let slack = now.addingTimeInterval(300)
        for (key, instant) in [("received_at", receivedAt), ("held", held)] {
            if let instant, reader.isSound(key), instant > slack {
                reader.fail(key, code: "in_the_future", vi: "Thời điểm này ở tương lai.", en: "This time lies in the future.")
            }
        }
        for (index, other) in coClients.enumerated() {
            guard let held = other.held, held > slack else { continue }
            reader.fail(
                FieldError(
                    JSONPointer.root.member("co_clients").element(index).member("held"), code: "in_the_future",
                    message: Bilingual(vi: "Thời điểm này ở tương lai.", en: "This time lies in the future.")))
        }
        if let given = notice?.givenAt, reader.isSound("notice"), given > slack {
            reader.fail(
                FieldError(
                    "/notice/given_at", code: "in_the_future",
                    message: Bilingual(vi: "Thời điểm này ở tương lai.", en: "This time lies in the future.")))
        }
        if let receivedAt, reader.isSound("received_at"), reader.isSound("client"), let birth = client.birth, LegalDate(receivedAt) < birth
        {
            reader.fail(
                "received_at", code: "before_birth", vi: "Ngày tiếp nhận trước ngày sinh của người cần trợ giúp.",
                en: "Received before the client was born.")
        }
    }

    /// Nothing is received before the Law was in force (Law 11/2017, Điều 47.1: 1 January 2018); a slip in the year would open the book of another year.
    private func checkReception(_ reader: FieldReader, _ limits: Limits, isConfirmed: Bool) {
        guard let receivedAt, reader.isSound("received_at") else { return }
        if let first = LegalDate(year: 2018, month: 1, day: 1), receivedAt < first.start {
            reader.fail(
                "received_at", code: "before_the_law", vi: "Ngày tiếp nhận trước khi Luật Trợ giúp pháp lý có hiệu lực (01/01/2018).",
                en: "Received before the Law on Legal Aid was in force (1 January 2018).")
        } else if limits.confirmsOldDates, !isConfirmed, receivedAt < limits.now.addingTimeInterval(-Self.longAgo) {
            reader.fail(
                "received_long_ago", code: "received_long_ago",
                vi: "Ngày tiếp nhận cách đây hơn 60 ngày: hãy xem lại năm, rồi xác nhận nếu đúng.",
                en: "Received more than 60 days ago: look at the year again, and confirm it if it is right.")
        }
    }

    private static let longAgo: TimeInterval = 60 * 86_400

    /// What the eligibility check asks of this request.
    func facts(on date: LegalDate) -> EligibilityFacts {
        EligibilityFacts(
            date: date, categories: categories, birth: client.birth, ethnicity: client.ethnicity,
            especiallyDifficult: client.residence?.especiallyDifficult, hardship: hardship, role: role, field: field,
            papers: Set(papers))
    }
}
