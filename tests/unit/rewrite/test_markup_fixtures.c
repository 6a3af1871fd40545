/* The conformance fixtures of @spintax/core, read from the shared folder: every case of rendering,
 * semantics, permutation, validation and extraction. A case is refused on purpose where the table
 * of docs/markup.md names it (the typography pass): the table may name no case that passes. */
#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the injected choice source
 * ---------------------------------------------------------------------- */

typedef struct source {
    int kind; /* 0 first, 1 last, 2 a sequence, 3 a seeded stream */
    const json_t *values;
    size_t at;
    kr_prng prng;
} source;

static uint32_t choose(source *from, uint32_t least, uint32_t most) {
    if (least == most)
        return least; /* as in the reference: no call */
    if (from->kind == 3)
        return least + kr_prng_below(&from->prng, most - least + 1);
    if (from->kind != 2)
        return from->kind ? most : least;
    size_t last = json_array_size(from->values) - 1;
    size_t at = from->at < last ? from->at : last;
    json_int_t value = json_integer_value(json_array_get(from->values, at));
    from->at++;
    return value < least ? least : value > most ? most : (uint32_t)value;
}

typedef struct run {
    kr_job job;
    koor_error *error;
    kr_settings settings;
    kr_graph graph;
    kr_markup_result result;
    source source;
    kr_walk walk;
} run;

static int stands(const run *r, const kr_arm *arm) {
    for (uint32_t i = 0; i < arm->condition_count; i++) {
        const kr_condition *c = &r->graph.conditions[arm->condition + i];
        if (!(c->mask >> r->walk.values[c->variable] & 1))
            return 0;
    }
    return 1;
}

/* A choice as the reference makes it: among the arms that stand, which a tied choice has one of. */
static uint32_t choose_arm(run *r, const kr_node *node) {
    uint32_t open[256], count = 0;
    for (uint32_t i = 0; i < node->count; i++)
        if (stands(r, &r->graph.arms[node->first + i]))
            open[count++] = i;
    assert_true(count > 0);
    return open[choose(&r->source, 0, count - 1)];
}

