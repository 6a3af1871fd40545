/* Markup of our own beside the dialect's fixtures: weights, escapes, locks, named choices, voices,
 * includes, edits, limits and what hostile texts may cost. */
#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct world {
    kr_job job;
    koor_error *error;
    kr_settings settings;
    kr_markup_input input;
    kr_graph graph;
    kr_markup_result result;
    kr_walks *walks;
} world;

static void begin(world *w, const char *text) {
    *w = (world){.error = NULL};
    kr_job_start(&w->job, &kr_memory_default, &w->error);
    kr_options_start(&w->settings);
    w->input = (kr_markup_input){.text = kr_str_of(text), .path = "post", .language = "en"};
}

static void end(world *w) {
    koor_error_free(w->error);
    kr_job_end(&w->job);
}

static int32_t parse(world *w) {
    return kr_markup_parse(&w->job, &w->job.arena, &w->settings, &w->input, &w->graph, &w->result);
}

/* The texts of all walks in their order, separated by ~. */
static const char *all_texts(world *w) {
    static char out[4096];
    kr_counter *counter;
    kr_walk walk;
    kr_big index = {0};
    size_t length = 0;
    int32_t status = parse(w);
    if (status < 0)
        fail_msg("%s", koor_error_message(w->error));
    assert_int_equal(kr_graph_compile(&w->job, &w->job.arena, &w->graph, &w->walks), KOOR_OK);
    assert_int_equal(kr_graph_walk(&w->job, &w->job.arena, w->walks, &walk), KOOR_OK);
    assert_int_equal(kr_counter_new(&w->job, w->walks, NULL, &counter), KOOR_OK);
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    for (uint64_t i = 0; i < total; i++) {
        kr_big_set(&kr_memory_default, &index, i);
        assert_int_equal(kr_counter_walk(&w->job, counter, &index, &walk), KOOR_OK);
        if (i > 0)
            out[length++] = '~';
        length += kr_graph_realise(w->walks, &walk, out + length, sizeof out - 1 - length);
        assert_true(length < sizeof out - 1);
    }
    out[length] = '\0';
    kr_big_end(&kr_memory_default, &index);
    kr_counter_end(counter);
    return out;
}

static void expect_texts(const char *text, const char *expected) {
    world w;
    begin(&w, text);
    assert_string_equal(all_texts(&w), expected);
    end(&w);
}

static void expect_problem(const char *text, const char *code, uint32_t line, uint32_t column) {
    world w;
    begin(&w, text);
    assert_true(parse(&w) < 0);
    assert_true(w.result.problem_count > 0);
    assert_string_equal(w.result.problems[0].code, code);
    assert_int_equal(w.result.problems[0].line, line);
    assert_int_equal(w.result.problems[0].column, column);
    assert_string_equal(koor_error_path(w.error), "post");
    assert_non_null(strstr(koor_error_message(w.error), code));
    end(&w);
}

static void reads_choices(void **state) {
    (void)state;
    expect_texts("{a|b{c|d}|}!", "a!~bc!~bd!~!");
    expect_texts("  plain, 100% \n", "plain, 100%");
    expect_texts("[a|b]", "a b~b a");
    expect_texts("[<minsize=1;maxsize=2;sep=\"; \";lastsep=\" & \">a|b|c]",
                 "a~b~c~a & b~b & a~a & c~c & a~b & c~c & b");
}

static void decides_once(void **state) {
    (void)state;
    expect_texts("#def %x% = {a|b}\n%x%{-|+}%x%", "a-a~a+a~b-b~b+b");
    expect_texts("#set %x% = {a|b}\n%x%%x%", "aa~ab~ba~bb");
    /* Outcomes are counted, not decisions: three, not four. */
    expect_texts("#def %x% = {a|{b|c}}\n%x%%x%", "aa~bb~cc");
    expect_texts("#def %n% = {1|2}\n{plural %n%: item|items} and %n%", "item and 1~items and 2");
    expect_texts("#def %n% = {|x}\n{?n?some %n%|none}", "none~some x");
    expect_texts("#def %a% = {x|y}\n#def %b% = <%a%{1|2}>\n%b% %b%",
                 "<x1> <x1>~<y1> <y1>~<x2> <x2>~<y2> <y2>");
}

