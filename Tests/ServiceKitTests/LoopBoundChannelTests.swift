import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ServiceKit

@Suite struct LoopBoundChannelTests {
    private struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let loop: any EventLoop

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            loop = source.channel.eventLoop
        }
    }

    /// Threads would have to be woken for each step otherwise (decision 0077).
    @Test func aRequestIsServedOnTheLoopOfItsConnection() async throws {
        let router = Router(context: Context.self)
        router.get("/") { _, context in
            var isOnLoop = [context.loop.inEventLoop]
            await Task.yield()
            isOnLoop.append(context.loop.inEventLoop)
            try await Task.sleep(for: .milliseconds(1))
            isOnLoop.append(context.loop.inEventLoop)
            return isOnLoop.description
        }
        let application = Application(router: router, server: .loopBound(idleTimeout: .seconds(5)))
        try await application.test(.live) { client in
            try await client.execute(uri: "/", method: .get) { response in
                #expect(String(buffer: response.body) == "[true, true, true]")
            }
        }
    }
}
