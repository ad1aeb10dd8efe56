/// The trace that the work at hand belongs to (W3C Trace Context): set for each HTTP request and each message, told to every message sent.
package enum CurrentTrace {
    @TaskLocal package static var traceparent: String?
}
