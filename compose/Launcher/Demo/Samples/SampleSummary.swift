import Models

/// Short descriptions of what a client asks for, put together from parts of real ones.
enum SampleSummary {
    /// One to three sentences.
    static func text(_ form: AidForm, _ part: SamplePart, _ person: SamplePerson, _ dice: inout Dice) -> String {
        let who = who(person)
        let matter = dice.pick(matters(part, person))
        let isPlaced = part.field == .criminal && part.role != nil && part.role != .other
        let place = isPlaced && dice.chance(0.4) ? " tại xã \(person.client.residence.commune)" : ""
        let stage = stage(form, part, &dice)
        return "\(who) \(matter)\(place)\(stage). \(dice.pick(wishes(form, part)))"
    }

    /// What came of a case.
    static func result(_ field: LegalField, _ form: AidForm, _ dice: inout Dice) -> String {
        switch (form, field) {
        case (.advice, _): dice.pick(advised)
        case (.representation, _): dice.pick(represented)
        case (.litigation, .criminal): dice.pick(judgedCriminal)
        case (.litigation, _): dice.pick(judged)
        }
    }

    private static func who(_ person: SamplePerson) -> String {
        switch person.age {
        case ..<16: "Cháu"
        case 16..<18: "Em"
        case 60...: person.isWoman ? "Bà" : "Ông"
        default: person.isWoman ? "Chị" : "Anh"
        }
    }

    private static func matters(_ part: SamplePart, _ person: SamplePerson) -> [String] {
        let isChild = person.age < 16
        switch part.field {
        case .criminal where part.isAccused: return isChild ? accusedChildren : accused
        case .criminal where part.role == .victim: return isChild ? harmedChildren : harmed
        case .criminal: return isChild ? aroundCrimeOfChildren : aroundCrime
        case .marriageFamily: return isChild ? familyOfChildren : family
        case _ where isChild: return lifeOfChildren
        case .civil: return civil
        case .administrative: return administrative
        case .labour: return labour
        case .other: return other
        }
    }

    private static func stage(_ form: AidForm, _ part: SamplePart, _ dice: inout Dice) -> String {
        guard form == .litigation else { return dice.chance(0.3) ? ", đã được hòa giải ở cơ sở nhưng không thành" : "" }
        return ", " + dice.pick(part.field == .criminal ? criminalStages : stages)
    }

    private static func wishes(_ form: AidForm, _ part: SamplePart) -> [String] {
        switch form {
        case .litigation: part.isAccused ? defence : protection
        case .advice: advice
        case .representation: representation
        }
    }

