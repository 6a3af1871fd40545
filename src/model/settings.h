/* Settings: the values of the options, as the stages read them. The registry (names, ranges, help,
 * how text becomes a value) is src/options/. */
#ifndef KR_SETTINGS_H
#define KR_SETTINGS_H

#include <stdint.h>

#define KR_OPTION(id, key, type, standard, range, help) KR_OPT_##id,
typedef enum kr_option_id {
#include "options/options.def"
    KR_OPTION_COUNT
} kr_option_id;
#undef KR_OPTION

typedef struct kr_settings {
    int64_t number[KR_OPTION_COUNT];   /* bool, int, ppm; choice: the index of its word */
    const char *text[KR_OPTION_COUNT]; /* string, list: as given, NUL-terminated; else NULL */
} kr_settings;

#endif
