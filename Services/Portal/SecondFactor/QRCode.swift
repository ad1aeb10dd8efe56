import CQRencode
import Pages

/// A QR code as a drawing (SVG) of one path: `portal-qr`. Libqrencode makes it (ISO/IEC 18004), with the lowest error correction: it is read from a screen.
struct QRCode: Part {
    /// Modules on each side, with the quiet zone of four around.
    private let size: Int
    private let path: String

    /// Nil where the text is too long for any.
    init?(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for y in 0..<width {
            for x in 0..<width where modules[y * width + x] & 1 == 1 { path += "M\(x + 4) \(y + 4)h1v1h-1z" }
        }
        self.path = path
        size = width + 8
    }

    func child(named name: String) -> Any? {
        switch name {
        case "size": size
        case "path": path
        default: nil
        }
    }
}
