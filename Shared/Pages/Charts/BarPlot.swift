/// Bars that lie, each category's name above its own: names in Vietnamese are long.
struct BarPlot: Part {
    /// A line of a category's name.
    struct Label: Part {
        let y: Int
        let text: String

        func child(named name: String) -> Any? {
            switch name {
            case "y": y
            case "text": text
            default: nil
            }
        }
    }

    /// A bar, and its value beside its end.
    struct Bar: Part {
        let series: Int
        let y: Int
        let width: String
        let value: String

        func child(named name: String) -> Any? {
            switch name {
            case "series": series
            case "y": y
            case "value_y": y + BarPlot.barHeight - 4
            case "width": width
            case "value": value
            default: nil
            }
        }
    }

    static let barHeight = 18
    private static let lineHeight = 21
    /// Of the width, so that the value has room beside the longest bar.
    private static let longest = 82.0
    /// Letters of a name that fit beside each other at 320 px.
    private static let lineLength = 36

    let height: Int
    let labels: [Label]
    let bars: [Bar]

    init(categories: [String], series: [Chart.Series], written: (Double) -> String) {
        let largest = series.flatMap(\.values).compactMap(\.self).max() ?? 0
        var labels: [Label] = []
        var bars: [Bar] = []
        var y = 0
        for (index, category) in categories.enumerated() {
            for line in category.wrapped(to: Self.lineLength) {
                labels.append(Label(y: y + 15, text: line))
                y += Self.lineHeight
            }
            y += 2
            for (number, one) in series.enumerated() {
                guard one.values.indices.contains(index), let value = one.values[index] else { continue }
                let share = largest > 0 ? max(0, value) / largest : 0
                bars.append(Bar(series: number + 1, y: y, width: (share * Self.longest).attribute, value: written(value)))
                y += Self.barHeight + 3
            }
            y += 12
        }
        height = max(0, y - 12)
        self.labels = labels
        self.bars = bars
    }

    func child(named name: String) -> Any? {
        switch name {
        case "height": height
        case "labels": labels
        case "marks": bars
        default: nil
        }
    }
}

extension String {
    /// The text in lines of at most `length` letters, broken between words; a longer word has a line of its own.
    func wrapped(to length: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= length {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
