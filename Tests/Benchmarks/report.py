"""What was measured, as a table for people and a list for programs."""

import json
import statistics


def comparison(row, measured):
    """One row's medians, spread and ratio, of the figures that each side's runs gave."""
    mine = [run[row.figure] for run in measured[row.ours]]
    theirs = [run[row.peer_figure or row.figure] for run in measured[row.peer]]
    ratio = statistics.median(mine) / statistics.median(theirs)
    # Of the runs that followed each other.
    ratios = [a / b for a, b in zip(mine, theirs)]
    met = None
    if row.goal is not None:
        good = ratio > row.goal if row.better == "higher" else ratio < row.goal
        met = good or (ratio == row.goal and not row.strictly)
    return {
        "name": row.name, "unit": row.unit, "ours": statistics.median(mine), "peer": statistics.median(theirs),
        "peer_name": row.peer_name or row.peer, "ratio": ratio, "runs": len(mine), "better": row.better, "goal": row.goal,
        "strictly": row.strictly, "met": met, "spread": {"ours": spread(mine), "peer": spread(theirs)},
        "ratios": ratios, "ours_runs": mine, "peer_runs": theirs,
    }


def goal_text(row):
    """As `≥ 0.90`; nothing where the row is shown for comparison only."""
    if row["goal"] is None:
        return ""
    sign = {("higher", False): "≥", ("higher", True): ">", ("lower", False): "≤", ("lower", True): "<"}[row["better"], row["strictly"]]
    return f"{sign} {row['goal']:.2f}"


def spread(values):
    """How far the runs lie apart: the largest minus the smallest, as a part of the median."""
    return (max(values) - min(values)) / statistics.median(values) if len(values) > 1 else 0.0


def write(path, rows):
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


HEADS = ("benchmark", "unit", "ours", "peer", "", "ratio", "", "goal", "")


def table(rows):
    """Aligned for a terminal."""
    lines = [HEADS, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    right = {2, 4, 5, 6}

    def aligned(line):
        columns = enumerate(zip(line, widths))
        return "  ".join(cell.rjust(width) if column in right else cell.ljust(width) for column, (cell, width) in columns).rstrip()

    return "\n".join(map(aligned, lines))


def markdown(rows):
    """For docs/performance.md."""
    head = ["| benchmark | unit | ours | peer | | ratio | from – to | goal | |", "|---|---|--:|---|--:|--:|--:|--:|---|"]
    return "\n".join([*head, *("| " + " | ".join(cells(row)) + " |" for row in rows)]) + "\n"


def cells(row):
    verdict = {None: "", True: "met", False: "NOT MET"}[row["met"]]
    span = f"{min(row['ratios']):.2f}–{max(row['ratios']):.2f}" if row["runs"] > 1 else ""
    return (
        row["name"], row["unit"], value(row["ours"], row["spread"]["ours"]), row["peer_name"], value(row["peer"], row["spread"]["peer"]),
        f"{row['ratio']:.2f}", span, goal_text(row), verdict)


def value(median, spread):
    shown = f"{median:,.0f}" if median >= 100 else f"{median:.1f}" if median >= 1 else f"{median:.2f}"
    return f"{shown} ±{spread * 50:.0f} %" if spread else shown
