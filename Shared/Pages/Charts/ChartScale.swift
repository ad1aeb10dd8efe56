import Foundation

/// An axis from zero to a round number above the largest value, in two to five round steps.
struct ChartScale {
    let top: Double
    let ticks: [Double]

    init(largest: Double) {
        guard largest > 0 else {
            top = 1
            ticks = [0, 1]
            return
        }
        let rough = largest / 4
        let magnitude = pow(10, log10(rough).rounded(.down))
        let step = max(([1, 2, 5, 10].first { $0 * magnitude >= rough } ?? 10) * magnitude, largest < 1 ? 0 : 1)
        let count = Int((largest / step).rounded(.up))
        top = step * Double(count)
        ticks = (0...count).map { Double($0) * step }
    }

    /// Where a value lies, from 0 to 1.
    func share(_ value: Double) -> Double { min(1, max(0, value / top)) }
}

extension Double {
    /// As an SVG attribute takes it, two decimals at most.
    var attribute: String {
        let rounded = (self * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