/* Fisher and Yates from the back, then the first `size` of them. */
static void choose_items(run *r, const kr_node *node) {
    uint32_t items[256], size = choose(&r->source, node->least, node->most);
    for (uint32_t i = 0; i < node->count; i++)
        items[i] = i;
    for (uint32_t i = node->count; i-- > 1;) {
        uint32_t j = choose(&r->source, 0, i), item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
    r->walk.decisions[r->walk.count++] = size;
    for (uint32_t i = 0; i < size; i++)
        r->walk.decisions[r->walk.count++] = items[i];
}

static void walk_node(run *r, kr_node_id id) {
    const kr_node *node = &r->graph.nodes[id];
    if (node->kind == KR_NODE_SEQUENCE) {
        for (uint32_t i = 0; i < node->count; i++)
            walk_node(r, r->graph.links[node->first + i]);
    } else if (node->kind == KR_NODE_CHOICE) {
        uint32_t arm = choose_arm(r, node);
        r->walk.decisions[r->walk.count++] = arm;
        walk_node(r, r->graph.arms[node->first + arm].node);
    } else if (node->kind == KR_NODE_PERMUTATION) {
        uint32_t at = r->walk.count + 1;
        choose_items(r, node);
        uint32_t size = r->walk.decisions[at - 1];
        for (uint32_t i = 0; i < size; i++)
            walk_node(r, r->graph.arms[node->first + r->walk.decisions[at + i]].node);
    }
}

/* The text of a node outside the graph's root, with decisions from the source: for definitions. */
static void text_of(run *r, kr_node_id id, char *out) {
    const kr_node *node = &r->graph.nodes[id];
    if (node->kind == KR_NODE_TEXT) {
        const kr_fragment *f = &r->graph.fragments[node->first];
        strncat(out, r->graph.text + f->text, f->length);
    } else if (node->kind == KR_NODE_SEQUENCE) {
        for (uint32_t i = 0; i < node->count; i++)
            text_of(r, r->graph.links[node->first + i], out);
    } else if (node->kind == KR_NODE_CHOICE) {
        text_of(r, r->graph.arms[node->first + choose_arm(r, node)].node, out);
    } else {
        uint32_t decisions[64];
        uint32_t *own = r->walk.decisions, count = r->walk.count;
        r->walk.decisions = decisions;
        r->walk.count = 0;
        choose_items(r, node);
        for (uint32_t i = 0; i < decisions[0]; i++) {
            if (i > 0 && node->separator != KR_NONE)
                text_of(r,
                        i + 1 == decisions[0] && node->last_separator != KR_NONE
                            ? node->last_separator
                            : node->separator,
                        out);
            text_of(r, r->graph.arms[node->first + decisions[1 + i]].node, out);
        }
        r->walk.decisions = own;
        r->walk.count = count;
    }
}

/* Decides the definitions, in their order: which outcome is the text that the source makes? */
static void decide(run *r) {
    for (size_t i = 0; i < r->result.definition_count; i++) {
        const kr_markup_definition *d = &r->result.definitions[i];
        const kr_variable *variable = &r->graph.variables[d->variable];
        char text[1024] = "";
        text_of(r, d->node, text);
        uint32_t value = 0;
        while (value < variable->value_count && !kr_str_is(variable->values[value], text))
            value++;
        assert_true(value < variable->value_count);
        r->walk.values[d->variable] = (uint8_t)value;
    }
}

/* ---- cases
 * ------------------------------------------------------------------------------------------- */

static const char *text_at(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static void read_input(run *r, const json_t *c, kr_markup_input *input) {
    static kr_markup_value values[32];
    static kr_markup_fragment fragments[32];
    const json_t *known = json_object_get(c, "knownIncludes"), *shield, *item;
    const char *key;
    json_t *value;
    size_t count = 0, i, j;
    const json_t *template = json_object_get(c, "template");
    *input = (kr_markup_input){
        .path = "post", .language = "en", .locale = text_at(c, "locale"), .exact = 1, .lenient = 1};
    input->text = (kr_str){json_string_value(template), json_string_length(template)};
    shield = json_object_get(c, "neutralizeContext");
    json_object_foreach(json_object_get(c, "context"), key, value) {
        values[count] = (kr_markup_value){kr_str_of(key), kr_str_of(json_string_value(value)), 0};
        json_array_foreach(shield, j, item) values[count].literal |=
            strcmp(json_string_value(item), key) == 0;
        count++;
    }
    input->values = values;
    input->value_count = count;
    json_array_foreach(known, i, item) fragments[i] =
        (kr_markup_fragment){kr_str_of(json_string_value(item)), KR_STR("")};
    input->fragments = known ? fragments : NULL;
    input->fragment_count = json_array_size(known);
    (void)r;
}

static void read_source(run *r, const json_t *c, uint32_t step) {
    const json_t *rng = json_object_get(c, "rng");
    r->source = (source){.kind = 3};
    kr_prng_start(&r->source.prng, 1, 77, 0, step);
    if (json_is_string(rng))
        r->source.kind = strcmp(json_string_value(rng), "last") == 0;
    if (json_is_object(rng))
        r->source = (source){.kind = 2, .values = json_object_get(rng, "sequence")};
}

/* Renders into `out`: 1, or 0 where it could not. */
static int render(run *r, const json_t *c, uint32_t step, char *out, size_t capacity) {
    kr_markup_input input;
    kr_walks *walks;
    read_input(r, c, &input);
    if (kr_markup_parse(&r->job, &r->job.arena, &r->settings, &input, &r->graph, &r->result) < 0 ||
        kr_graph_compile(&r->job, &r->job.arena, &r->graph, &walks) < 0 ||
        kr_graph_walk(&r->job, &r->job.arena, walks, &r->walk) < 0)
        return 0;
    read_source(r, c, step);
    decide(r);
    r->walk.count = 0;
    walk_node(r, r->graph.root);
    size_t length = kr_graph_realise(walks, &r->walk, out, capacity - 1);
    out[length < capacity ? length : capacity - 1] = '\0';
    return 1;
}

static int one_of(const json_t *list, const char *text, size_t length) {
    const json_t *item;
    size_t i;
    json_array_foreach(list, i,
                       item) if (json_string_length(item) == length &&
                                 memcmp(json_string_value(item), text, length) == 0) return 1;
    return 0;
}

static int passes_random(run *r, const json_t *c, const json_t *expect) {
    const json_t *sizes = json_object_get(expect, "sizeRange");
    for (uint32_t step = 0; step < 20; step++) {
        char text[4096], again[4096];
        if (!render(r, c, step, text, sizeof text) || !render(r, c, step, again, sizeof again) ||
            strcmp(text, again) != 0)
            return 0;
        if (json_object_get(expect, "oneOf") &&
            !one_of(json_object_get(expect, "oneOf"), text, strlen(text)))
            return 0;
        int count = 0;
        for (char *at = text; sizes && *at; count++) {
            size_t length = strcspn(at, " ");
            if (!one_of(json_object_get(expect, "subsetOf"), at, length))
                return 0;
            at += length + (at[length] == ' ');
        }
        if (sizes && (count < json_integer_value(json_array_get(sizes, 0)) ||
                      count > json_integer_value(json_array_get(sizes, 1))))
            return 0;
    }
    return 1;
}

static int passes_render(run *r, const json_t *c, const json_t *expect) {
    char text[65536];
    if (strcmp(text_at(c, "kind"), "rng") == 0)
        return passes_random(r, c, expect);
    return render(r, c, 0, text, sizeof text) && strcmp(text, text_at(expect, "output")) == 0;
}

static int has_diagnostic(const run *r, const json_t *wanted) {
    const char *severity = text_at(wanted, "severity");
    for (size_t i = 0; i < r->result.problem_count; i++) {
        const kr_markup_problem *p = &r->result.problems[i];
        if (strcmp(p->code, text_at(wanted, "code")) == 0 &&
            (!severity || p->error == (strcmp(severity, "error") == 0)))
            return 1;
    }
    return 0;
}

static int passes_validate(run *r, const json_t *c, const json_t *expect) {
    kr_markup_input input;
    const json_t *wanted;
    size_t i;
    read_input(r, c, &input);
    assert_int_equal(kr_markup_check(&r->job, &r->settings, &input, &r->result), KOOR_OK);
    int valid = strcmp(text_at(expect, "verdict"), "valid") == 0;
    json_array_foreach(json_object_get(expect, "diagnostics"), i,
                       wanted) if (!has_diagnostic(r, wanted)) return 0;
    return valid == (r->result.errors == 0);
}

static int same_names(const json_t *expect, const char *key, const kr_markup_name_list *list) {
    const json_t *wanted = json_object_get(expect, key), *item;
    size_t i, found = 0;
    if (!wanted)
        return 1;
    json_array_foreach(wanted, i, item) for (size_t n = 0; n < list->count; n++) found +=
        (size_t)kr_str_is(list->names[n], json_string_value(item));
    return found == json_array_size(wanted) && found == list->count;
}

static int passes_extract(run *r, const json_t *c, const json_t *expect) {
    const json_t *template = json_object_get(c, "template");
    kr_str text = {json_string_value(template), json_string_length(template)};
    kr_markup_name_lists names;
    assert_int_equal(kr_markup_names(&r->job, text, &names), KOOR_OK);
    return same_names(expect, "refs", &names.refs) && same_names(expect, "sets", &names.sets) &&
           same_names(expect, "defs", &names.defs) &&
           same_names(expect, "includes", &names.includes);
}

/* A neutralised value is one that the host marks as literal: nothing is encoded. */
static int passes_neutralize(run *r, const json_t *c, const json_t *expect) {
    (void)r;
    return strcmp(text_at(c, "template"), text_at(expect, "output")) == 0;
}

static int passes(const json_t *c) {
    run r = {.error = NULL};
    const char *op = text_at(c, "op");
    const json_t *expect = json_object_get(c, "expect");
    int ok;
    kr_job_start(&r.job, &kr_memory_default, &r.error);
    kr_options_start(&r.settings);
    if (strcmp(op, "render") == 0)
        ok = passes_render(&r, c, expect);
    else if (strcmp(op, "validate") == 0)
        ok = passes_validate(&r, c, expect);
    else if (strcmp(op, "extract") == 0)
        ok = passes_extract(&r, c, expect);
    else
        ok = passes_neutralize(&r, c, expect);
    koor_error_free(r.error);
    kr_job_end(&r.job);
    return ok;
}

/* ---- the table of refused cases
 * ------------------------------------------------------------------------ */

static char *read_docs(void) {
    char path[1024];
    snprintf(path, sizeof path, "%s/docs/markup.md", getenv("KOOR_SOURCE"));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static int refused(const char *docs, const char *id) {
    char cell[256];
    snprintf(cell, sizeof cell, "| `%s` |", id);
    return strstr(docs, cell) != NULL;
}

static void run_file(const char *folder, const char *name, const char *docs, int counts[3]) {
    char path[2048];
    json_error_t problem;
    json_t *cases, *c;
    size_t i;
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    cases = json_load_file(path, JSON_ALLOW_NUL, &problem);
    if (!cases)
        fail_msg("%s: %s", path, problem.text);
    json_array_foreach(cases, i, c) {
        const char *id = text_at(c, "id");
        int ok = passes(c), listed = refused(docs, id);
        counts[0] += ok;
        counts[1] += listed;
        counts[2] += ok == listed; /* failed without being listed, or listed without need */
        if (ok == listed)
            print_error("%s %s\n", id, ok ? "passes, but docs/markup.md lists it" : "fails");
    }
    json_decref(cases);
}

static void conforms(void **state) {
    (void)state;
    static const char *const files[] = {"comments",
                                        "extract",
                                        "neutralize",
                                        "render-deterministic",
                                        "render-postprocess",
                                        "render-rng",
                                        "render-rng-selection",
                                        "render-semantics",
                                        "validate"};
    char folder[1024];
    const char *shared = getenv("KOOR_SHARED");
    snprintf(folder, sizeof folder, "%s/corpus/spintax/fixtures/comments.json",
             shared ? shared : "");
    FILE *there = shared ? fopen(folder, "rb") : NULL;
    if (!there)
        LEAVE_OUT("the fixtures are not here: KOOR_SHARED names no folder that has them");
    fclose(there);
    snprintf(folder, sizeof folder, "%s/corpus/spintax/fixtures", shared);
    char *docs = read_docs();
    int counts[3] = {0};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        run_file(folder, files[i], docs, counts);
    free(docs);
    print_message("# %d cases pass, %d are refused on purpose\n", counts[0], counts[1]);
    assert_int_equal(counts[2], 0);
    assert_int_equal(counts[0] + counts[1], 258);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(conforms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
