/* "Did you mean": the word of a list that needs the fewest edits (Levenshtein, 1966), where these are few for the
 * length of what was typed. */
#include "cli.h"

#include <string.h>

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t edits(const char *a, const char *b) {
    size_t row[LONGEST], width = strlen(b);
    if (width >= LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t swapped = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            row[j] = least(swapped, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[width];
}

const char *cli_nearest(const char *word, const char *const *list, size_t count) {
    const char *best = NULL;
    size_t fewest = strlen(word) / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(word);
        int begins = length > 1 && strncmp(list[i], word, length) == 0; /* "var" for "variants" */
        size_t distance = begins ? 0 : edits(word, list[i]);
        if (distance < fewest) {
            fewest = distance;
            best = list[i];
        }
    }
    return best;
}
