/// First in, first out, both at no cost that grows.
struct Queue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if isEmpty { removeAll() } else { elements.dropTaken(before: &head) }
        return element
    }

    func forEach(_ body: (Element) -> Void) {
        for case let element? in elements[head...] { body(element) }
    }

    mutating func removeAll(where isMeant: (Element) -> Bool) {
        elements = elements[head...].filter { $0.map(isMeant) == false }
        head = 0
    }

    mutating func removeFirst() {
        _ = popFirst()
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        head = 0
    }
}

extension Array {
    /// Lets go of what was taken, all before `head`, once it is the larger part: at no cost that grows.
    mutating func dropTaken(before head: inout Int) {
        guard head > 256, head > count / 2 else { return }
        removeFirst(head)
        head = 0
    }
}
