import Foundation
import Models
import Testing

@Suite struct NameKeyTests {
    @Test(arguments: [
        ("Đỗ  Thị Hường", "do thi huong"), ("H'Yuên Niê Kđăm", "h yuen nie kdam"), ("NGUYỄN VĂN Ý", "nguyen van y"),
        ("Y Tŭng-Mlô", "y tung mlo"), (" Đặng Văn An (B) ", "dang van an b"), ("TT.ĐDNTT.01.2026", "tt ddntt 01 2026"),
        ("đdntt", "ddntt"), ("Lò\u{a0}Văn\tÚn", "lo van un"), ("…", ""), ("", ""),
    ])
    func namesAndCodesAreFoldedAsPeopleTypeThem(_ name: String, _ key: String) {
        #expect(NameKey.fold(name) == key)
        #expect(NameKey.fold(name.decomposedStringWithCanonicalMapping) == key)
        #expect(NameKey.fold(key) == key, "a key is its own key")
    }

    @Test func aLetterIsFoldedAsItsPartsAre() {
        for scalar in (0..<0x3100).compactMap(Unicode.Scalar.init) {
            let name = "A\(scalar)b"
            #expect(
                NameKey.fold(name) == NameKey.fold(name.decomposedStringWithCanonicalMapping), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test func aNameIsFoldedAlikeWhateverStandsBesideIt() {
        let ascii = String(String.UnicodeScalarView((1..<128).map { Unicode.Scalar($0)! }))
        for name in [ascii, "Nguyễn^ Văn` Ý", "Ä\u{300} \u{301}ệ", "Đắk Lắk\r\nsố 5", "K\u{308}", "İzmir"] {
            #expect(NameKey.fold(name + " ω") == "\(NameKey.fold(name)) ω", "\(name.debugDescription)")
        }
    }
}
