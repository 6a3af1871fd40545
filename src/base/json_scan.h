/* JSON looked through without a tree: for lines of which two members are wanted, a million of them. */
#ifndef KR_JSON_SCAN_H
#define KR_JSON_SCAN_H

#include "base/text.h"

enum kr_json_kind { KR_JSON_ABSENT, KR_JSON_STRING, KR_JSON_NUMBER, KR_JSON_OTHER };

/* A member of the outermost object: asked for by name, answered with the bytes that stand there, of
 * a string those between its quotes. */
typedef struct kr_json_member {
    const char *name;
    kr_str value;
    enum kr_json_kind kind; /* a string with escapes is KR_JSON_OTHER */
} kr_json_member;

/* 1 where the line is one JSON object and nothing else, valid UTF-8, and has none of the members
 * twice. 0 says only that a parser has to look: its error tells what is wrong, if anything is. */
int kr_json_scan(kr_str line, kr_json_member *members, size_t count);

#endif
