/// How much of a file is read at most; beyond it reading throws, so that no file of a stranger fills the memory or the time of the house.
package struct SpreadsheetLimits: Sendable {
    /// Bytes of the file as it lies.
    package var fileBytes = 64 << 20
    /// Bytes of all that is unpacked of it.
    package var inflatedBytes = 1 << 30
    /// Bytes of the table of texts that a workbook's cells share; the one thing that is held as a whole.
    package var sharedTextBytes = 128 << 20
    /// Rows that hold something.
    package var rows = 1_048_576
    /// Columns up to the last that holds something.
    package var columns = 256
    /// Bytes of a cell's text in UTF-8: Excel's own 32,767 characters.
    package var cellBytes = 131_068

    package init() {}
}
