/* The tags that the built-in packs give to sentences which were once read wrongly, and where the
 * predicate of a clause ends. Tags are written as letters, one a word. */
#include "engine.h"
#include "rewrite/parse.h"

/* d det, $ poss, p pron, n noun, N name, a adj, v adv, i prep, c conj, s sub, m modal, F finite, I inf,
 * P participle, G -ing, t to, # num, T time, ' genitive, . mark, - part of an entry, ? unknown */
static const char letters[KR_TAGS + 1] = "^?d$pnNavicsmFIPGt#T'r.e!-";

typedef struct reading {
    kr_job job;
    kr_lexer *lexer;
    kr_parse parse;
    kr_post post;
} reading;

static void read_sentence(reading *r, const char *language, const char *text) {
    uint8_t costs[KR_TAGS * KR_TAGS];
    const kr_pack *pack = kr_pack_builtin(language);
    koor_error *error = NULL;
    kr_job_start(&r->job, &kr_memory_default, &error);
    assert_int_equal(kr_lexer_open(&r->job, &r->lexer), KOOR_OK);
    assert_int_equal(engine_analyse(&r->job, pack, kr_str_of(text), &r->post, r->lexer), KOOR_OK);
    kr_tag_costs(costs, language);
    assert_int_equal(kr_parse_sentence(&r->job, pack, costs, &r->post, 0, &r->parse), KOOR_OK);
}

static void end_reading(reading *r) {
    kr_lexer_close(r->lexer);
    kr_job_end(&r->job);
}

static void check_tags(const char *language, const char *text, const char *wanted) {
    reading r;
    char tags[64];
    uint32_t at = 0;
    read_sentence(&r, language, text);
    for (; at < r.parse.count && at < 63; at++)
        tags[at] = letters[r.parse.words[at].tag];
    tags[at] = '\0';
    if (strcmp(tags, wanted) != 0)
        fail_msg("%s: %s instead of %s", text, tags, wanted);
    end_reading(&r);
}

