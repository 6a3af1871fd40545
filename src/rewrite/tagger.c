/* One tag a word: the cheapest path through the candidates of all words (Viterbi, 1967), where a word
 * behind another costs what tags_table.c says. Entries of several words ("because of") count as one:
 * the longest that the lexicon has, unless a shorter reading is what its words are made of. */
#include "rewrite/parse.h"

#include <string.h>

enum { ENDLESS = 1 << 20 };

typedef struct column {
    kr_candidate candidate[KR_MOST_CANDIDATES];
    uint32_t cost[KR_MOST_CANDIDATES];
    uint8_t from[KR_MOST_CANDIDATES];
    uint32_t count;
    uint16_t word;
} column;

/* How many words the lexicon entry that begins here has. */
static uint8_t entry_words(const kr_parse *parse, uint32_t at) {
    const kr_pack_word *words = kr_pack_section(parse->pack, KR_SECTION_STRINGS);
    const kr_word *word = &parse->words[at];
    if (word->atom)
        return 1;
    for (uint32_t n = KR_LONGEST_PHRASE; n > 1; n--) {
        uint32_t string = word->phrase[n - 2];
        if (string != KR_PACK_NONE && words[string].classes && at + n <= parse->last)
            return (uint8_t)n;
    }
    return 1;
}

static void fill_costs(const kr_parse *parse, column *now, const column *before) {
    for (uint32_t i = 0; i < now->count; i++) {
        uint32_t best = ENDLESS;
        uint32_t tag = now->candidate[i].tag;
        uint32_t count = before ? before->count : 1;
        for (uint32_t k = 0; k < count; k++) {
            uint32_t tag_before = before ? before->candidate[k].tag : KR_TAG_START;
            uint32_t cost = (before ? before->cost[k] : 0) +
                            parse->tag_costs[tag_before * KR_TAGS + tag];
            if (cost < best) {
                best = cost;
                now->from[i] = (uint8_t)k;
            }
        }
        now->cost[i] = best + now->candidate[i].cost;
    }
}

static uint32_t cheapest_end(const kr_parse *parse, const column *last) {
    uint32_t best = 0, lowest = ENDLESS;
    for (uint32_t i = 0; i < last->count; i++) {
        uint32_t cost = last->cost[i] +
                        parse->tag_costs[last->candidate[i].tag * KR_TAGS + KR_TAG_PUNCT];
        if (cost < lowest) {
            lowest = cost;
            best = i;
        }
    }
    return best;
}

static void take(kr_parse *parse, const column *columns, uint32_t count) {
    uint32_t best = cheapest_end(parse, &columns[count - 1]);
    for (uint32_t c = count; c-- > 0;) {
        const kr_candidate *chosen = &columns[c].candidate[best];
        kr_word *word = &parse->words[columns[c].word];
        word->tag = chosen->tag;
        word->lemma = chosen->lemma;
        word->form = chosen->form;
        word->features = chosen->features;
        for (uint32_t n = 1; n < word->words; n++)
            word[n].tag = KR_TAG_PART;
        best = columns[c].from[best];
    }
}

int32_t kr_parse_tags(kr_job *job, kr_parse *parse) {
    column *columns = kr_arena_alloc(&job->arena, parse->count + 1u, sizeof *columns);
    uint32_t count = 0;
    if (!columns)
        return kr_nomem(job);
    for (uint32_t at = 0; at < parse->count;) {
        column *now = &columns[count];
        parse->words[at].words = entry_words(parse, at);
        now->word = (uint16_t)at;
        now->count = kr_word_candidates(parse, at, now->candidate);
        fill_costs(parse, now, count ? now - 1 : NULL);
        count++;
        at += parse->words[at].words;
    }
    if (count)
        take(parse, columns, count);
    return KOOR_OK;
}
