import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 whose connections are served on their own event loop from the first byte to the last: a task that waits for its connection goes on where
/// the bytes arrive, and no thread has to be woken for it. What runs long (hashing passwords, printing) goes elsewhere by itself, as it would have to
/// on the threads that tasks share otherwise, of which there are no more.
struct LoopBoundChannel: ServerChildChannel {
    private let http: HTTP1Channel

    init(responder: @escaping HTTPChannelHandler.Responder, configuration: HTTP1Channel.Configuration) {
        http = HTTP1Channel(responder: responder, configuration: configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        http.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(loop: value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}

/// Runs tasks on an event loop (SE-0417).
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension HTTPServerBuilder {
    static func loopBound(idleTimeout: TimeAmount) -> HTTPServerBuilder {
        HTTPServerBuilder { LoopBoundChannel(responder: $0, configuration: HTTP1Channel.Configuration(idleTimeout: idleTimeout)) }
    }
}
