import Crypto
package import Foundation
import HTTPTypes
package import Hummingbird

/// The files under `/static/`: kept in memory, under addresses that hold a hash of their content, so that browsers may keep them for good.
package struct StaticFiles: Sendable {
    /// One file as it is served.
    struct File: Sendable {
        let name: String
        let hashedName: String
        let type: String
        let etag: String
        let content: ByteBuffer
    }

    private let byName: [String: File]
    private let byHashedName: [String: File]

    /// Reads the files that lie in the bundle.
    package init() throws {
        try self.init(folder: Bundle.module.bundleURL.appending(path: "Static"))
    }

    /// Reads every file of a folder; subfolders are not looked into.
    package init(folder: URL) throws {
        let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let files = try urls.filter { !$0.lastPathComponent.hasPrefix(".") }.map(Self.read)
        byName = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
        byHashedName = Dictionary(uniqueKeysWithValues: files.map { ($0.hashedName, $0) })
    }

    /// The address to write into a page: `url("app.css")` is `/static/app.1f0c….css`. An unknown name keeps its plain address.
    package func url(_ name: String) -> String { "/static/" + (byName[name]?.hashedName ?? name) }

    /// The content of a file, for what is laid out without a browser; nil where there is none of that name.
    package func text(_ name: String) -> String? { byName[name].map { String(buffer: $0.content) } }

    /// The size of a file in bytes; nil where there is none of that name.
    package func size(_ name: String) -> Int? { byName[name]?.content.readableBytes }

    /// Answers `GET /static/{file}`: 200, 304 or 404. An address with another hash (a page of an older or newer copy of a service)
    /// gets the present file, to be kept for a minute only.
    package func response(file: String, for request: Request) -> Response {
        if let found = byHashedName[file] { return answer(found, caching: "public, max-age=31536000, immutable", to: request) }
        guard let found = byName[file] ?? byName[Self.withoutHash(file)] else { return Response(status: .notFound) }
        return answer(found, caching: "public, max-age=60", to: request)
    }

    /// Serves `/static/` on a router.
    package func addRoutes<Routes: RouterMethods>(to router: Routes) {
        router.on("/static/:file", method: .get) { request, context in
            response(file: context.parameters.get("file") ?? "", for: request)
        }
        router.on("/static/:file", method: .head) { request, context in
            response(file: context.parameters.get("file") ?? "", for: request).createHeadResponse()
        }
    }

    private func answer(_ file: File, caching: String, to request: Request) -> Response {
        var headers = HTTPFields()
        headers[.eTag] = file.etag
        headers[.cacheControl] = caching
        if let asked = request.headers[.ifNoneMatch], asked == "*" || asked.contains(file.etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.type
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: file.content))
    }

    private static func read(_ url: URL) throws -> File {
        let content = try Data(contentsOf: url)
        let hash = SHA256.hash(data: content).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let name = url.deletingPathExtension().lastPathComponent
        return File(
            name: url.lastPathComponent, hashedName: "\(name).\(hash).\(url.pathExtension)",
            type: types[url.pathExtension] ?? "application/octet-stream", etag: "\"\(hash)\"", content: ByteBuffer(bytes: content))
    }

    /// `app.1f0c.css` → `app.css`.
    private static func withoutHash(_ file: String) -> String {
        let parts = file.split(separator: ".")
        guard let name = parts.first, let type = parts.last, parts.count == 3 else { return file }
        return "\(name).\(type)"
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "woff2": "font/woff2",
        "png": "image/png",
    ]
}
