/* What one tag costs behind another, for the tagger. Written by hand: the classes are few, and what
 * may stand behind what is grammar, not statistics. A pair that is not listed costs OTHER; higher is
 * less likely. Dutch lists what differs from English. */
#include "rewrite/parse.h"

#include <string.h>

enum { OTHER = 4 };

#define T(name) (1u << KR_TAG_##name)
#define NOMINAL (T(NOUN) | T(NAME))
#define OPENS (T(START) | T(PUNCT) | T(PICTURE) | T(INTERJECTION))

typedef struct row {
    uint32_t before, behind;
    uint8_t cost;
} row;

static const row english[] = {
    {OPENS, T(DET) | T(POSS) | T(PRON) | T(NAME) | T(TIME) | T(REF), 0},
    {OPENS, T(NUM) | T(PREP) | T(SUB) | T(CONJ) | T(ADV) | T(ADJ) | T(NOUN) | T(UNKNOWN), 1},
    {OPENS, T(INF), 1},
    {OPENS, T(MODAL) | T(ING) | T(TO), 2},
    {OPENS, T(FIN) | T(PP), 4},
    {T(DET) | T(POSS) | T(GENITIVE), T(NOUN) | T(ADJ) | T(UNKNOWN) | T(NUM) | T(NAME), 0},
    {T(DET), T(NAME), 1},
    {T(DET) | T(POSS) | T(GENITIVE), T(ADV) | T(TIME), 3},
    {T(DET) | T(POSS) | T(GENITIVE), T(PP) | T(ING), 3},
    {T(DET) | T(POSS) | T(GENITIVE), T(FIN) | T(INF) | T(PREP) | T(MODAL) | T(PRON) | T(SUB), 14},
    {T(ADJ), T(NOUN) | T(UNKNOWN), 0},
    {T(ADJ), T(ADJ) | T(CONJ) | T(PREP) | T(PUNCT) | T(TO) | T(NAME) | T(REF), 1},
    {T(ADJ), T(SUB) | T(ING), 2},
    {T(ADJ), T(FIN) | T(INF) | T(MODAL), 6},
    {NOMINAL | T(UNKNOWN), T(PREP) | T(PUNCT) | T(GENITIVE) | T(MODAL) | T(TO), 0},
    {NOMINAL | T(UNKNOWN), T(FIN) | T(CONJ) | T(NOUN) | T(TIME) | T(REF) | T(PICTURE) |
                               T(UNKNOWN), 1},
    {NOMINAL | T(UNKNOWN), T(ADV) | T(SUB), 1},
    {NOMINAL | T(UNKNOWN), T(NAME), 2},
    {NOMINAL, T(ADJ), 3},
    {NOMINAL | T(UNKNOWN), T(NUM), 3},
    {NOMINAL | T(UNKNOWN), T(PP) | T(ING) | T(PRON), 3},
    {NOMINAL | T(UNKNOWN), T(INF), 7},
    {T(PRON), T(FIN) | T(MODAL), 0},
    {T(PRON), T(ADV) | T(PREP) | T(PUNCT) | T(CONJ), 1},
    {T(PRON), T(DET) | T(POSS) | T(TO) | T(TIME) | T(SUB), 2},
    {T(PRON), T(INF) | T(PRON) | T(ADJ), 4},
    {T(PRON), T(NOUN), 7},
    {~(NOMINAL | T(UNKNOWN) | T(NUM) | T(TIME)), T(GENITIVE), 14},
    {T(MODAL), T(INF), 0},
    {T(MODAL), T(ADV) | T(PRON), 1},
    {T(MODAL), T(DET) | T(POSS) | T(NAME), 3},
    {T(MODAL), T(FIN) | T(NOUN) | T(MODAL), 10},
    {T(FIN), T(ING), 0},
    {T(FIN), T(ADV), 0},
    {T(FIN), T(DET) | T(POSS) | T(PREP) | T(PP) | T(PRON) | T(NAME) | T(TO) | T(ADJ) | T(SUB), 1},
    {T(FIN), T(NUM), 1},
    {T(FIN), T(PUNCT), 1},
    {T(FIN), T(NOUN) | T(TIME) | T(UNKNOWN) | T(REF), 2},
    {T(FIN), T(FIN) | T(INF) | T(MODAL), 7},
    {T(INF), T(DET) | T(POSS) | T(PUNCT), 0},
    {T(INF), T(ADV), 0},
    {T(INF), T(PREP) | T(PRON) | T(NAME) | T(INTERJECTION) | T(NUM) | T(ADJ) | T(SUB), 1},
    {T(INF), T(REF), 0},
    {T(INF), T(NOUN), 1},
    {T(INF), T(TO) | T(TIME) | T(CONJ) | T(UNKNOWN) | T(PP), 2},
    {T(INF), T(FIN) | T(INF) | T(MODAL), 8},
    {T(PP), T(PREP) | T(ADV) | T(PUNCT), 0},
    {T(PP), T(SUB) | T(PP), 1},
    {T(PP), T(FIN) | T(INF) | T(MODAL), 6},
    {T(PP), T(DET) | T(POSS) | T(TO) | T(CONJ) | T(TIME) | T(NOUN) | T(ADJ) | T(PRON) | T(NUM) |
                T(NAME) | T(ING) | T(UNKNOWN), 2},
    {T(ING), T(DET) | T(POSS), 0},
    {T(ING), T(FIN) | T(INF) | T(MODAL), 7},
    {T(ING), T(PREP) | T(ADV) | T(NOUN) | T(ADJ) | T(PUNCT) | T(NAME) | T(PRON), 1},
    {T(ING), T(TO) | T(CONJ) | T(NUM) | T(TIME) | T(UNKNOWN), 2},
    {T(TO), T(INF), 0},
    {T(TO), T(ADV), 3},
    {T(TO), ~(T(INF) | T(ADV)), 9},
    {T(PREP), T(DET) | T(POSS) | T(NAME) | T(NUM) | T(TIME) | T(REF), 0},
        {T(PREP), T(ADJ) | T(NOUN) | T(ING) | T(PRON) | T(UNKNOWN), 1},
    {T(PREP), T(ADV) | T(SUB), 4},
    {T(PREP), T(PP), 3},
    {T(PREP), T(FIN) | T(INF) | T(MODAL), 12},
    {T(ADV), T(ADJ) | T(PUNCT), 0},
    {T(ADV), T(NOUN), 5},
    {T(ADV), T(FIN) | T(ADV) | T(PP) | T(PREP) | T(INF) | T(MODAL) | T(ING) | T(TIME), 1},
    {T(ADV), T(TO), 1},
    {T(ADV), T(DET) | T(POSS) | T(PRON) | T(NUM) | T(SUB) | T(CONJ), 2},
    {T(CONJ), T(DET) | T(POSS) | T(PRON) | T(NOUN) | T(ADJ) | T(NAME) | T(NUM) | T(UNKNOWN), 1},
    {T(CONJ), T(FIN) | T(INF) | T(ADV) | T(ING) | T(PREP) | T(PP) | T(SUB) | T(MODAL), 2},
    {T(SUB), T(PRON) | T(DET) | T(POSS) | T(NAME), 0},
    {T(SUB), T(NOUN) | T(ADJ) | T(NUM), 1},
    {T(SUB), T(FIN) | T(ADV) | T(ING) | T(UNKNOWN) | T(TO) | T(MODAL), 2},
    {T(NUM), T(NOUN) | T(UNKNOWN), 0},
    {T(NUM), T(ADJ) | T(PUNCT) | T(PREP) | T(CONJ), 1},
    {T(NUM), T(FIN), 4},
    {T(NUM), T(MODAL) | T(NUM) | T(TIME) | T(TO), 2},
    {T(TIME) | T(REF), T(PUNCT), 0},
    {T(TIME) | T(REF), ~T(PUNCT), 2},
};

