package import Models

/// A short state in colour and words (never colour alone): `parts/tag`.
package struct Tag: Part {
    /// What the colour stands for, the same on every page.
    package enum Tone: String, Sendable {
        /// Not begun, or over without result.
        case quiet
        /// On its way.
        case info
        /// Done, all well.
        case good
        /// Somebody must act soon.
        case attention
        /// Late, refused, in conflict.
        case bad
    }

    package let text: String
    package let tone: Tone

    package init(_ text: String, _ tone: Tone = .quiet) {
        self.text = text
        self.tone = tone
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "tone": tone.rawValue
        default: nil
        }
    }
}

extension Tag {
    /// A case's state.
    package init(_ state: CaseState, _ sentences: Sentences) {
        let tone: Tone =
            switch state {
            case .registered, .suspended: .attention
            case .assigned, .underWay: .info
            case .finished, .handedOver, .archived: .good
            case .stopped, .transferred: .quiet
            }
        self.init(sentences.label(state), tone)
    }

    /// A request's state.
    package init(_ state: RequestState, _ sentences: Sentences) {
        let tone: Tone =
            switch state {
            case .received, .supplementAsked: .attention
            case .accepted: .good
            case .refused: .bad
            case .transferred: .quiet
            }
        self.init(sentences.label(state), tone)
    }

    /// An assignment's state.
    package init(_ state: AssignmentState, _ sentences: Sentences) {
        let tone: Tone =
            switch state {
            case .waiting: .attention
            case .proposed, .offered: .info
            case .accepted: .good
            }
        self.init(sentences.label(state), tone)
    }

    /// What the conflict search says.
    package init(_ verdict: ConflictVerdict, _ sentences: Sentences) {
        let tone: Tone =
            switch verdict {
            case .clear: .good
            case .review: .attention
            case .conflict: .bad
            }
        self.init(sentences.label(verdict), tone)
    }
}
