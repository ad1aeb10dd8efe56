extension Duration {
    /// In whole nanoseconds, cut off. Traps above 292 years.
    @inlinable package var nanoseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
