/* A pack's own tests: every `does` and `leaves` of its rules through the real engine, with that rule
 * alone. What a rule makes of a sentence is all texts of its walks; a `does` wants one of them to the
 * letter, a `leaves` wants no other than the base. */
#include "rewrite/pack_build.h"

#include <string.h>

enum { MOST_WALKS = 5000, WANTED_DOES = 2, WANTED_LEAVES = 2 };

typedef struct check {
    kr_job *job;
    const kr_pack_builder *builder;
    const kr_pack *pack;
    const kr_pack_checker *checker;
    kr_pack_verdict *verdict;
    size_t capacity;
    int32_t status;
} check;

static kr_str rule_name(const check *c, uint32_t rule) {
    return kr_build_text(c->builder, c->builder->rules[rule].name);
}

static void report(check *c, const kr_example *example, const char *message, kr_str wanted,
                   kr_str got) {
    kr_pack_verdict *verdict = c->verdict;
    if (kr_arena_grow(&c->job->arena, (void **)&verdict->problems, &c->capacity,
                      verdict->problem_count, sizeof *verdict->problems) < 0) {
        c->status = kr_nomem(c->job);
        return;
    }
    verdict->problems[verdict->problem_count++] = (kr_pack_problem){
        .file = example->file->name, .rule = rule_name(c, example->rule), .line = example->line,
        .message = message, .text = example->text, .wanted = wanted, .got = got};
}

/* ---- running one example ---- */

typedef struct search {
    check *c;
    kr_str base, wanted, nearest;
    uint32_t distance; /* of the nearest text that is not the base */
    int found, other;
    int failed;
} search;

/* How unlike two texts are: words of the one that the other lacks, in any order. */
static uint32_t unlike(kr_str a, kr_str b) {
    uint32_t count = 0;
    size_t at = 0;
    for (kr_str word = kr_phrase_next(a, &at); word.length; word = kr_phrase_next(a, &at)) {
        size_t other = 0;
        kr_str found = kr_phrase_next(b, &other);
        while (found.length && !kr_str_equal(found, word))
            found = kr_phrase_next(b, &other);
        count += found.length == 0;
    }
    return count;
}

static int look(kr_str text, void *user) {
    search *s = user;
    if (kr_str_equal(text, s->base))
        return 0;
    s->other = 1;
    if (s->wanted.at && kr_str_equal(text, s->wanted))
        return s->found = 1;
    uint32_t distance = s->wanted.at ? unlike(text, s->wanted) + unlike(s->wanted, text) : 0;
    if (s->nearest.at && distance >= s->distance)
        return 0;
    char *copy = kr_arena_string(&s->c->job->arena, text.at, text.length);
    s->nearest = (kr_str){copy, text.length};
    s->distance = distance;
    s->failed |= copy == NULL;
    return copy == NULL;
}

static int32_t run(check *c, search *s, kr_str rule) {
    kr_post post;
    kr_graph graph;
    kr_rewrite_report report_of_rules;
    char *name = kr_arena_string(&c->job->arena, rule.at, rule.length);
    int32_t status = name ? c->checker->analyse(c->job, c->pack, s->base, &post, c->checker->user)
                          : kr_nomem(c->job);
    if (status != KOOR_OK)
        return status;
    kr_rewrite_input input = {.post = &post, .pack = c->pack, .only_rule = name,
                              .admit = c->checker->admit, .user = c->checker->user};
    kr_graph_start(&graph, &c->job->arena, kr_pack_language(c->pack));
    status = kr_rewrite(c->job, &input, &graph, &report_of_rules);
    if (status == KOOR_OK)
        status = c->checker->walks(c->job, &graph, MOST_WALKS, look, s, c->checker->user);
    if (status == KOOR_OK && !s->nearest.at && report_of_rules.refused_count)
        s->nearest = report_of_rules.refused[0].reason;
    return s->failed ? kr_nomem(c->job) : status;
}

