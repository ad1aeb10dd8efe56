extension FileName {
    /// Whether the ending is one that contents of `type` (``ContentType``) bear. Of contents that nobody knows, no ending is.
    func agrees(with type: String) -> Bool {
        ContentType.endings(of: type).contains(ending)
    }

    /// The name under which a content of `type` is given out: a machine opens it as what it is, whatever it was called. One that nobody knows opens
    /// as nothing, unless the name says that something is to show or play it.
    func given(as type: String) -> FileName {
        guard !agrees(with: type) else { return self }
        if type == ContentType.unknown, ContentType.isKnown(ending: ending) { return self }
        return FileName(claimed: "\(text).\(ContentType.endings(of: type).first ?? "bin")")
    }

    /// Without the dot, in small letters; empty where there is none.
    private var ending: String {
        guard let dot = text.lastIndex(of: ".") else { return "" }
        return text[text.index(after: dot)...].lowercased()
    }
}
