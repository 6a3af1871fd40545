/* What a variant changes, marked on a terminal: the words that do not stand in the base in this order, by the
 * longest common subsequence (Wagner and Fischer 1974). */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 4000 };

typedef struct word {
    const char *at;
    size_t length;
} word;

static size_t split(const char *text, word *out, size_t most) {
    size_t count = 0;
    for (const char *at = text; *at && count < most;) {
        at += strspn(at, " \t\r\n");
        size_t length = strcspn(at, " \t\r\n");
        if (length)
            out[count++] = (word){at, length};
        at += length;
    }
    return count;
}

static int same(word a, word b) {
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static uint16_t more(uint16_t a, uint16_t b) {
    return a > b ? a : b;
}

/* kept[j] is 1 where word j of `b` stands in `a` too. */
static void find_kept(const word *a, size_t a_count, const word *b, size_t b_count, char *kept) {
    size_t width = b_count + 1, i = 0, j = 0;
    uint16_t *table = cli_alloc(sizeof *table * (a_count + 1) * width);
    for (size_t row = a_count; row-- > 0;)
        for (size_t column = b_count; column-- > 0;)
            table[row * width + column] =
                same(a[row], b[column])
                    ? (uint16_t)(table[(row + 1) * width + column + 1] + 1)
                    : more(table[(row + 1) * width + column], table[row * width + column + 1]);
    while (i < a_count && j < b_count) {
        if (same(a[i], b[j])) {
            kept[j++] = 1;
            i++;
        } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    free(table);
}

void cli_print_changes(const char *base, const char *text) {
    word *a = cli_alloc(sizeof *a * MOST_WORDS), *b = cli_alloc(sizeof *b * MOST_WORDS);
    size_t a_count = split(base, a, MOST_WORDS), b_count = split(text, b, MOST_WORDS);
    char *kept = cli_alloc(b_count + 1);
    const char *at = text;
    find_kept(a, a_count, b, b_count, kept);
    for (size_t j = 0; j < b_count; j++) {
        int open = !kept[j] && (j == 0 || kept[j - 1]), close = !kept[j] && (j + 1 == b_count || kept[j + 1]);
        fwrite(at, 1, (size_t)(b[j].at - at), stdout);
        printf("%s%.*s%s", open ? "\033[33m" : "", (int)b[j].length, b[j].at, close ? "\033[0m" : "");
        at = b[j].at + b[j].length;
    }
    puts(at);
    free(kept);
    free(b);
    free(a);
}
