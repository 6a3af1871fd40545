/* Realising: the joint between fragments, buffers that are too small, lengths, edits, vectors. */
#include "graph_help.h"

#include <stdlib.h>

enum {
    ARTICLE = KR_FRAGMENT_ARTICLE,
    VOWEL = KR_FRAGMENT_VOWEL,
    LEFT = KR_FRAGMENT_TIGHT_LEFT,
    RIGHT = KR_FRAGMENT_TIGHT_RIGHT,
    SPACE = KR_FRAGMENT_SPACE,
    ENDS = KR_FRAGMENT_ENDS,
    NEUTRAL = KR_FRAGMENT_NEUTRAL,
    KEEP = KR_FRAGMENT_KEEP_CASE
};

typedef struct piece {
    const char *text;
    uint32_t flags;
} piece;

static void expect_joined(const char *expected, const char *language, const piece *pieces) {
    bench_graph b;
    kr_node_id links[16];
    size_t count = 0;
    graph_begin(&b, language);
    for (; pieces[count].text; count++)
        links[count] = text(&b, pieces[count].text, pieces[count].flags);
    graph_compile(&b, sequence(&b, count, links));
    assert_int_equal(kr_graph_first(b.walks, NULL, &b.walk), 0);
    assert_string_equal(realised(&b), expected);
    kr_weights weights;
    assert_int_equal(kr_graph_weigh(&b.job, &b.job.arena, &b.graph, KR_GRAPH_BYTES, &weights), 0);
    assert_int_equal(kr_graph_length(b.walks, &b.walk, &weights), strlen(expected));
    graph_end(&b);
}

static void joins(void **state) {
    (void)state;
    expect_joined(
        "We hire. An engineer", "en",
        (piece[]){
            {"we", 0}, {"hire", 0}, {".", LEFT | ENDS}, {"a", ARTICLE}, {"engineer", VOWEL}, {0}});
    expect_joined("A nice engineer", "en",
                  (piece[]){{"an", ARTICLE}, {"nice", 0}, {"engineer", VOWEL}, {0}});
    expect_joined(
        "We meet an\u00a0hour", "en",
        (piece[]){{"we", 0}, {"meet", 0}, {"a", ARTICLE}, {"\u00a0hour", LEFT | VOWEL}, {0}});
    expect_joined("IJs (en “koek”), iPhone", "nl",
                  (piece[]){{"ijs", 0},
                            {"(", RIGHT},
                            {"en", 0},
                            {"“", RIGHT},
                            {"koek", 0},
                            {"”", LEFT},
                            {")", LEFT},
                            {",", LEFT},
                            {"iPhone", KEEP},
                            {0}});
    expect_joined("’s Avonds wel", "nl", (piece[]){{"’s avonds", 0}, {"wel", 0}, {0}});
    expect_joined("'s Avonds wel", "nl", (piece[]){{"'s", 0}, {"avonds", 0}, {"wel", 0}, {0}});
    expect_joined("’t Is Eén hier. Eén", "nl",
                  (piece[]){{"’t", 0}, {"is", 0}, {"Eén", KEEP}, {"hier", 0}, {".", LEFT | ENDS}, {"één", 0}, {0}});
    expect_joined("Élan 't is", "en", (piece[]){{"élan", 0}, {"'t", 0}, {"is", 0}, {0}});
    expect_joined("iPhone is here", "en", (piece[]){{"iPhone", KEEP}, {"is", 0}, {"here", 0}, {0}});
    expect_joined("🚀 “We go", "en",
                  (piece[]){{"🚀", NEUTRAL}, {"“", RIGHT}, {"we", 0}, {"go", 0}, {0}});
    expect_joined(
        "I see an event", "en",
        (piece[]){{"i", 0}, {"see", 0}, {"a", ARTICLE}, {" ", SPACE}, {"event", VOWEL}, {0}});
}

