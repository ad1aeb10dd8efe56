import Foundation
import HTTPTypes
import ServiceKit
import Testing

@testable import Portal

@Suite struct PasswordHashTests {
    private static let cheap = PasswordHash.Cost(logN: 8)

    @Test func aHashHoldsItsPasswordAndNoOther() throws {
        let hash = try PasswordHash(of: "Đường về nhà", cost: Self.cheap)
        #expect(try hash.holds("Đường về nhà"))
        #expect(try !hash.holds("Đường về nhà "))
        #expect(try !hash.holds("duong ve nha"))
        #expect(try !hash.holds(""))
    }

    @Test func accentsMayBeTypedInEitherForm() throws {
        let composed = "Đường về nhà".precomposedStringWithCanonicalMapping
        let decomposed = "Đường về nhà".decomposedStringWithCanonicalMapping
        #expect(try PasswordHash(of: composed, cost: Self.cheap).holds(decomposed))
    }

    @Test func theSamePasswordHasAnotherHashEachTime() throws {
        #expect(try PasswordHash(of: "a", cost: Self.cheap) != PasswordHash(of: "a", cost: Self.cheap))
    }

    @Test func theCostStandsInTheHash() throws {
        let hash = try PasswordHash(of: "a", cost: Self.cheap)
        #expect(hash.text.hasPrefix("$scrypt$ln=8,r=8,p=1$"))
        #expect(hash.cost == Self.cheap)
        #expect(PasswordHash.Cost.current == PasswordHash.Cost(logN: 17, blockSize: 8, parallelism: 1))
    }

    /// RFC 7914, §12: the third test vector's password and salt, at its cost, in our format.
    @Test func itIsScrypt() throws {
        let vector = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        let hash = PasswordHash(text: "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$\(Self.base64(ofHex: vector))")
        #expect(try hash.holds("pleaseletmein"))
    }

    @Test(arguments: [
        "", "nonsense", "$scrypt$ln=8,r=8,p=1$AAAA", "$scrypt$ln=99,r=8,p=1$AAAA$AAAA", "$argon2id$ln=8,r=8,p=1$AAAA$AAAA",
        "$scrypt$r=8,ln=8,p=1$AAAA$AAAA", "$scrypt$ln=8,r=8,p=1$!!$AAAA",
    ])
    func whatIsNoHashHoldsNothing(_ text: String) throws {
        #expect(PasswordHash(text: text).cost == nil)
        #expect(try !PasswordHash(text: text).holds(""))
    }

    private static func base64(ofHex hex: String) -> String {
        let digits = Array(hex)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
        return Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    @Test func aFullQueueOfPasswordsEmptiesAgain() async throws {
        let hasher = PasswordHasher(cost: PasswordHash.Cost(logN: 12))
        for _ in 0..<3 {
            let refused = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<120 { group.addTask { (try? await hasher.hash("mật khẩu")) == nil } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(refused > 0)
        }
        for _ in 0..<3 { _ = try await hasher.hash("mật khẩu") }
    }

    @Test func oneAddressDoesNotFillTheQueueNorStrangersThePlacesOfThoseWhoAreKnown() async throws {
        let hasher = PasswordHasher(cost: PasswordHash.Cost(logN: 14))
        func crowd(_ count: Int, _ caller: @escaping @Sendable (Int) -> PasswordHasher.Caller) async -> [Problem] {
            await withTaskGroup(of: Problem?.self) { group in
                for number in 0..<count {
                    group.addTask {
                        do {
                            _ = try await hasher.holds("mật khẩu", for: nil, asked: caller(number))
                            return nil
                        } catch { return error as? Problem }
                    }
                }
                return await group.reduce(into: []) { if let problem = $1 { $0.append(problem) } }
            }
        }
        let one = await crowd(30) { _ in PasswordHasher.Caller(address: Data([1]), isKnown: false) }
        #expect(!one.isEmpty && one.allSatisfy { $0.status == .tooManyRequests })
        async let strangers = crowd(120) { PasswordHasher.Caller(address: Data([UInt8($0)]), isKnown: false) }
        async let known = crowd(PasswordHasher.places) { _ in PasswordHasher.Caller(address: Data([1]), isKnown: true) }
        #expect(await strangers.contains { $0.status == .serviceUnavailable })
        #expect(await known.isEmpty)
    }
}
