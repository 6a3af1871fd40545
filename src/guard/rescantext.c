/* A whole text for the second scanner, sentence by sentence: read, or known from another text of the same
 * post (known.c). One walk over the text: white space cuts chunks, marks are peeled off both ends, what
 * remains is looked at as a whole (rescan.c). */
#include "guard/known.h"

/* -- where a sentence may end
 * ------------------------------------------------------------------------------------------------ */

enum { GUESSES = 3, LOOSE = 1, LETTER = 2, SMALL = 4 };

static uint8_t context_of(const kr_rescan_walk *w, size_t chunk_end) {
    int32_t letter = kr_walk_next_letter(w->scan->text, chunk_end);
    return (uint8_t)((w->loose ? LOOSE : 0) | (letter ? LETTER : 0) |
                     (letter && kr_is_lower(letter) ? SMALL : 0));
}

/* A mark that ends sentences among the last bytes of a chunk, which may close brackets and quotations. */
static int has_end_mark(kr_str text, size_t start, size_t end) {
    for (size_t at = end; at > start && end - at < 5; at--) {
        char c = text.at[at - 1];
        if (c == '.' || c == '!' || c == '?' || c == '\xA6')
            return 1;
    }
    return 0;
}

static size_t chunk_end(kr_str text, size_t at) {
    while (at < text.length && (unsigned char)text.at[at] > ' ')
        at++;
    return at;
}

/* The known sentence that begins here: the first that ends where one may. A guess that is wrong finds
 * nothing, and the sentence is read. */
static const kr_known_sentence *find_here(const kr_rescan_walk *w) {
    kr_str text = w->scan->text;
    size_t at = w->at;
    for (int guesses = 0; guesses < GUESSES && at < text.length;) {
        uint32_t lines;
        size_t end = chunk_end(text, at), next = kr_walk_skip_space(w, end, &lines);
        if (next == end && end < text.length)
            return NULL; /* a control character: no white space */
        if (lines || next == text.length || has_end_mark(text, at, end)) {
            kr_stretch stretch = {{text.at + w->at, next - w->at}, context_of(w, end)};
            const kr_known_sentence *found = kr_known_find(w->scan->known, &stretch);
            if (found)
                return found;
            guesses++;
        }
        at = next;
    }
    return NULL;
}

/* -- reading
 * ------------------------------------------------------------------------------------------------ */

static size_t read_to_space(const kr_rescan_walk *w) {
    kr_str text = w->scan->text;
    size_t end = w->at;
    while (end < text.length && !kr_is_space(kr_code_at(text, end)))
        kr_utf8_next(text.at, text.length, &end);
    return end;
}

/* Chunks up to the end of a sentence or of the text. */
static int walk_sentence(kr_rescan_walk *w) {
    const kr_rescan_walk from = *w;
    kr_rescan *scan = w->scan;
    uint32_t lines;
    size_t end = w->at;
    while (w->at < scan->text.length && w->sentence == from.sentence) {
        end = read_to_space(w);
        if (kr_walk_chunk(w, w->at, end) < 0)
            return -1;
        w->at = kr_walk_skip_space(w, end, &lines);
        if (lines || w->at == scan->text.length)
            kr_walk_end_sentence(w, 0);
    }
    kr_rescan_negations(scan, from.first);
    kr_rescan_equals(scan, from.first);
    if (scan->known && from.fresh && !from.pending && !w->pending && !w->looked_back &&
        w->sentence == from.sentence + 1 && scan->count > from.first) {
        kr_stretch stretch = {{scan->text.at + from.at, w->at - from.at}, context_of(&from, end)};
        kr_known_keep(scan->known, &stretch, &from, w);
    }
    return 0;
}

static int next_sentence(kr_rescan_walk *w) {
    const kr_known_sentence *known = NULL;
    w->first = w->scan->count;
    w->words = w->scan->words;
    w->looked_back = 0;
    if (w->scan->known && w->fresh && !w->pending)
        known = find_here(w);
    return known ? kr_known_put(w->scan->known, known, w) : walk_sentence(w);
}

static int list_facts(kr_rescan *scan) {
    scan->facts = kr_arena_alloc(scan->arena, scan->count, sizeof *scan->facts);
    if (!scan->facts)
        return -1;
    for (uint32_t i = 0; i < scan->count; i++)
        if (scan->units[i].kind != KR_UNIT_WORD)
            scan->facts[scan->fact_count++] = i;
    return 0;
}

int kr_rescan_text(kr_rescan *scan, kr_str text) {
    kr_rescan_walk w = {.scan = scan, .fresh = 1};
    uint32_t lines;
    scan->text = text;
    /* A word and the quotation around it are both folded; one letter may grow to three bytes. */
    scan->fold = kr_arena_alloc(scan->arena, text.length + 1, 8);
    if (!scan->fold || !kr_walk_close(&w))
        return -1;
    w.at = kr_walk_skip_space(&w, 0, &lines);
    while (w.at < text.length)
        if (next_sentence(&w) < 0)
            return -1;
    scan->sentences = w.sentence > 0 ? w.sentence : 1;
    w.sentence = scan->sentences - 1;
    return kr_walk_quotations(&w) < 0 ? -1 : list_facts(scan);
}