static void knows_weights(void **state) {
    (void)state;
    world w;
    begin(&w, "{<3>a|b|<0>c} <3 {<5|x}");
    assert_string_equal(all_texts(&w), "a <3 <5~a <3 x~b <3 <5~b <3 x~c <3 <5~c <3 x");
    assert_int_equal(w.graph.arms[0].weight, 3);
    assert_int_equal(w.graph.arms[1].weight, 1);
    assert_int_equal(w.graph.arms[2].weight, 0);
    end(&w);
    expect_problem("ok {<1000001>a|b}", "weight.range", 1, 5);
    begin(&w, "#def %x% = {<2>a|{b|<3>c}}\n%x%");
    assert_int_equal(parse(&w), KOOR_OK);
    assert_int_equal(w.graph.variables[0].value_count, 3);
    assert_int_equal(w.graph.variables[0].weights[0], 8); /* 2/3, 1/3 * 1/4, 1/3 * 3/4 */
    assert_int_equal(w.graph.variables[0].weights[1], 1);
    assert_int_equal(w.graph.variables[0].weights[2], 3);
    end(&w);
}

static void knows_escapes_and_locks(void **state) {
    (void)state;
    expect_texts("\\{a\\|b\\} {c\\|d|\\%x\\%} \\\\ \\n \\#set",
                 "{a|b} c|d \\ \\n #set~{a|b} %x% \\ \\n #set");
    world w;
    begin(&w, "By `Harrow {&|+} Pike` {now|soon} `open\nend");
    assert_string_equal(all_texts(&w),
                        "By Harrow {&|+} Pike now `open\nend~By Harrow {&|+} Pike soon `open\nend");
    assert_int_equal(w.result.lock_count, 1);
    assert_true(kr_str_is(w.result.locks[0], "Harrow {&|+} Pike"));
    assert_true(w.graph.fragments[1].flags & KR_FRAGMENT_KEEP_CASE);
    end(&w);
}

static void ties_named_choices(void **state) {
    (void)state;
    expect_texts("{@g: Hi|Hello} you, {@G: bye|goodbye}", "Hi you, bye~Hello you, goodbye");
    expect_problem("{@g: a|b}\né {@g: a|b|c}", "choice.arms", 2, 3);
    expect_texts("{@els|@jan}", "@els~@jan");
}

static void asks_for_voices(void **state) {
    (void)state;
    const kr_str people[] = {KR_STR("we"), KR_STR("team"), KR_STR("company")};
    const kr_markup_voice voices[] = {{KR_STR("person"), people, 3}};
    world w;
    begin(&w, "{?person=we+team?Our|The} team{?!person=company?, us}");
    w.input.voices = voices;
    w.input.voice_count = 1;
    assert_string_equal(all_texts(&w), "Our team, us~Our team, us~The team");
    const uint64_t company[] = {4};
    kr_big count = {0};
    assert_int_equal(kr_graph_count(&w.job, w.walks, company, &count), KOOR_OK);
    assert_int_equal(kr_big_u64(&count), 1);
    kr_big_end(&kr_memory_default, &count);
    end(&w);
    expect_problem("{?persona=we?a|b}", "condition.unknown-voice", 1, 1);
}

static void includes_given_texts(void **state) {
    (void)state;
    const kr_markup_fragment fragments[] = {
        {KR_STR("sign"), KR_STR("#def %a% = {x|y}\n%a% %firm%\n")},
        {KR_STR("loop"), KR_STR("a\n#include \"loop\"")},
        {KR_STR("bad"), KR_STR("ok\n{a|b")},
    };
    world w;
    begin(&w, "#set %firm% = Koor\nHi %a%\n#include \"sign\"\nbye");
    w.input.fragments = fragments;
    w.input.fragment_count = 3;
    assert_string_equal(all_texts(&w), "Hi %a%\nx Koor\n\nbye~Hi %a%\ny Koor\n\nbye");
    end(&w);
    const char *const texts[] = {"#include \"loop\"", "x\n#include \"none\"", "#include \"bad\""};
    const char *const codes[] = {"include.circular", "include.unknown-target", "bracket.unclosed"};
    for (int i = 0; i < 3; i++) {
        begin(&w, texts[i]);
        w.input.fragments = fragments;
        w.input.fragment_count = 3;
        assert_int_equal(parse(&w), KOOR_E_SYNTAX);
        assert_string_equal(w.result.problems[0].code, codes[i]);
        if (i == 2) {
            assert_string_equal(w.result.problems[0].path, "bad");
            assert_int_equal(w.result.problems[0].line, 2);
        }
        end(&w);
    }
}

static void takes_values_of_the_host(void **state) {
    (void)state;
    const kr_markup_value values[] = {{KR_STR("who"), KR_STR("{Els|Jan}"), 0},
                                      {KR_STR("raw"), KR_STR("{a|b}%who%"), 1}};
    world w;
    begin(&w, "%WHO% %raw%");
    w.input.values = values;
    w.input.value_count = 2;
    assert_string_equal(all_texts(&w), "Els {a|b}%who%~Jan {a|b}%who%");
    end(&w);
}

