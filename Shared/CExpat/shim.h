#pragma once
#include <expat.h>

// Swift cannot tell the library's macros and enumerators of one name apart.
static inline int caunoi_xml_parse_buffer(XML_Parser parser, int count, int is_final) {
    return XML_ParseBuffer(parser, count, is_final) == XML_STATUS_OK;
}

static inline void caunoi_xml_stop(XML_Parser parser) { (void)XML_StopParser(parser, XML_FALSE); }