static void holds_white_space_back(void **state) {
    (void)state;
    expect_joined("One\n\nTwo", "en",
                  (piece[]){{"\n", SPACE},
                            {"one", ENDS},
                            {" ", SPACE},
                            {"\n\n", SPACE},
                            {"\n", SPACE},
                            {"", 0},
                            {"two", 0},
                            {" ", SPACE},
                            {0}});
    expect_joined("One, two", "en",
                  (piece[]){{"one", 0}, {" ", SPACE}, {",", LEFT}, {" ", SPACE}, {"two", 0}, {0}});
    expect_joined("One\n, two", "en",
                  (piece[]){{"one", 0}, {"\n", SPACE}, {",", LEFT}, {"two", 0}, {0}});
}

/* A headline ends without a mark: the white space behind it says so. */
static void opens_behind_white_space(void **state) {
    (void)state;
    expect_joined("News\n\nWe hire", "en",
                  (piece[]){{"news", 0}, {"\n\n", SPACE | ENDS}, {"we", 0}, {"hire", 0}, {0}});
}

static void copies_raw_text_as_it_is(void **state) {
    (void)state;
    expect_joined(
        "  a  b.c", "en",
        (piece[]){
            {"  a ", KR_FRAGMENT_RAW}, {" b.", KR_FRAGMENT_RAW}, {"c", KR_FRAGMENT_RAW}, {0}});
    expect_joined("One;two", "en", (piece[]){{"one", 0}, {";", KR_FRAGMENT_RAW}, {"two", 0}, {0}});
}

static void cuts_at_the_capacity(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    const char *const words = "a rather long fragment that does not fit into one block";
    graph_compile(
        &b, sequence(&b, 3,
                     (kr_node_id[]){text(&b, "one", 0), text(&b, words, 0), text(&b, "two", 0)}));
    kr_graph_first(b.walks, NULL, &b.walk);
    char whole[128];
    size_t length = kr_graph_realise(b.walks, &b.walk, whole, sizeof whole);
    assert_int_equal(length, strlen(words) + 8);
    for (size_t capacity = 0; capacity <= length; capacity++) {
        char *exact = malloc(capacity + 1); /* so that the sanitizer sees a byte too many */
        char *buffer = realloc(exact, capacity ? capacity : 1);
        assert_int_equal(kr_graph_realise(b.walks, &b.walk, buffer, capacity), length);
        assert_memory_equal(buffer, whole, capacity);
        free(buffer);
    }
    graph_end(&b);
}

static kr_arm edited(bench_graph *b, kr_node_id node, const char *rule) {
    uint32_t edit = kr_graph_edit(&b->graph, kr_str_of(rule), (kr_span){0, 1}, 0, 0);
    return kr_arm_of(node, 1, edit);
}

static void lists_edits_with_their_place(void **state) {
    (void)state;
    bench_graph b;
    graph_begin(&b, "en");
    kr_arm deep[] = {edited(&b, text(&b, "", 0), "empty"), edited(&b, text(&b, "grow", 0), "grow")};
    kr_arm other[] = {edited(&b, text(&b, "fast", 0), "fast")};
    kr_node_id links[] = {kr_graph_choice(&b.graph, deep, 2), kr_graph_choice(&b.graph, other, 1)};
    kr_arm outer[] = {edited(&b, sequence(&b, 2, links), "outer"),
                      kr_arm_of(text(&b, "base", 0), 1, KR_NONE)};
    graph_compile(
        &b,
        sequence(&b, 2, (kr_node_id[]){text(&b, "we", 0), kr_graph_choice(&b.graph, outer, 2)}));
    kr_edit_use uses[4];
    const uint32_t grown[] = {0, 1, 0};
    memcpy(b.walk.decisions, grown, sizeof grown);
    assert_string_equal(realised(&b), "We grow fast");
    assert_int_equal(kr_graph_edits(b.walks, &b.walk, uses, 4), 3);
    assert_string_equal(b.graph.edits[uses[0].edit].rule.at, "outer");
    assert_int_equal(uses[0].start, 3);
    assert_int_equal(uses[0].end, 12);
    assert_string_equal(b.graph.edits[uses[1].edit].rule.at, "grow");
    assert_int_equal(uses[1].end, 7);
    assert_int_equal(uses[2].start, 8);
    b.walk.decisions[1] = 0;
    assert_string_equal(realised(&b), "We fast");
    assert_int_equal(kr_graph_edits(b.walks, &b.walk, uses, 4), 3);
    assert_int_equal(uses[0].start, 3);
    assert_int_equal(uses[1].start, uses[1].end);
    assert_int_equal(kr_graph_edits(b.walks, &b.walk, uses, 1), 3); /* room for one only */
    assert_int_equal(uses[0].end, 7);
    graph_end(&b);
}

