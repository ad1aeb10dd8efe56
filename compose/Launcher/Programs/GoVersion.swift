/// The version of Go that a program was built with.
struct GoVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    let major: Int
    let minor: Int

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Of what a program tells about how it was built, a word of which is `go1.19.8`; nil where none is.
    init?(_ buildInformation: String) {
        for word in buildInformation.split(whereSeparator: \.isWhitespace) where word.hasPrefix("go") {
            let numbers = word.dropFirst(2).split(separator: ".").prefix(2).map { Int($0.prefix { $0.isNumber }) }
            if numbers.count == 2, let major = numbers[0], let minor = numbers[1] {
                self.init(major: major, minor: minor)
                return
            }
        }
        return nil
    }

    static func < (one: GoVersion, other: GoVersion) -> Bool { (one.major, one.minor) < (other.major, other.minor) }

    var description: String { "Go \(major).\(minor)" }
}
