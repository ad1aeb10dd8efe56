extension String {
    /// With the wildcards of LIKE escaped.
    package var likeLiteral: String {
        replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
