import Models
import Pages

/// The secret address of a calendar on its page: whether there is one, the one just made, and the ways to make and end it.
struct FeedPanel: Part {
    let feed: CalendarFeed?
    /// Nil for whose own it is.
    let helper: HelperID?
    let maySubscribe: Bool
    let mayRevoke: Bool
    let newAddress: String?
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "address": newAddress
        case "state": state
        case "makes": maySubscribe
        case "make": t(feed == nil ? "calendar_feed_make" : "calendar_feed_renew")
        case "revoking": mayRevoke ? revoking : nil
        default: nil
        }
    }

    private var state: String {
        guard let feed else { return t("calendar_feed_none") }
        let made = t("calendar_feed_made", ["time": t.formats.dateTime(feed.madeAt)])
        guard let read = feed.readAt else { return made + " " + t("calendar_feed_never_read") }
        return made + " " + t("calendar_feed_read", ["time": t.formats.dateTime(read)])
    }

    private var revoking: ConfirmationDialog {
        ConfirmationDialog(
            id: "revoke", opener: t("calendar_feed_revoke"), title: t("calendar_feed_revoke_title"), text: t("calendar_feed_revoke_text"),
            action: "/calendar/feed/revocation", submit: t("calendar_feed_revoke_submit"), isDanger: true,
            kept: helper.map { [HiddenField("helper", $0.description)] } ?? [])
    }
}
