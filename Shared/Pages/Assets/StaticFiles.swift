package import Foundation
import HTTPTypes
package import Hummingbird

/// The files under `/static/`: kept in memory, under addresses that hold a hash of their content, so that browsers may keep them for good.
package struct StaticFiles: Sendable {
    private let byName: [String: StaticFile]
    private let byHashedName: [String: StaticFile]

    /// Reads the files that lie in the bundle.
    package init() throws {
        try self.init(folder: Bundle.module.bundleURL.appending(path: "Static"))
    }

    /// Reads every file of a folder; style sheets as ``StyleSheet`` joins them, scripts as ``Script`` cuts them.
    package init(folder: URL) throws {
        let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { !$0.lastPathComponent.hasPrefix(".") && !$0.hasDirectoryPath }
        let plain = try urls.filter { $0.pathExtension != "css" }.map {
            try $0.pathExtension == "js"
                ? Script(url: $0).served() : StaticFile(name: $0.lastPathComponent, content: try Data(contentsOf: $0))
        }
        let names = Dictionary(uniqueKeysWithValues: plain.map { ($0.name, $0.hashedName) })
        let files = try plain + urls.filter { $0.pathExtension == "css" }.map { try StyleSheet(url: $0).served(calling: names) }
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

    private func answer(_ file: StaticFile, caching: String, to request: Request) -> Response {
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

    /// `app.1f0c.css` → `app.css`.
    private static func withoutHash(_ file: String) -> String {
        let parts = file.split(separator: ".")
        guard let name = parts.first, let type = parts.last, parts.count == 3 else { return file }
        return "\(name).\(type)"
    }
}