/* Alternatives beside the base's way are edits, with their place in the base. */
static void marks_edits(void **state) {
    (void)state;
    world w;
    kr_walk walk;
    kr_edit_use uses[4];
    begin(&w, "One {two|2 {b|c}} {three|3}");
    all_texts(&w);
    assert_int_equal(kr_graph_walk(&w.job, &w.job.arena, w.walks, &walk), KOOR_OK);
    assert_int_equal(kr_graph_first(w.walks, NULL, &walk), 0);
    assert_int_equal(kr_graph_edits(w.walks, &walk, uses, 4), 0);
    const uint32_t other[] = {1, 1, 1};
    memcpy(walk.decisions, other, sizeof other);
    walk.count = 3;
    assert_int_equal(kr_graph_edits(w.walks, &walk, uses, 4), 2);
    const kr_edit *edit = &w.graph.edits[uses[0].edit];
    assert_true(kr_str_is(edit->rule, "author"));
    assert_int_equal(edit->from.start, 4);
    assert_int_equal(edit->from.end, 7);
    assert_int_equal(uses[0].end - uses[0].start, 3);
    end(&w);
}

/* In the base as it is handed out, without the white space that its first walk says at the ends. */
static void marks_edits_inside_the_base(void **state) {
    (void)state;
    world w;
    begin(&w, "{|Hi} all {two|2}{ |!}\n{\t|#a}");
    all_texts(&w);
    static const kr_span from[] = {{0, 0}, {4, 7}, {7, 7}, {7, 7}}; /* of "all two" */
    assert_int_equal(w.graph.edit_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(w.graph.edits[i].from.start, from[i].start);
        assert_int_equal(w.graph.edits[i].from.end, from[i].end);
    }
    end(&w);
}

static void tells_all_problems_with_their_place(void **state) {
    (void)state;
    world w;
    begin(&w, "één {a|b\n#set x = 1\n%y% [<foo=1>a]\n}]");
    assert_int_equal(kr_markup_check(&w.job, &w.settings, &w.input, &w.result), KOOR_OK);
    const char *const codes[] = {"bracket.unexpected-closing", "set.malformed",
                                 "variable.undefined", "permutation.unknown-key"};
    const uint32_t lines[] = {4, 2, 3, 3}, columns[] = {2, 1, 1, 5};
    assert_int_equal(w.result.problem_count, 4);
    assert_int_equal(w.result.errors, 3);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(w.result.problems[i].code, codes[i]);
        assert_int_equal(w.result.problems[i].line, lines[i]);
        assert_int_equal(w.result.problems[i].column, columns[i]);
    }
    end(&w);
    expect_problem("a\nb {c", "bracket.unclosed", 2, 3);
    expect_problem("a\nb [<minsize=5;maxsize=2> a|b]", "permutation.minsize-above-maxsize", 2, 3);
    expect_problem("[<maxsize=0; minsize = 1> a|b]", "permutation.minsize-above-maxsize", 1, 1);
    expect_texts("[<minsize=5> a|b]", "a b~b a"); /* as many as there are */
}

static void bounds_the_number_of_problems(void **state) {
    (void)state;
    char *braces = malloc(1000001);
    world w;
    memset(braces, '}', 1000000);
    braces[1000000] = '\0';
    begin(&w, braces);
    assert_int_equal(kr_markup_check(&w.job, &w.settings, &w.input, &w.result), KOOR_OK);
    assert_int_equal(w.result.problem_count, 100);
    assert_int_equal(w.result.errors, 1000000);
    end(&w);
    free(braces);
}

static void tells_markup_from_text(void **state) {
    (void)state;
    const char *const yes[] = {"{a|b}", "x {?v?[a|{b|c}]}", "\\{a\\} {|b}"};
    const char *const no[] = {"plain",   "{a}",       "a|b",     "[a|b]",      "{a|b",
                              "{[a|b]}", "\\{a|b\\}", "`{a|b}`", "100% {sic}", "/# {a|b} #/"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes + sizeof no / sizeof *no; i++) {
        int is = i < sizeof yes / sizeof *yes;
        world w;
        begin(&w, is ? yes[i] : no[i - sizeof yes / sizeof *yes]);
        assert_int_equal(kr_markup_is(&w.job, &w.settings, w.input.text), is);
        end(&w);
    }
}

static char *repeated(const char *before, const char *part, size_t times, const char *after) {
    size_t length = strlen(part), start = strlen(before);
    char *text = malloc(start + times * length + strlen(after) + 1);
    memcpy(text, before, start);
    for (size_t i = 0; i < times; i++)
        memcpy(text + start + i * length, part, length);
    memcpy(text + start + times * length, after, strlen(after) + 1);
    return text;
}

static void expect_refused(char *text, int32_t code) {
    world w;
    begin(&w, text);
    int32_t status = parse(&w);
    if (status == KOOR_OK)
        status = kr_graph_compile(&w.job, &w.job.arena, &w.graph, &w.walks);
    assert_int_equal(status, code);
    assert_true(strlen(koor_error_message(w.error)) > 20);
    end(&w);
    free(text);
}

