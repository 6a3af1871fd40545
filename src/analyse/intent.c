/* Intent: what a post is for, by the cue words of the pack (`analyse.intent.NAME`). A cue in the
 * first two sentences weighs double; each phrase counts once a sentence. Ties go to the earlier
 * intent of the list below, which puts what is announced before what merely accompanies it. */
#include "analyse/reading.h"

#include <string.h>

static const kr_intent order[] = {
    KR_INTENT_HIRING,    KR_INTENT_WEBINAR, KR_INTENT_AWARD,       KR_INTENT_FAREWELL,
    KR_INTENT_WELCOME,   KR_INTENT_NOTICE,  KR_INTENT_PARTNERSHIP, KR_INTENT_GOOD_CAUSE,
    KR_INTENT_LAUNCH,    KR_INTENT_EVENT,   KR_INTENT_CASE,        KR_INTENT_ARTICLE,
    KR_INTENT_MILESTONE, KR_INTENT_HOLIDAY, KR_INTENT_FIGURES,     KR_INTENT_THANKS,
};

static const kr_pack_list *cues_of(const kr_reading *r, kr_intent intent) {
    static const char start[] = "analyse.intent.";
    char name[64];
    const char *own = kr_intent_name(intent);
    size_t length = strlen(own);
    if (!r->pack || sizeof start + length > sizeof name)
        return NULL;
    memcpy(name, start, sizeof start - 1);
    memcpy(name + sizeof start - 1, own, length + 1);
    return kr_pack_find_list(r->pack, name);
}

/* A phrase that cuts through a name is no cue: "Stichting Jarige Job". */
static int cuts_atom(const kr_reading *r, uint32_t first, uint32_t last) {
    return (first > 0 && r->raws[first].atom != KR_NONE &&
            r->raws[first - 1].atom == r->raws[first].atom) ||
           (last + 1 < r->count && r->raws[last].atom != KR_NONE &&
            r->raws[last + 1].atom == r->raws[last].atom);
}

/* As kr_reading_phrase, for any list; hashtags count as their word. */
static uint32_t cue_at(const kr_reading *r, const kr_pack_list *cues, uint32_t i) {
    kr_str word = kr_raw_low(r, i);
    if (r->raws[i].kind == KR_RAW_TAG)
        return (uint32_t)kr_list_has(cues, (kr_str){word.at + 1, word.length - 1});
    uint32_t most = kr_list_longest(cues), last = i;
    while (last + 1 < r->count && last + 1 - i < most && kr_raw_near(r, last + 1) &&
           r->raws[last + 1].sentence == r->raws[i].sentence)
        last++;
    for (;; last--) {
        if (kr_reading_has(r, cues, i, last) && !cuts_atom(r, i, last))
            return last - i + 1;
        if (last == i)
            return 0;
    }
}

static uint32_t score(const kr_reading *r, kr_intent intent) {
    enum { ENOUGH = 60 };
    const kr_pack_list *cues = cues_of(r, intent);
    uint32_t points = 0;
    for (uint32_t i = 0; cues && i < r->count && points < ENOUGH; i++) {
        if (r->raws[i].kind != KR_RAW_WORD && r->raws[i].kind != KR_RAW_TAG)
            continue;
        uint32_t length = cue_at(r, cues, i);
        if (length == 0)
            continue;
        points += r->raws[i].kind == KR_RAW_TAG ? 2 : r->raws[i].sentence < 2 ? 4 : 2;
        i += length - 1;
    }
    return points;
}

kr_intent kr_find_intent(const kr_reading *reading, const kr_post *post) {
    kr_intent best = KR_INTENT_GENERAL;
    uint32_t most = 0, figures = 0;
    for (uint32_t i = 0; i < post->atom_count; i++)
        figures += post->atoms[i].kind == KR_ATOM_NUMBER || post->atoms[i].kind == KR_ATOM_MONEY;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint32_t points = score(reading, order[i]);
        if (order[i] == KR_INTENT_FIGURES && figures < 2)
            points = 0;
        if (points > most) {
            most = points;
            best = order[i];
        }
    }
    return best;
}