    private static let accused = [
        "bị khởi tố về tội trộm cắp tài sản", "bị khởi tố về tội cố ý gây thương tích sau một vụ xô xát",
        "bị bắt về tội tàng trữ trái phép chất ma tuý",
        "bị khởi tố về tội gây rối trật tự công cộng", "bị truy tố về tội vi phạm quy định về tham gia giao thông đường bộ",
        "bị khởi tố về tội hủy hoại rừng khi phát nương", "bị bắt về tội vận chuyển trái phép chất ma tuý", "bị truy tố về tội đánh bạc",
        "bị truy tố về tội cướp giật tài sản", "bị khởi tố về tội lừa đảo chiếm đoạt tài sản qua mạng",
        "bị khởi tố về tội chống người thi hành công vụ",
        "bị truy tố về tội tàng trữ, sử dụng trái phép vũ khí quân dụng (súng tự chế)",
        "bị khởi tố về tội tiêu thụ tài sản do người khác phạm tội mà có",
    ]
    private static let accusedChildren = [
        "bị khởi tố về tội trộm cắp tài sản cùng nhóm bạn lớn tuổi hơn", "bị khởi tố về tội cướp giật tài sản",
        "bị khởi tố về tội cố ý gây thương tích sau một vụ đánh nhau ở trường",
        "bị tạm giữ vì bị rủ rê vận chuyển ma tuý", "bị khởi tố về tội gây rối trật tự công cộng do đua xe",
    ]
    private static let harmed = [
        "bị hàng xóm đánh gây thương tích", "bị thương nặng trong vụ tai nạn giao thông", "bị lừa mất tiền tiết kiệm qua điện thoại",
        "bị chiếm đoạt số tiền bán trâu", "bị lừa đưa sang bên kia biên giới, nay đã trở về", "bị đe doạ và cưỡng đoạt tài sản",
        "có con trai mất trong một vụ tai nạn do người khác gây ra", "bị người quen xâm hại",
    ]
    private static let harmedChildren = [
        "bị người quen xâm hại", "bị một nhóm bạn đánh gây thương tích", "bị xe máy đâm gãy chân trên đường đi học",
        "bị cha dượng bạo hành nhiều lần",
        "bị dụ dỗ qua mạng xã hội", "bị cưỡng đoạt điện thoại", "bị bắt làm việc nặng và đánh đập",
    ]
    private static let aroundCrime = [
        "được triệu tập làm chứng trong một vụ án", "có người thân bị tạm giam mà chưa rõ lý do", "muốn biết mức bồi thường sau vụ xô xát",
        "nhận giấy mời của công an xã về một vụ mất trộm", "hỏi về thủ tục xóa án tích", "muốn tố giác người cho vay lãi nặng",
    ]
    private static let aroundCrimeOfChildren = [
        "được mời lấy lời khai về một vụ đánh nhau ở trường", "bị bạn học đe doạ trên mạng",
        "có bố bị tạm giam, ở nhà không có ai trông nom",
    ]
    private static let lifeOfChildren = [
        "chưa được làm giấy khai sinh nên chưa vào học được", "mồ côi, phần đất cha mẹ để lại bị họ hàng sử dụng",
        "bị tai nạn ở công trình gần trường, chưa được bồi thường",
        "chưa được hưởng trợ cấp trẻ em mồ côi", "làm thuê ở quán ăn nhiều tháng không được trả công",
        "bị chó nhà bên cắn, gia đình yêu cầu bồi thường tiền thuốc",
        "chưa được cấp thẻ bảo hiểm y tế của trẻ em vùng khó khăn",
    ]
    private static let civil = [
        "tranh chấp ranh giới đất ở với nhà bên", "bị anh em chiếm phần đất cha mẹ để lại",
        "cho vay 40 triệu đồng không có giấy tờ, đòi không trả",
        "tranh chấp lối đi chung", "bị đòi bồi thường vì trâu phá ruộng", "chuyển nhượng nương bằng giấy viết tay, nay bên bán đổi ý",
        "tranh chấp thừa kế nhà đất với các em", "bị nhà máy xả thải làm chết ao cá", "nhận đặt cọc mua đất rồi bị kiện đòi gấp đôi",
    ]
    private static let family = [
        "xin ly hôn vì bị chồng hoặc vợ đánh đập", "muốn ly hôn, giành quyền nuôi hai con nhỏ", "yêu cầu cấp dưỡng nuôi con sau ly hôn",
        "tranh chấp tài sản chung khi ly hôn", "xin thay đổi người trực tiếp nuôi con", "muốn xác định cha cho con",
        "sống chung không đăng ký kết hôn, nay chia tay và tranh chấp ruộng", "bị gia đình bên kia giữ con, không cho thăm",
    ]
    private static let familyOfChildren = [
        "cần được xác định cha để khai sinh và hưởng cấp dưỡng", "ở với ông bà từ nhỏ, bố mẹ ly hôn và không ai cấp dưỡng",
        "cần người giám hộ vì cha mẹ đã mất", "bị bố đưa đi khỏi nơi đang học sau khi cha mẹ ly hôn",
    ]
    private static let administrative = [
        "bị thu hồi đất làm đường nhưng chưa được bồi thường đủ", "bị từ chối cấp giấy chứng nhận quyền sử dụng đất",
        "bị xử phạt vì dựng nhà trên đất nương", "chưa được công nhận là người có công dù đã nộp đủ giấy tờ",
        "khiếu nại danh sách hộ nghèo của xã", "bị cắt trợ cấp hằng tháng không rõ lý do", "xin cải chính ngày sinh trong giấy khai sinh",
    ]
    private static let labour = [
        "bị cho nghỉ việc không báo trước", "bị nợ ba tháng lương ở công trình", "bị tai nạn lao động ở xưởng gỗ, chủ không bồi thường",
        "bị môi giới đi làm nước ngoài thu tiền rồi bỏ mặc", "nghỉ ốm dài ngày không được nhận trợ cấp",
    ]
    private static let other = [
        "hỏi về chế độ với con của người nhiễm chất độc hoá học", "muốn làm lại giấy tờ tuỳ thân đã mất", "hỏi thủ tục nhận con nuôi",
        "xin xác nhận khuyết tật để hưởng trợ cấp", "muốn đăng ký khai sinh muộn cho con", "hỏi về vay vốn chính sách",
    ]
    private static let criminalStages = [
        "vụ án đang ở giai đoạn điều tra", "cơ quan điều tra vừa khởi tố", "Viện kiểm sát đã có cáo trạng",
        "tòa án đã lên lịch xét xử sơ thẩm",
        "đã có bản án sơ thẩm và có kháng cáo", "hồ sơ bị trả để điều tra bổ sung",
    ]
    private static let stages = [
        "tòa án đã thụ lý", "tòa án đang hòa giải", "sắp mở phiên tòa sơ thẩm", "đã có bản án sơ thẩm, đang kháng cáo",
        "vừa nộp đơn khởi kiện",
    ]
    private static let defence = [
        "Gia đình xin cử người bào chữa.", "Xin trợ giúp viên hoặc luật sư bào chữa từ giai đoạn điều tra.",
        "Cơ quan tiến hành tố tụng đề nghị cử người bào chữa.",
        "Không có tiền thuê luật sư, xin được bào chữa miễn phí.",
    ]
    private static let protection = [
        "Xin cử người bảo vệ quyền và lợi ích hợp pháp tại toà.", "Cần người đi cùng khi lấy lời khai và tại phiên toà.",
        "Chưa hiểu thủ tục, nói tiếng phổ thông chưa thạo, xin người bảo vệ quyền lợi.",
        "Xin luật sư giúp thu thập chứng cứ và tham gia phiên toà.",
    ]
    private static let advice = [
        "Xin được tư vấn bằng văn bản.", "Muốn biết quyền của mình và cần làm những gì.", "Xin hướng dẫn viết đơn và nơi nộp.",
        "Cần tư vấn trước khi hòa giải.",
    ]
    private static let representation = [
        "Xin cử người đại diện làm việc với Uỷ ban nhân dân xã.", "Xin người đại diện thương lượng với bên kia.",
        "Cần người thay mặt nộp hồ sơ và theo dõi kết quả.",
    ]
    private static let advised = [
        "Đã giao văn bản tư vấn; người được trợ giúp hiểu và đồng ý.", "Đã tư vấn và giúp soạn đơn.", "Đã tư vấn, hai bên tự thỏa thuận.",
    ]
    private static let represented = [
        "Cơ quan có thẩm quyền đã trả lời và giải quyết theo đề nghị.", "Hai bên lập biên bản thỏa thuận.",
        "Đã nhận được văn bản trả lời; hướng dẫn khiếu nại tiếp.",
    ]
    private static let judgedCriminal = [
        "Tòa tuyên mức án dưới khung đề nghị của Viện kiểm sát.", "Tòa cho hưởng án treo.",
        "Bản án có hiệu lực, phần bồi thường được chấp nhận.",
        "Đình chỉ vụ án do bị hại rút yêu cầu.", "Tòa chấp nhận một phần quan điểm bảo vệ.",
        "Áp dụng biện pháp giáo dục tại xã thay cho hình phạt.",
    ]
    private static let judged = [
        "Tòa chấp nhận yêu cầu.", "Tòa công nhận sự thỏa thuận của các bên.", "Tòa chấp nhận một phần yêu cầu.",
        "Tòa bác yêu cầu, không kháng cáo.",
        "Tòa giao con cho người được trợ giúp nuôi, bên kia cấp dưỡng.", "Đình chỉ do nguyên đơn rút đơn.",
    ]
}