static const row dutch[] = {
    {OPENS, T(FIN), 2},
    {OPENS, T(INF), 5},
    {T(PRON), T(DET) | T(POSS) | T(PREP) | T(NOUN) | T(NAME) | T(ADJ), 2},
    {T(PRON), T(INF), 3},
    {NOMINAL | T(UNKNOWN), T(INF), 2},
    {NOMINAL | T(UNKNOWN), T(PP), 2},
    {T(ADV) | T(TIME) | T(REF), T(INF), 2},
    {T(ADJ), T(INF), 3},
    {T(ADJ), T(FIN), 5},
    {T(TIME), T(FIN), 0},
    {T(TIME), T(INF), 3},
    {T(PRON), T(NUM) | T(TIME), 1},
    {T(FIN), T(POSS), 2},
    {T(MODAL), T(PRON), 0},
    {T(MODAL), T(INF) | T(DET) | T(POSS) | T(NAME) | T(ADV), 1},
    {T(MODAL), T(NOUN) | T(PREP) | T(TIME) | T(NUM) | T(ADJ), 2},
    {T(FIN), T(PRON), 0},
    {T(FIN), T(INF), 4},
    {T(PP), T(FIN) | T(INF) | T(MODAL), 1},
    {T(INF), T(PUNCT), 0},
    {T(INF), T(DET) | T(POSS) | T(NOUN) | T(NAME) | T(ADJ) | T(PRON), 3},
    {NOMINAL | T(UNKNOWN), T(ADJ), 2},
    {T(NOUN), T(NOUN), 3},
    {T(UNKNOWN), T(NOUN), 2},
    {T(PREP), T(PUNCT), 1},
    {T(PREP), T(CONJ), 2},
    {T(POSS), T(DET) | T(POSS), 10},
    {T(INF), T(INF) | T(FIN) | T(PREP) | T(CONJ) | T(PP), 2},
    {T(PREP), T(INF), 7},
    {T(FIN), T(ING), 4},
    {T(SUB), T(TO), 1},
};

static void apply(uint8_t *costs, const row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (uint32_t a = 0; a < KR_TAGS; a++)
            for (uint32_t b = 0; rows[i].before >> a & 1 && b < KR_TAGS; b++)
                if (rows[i].behind >> b & 1)
                    costs[a * KR_TAGS + b] = rows[i].cost;
}

void kr_tag_costs(uint8_t *costs, const char *language) {
    memset(costs, OTHER, (size_t)KR_TAGS * KR_TAGS);
    apply(costs, english, sizeof english / sizeof *english);
    if (strcmp(language, "nl") == 0)
        apply(costs, dutch, sizeof dutch / sizeof *dutch);
}
