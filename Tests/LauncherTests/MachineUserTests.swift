import Foundation
import Testing

@testable import Launcher

@Suite struct MachineUserTests {
    private func account(_ user: uid_t) -> String { getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "\(user)" }

    @Test func onlyToRootDoesSudoSayWhoItWas() {
        let nobody = getpwnam("nobody").pointee.pw_uid
        #expect(MachineUser.name(of: 0, environment: ["SUDO_UID": "\(nobody)", "SUDO_USER": "somebody"]) == "nobody")
        #expect(MachineUser.name(of: 0, environment: [:]) == account(0))
        #expect(MachineUser.name(of: 0, environment: ["SUDO_UID": "x"]) == account(0))
        #expect(MachineUser.name(of: nobody, environment: ["SUDO_UID": "0", "SUDO_USER": "root"]) == "nobody")
    }
}
