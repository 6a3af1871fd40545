/* The packs that the library brings, by language. */
#include "packs/pack_data.h"
#include "rewrite/pack_blob.h"
#include "rewrite/packs.h"

#include <string.h>

static const kr_pack english = {kr_pack_data_en};
static const kr_pack dutch = {kr_pack_data_nl};

const kr_pack *kr_pack_builtin(const char *language) {
    if (strcmp(language, "en") == 0)
        return &english;
    if (strcmp(language, "nl") == 0)
        return &dutch;
    return NULL;
}
