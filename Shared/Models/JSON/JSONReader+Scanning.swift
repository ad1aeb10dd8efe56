extension JSONReader {
    private static let deepest = 100

    func scan() throws {
        var place = 0
        try scanValue(&place, depth: 0)
        skipSpace(&place)
        guard place == text.count else { throw unusual() }
    }

    private func scanValue(_ place: inout Int, depth: Int) throws {
        guard depth <= Self.deepest else { throw unusual() }
        skipSpace(&place)
        guard place < text.count else { throw unusual() }
        switch text[place] {
        case UInt8(ascii: "{"): try scanObject(&place, depth: depth)
        case UInt8(ascii: "["): try scanArray(&place, depth: depth)
        case UInt8(ascii: "\""): try scanText(&place)
        case UInt8(ascii: "t"): try scanWord("true", .yes, &place)
        case UInt8(ascii: "f"): try scanWord("false", .no, &place)
        case UInt8(ascii: "n"): try scanWord("null", .null, &place)
        default: try scanNumber(&place)
        }
    }

    private func add(_ kind: Node.Kind, _ start: Int, _ end: Int) {
        nodes.append(Node(kind: kind, start: start, end: end, next: nodes.count + 1))
    }

    private func scanObject(_ place: inout Int, depth: Int) throws {
        let node = nodes.count
        add(.object, place, place)
        place += 1
        if isNext(UInt8(ascii: "}"), &place) { return }
        repeat {
            skipSpace(&place)
            guard place < text.count, text[place] == UInt8(ascii: "\"") else { throw unusual() }
            try scanText(&place)
            guard isNext(UInt8(ascii: ":"), &place) else { throw unusual() }
            try scanValue(&place, depth: depth + 1)
        } while isNext(UInt8(ascii: ","), &place)
        guard isNext(UInt8(ascii: "}"), &place) else { throw unusual() }
        nodes[node].next = nodes.count
    }

    private func scanArray(_ place: inout Int, depth: Int) throws {
        let node = nodes.count
        add(.array, place, place)
        place += 1
        if isNext(UInt8(ascii: "]"), &place) { return }
        repeat { try scanValue(&place, depth: depth + 1) } while isNext(UInt8(ascii: ","), &place)
        guard isNext(UInt8(ascii: "]"), &place) else { throw unusual() }
        nodes[node].next = nodes.count
    }

    private func scanText(_ place: inout Int) throws {
        place += 1
        let start = place
        var kind = Node.Kind.text
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "\""):
                add(kind, start, place)
                place += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedText
                place += 2
            case ..<0x20: throw unusual()
            default: place += 1
            }
        }
        throw unusual()
    }

    private func scanWord(_ word: StaticString, _ kind: Node.Kind, _ place: inout Int) throws {
        let end = place + word.utf8CodeUnitCount
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= text.count, text[place..<end].elementsEqual(letters) else { throw unusual() }
        add(kind, place, end)
        place = end
    }

    /// A sign, digits, a fraction, an exponent (RFC 8259 §6); what else may stand there is not read here.
    private func scanNumber(_ place: inout Int) throws {
        let start = place
        func digits() throws {
            let first = place
            while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) { place += 1 }
            guard place > first else { throw unusual() }
        }
        if text[place] == UInt8(ascii: "-") { place += 1 }
        let whole = place
        try digits()
        guard text[whole] != UInt8(ascii: "0") || place == whole + 1 else { throw unusual() }
        if place < text.count, text[place] == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < text.count, text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        add(.number, start, place)
    }

    private func skipSpace(_ place: inout Int) {
        while place < text.count, text[place] == 0x20 || (0x09...0x0D).contains(text[place]) && text[place] != 0x0B && text[place] != 0x0C {
            place += 1
        }
    }

    private func isNext(_ byte: UInt8, _ place: inout Int) -> Bool {
        skipSpace(&place)
        guard place < text.count, text[place] == byte else { return false }
        place += 1
        return true
    }
}
