import CoreMetrics

/// What the relay counts.
struct RelayMetrics: Sendable {
    /// Messages that the broker has confirmed.
    let relayed = Counter(label: "caunoi_outbox_relayed_total")
    /// Messages that no queue took, each time they were tried.
    let returned = Counter(label: "caunoi_outbox_returned_total")
    /// Messages that the broker refused, or that were not answered, each time.
    let failed = Counter(label: "caunoi_outbox_failed_total")
    /// Aggregates that wait behind a message that was not taken.
    let held = Meter(label: "caunoi_outbox_held_aggregates")
    /// Messages read and not confirmed in the table yet.
    let inHand = Meter(label: "caunoi_outbox_in_hand")
    /// Shards that this copy of the service relays.
    let shards = Meter(label: "caunoi_outbox_shards")
    /// From the change to the broker's confirmation.
    let delay = Timer(label: "caunoi_outbox_delay")
}