/* Each of these would take for ever, or all memory, if it were done as written. */
static void refuses_hostile_texts(void **state) {
    (void)state;
    expect_refused(repeated("", "{", 1000000, ""), KOOR_E_SYNTAX);
    expect_refused(repeated("", "{a|", 100000, ""), KOOR_E_SYNTAX);
    expect_refused(repeated("", "[<a>", 200000, ""), KOOR_E_SYNTAX);
    expect_refused(repeated("x", "{a|b}", 30000, ""), KOOR_E_LIMIT);
    expect_refused(repeated("[a", "|b", 300, "]"), KOOR_E_LIMIT);
    expect_refused(repeated("#set %a% = %b% %b%\n#set %b% = %a% %a%\n", "%a%", 1, ""),
                   KOOR_E_SYNTAX);
    expect_refused(repeated("#def %a% = [b", "|b", 10, "]\n%a%"), KOOR_E_LIMIT);
    expect_refused(repeated("{<99999999999999999999999>a", "|b", 1, "}"), KOOR_E_SYNTAX);
    expect_refused(repeated("{a|", "\xC3(", 1, "}"), KOOR_E_UTF8);
    char deep[3 * 70 + 1] = "";
    for (int i = 0; i < 70; i++)
        strcat(deep, "{a|");
    expect_refused(repeated(deep, "}", 70, ""), KOOR_E_LIMIT);
}

/* 2^40 references that write nothing at all, by #set and by #def, alone and in conditions. */
static void refuses_doubling_definitions(void **state) {
    (void)state;
    for (int def = 0; def < 2; def++) {
        char text[4096] = "";
        for (int i = 0; i < 40; i++) {
            char line[64];
            snprintf(line, sizeof line, "#%s %%v%d%% = %%v%d%%%%v%d%%%s\n", def ? "def" : "set", i,
                     i + 1, i + 1, def ? "{|}" : "");
            strcat(text, line);
        }
        strcat(text, "#set %v40% =\n%v0%{?v0?a|b}");
        expect_refused(repeated(text, "", 1, ""), KOOR_E_LIMIT);
    }
}

/* Each of the texts without its outer white space. */
static const char *each_trimmed(const char *texts) {
    static char out[4096];
    size_t length = 0;
    for (;;) {
        size_t size = strcspn(texts, "~"), start = 0, end = size;
        while (start < end && kr_is_space((unsigned char)texts[start]))
            start++;
        while (end > start && kr_is_space((unsigned char)texts[end - 1]))
            end--;
        memcpy(out + length, texts + start, end - start);
        length += end - start;
        if (!texts[size])
            break;
        out[length++] = '~';
        texts += size + 1;
    }
    out[length] = '\0';
    return out;
}

/* What a choice leaves of white space at the ends goes as that of the source does, whatever the walk. */
static void texts_have_no_white_space_around(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{|Hi} ok {y|}",
        "x{, always|}\n{#a|} {#b|}",
        "{\n| }{ |a}{b |\t}{\n\n|c}",
        "{|{|  } a} {{b|} |}",
        "[<minsize=0;maxsize=2;sep=\" \">a|b|]",
        "[<minsize=1;maxsize=2;sep=\"\n\">a| |]",
        "{@n: |a} b {@n: c| }",
        "{| }{|\n}",
        "{a|b} c {d|e}",
    };
    expect_texts("{|Hi} ok {y|}", "ok y~ok~Hi ok y~Hi ok");
    expect_texts("{` x`|a } b", " x b~a  b"); /* what is locked stays */
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[4096];
        world w;
        begin(&w, texts[i]);
        w.input.exact = 1;
        strcpy(expected, each_trimmed(all_texts(&w)));
        end(&w);
        expect_texts(texts[i], expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_choices),
        cmocka_unit_test(decides_once),
        cmocka_unit_test(knows_weights),
        cmocka_unit_test(knows_escapes_and_locks),
        cmocka_unit_test(ties_named_choices),
        cmocka_unit_test(asks_for_voices),
        cmocka_unit_test(includes_given_texts),
        cmocka_unit_test(takes_values_of_the_host),
        cmocka_unit_test(marks_edits),
        cmocka_unit_test(marks_edits_inside_the_base),
        cmocka_unit_test(tells_all_problems_with_their_place),
        cmocka_unit_test(bounds_the_number_of_problems),
        cmocka_unit_test(tells_markup_from_text),
        cmocka_unit_test(refuses_hostile_texts),
        cmocka_unit_test(refuses_doubling_definitions),
        cmocka_unit_test(texts_have_no_white_space_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
