import HTTPTypes
package import Hummingbird

/// A strong entity tag (RFC 9110 §8.8.3). A thing's version number is its tag: `"3"`.
package struct ETag: Hashable, Sendable, CustomStringConvertible {
    private let opaque: String

    /// The tag of a version.
    package init(version: Int) {
        opaque = String(version)
    }

    /// The tag of a content, by its digest in hexadecimal.
    package init(sha256: String) {
        opaque = sha256
    }

    package var description: String { "\"\(opaque)\"" }

    /// Whether a list as in `If-Match` or `If-None-Match` names this tag; weak ones never match strongly.
    package func matches(_ header: String) -> Bool {
        header.split(separator: ",").contains { entry in
            let tag = entry.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            return tag.elementsEqual("*") || tag.elementsEqual(description)
        }
    }
}

extension Request {
    /// Lets a change through only where the caller has seen the present version. Throws 428 without `If-Match`, 412 where it is stale.
    package func requireMatch(version: Int) throws {
        guard let header = headers[.ifMatch] else { throw Problem.preconditionRequired() }
        guard ETag(version: version).matches(header) else { throw Problem.preconditionFailed() }
    }

    /// The same where `If-Match` may be left out: throws 412 only.
    package func checkMatch(version: Int) throws {
        if let header = headers[.ifMatch], !ETag(version: version).matches(header) { throw Problem.preconditionFailed() }
    }

    /// Whether the caller already has the content of `etag` (`If-None-Match`): answer 304 then.
    package func alreadyHas(_ etag: ETag) -> Bool {
        headers[.ifNoneMatch].map(etag.matches) ?? false
    }
}
