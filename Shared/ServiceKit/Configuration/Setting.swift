package import Models

/// One key of the configuration: what it means and what holds without it. The list of all is ``Setting/all``.
package struct Setting: Sendable, Hashable {
    /// As in the YAML file, with dots for nesting: `http.port`.
    package let key: String
    package let meaning: String
    /// What holds where nothing is given; nil where nothing does.
    package let fallback: String?
    /// Never printed.
    package let isSecret: Bool
    /// The services that need it, and are given it by `caunoi up`: no other has it in its environment. Those that `caunoi up` sets itself have none.
    package let services: Set<ServiceName>

    package init(_ key: String, _ meaning: String, fallback: String? = nil, isSecret: Bool = false, for services: Set<ServiceName> = []) {
        self.key = key
        self.meaning = meaning
        self.fallback = fallback
        self.isSecret = isSecret
        self.services = services
    }

    /// What every service is given.
    package static let everyone = Set(ServiceName.allCases)

    /// The environment variable: `CAUNOI_HTTP_PORT`.
    package var variable: String {
        "CAUNOI_" + key.replacing(".", with: "_").uppercased()
    }
}

extension Setting {
    package static let data = Setting("data", "data folder", fallback: ".caunoi")
    package static let httpHost = Setting("http.host", "address of the service's own listener", fallback: "127.0.0.1")
    package static let httpPort = Setting("http.port", "port of the service's own listener; 0 takes any free one", fallback: "0")
    package static let trustedProxies = Setting(
        "http.trusted_proxies",
        "addresses and networks (10.0.0.0/8) of the proxies before the front door whose X-Forwarded-For is believed",
        for: everyone)
    package static let databaseURL = Setting("database.url", "libpq URI of the service's login role", isSecret: true)
    package static let databaseOwnerURL = Setting(
        "database.owner_url", "libpq URI of the role that owns the schema; for migrate only", isSecret: true)
    package static let databaseConnections = Setting(
        "database.connections", "connections of the service at most", fallback: "16", for: everyone)
    package static let brokerURL = Setting(
        "broker.url", "amqp://user:password@host:port/vhost, several hosts with commas", isSecret: true)
    package static let tokenPublicKey = Setting("token.public_key", "file of Portal's Ed25519 public key (PEM)")
    package static let tokenPrivateKey = Setting(
        "token.private_key", "file of Portal's Ed25519 private key (PEM, mode 0600); for Portal and caunoi token only")
    package static let sealingKeys = Setting(
        "seal.keys",
        "file of the secrets (a JSON list, the one that seals first; mode 0600) that second factors are sealed with; Portal only")
    package static let demonstration = Setting(
        "demonstration", "yes: nothing here is real, the clock may be moved, and the styleguide is open to all", fallback: "no")
    package static let clockFile = Setting("clock.file", "file with the seconds to add to the clock; in demonstrations only")
    package static let plainLines = Setting(
        "lines.plain",
        "which lines to databases and brokers may go without verified TLS: loopback, or trusted_network where the network itself is guarded",
        fallback: "loopback", for: everyone)
    package static let callScale = Setting(
        "limits.scale", "how many times the usual an account may search, export, print, count and upload within a minute", fallback: "1",
        for: everyone)
    package static let publicURL = Setting("public.url", "address of the front door, as people see it", fallback: "http://127.0.0.1:8080")
    package static let secondFactor = Setting(
        "sign_in.second_factor", "required: leaders, administrators and overseers must have one; offered: for demonstrations",
        fallback: "required", for: [.portal])
    package static let breachedPasswords = Setting(
        "sign_in.breached_passwords",
        "file of the SHA-1 of passwords from breaches, a line each, in order (as Have I Been Pwned gives it out); none by default",
        for: [.portal])
    package static let openIDIssuer = Setting(
        "openid.issuer", "identity provider by which people may sign in too: the https address it calls itself; none by default",
        for: [.portal])
    package static let openIDClientID = Setting("openid.client_id", "our name at the identity provider", for: [.portal])
    package static let openIDClientSecret = Setting(
        "openid.client_secret", "our secret at the identity provider", isSecret: true, for: [.portal])
    package static let openIDName = Setting("openid.name", "what people call the identity provider; its host by default", for: [.portal])
    package static let openIDAccounts = Setting(
        "openid.accounts",
        "connected: people connect their account first; email: a verified address opens the one account that has it",
        fallback: "connected", for: [.portal])
    package static let openIDSecondFactor = Setting(
        "openid.second_factor", "ours: asked for here as after a password; theirs: one that the provider asked for (amr: mfa) stands in",
        fallback: "ours", for: [.portal])
    package static let papers = Setting("papers", "folder of the papers; papers/ in the data folder by default", for: [.attachments])
    package static let uploadSpace = Setting(
        "uploads.organisation_bytes", "space that the papers of one organisation may take, in bytes", fallback: "214748364800",
        for: [.attachments])
    package static let openUploads = Setting(
        "uploads.open_per_person", "uploads that one person may have under way", fallback: "500", for: [.attachments])
    package static let uploadMaximum = Setting(
        "uploads.maximum_bytes", "largest paper, in bytes", fallback: "536870912", for: [.attachments])
    package static let scannerSocket = Setting(
        "antivirus.socket", "Unix socket of clamd (ClamAV), by which papers are scanned before they are kept; none by default",
        for: [.attachments])
    package static let mailURL = Setting(
        "mail.smtp_url",
        "smtp://host:port (with STARTTLS), smtps://host:port or smtp+plain://host:port; without it mail goes to mail/ in the data folder",
        for: [.notifications])
    package static let mailCAFile = Setting(
        "mail.ca_file", "certificates (PEM) that the mail server's is checked against; the machine's own by default",
        for: [.notifications])
    package static let mailFrom = Setting("mail.from", "sender of the mails", fallback: "caunoi@localhost", for: [.notifications])
    package static let mailUsername = Setting("mail.username", "user at the mail server", for: [.notifications])
    package static let mailPassword = Setting("mail.password", "password at the mail server", isSecret: true, for: [.notifications])
    package static let logLevel = Setting(
        "log.level", "trace, debug, info, notice, warning, error or critical", fallback: "info", for: everyone)

    /// Every key, in the order of the handbook.
    package static let all: [Setting] = [
        .data, .httpHost, .httpPort, .trustedProxies, .databaseURL, .databaseOwnerURL, .databaseConnections, .brokerURL, .tokenPublicKey,
        .tokenPrivateKey, .sealingKeys, .demonstration, .clockFile, .plainLines, .callScale, .publicURL, .secondFactor, .breachedPasswords,
        .openIDIssuer,
        .openIDClientID,
        .openIDClientSecret, .openIDName, .openIDAccounts,
        .openIDSecondFactor, .papers, .uploadMaximum, .uploadSpace, .openUploads, .scannerSocket, .mailURL, .mailCAFile, .mailFrom,
        .mailUsername,
        .mailPassword, .logLevel,
    ]
}
