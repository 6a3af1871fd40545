/* Edits between two words (Levenshtein, 1966), in bytes; words are short, one row suffices. */
#include "base/nearest.h"

enum { LONGEST = 64 };

static size_t lesser(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t edits(kr_str a, kr_str b) {
    size_t row[LONGEST];
    if (b.length >= LONGEST || a.length >= LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= b.length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t swapped = corner + (a.at[i - 1] != b.at[j - 1]);
            corner = row[j];
            row[j] = lesser(swapped, lesser(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.length];
}

void kr_nearest_start(kr_nearest *nearest, kr_str word) {
    *nearest = (kr_nearest){.word = word, .best = {"", 0}, .least = word.length / 2 + 1};
}

void kr_nearest_look(kr_nearest *nearest, kr_str candidate) {
    size_t distance = edits(nearest->word, candidate);
    if (distance < nearest->least) {
        nearest->least = distance;
        nearest->best = candidate;
    }
}
