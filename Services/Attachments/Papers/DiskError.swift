import Foundation
import Glibc

/// A call to the disk that failed.
struct DiskError: Error, CustomStringConvertible {
    let call: String
    let path: String
    let code: Int32

    /// Reads `errno`: made right after the call.
    init(_ call: String, _ path: String) {
        self.call = call
        self.path = path
        code = errno
    }

    /// No room, or a quota is used up.
    var isFull: Bool { code == ENOSPC || code == EDQUOT }

    var description: String { "\(call) of \(path): \(String(cString: strerror(code)))" }
}
