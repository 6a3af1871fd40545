/* Questions to a reading, and the value of an atom. */
#include "analyse/reading.h"

#include "base/hash.h"

#include <string.h>

void kr_reading_lists(kr_reading *reading, const kr_pack *pack) {
#define KR_LIST_NAME(id, name) name,
    static const char *const names[] = {KR_ANALYSE_LISTS(KR_LIST_NAME)};
#undef KR_LIST_NAME
    reading->pack = pack;
    for (int i = 0; i < KR_LIST_COUNT; i++)
        reading->lists[i] = pack ? kr_pack_find_list(pack, names[i]) : NULL;
}

kr_str kr_raw_low(const kr_reading *reading, uint32_t raw) {
    const kr_raw *r = &reading->raws[raw];
    return (kr_str){reading->low + r->low, r->low_end - r->low};
}

int kr_raw_is(const kr_reading *reading, uint32_t raw, const char *low) {
    return raw < reading->count && kr_str_is(kr_raw_low(reading, raw), low);
}

int kr_raw_free(const kr_reading *reading, uint32_t raw) {
    return raw < reading->count && reading->raws[raw].atom == KR_NONE && !reading->raws[raw].bullet;
}

int kr_raw_near(const kr_reading *reading, uint32_t raw) {
    return raw < reading->count && reading->raws[raw].breaks == 0;
}

int kr_raw_glued(const kr_reading *reading, uint32_t raw) {
    return raw < reading->count && raw > 0 && !reading->raws[raw].space &&
           reading->raws[raw].breaks == 0;
}

int32_t kr_raw_code(const kr_reading *reading, uint32_t raw) {
    if (raw >= reading->count)
        return 0;
    size_t at = reading->raws[raw].start;
    return kr_utf8_next(reading->text, reading->length, &at);
}

int kr_raw_dash(const kr_reading *reading, uint32_t raw) {
    int32_t code = raw < reading->count && reading->raws[raw].kind == KR_RAW_MARK
                       ? kr_raw_code(reading, raw)
                       : 0;
    return code == '-' || (code >= 0x2010 && code <= 0x2015);
}

#define NOT_ASKED (KR_NONE - 1)

enum { LONGEST_PHRASE = 8 };

static uint32_t look_up(const kr_reading *reading, uint32_t raw, uint32_t last) {
    uint32_t start = reading->raws[raw].low;
    return kr_pack_number(reading->pack,
                          (kr_str){reading->low + start, reading->raws[last].low_end - start});
}

int kr_reading_has(const kr_reading *reading, const kr_pack_list *list, uint32_t raw,
                   uint32_t last) {
    uint32_t length = last - raw;
    if (!list || length >= LONGEST_PHRASE)
        return 0;
    uint32_t *number = &reading->numbers[(size_t)raw * LONGEST_PHRASE + length];
    if (*number == NOT_ASKED)
        *number = look_up(reading, raw, last);
    return kr_list_has_number(list, *number);
}

int kr_reading_forget(kr_reading *reading) {
    size_t count = (size_t)reading->count * LONGEST_PHRASE;
    reading->numbers = kr_arena_alloc(reading->arena, count + 1, sizeof *reading->numbers);
    for (size_t i = 0; reading->numbers && i < count; i++)
        reading->numbers[i] = NOT_ASKED;
    return reading->numbers ? 0 : -1;
}

int kr_reading_in(const kr_reading *reading, int list, uint32_t raw) {
    return raw < reading->count && kr_reading_has(reading, reading->lists[list], raw, raw);
}

uint32_t kr_reading_phrase(const kr_reading *reading, int list, uint32_t raw, uint32_t end) {
    const kr_pack_list *words = reading->lists[list];
    if (!words || raw >= reading->count)
        return 0;
    uint32_t most = kr_list_longest(words), last = raw;
    while (last + 1 < end && last + 1 < reading->count && last + 1 - raw < most &&
           kr_raw_near(reading, last + 1) && reading->raws[last + 1].kind != KR_RAW_MARK)
        last++;
    for (;; last--) {
        if (kr_reading_has(reading, words, raw, last))
            return last - raw + 1;
        if (last == raw)
            return 0;
    }
}

int kr_reading_atom(kr_reading *reading, uint32_t first, uint32_t last, kr_atom_kind kind) {
    if (kr_arena_grow(reading->arena, (void **)&reading->atoms, &reading->atom_capacity,
                      reading->atom_count, sizeof *reading->atoms) < 0)
        return -1;
    kr_atom *atom = &reading->atoms[reading->atom_count];
    *atom = (kr_atom){.span = {reading->raws[first].start, reading->raws[last].end},
                      .kind = (uint8_t)kind};
    for (uint32_t i = first; i <= last; i++)
        reading->raws[i].atom = reading->atom_count;
    reading->atom_count++;
    return 0;
}

