/// What is done with a message whose place in its story has been passed: one that was published again, or that comes after its story was begun in
/// the middle. Duplicates that the inbox knows never come so far.
package enum LateRule: Sendable {
    /// It is handled: the handler compares versions or dates itself.
    case handle
    /// It is acknowledged and has no effect.
    case ignore
}