/* In examples a "/" parts sentences, "\#" is a hash. */
static kr_str example_text(check *c, kr_str text) {
    char *copy = kr_arena_string(&c->job->arena, text.at, text.length);
    size_t out = 0;
    if (!copy)
        return (kr_str){NULL, 0};
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '\\' && i + 1 < text.length && text.at[i + 1] == '#')
            continue;
        if (i + 2 < text.length && memcmp(text.at + i, " / ", 3) == 0)
            i += 2, copy[out++] = ' ';
        else
            copy[out++] = text.at[i];
    }
    copy[out] = '\0';
    return (kr_str){copy, out};
}

static void run_example(check *c, const kr_example *example) {
    search s = {.c = c, .base = example_text(c, example->text)};
    if (example->wanted.at)
        s.wanted = example_text(c, example->wanted);
    c->verdict->examples++;
    if (!s.base.at || (example->wanted.at && !s.wanted.at)) {
        c->status = kr_nomem(c->job);
        return;
    }
    c->status = run(c, &s, rule_name(c, example->rule));
    if (c->status != KOOR_OK)
        return;
    if (!example->wanted.at && s.other)
        report(c, example, "the rule fires on what it shall leave", (kr_str){NULL, 0}, s.nearest);
    if (example->wanted.at && !s.found)
        report(c, example, s.other ? "the rule says something else" : "the rule does not fire",
               s.wanted, s.nearest);
}

static int is_same_line(const kr_when *when) {
    return when->say != KR_PACK_NONE && !when->condition;
}

/* ---- what each rule must have ---- */

static void count_examples(check *c, uint32_t rule, const kr_example **out_first) {
    const kr_pack_builder *b = c->builder;
    uint32_t does = 0, leaves = 0;
    int small = b->rules[rule].kind == KR_RULE_HOOK;
    *out_first = NULL;
    for (size_t i = 0; i < b->example_count; i++) {
        const kr_example *example = &b->examples[i];
        if (example->rule != rule)
            continue;
        *out_first = *out_first ? *out_first : example;
        does += example->wanted.at != NULL;
        leaves += example->wanted.at == NULL;
    }
    for (uint32_t i = 0; i < b->rules[rule].when_count; i++)
        small |= is_same_line(&b->whens[b->rules[rule].when + i]);
    if (*out_first && (does < (small ? 1 : WANTED_DOES) || leaves < (small ? 1 : WANTED_LEAVES)))
        report(c, *out_first, "a rule wants two `does` and two `leaves` (a hook or a block of "
                              "`same` lines one of each)",
               (kr_str){NULL, 0}, (kr_str){NULL, 0});
}

static int is_silent(const kr_pack_file *file, const kr_pack_file *files, size_t silent) {
    return file >= files && file < files + silent;
}

int32_t kr_pack_check(kr_job *job, const kr_pack *base, const kr_pack_file *files, size_t count,
                      size_t silent, const kr_pack_checker *checker, kr_pack_verdict *out) {
    kr_pack_builder builder = {.job = job};
    kr_pack *pack = NULL;
    memset(out, 0, sizeof *out);
    int32_t status = kr_build_files(&builder, base, files, count);
    if (status == KOOR_OK)
        status = kr_build_emit(&builder, &pack);
    if (status != KOOR_OK)
        return status;
    check c = {.job = job, .builder = &builder, .pack = pack, .checker = checker, .verdict = out};
    for (size_t i = 0; i < builder.example_count && c.status == KOOR_OK; i++)
        if (!is_silent(builder.examples[i].file, files, silent))
            run_example(&c, &builder.examples[i]);
    for (uint32_t rule = 0; rule < builder.rule_count && c.status == KOOR_OK; rule++) {
        const kr_example *first;
        size_t problems = out->problem_count;
        count_examples(&c, rule, &first);
        if (first && is_silent(first->file, files, silent)) {
            out->problem_count = problems;
            continue;
        }
        out->rules++;
        out->says += builder.rules[rule].say_count;
    }
    kr_pack_free(job->memory, pack);
    return c.status;
}
