/* The compiled packs of the library: written by packc at build time from src/packs/LANG. As strings, because a
 * compiler reads them thirty times faster than lists of numbers; in chunks, because C promises no string beyond
 * 4,095 characters. */
#ifndef KR_PACK_DATA_H
#define KR_PACK_DATA_H

#include <stdint.h>

enum { KR_PACK_CHUNK = 4088 };

typedef union {
    char bytes[KR_PACK_CHUNK];
    uint64_t align;
} kr_pack_chunk;

extern const kr_pack_chunk kr_pack_data_en[];
extern const kr_pack_chunk kr_pack_data_nl[];

#endif
