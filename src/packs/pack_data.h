/* The compiled packs of the library: written by packc at build time from src/packs/LANG. */
#ifndef KR_PACK_DATA_H
#define KR_PACK_DATA_H

#include <stdint.h>

extern const uint64_t kr_pack_data_en[];
extern const uint64_t kr_pack_data_nl[];

#endif
