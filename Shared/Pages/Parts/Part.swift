package import Mustache

/// A part of a page: the model that the template of its name (`parts/<name>`) reads. Include it with
/// `{{#model.field}}{{>parts/field}}{{/model.field}}`; in a list of mixed fields with `{{#fields}}{{>*part}}{{/fields}}`.
///
/// Parts answer by name instead of being reflected on, which is many times faster. Inside their templates `{{#.hint}}` (with the
/// dot) asks the part alone, so that a missing value is never taken from the page around it.
package protocol Part: MustacheParent, Sendable {}
