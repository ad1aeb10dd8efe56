import ServiceKit

extension Language {
    /// The other of the two, for the switch in the header.
    var other: Language { self == .vi ? .en : .vi }
}