/* The raw tokens are in order already: numbering atoms as they are met sorts them. */
int kr_reading_sort(kr_reading *reading) {
    kr_atom *sorted = kr_arena_alloc(reading->arena, reading->atom_count + 1, sizeof *sorted);
    if (!sorted)
        return -1;
    uint32_t count = 0, before = KR_NONE;
    for (uint32_t i = 0; i < reading->count; i++) {
        uint32_t atom = reading->raws[i].atom;
        if (atom == KR_NONE)
            continue;
        if (atom != before)
            sorted[count++] = reading->atoms[atom];
        before = atom;
        reading->raws[i].atom = count - 1;
    }
    reading->atoms = sorted;
    reading->atom_count = count;
    return 0;
}

enum { CANONICAL = 96 };

typedef struct canon {
    uint64_t hash;
    uint32_t used;
    char bytes[CANONICAL];
} canon;

static void canon_flush(canon *c) {
    c->hash = kr_hash_mix(c->hash, kr_hash64(c->bytes, c->used));
    c->used = 0;
}

static void canon_put(canon *c, int32_t code) {
    if (c->used + 4 > CANONICAL)
        canon_flush(c);
    c->used += (uint32_t)kr_utf8_put(c->bytes + c->used, code);
}

static int32_t plain(int32_t code) {
    switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x60:
    case 0xB4:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
        return '-';
    default:
        return code;
    }
}

static int is_figure(int kind) {
    return kind == KR_ATOM_NUMBER || kind == KR_ATOM_MONEY || kind == KR_ATOM_TIME ||
           kind == KR_ATOM_PHONE;
}

/* A thousands mark of the language: three digits behind it, one in front. */
static int groups(const kr_reading *reading, size_t at, size_t end) {
    char mark = strcmp(reading->language, "en") == 0 ? ',' : '.';
    const char *t = reading->text;
    if (t[at] != mark || at == 0 || t[at - 1] < '0' || t[at - 1] > '9' || at + 3 >= end)
        return 0;
    for (size_t i = at + 1; i <= at + 3; i++)
        if (t[i] < '0' || t[i] > '9')
            return 0;
    return at + 4 >= end || t[at + 4] < '0' || t[at + 4] > '9';
}

static void canon_set(canon *c, kr_str set) {
    canon_put(c, 1); /* in no text: words are no set by chance */
    for (size_t at = 0; at < set.length;)
        canon_put(c, kr_utf8_next(set.at, set.length, &at));
}

typedef struct spelling {
    int figure, exact, pending;
} spelling;

static void canon_code(canon *c, const spelling *how, int32_t code) {
    canon_put(c, how->exact ? plain(code) : kr_to_lower(plain(code)));
}

/* A space counts where something follows it. */
static void canon_space(canon *c, spelling *how) {
    if (how->pending)
        canon_put(c, ' ');
    how->pending = 0;
}

uint32_t kr_reading_fact(const kr_reading *reading, const kr_atom *atom) {
    if (atom->kind != KR_ATOM_TIME)
        return atom->kind;
    for (uint32_t at = atom->span.start; at < atom->span.end; at++)
        if (!strchr("0123456789.", reading->text[at]))
            return KR_ATOM_TIME;
    return KR_ATOM_NUMBER;
}

/* Case and spaces do not matter, except in names and quotations the case; nor which of equal words. */
uint64_t kr_reading_value(const kr_reading *reading, const kr_atom *atom) {
    canon c = {.hash = kr_reading_fact(reading, atom)};
    spelling how = {.figure = is_figure(atom->kind),
                    .exact = atom->kind == KR_ATOM_NAME || atom->kind == KR_ATOM_QUOTE ||
                             atom->kind == KR_ATOM_URL || atom->kind == KR_ATOM_LOCKED};
    for (size_t at = atom->span.start; at < atom->span.end;) {
        size_t here = at;
        kr_str set = kr_equal_set(reading, atom, &at);
        if (set.length) {
            canon_space(&c, &how);
            canon_set(&c, set);
            continue;
        }
        int32_t code = kr_utf8_next(reading->text, atom->span.end, &at);
        if (kr_is_space(code)) {
            how.pending = !how.figure;
        } else if (!kr_is_invisible(code) && !(how.figure && groups(reading, here, atom->span.end))) {
            canon_space(&c, &how);
            canon_code(&c, &how, code);
        }
    }
    canon_flush(&c);
    return c.hash;
}