/* Of an author's markup: what a choice leaves of white space at the ends is no part of the text. */
static void leaves_margins_out(void **state) {
    (void)state;
    bench_graph b;
    kr_edit_use uses[3];
    graph_begin(&b, "en");
    b.graph.trims = 1;
    kr_arm first[] = {edited(&b, raw(&b, "\n"), "first"), edited(&b, raw(&b, " Hi,"), "first")};
    kr_arm last[] = {edited(&b, raw(&b, ""), "last"), edited(&b, raw(&b, " #b \n"), "last")};
    kr_node_id links[] = {kr_graph_choice(&b.graph, first, 2), raw(&b, " all  of you "),
                          kr_graph_choice(&b.graph, last, 2), raw(&b, "\t")};
    graph_compile(&b, sequence(&b, 4, links));
    static const struct {
        uint32_t decisions[2];
        const char *text;
        kr_margins margins;
        uint32_t first, last, end; /* where the edits end, begin and end */
    } cases[] = {
        {{0, 0}, "all  of you", {2, 2}, 0, 11, 11},
        {{1, 0}, "Hi, all  of you", {1, 2}, 3, 15, 15},
        {{0, 1}, "all  of you  #b", {2, 3}, 0, 12, 15},
        {{1, 1}, "Hi, all  of you  #b", {1, 3}, 3, 16, 19},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memcpy(b.walk.decisions, cases[i].decisions, sizeof cases[i].decisions);
        assert_string_equal(realised(&b), cases[i].text);
        kr_margins margins = kr_graph_margins(b.walks, &b.walk);
        assert_int_equal(margins.before, cases[i].margins.before);
        assert_int_equal(margins.behind, cases[i].margins.behind);
        assert_int_equal(kr_graph_edits(b.walks, &b.walk, uses, 3), 2);
        assert_int_equal(uses[0].start, 0);
        assert_int_equal(uses[0].end, cases[i].first);
        assert_int_equal(uses[1].start, cases[i].last);
        assert_int_equal(uses[1].end, cases[i].end);
        assert_int_equal(kr_graph_realise(b.walks, &b.walk, NULL, 0), strlen(cases[i].text));
    }
    graph_end(&b);
}

/* Only what may have margins is without a track, and without its speed. */
static void keeps_the_track_of_the_others(void **state) {
    (void)state;
    static const struct {
        const char *first, *last;
        int has;
    } cases[] = {{"Hi|Hello", "you|all", 1}, {"Hi|", "you", 1}, {"Hi |", "you", 1}, {"Hi| ", "you", 0}, {"Hi", "you|all ", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench_graph b;
        graph_begin(&b, "en");
        b.graph.trims = 1;
        graph_compile(&b, sequence(&b, 3, (kr_node_id[]){choice(&b, cases[i].first), raw(&b, "-"), choice(&b, cases[i].last)}));
        assert_int_equal(kr_graph_pieces(b.walks) != NULL, cases[i].has);
        graph_end(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins),
        cmocka_unit_test(holds_white_space_back),
        cmocka_unit_test(opens_behind_white_space),
        cmocka_unit_test(copies_raw_text_as_it_is),
        cmocka_unit_test(cuts_at_the_capacity),
        cmocka_unit_test(lists_edits_with_their_place),
        cmocka_unit_test(leaves_margins_out),
        cmocka_unit_test(keeps_the_track_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
