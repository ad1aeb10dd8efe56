/// Lines through time: a point for each category, joined where both ends are known, over a grid of round numbers.
struct LinePlot: Part {
    private static let plotTop = 22.0
    private static let plotBottom = 200.0
    /// The first and the last point, in per cent of the width: room for the grid's numbers, and for half a name.
    private static let left = 13.0
    private static let right = 94.0
    /// Names that fit beside each other at 320 px.
    private static let mostNames = 6

    let height = 232
    let grid: [GridLine]
    let names: [AxisName]
    let lines: [Line]

    init(categories: [String], series: [Chart.Series], written: (Double) -> String) {
        let scale = ChartScale(largest: series.flatMap(\.values).compactMap(\.self).max() ?? 0)
        let across = { (index: Int) in
            categories.count > 1 ? Self.left + (Self.right - Self.left) * Double(index) / Double(categories.count - 1) : 50
        }
        let down = { (value: Double) in Self.plotBottom - (Self.plotBottom - Self.plotTop) * scale.share(value) }
        grid = scale.ticks.map { GridLine(y: down($0).attribute, textY: (down($0) - 5).attribute, text: written($0)) }
        let every = max(1, (categories.count + Self.mostNames - 1) / Self.mostNames)
        names = categories.enumerated().map { index, name in
            AxisName(x: across(index).attribute, text: name, isMinor: !(categories.count - 1 - index).isMultiple(of: every))
        }
        lines = series.enumerated().map { number, one in
            var line = Line(series: number + 1)
            var before: (x: String, y: String)?
            for (index, value) in one.values.prefix(categories.count).enumerated() {
                guard let value else {
                    before = nil
                    continue
                }
                let here = (x: across(index).attribute, y: down(value).attribute)
                if let before { line.segments.append(Segment(from: before, to: here)) }
                line.points.append(Point(x: here.x, y: here.y, words: "\(categories[index]): \(written(value))"))
                before = here
            }
            return line
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "height": height
        case "grid": grid
        case "names": names
        case "lines": lines
        default: nil
        }
    }
}

extension LinePlot {
    /// A line of the grid, and its number.
    struct GridLine: Part {
        let y: String
        let textY: String
        let text: String

        func child(named name: String) -> Any? {
            switch name {
            case "y": y
            case "text_y": textY
            case "text": text
            default: nil
            }
        }
    }

    /// A category's name below its points; a minor one is left out where the screen is narrow.
    struct AxisName: Part {
        let x: String
        let text: String
        let isMinor: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "x": x
            case "text": text
            case "minor": isMinor
            default: nil
            }
        }
    }

    /// One series.
    struct Line: Part {
        let series: Int
        var segments: [Segment] = []
        var points: [Point] = []

        func child(named name: String) -> Any? {
            switch name {
            case "series": series
            case "segments": segments
            case "points": points
            default: nil
            }
        }
    }

    /// From one point to the next.
    struct Segment: Part {
        let from: (x: String, y: String)
        let to: (x: String, y: String)

        func child(named name: String) -> Any? {
            switch name {
            case "x1": from.x
            case "y1": from.y
            case "x2": to.x
            case "y2": to.y
            default: nil
            }
        }
    }

    /// A value, said in words where the pointer rests on it.
    struct Point: Part {
        let x: String
        let y: String
        let words: String

        func child(named name: String) -> Any? {
            switch name {
            case "x": x
            case "y": y
            case "words": words
            default: nil
            }
        }
    }
}
