#pragma once
#include <xlsxwriter.h>

// Swift sees none of the library's numeric macros and enumerations by a type of its own: what is used of them, by name.

static inline lxw_format *caunoi_format(lxw_workbook *workbook, int bold, int italic, int border, int centred, int wrapped, int indent, double size) {
    lxw_format *format = workbook_add_format(workbook);
    if (format == NULL) return NULL;
    format_set_font_name(format, "Times New Roman");
    format_set_font_size(format, size);
    if (bold) format_set_bold(format);
    if (italic) format_set_italic(format);
    if (border) format_set_border(format, LXW_BORDER_THIN);
    if (centred) format_set_align(format, LXW_ALIGN_CENTER);
    if (wrapped) format_set_text_wrap(format);
    if (indent) format_set_indent(format, (uint8_t)indent);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    return format;
}

// Keeps one row in memory at a time: each must be written whole before the next.
static inline lxw_workbook *caunoi_streamed_workbook(const char *path) {
    lxw_workbook_options options = {0};
    options.constant_memory = LXW_TRUE;
    return workbook_new_opt(path, &options);
}

static inline void caunoi_number_format(lxw_format *format, const char *text) { format_set_num_format(format, text); }

static inline int caunoi_is_ok(lxw_error error) { return error == LXW_NO_ERROR; }

// `words` ends with NULL. Other values may be typed still.
static inline lxw_error caunoi_offer(lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column, char **words) {
    lxw_data_validation rule = {0};
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = words;
    rule.show_input = LXW_VALIDATION_ON;
    rule.show_error = LXW_VALIDATION_OFF;
    rule.dropdown = LXW_VALIDATION_ON;
    return worksheet_data_validation_range(sheet, first, column, last, column, &rule);
}
