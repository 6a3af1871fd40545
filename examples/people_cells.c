/* Cells as people write them: see people_cells.h. */
#include "people_cells.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int equal_fold(const char *a, const char *b) {
    for (; *a && *b; a++, b++)
        if ((*a | ((*a >= 'A' && *a <= 'Z') << 5)) != (*b | ((*b >= 'A' && *b <= 'Z') << 5)))
            return 0;
    return *a == *b;
}

static int is_one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (equal_fold(word, *words))
            return 1;
    return 0;
}

const char *people_language_of(const char *cell, char code[3]) {
    static const struct {
        const char *name, *code;
    } names[] = {{"dutch", "nl"},
                 {"nederlands", "nl"},
                 {"english", "en"},
                 {"engels", "en"},
                 {"anglais", "en"},
                 {"french", "fr"},
                 {"frans", "fr"},
                 {"fran\xc3\xa7"
                  "ais",
                  "fr"},
                 {"german", "de"},
                 {"duits", "de"},
                 {"deutsch", "de"},
                 {"allemand", "de"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (equal_fold(cell, names[i].name))
            return names[i].code;
    if (strlen(cell) < 2 || (cell[2] && cell[2] != '-' && cell[2] != '_'))
        return cell;
    for (int i = 0; i < 2; i++)
        code[i] = (char)(cell[i] >= 'A' && cell[i] <= 'Z' ? cell[i] + ('a' - 'A') : cell[i]);
    code[2] = '\0';
    return code;
}

const char *people_wave_of_role(const char *role) {
    static const char *const leaders[] = {"leader", "leaders", NULL};
    static const char *const ambassadors[] = {"ambassador", "ambassadors", "ambassadeur", NULL};
    return is_one_of(role, leaders) ? "leaders" : is_one_of(role, ambassadors) ? "ambassadors" : "";
}

/* FNV-1a, 64 bits. */
void people_hash_of(const char *address, char out[20]) {
    uint64_t hash = 14695981039346656037u;
    for (; *address; address++) {
        unsigned byte = (unsigned char)*address;
        hash ^= byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
        hash *= 1099511628211u;
    }
    snprintf(out, 20, "p%016llx", (unsigned long long)hash);
}

const char *people_consent_of(const char *cell) {
    static const char *const yes[] = {"yes", "y",   "true", "1",    "x",    "on", "ja",
                                      "j",   "oui", "o",    "waar", "vrai", NULL};
    static const char *const no[] = {"",    "no",   "n",   "false",  "0",    "off",
                                     "nee", "nein", "non", "onwaar", "faux", NULL};
    return is_one_of(cell, yes) ? "true" : is_one_of(cell, no) ? "false" : NULL;
}

/* ---- days ---- */

/* "24/12/2026", "24-12-2026" or "24.12.2026": its three numbers and its mark; 0 for anything else. */
static char read_parts(const char *cell, int part[3]) {
    char marks[2] = "", rest = 0;
    if (strspn(cell, "0123456789/-.") != strlen(cell) || strlen(cell) > 10 ||
        sscanf(cell, "%2d%c%2d%c%4d%c", &part[0], &marks[0], &part[1], &marks[1], &part[2], &rest) != 5 ||
        marks[0] != marks[1] || !strchr("/-.", marks[0]) || part[2] < 1000)
        return 0;
    return marks[0];
}

const char *people_day_of(const char *cell, int european, char day[PEOPLE_DAY]) {
    int part[3];
    char mark = read_parts(cell, part);
    int day_first = mark != '/' || part[0] > 12 || european, month_first = mark == '/' && part[1] > 12;
    if (!mark || (!day_first && !month_first) || (part[0] > 12 && part[1] > 12) || part[0] > 31 || part[1] > 31)
        return cell;
    snprintf(day, PEOPLE_DAY, "%04d-%02d-%02d", part[2], month_first ? part[0] : part[1], month_first ? part[1] : part[0]);
    return day;
}
