import ServiceLifecycle

extension Task where Success == Never, Failure == Never {
    /// Whether what the present task does is to end: at once, or in good order.
    static var isStopping: Bool { isCancelled || isShuttingDownGracefully }

    /// Waits a little, longer each time; false where the service is being stopped.
    static func pause(after failures: Int) async -> Bool {
        let wait = Duration.milliseconds(min(5_000, 50 << min(failures, 10)))
        return (try? await sleep(for: wait)) != nil && !isStopping
    }
}
