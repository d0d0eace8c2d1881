#pragma once
#include <libxml/xmlversion.h>
// With this set, encoding.h pulls in the system's ICU headers, which clash with those of Foundation in one compilation.
// Only fields of a struct that is never touched from Swift depend on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlerror.h>
/* Of xmlschemastypes.h, which cannot be included whole; fills a table that two threads must not fill at once. */
extern void xmlSchemaInitTypes(void);
