import Crypto
import Foundation
import Hummingbird
import Models

/// One file of `/static/` as it is served.
struct StaticFile: Sendable {
    let name: String
    /// The name with a hash of the content in it.
    let hashedName: String
    let type: String
    let etag: String
    let content: ByteBuffer

    init(name: String, content: Data) {
        let hash = SHA256.hash(data: content).prefix(8).hexadecimal
        let parts = name.split(separator: ".")
        let ending = parts.last.map(String.init) ?? ""
        self.name = name
        hashedName = (parts.dropLast() + [hash[...], ending[...]]).joined(separator: ".")
        type = Self.types[ending] ?? "application/octet-stream"
        etag = "\"\(hash)\""
        self.content = ByteBuffer(bytes: content)
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml; charset=utf-8",
        "woff2": "font/woff2",
        "png": "image/png", "txt": "text/plain; charset=utf-8",
    ]
}
