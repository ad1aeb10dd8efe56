import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore

extension Request {
    /// The body as JSON. Throws 415 for another content type, 413 above `maximum` bytes, 400 with the place where it is malformed.
    package func json(maximum: Int = 1_048_576) async throws -> JSONValue {
        guard contentType == "application/json" else { throw Problem.unsupportedMediaType() }
        return try Self.parseJSON(try await bytes(maximum: maximum))
    }

    /// The body of an HTML form (`application/x-www-form-urlencoded`) as a tree; see ``FormParser``. Throws 415, 413, 400 likewise.
    package func form(maximum: Int = 1_048_576) async throws -> JSONValue {
        guard contentType == "application/x-www-form-urlencoded" else {
            throw Problem.unsupportedMediaType(expected: "application/x-www-form-urlencoded")
        }
        return try FormParser.parse(try await bytes(maximum: maximum))
    }

    /// JSON or a form, whichever it says it is.
    package func jsonOrForm(maximum: Int = 1_048_576) async throws -> JSONValue {
        contentType == "application/x-www-form-urlencoded" ? try await form(maximum: maximum) : try await json(maximum: maximum)
    }

    /// JSON, or an empty object where there is no body at all: for a POST that needs nothing said.
    package func optionalJSON(maximum: Int = 1_048_576) async throws -> JSONValue {
        if contentType != nil, contentType != "application/json" { throw Problem.unsupportedMediaType() }
        let bytes = try await bytes(maximum: maximum)
        if bytes.isEmpty { return .object([:]) }
        guard contentType != nil else { throw Problem.unsupportedMediaType() }
        return try Self.parseJSON(bytes)
    }

    /// The query as a tree, read as a form is; `lang` belongs to the house and is left out.
    package func queryTree() throws -> JSONValue {
        guard case .object(var members) = try FormParser.parse((uri.query ?? "").utf8) else { return .object([:]) }
        members["lang"] = nil
        return .object(members)
    }

    /// The whole body. Throws 413 above `maximum`, before reading where the length was announced; 408 where it comes by drops, so that nobody holds
    /// lines for little (CWE-400).
    package func bytes(maximum: Int) async throws -> [UInt8] {
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > maximum { throw Problem.tooLarge(maximum: maximum) }
        let begin = ContinuousClock.now
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= maximum else { throw Problem.tooLarge(maximum: maximum) }
            bytes.append(contentsOf: part.readableBytesView)
            if Self.isTooSlow(bytes.count, after: .now - begin) { throw Problem.tooSlow() }
        }
        return bytes
    }

    /// Whether so many bytes in that time are less than the worst line that people work with brings: half a minute is free, then 1 KB a second.
    static func isTooSlow(_ bytes: Int, after time: Duration) -> Bool {
        time > .seconds(30) && Double(bytes) < (time - .seconds(30)) / .seconds(1) * 1_024
    }

    /// The media type without its parameters, in lower case.
    package var contentType: String? {
        headers[.contentType].map { header in
            header.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }

    private static func parseJSON(_ bytes: [UInt8]) throws -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONParser.parse(bytes)
        } catch {
            throw Problem.malformed(error.message)
        }
    }
}
