extension FieldReader {
    /// An address of electronic mail, 254 characters at most (RFC 5321 §4.5.3.1.3), or nothing. One that is `kept` as it was is not judged again.
    package func optionalEmail(_ key: String, kept: String? = nil) -> String? {
        guard let text = optionalString(key, in: 1...254) else { return nil }
        guard text != kept else { return text }
        guard Self.isEmail(text) else {
            fail(
                key, code: "bad_email", vi: "Địa chỉ thư điện tử không đúng dạng. Hãy ghi như ten@noi.vn.",
                en: "Not an e-mail address. Write it as name@place.vn.")
            return nil
        }
        return text
    }

    /// A telephone number as people write it, or nothing. One that is `kept` as it was is not judged again.
    package func optionalPhone(_ key: String, kept: String? = nil) -> String? {
        guard let text = optionalString(key, in: 1...30) else { return nil }
        guard text != kept else { return text }
        let digits = text.filter { $0.isASCII && $0.isNumber }.count
        guard text.allSatisfy({ ($0.isASCII && $0.isNumber) || " .-()+".contains($0) }), (6...15).contains(digits) else {
            fail(
                key, code: "bad_phone", vi: "Số điện thoại không đúng dạng. Hãy ghi từ 6 đến 15 chữ số, như 0912 345 678.",
                en: "Not a telephone number. Write 6 to 15 digits, as 0912 345 678.")
            return nil
        }
        return text
    }

    private static func isEmail(_ text: String) -> Bool {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, (1...64).contains(halves[0].utf8.count) else { return false }
        let forbidden = "()<>[]:;,\\\""
        guard text.allSatisfy({ $0.isASCII && !$0.isWhitespace && !forbidden.contains($0) }) else { return false }
        let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.first != "-" && label.last != "-" && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
            }
    }
}