static void tags_of_sentences(void **state) {
    static const struct {
        const char *text, *tags;
    } cases[] = {
        {"The council has approved the plans.", "dnFPdn."},
        {"The winner carries 40 crates and still fits through the gate.", "dnF#ncvFidn."},
        {"The course runs on Mondays and costs nothing.", "dnFiTcFp."},
        {"The paint is dry and the lift works again.", "dnFacdnFv."},
        {"After a season of trials, the leak is gone.", "idnin.dnFP."},
        {"After the rain stopped, we went out.", "sdnF.pFv."},
        {"It lets you freeze a card.", "pFpIdn."},
        {"The app lets drivers plan ahead.", "dnFnIv."},
        {"85 people build carts for farms.", "#nFnin."},
        {"Does our new yard run on solar power?", "F$anIian."},
        {"We met a baker who runs a shop.", "pFdnpFdn."},
        {"It takes one day to switch languages.", "pF#ntIn."},
        {"They stayed dry that night.", "pFav-."},
        {"We send it back to the farm.", "pFpvidn."},
        {"Our crates hold sandbags and rainwater.", "$nFncn."},
        {"We repair, repaint and resell old carts.", "pF.IcFan."},
        {"The shop has been rated by our guests.", "dnFPPi$n."},
        {"There is a bell in the hall.", "pFdnidn."},
        {"The bakers expect to finish in May.", "dnFtIiT."},
        {"You are able to pay by card.", "pFatIin."},
        {"The trip leads to work in May.", "dnFiniT."},
        {"A second one has been ordered.", "danFPP."},
        {"The red one works.", "danF."},
        {"Any NHS trust that wants it can call us.", "dNnpFpmIp."},
        {"The NHS trust wants it.", "dNnFp."},
        {"I called the mayor and talked to him.", "pFdncFip."},
        {"Harlow has since built a new store, with lifts.", "NFvPdan.in."},
        {"300 carts were made and painted.", "#nFacP."},
        {"We've also cut our costs.", "pFvP$n."},
        {"They had already put it there.", "pFvPpv."},
        {"We have to cut costs.", "pm-In."},
        {"Crashes at the crossings we monitored declined by a third.", "nidnpFFid#."},
        {"The crossings we monitored felt closed.", "dnpFFP."},
        {"Test runs start on Friday.", "n?niT."},
        {"Our test runs well.", "$nFv."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_tags("en", cases[i].text, cases[i].tags);
}

static void tags_of_dutch_sentences(void **state) {
    (void)state;
    check_tags("nl", "We helpen aan de kassa, in de serre en bij het laden van wagens.", "pFidn.idncidIin.");
    check_tags("nl", "De jury prijst het ontwerp en het hergebruik van de gevel.", "dnFdncdnidn.");
    check_tags("nl", "1 op de 3 klanten komt terug.", "#---nFv.");
    check_tags("nl", "Een op vier klanten komt terug.", "#--nFv.");
    check_tags("nl", "Gisteren tekenden onze buren het Waterpact.", "TF$ndN.");
    check_tags("nl", "We zien dit Rokin.", "pFdN.");
    check_tags("nl", "Op 27 juni houdt PIBN de Dutch Digital Day.", "iTFNdN.");
    check_tags("nl", "Onze gasten worden pas om 10.15 uur verwacht.", "$nFviTP.");
    check_tags("nl", "Vrienden van het huis kunnen al vanaf donderdag bestellen.", "nidnFviTI.");
    check_tags("nl", "Leden kunnen hier lezen wat er gebeurt.", "nFvIvvF.");
    check_tags("nl", "Zwemmen is leuk.", "IFa.");
    check_tags("nl", "Onze bakker misloopt de prijs.", "$n?dn.");
    check_tags("nl", "We zien dat de bakker misloopt.", "pFsdnF.");
}

/* The words of the predicate that begins with the second word. */
static void predicates(void **state) {
    static const struct {
        const char *text;
        uint32_t words;
    } cases[] = {
        {"We open a shop in May.", 5},
        {"We sell pies, buns and a loaf.", 7},
        {"We hope you join us.", 2},
        {"We bake bread and sell it.", 2},
        {"We have a chance to win.", 3},
        {"We want to win.", 1},
        {"We have to win.", 3},
        {"We met people without selling pies.", 3},
        {"We met people who sing.", 2},
        {"Bread for all.", 0},
        {"We returned 37 stolen carts to the shop.", 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        read_sentence(&r, "en", cases[i].text);
        uint32_t end = kr_predicate_end(&r.parse, 1);
        if (end != cases[i].words + 1)
            fail_msg("%s: %u words", cases[i].text, end - 1);
        end_reading(&r);
    }
}

/* All subjects of the sentence, one behind the other. */
static void check_subject(const char *language, const char *text, const char *wanted) {
    reading r;
    char found[128] = "";
    size_t length = 0;
    read_sentence(&r, language, text);
    for (uint32_t i = 0; i < r.parse.chunk_count; i++) {
        const kr_chunk *chunk = &r.parse.chunks[i];
        uint32_t from = r.parse.words[chunk->start].span.start, to = r.parse.words[chunk->end - 1].span.end;
        if (chunk->kind != KR_CHUNK_SUBJ || length + (to - from) + 3 > sizeof found)
            continue;
        length += (size_t)snprintf(found + length, sizeof found - length, "%s%.*s", length ? " | " : "",
                                   (int)(to - from), r.parse.text.at + from);
    }
    if (strcmp(found, wanted) != 0)
        fail_msg("%s: %s", text, found);
    end_reading(&r);
}

/* A noun that makes one verb with the finite verb is no part of the subject before it. */
static void subjects(void **state) {
    (void)state;
    check_subject("nl", "In mei vond onze jaarlijkse veiligheidsdag plaats.", "onze jaarlijkse veiligheidsdag");
    check_subject("nl", "In mei neemt onze buurman afscheid.", "onze buurman");
    check_subject("nl", "In mei kreeg onze buurman een plaats.", "onze buurman");
    check_subject("nl", "In mei kost onze vaste plaats meer.", "onze vaste plaats");
    check_subject("nl", "In mei heeft onze raad van toezicht mevrouw Brandsma benoemd.", "onze raad van toezicht");
}

/* The end of a longer phrase is no subject of its own. */
static void whole_subjects(void **state) {
    (void)state;
    check_subject("en", "Our Tuesday market stall is back.", "Our Tuesday market stall");
    check_subject("en", "Sunday brunch starts at noon.", "Sunday brunch");
    check_subject("en", "Every Sunday brunch starts at noon.", "Every Sunday brunch");
    check_subject("en", "Last week Priya opened it.", "Priya");
    check_subject("en", "Anna, Stefan and Bill will be happy.", "Anna, Stefan and Bill");
    check_subject("en", "We keep the same hours, and offices will close.", "We | offices");
    check_subject("en", "We repair roofs and Bill will help.", "We | roofs and Bill | Bill");
}

static uint32_t features_of(const char *text, uint32_t start, kr_chunk_kind kind) {
    reading r;
    uint32_t features = 0;
    read_sentence(&r, "nl", text);
    for (uint32_t i = 0; i < r.parse.chunk_count; i++)
        if (r.parse.chunks[i].kind == kind && r.parse.chunks[i].start == start)
            features |= r.parse.chunks[i].features;
    end_reading(&r);
    return features;
}

/* A noun behind the hyphen of a name tells its number; the end of an unknown word is no time. */
static void parts_of_words(void **state) {
    (void)state;
    assert_true(features_of("Onze U15-meisjes winnen.", 0, KR_CHUNK_NP1) & KR_FEATURE_PL);
    assert_true(features_of("Onze U15-ploeg wint.", 0, KR_CHUNK_NP1) & KR_FEATURE_SG);
    assert_true(features_of("We helpen in Vlaamse ziekenhuizen.", 3, KR_CHUNK_NP1) & KR_FEATURE_PL);
    assert_false(features_of("We helpen in Brugge bakkers.", 3, KR_CHUNK_NP1) & KR_FEATURE_PL);
    assert_true(features_of("We praten na de schooluren.", 2, KR_CHUNK_PP) & KR_FEATURE_TIME);
    assert_false(features_of("We praten over vermoeiingsscheuren.", 2, KR_CHUNK_PP) & KR_FEATURE_TIME);
    assert_true(features_of("We praten sinds gisteren.", 2, KR_CHUNK_PP) & KR_FEATURE_TIME);
    assert_false(features_of("We raden aan vooraf te bellen.", 2, KR_CHUNK_PP) & KR_FEATURE_TIME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_words),
        cmocka_unit_test(tags_of_sentences),
        cmocka_unit_test(tags_of_dutch_sentences),
        cmocka_unit_test(predicates),
        cmocka_unit_test(subjects),
        cmocka_unit_test(whole_subjects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
