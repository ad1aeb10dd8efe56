// Whose `stat` is depends on what else the compiler has loaded.
import CoreFoundation
import Foundation
import ServiceKit

/// How the front door speaks TLS: 1.2 and 1.3, with a certificate that the operator keeps.
struct FrontDoorTLS: Sendable, Equatable {
    /// Certificate and chain, PEM.
    let certificate: String
    /// Private key, PEM.
    let key: String
    /// Where plain HTTP is answered with the way to the TLS address.
    let redirectPort: Int?

    /// What the settings say; nil where they speak of no certificate. Throws `LaunchError` for half of it.
    static func read(_ configuration: ServiceConfiguration, publicURL: String?) throws -> FrontDoorTLS? {
        let certificate = configuration.value(Settings.frontDoorCertificate).map(absolute)
        let key = configuration.value(Settings.frontDoorKey).map(absolute)
        let redirect =
            configuration.value(Settings.frontDoorRedirectPort) == nil
            ? nil : try configuration.number(Settings.frontDoorRedirectPort)
        switch (certificate, key) {
        case (nil, nil):
            guard redirect == nil else {
                throw LaunchError(
                    "\(Settings.frontDoorRedirectPort.key) is set, and no certificate",
                    remedy: "there is no TLS address to send people to: set \(Settings.frontDoorCertificate.variable) too, or neither")
            }
            return nil
        case (.some, nil), (nil, .some):
            throw LaunchError(
                "of certificate and key one alone is set",
                remedy: "set both \(Settings.frontDoorCertificate.variable) and \(Settings.frontDoorKey.variable)")
        case (let certificate?, let key?):
            guard let publicURL, publicURL.hasPrefix("https://") else {
                throw LaunchError(
                    "the front door has a certificate, and \(Setting.publicURL.key) is no https address",
                    remedy:
                        "set \(Setting.publicURL.variable) to the address as people see it: it stands in mails, and decides about cookies")
            }
            return FrontDoorTLS(certificate: certificate, key: key, redirectPort: redirect)
        }
    }

    /// Throws `LaunchError` where the files cannot be used by whoever runs this, or the key lies open.
    func checkFiles() throws {
        for path in [certificate, key] where access(path, R_OK) != 0 {
            throw LaunchError(
                "\(path) cannot be read: \(systemReason(errno))", remedy: "the user who runs the front door must be able to read it")
        }
        var found = stat()
        guard stat(key, &found) == 0, found.st_mode & 0o007 == 0 else {
            throw LaunchError("everybody on this machine can read \(key)", remedy: "chmod o= \(key)")
        }
    }

    /// What changes when either file is written anew; nil where one is missing.
    var stamp: [FileStamp]? {
        let stamps = [certificate, key].compactMap(FileStamp.of)
        return stamps.count == 2 ? stamps : nil
    }

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}

/// A file as it lies there now: another one, or another writing of it, has another stamp.
struct FileStamp: Sendable, Equatable {
    let node: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// Nil where there is none.
    static func of(_ path: String) -> FileStamp? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        return FileStamp(node: found.st_ino, size: found.st_size, seconds: found.st_mtim.tv_sec, nanoseconds: found.st_mtim.tv_nsec)
    }
}
