/* A choice graph as author markup, for `koor suggest`. Takes any graph, gives markup whose texts
 * are the graph's. Two things stand between them:
 *
 * The graph is no tree: markup_series.c makes lists that nest of it.
 *
 * A joint (capital, a or an, space) depends on what came before, markup does not. So printing
 * carries the joint's state along, and where two alternatives leave it in different states, what
 * follows is written once for each, up to where the states meet again: usually the next word. */
#include "rewrite/markup_series.h"
#include "rewrite/markup_text.h"
#include "rewrite/markup_ways.h"

#include <string.h>

enum { MOST_ORDERS = 4 /* items whose orders are written out */ };

typedef struct printer {
    const kr_graph *graph;
    const kr_markup_voices *voices;
    kr_series series;
    kr_markup_texts texts;
    int16_t values[64]; /* of variables that are settled; -1: not */
    int split;          /* a voice cannot be written in place */
} printer;

static int stopped(const printer *p) {
    return p->texts.failed || p->texts.limited || p->split;
}

static void *room(printer *p, size_t count, size_t size) {
    void *block = kr_arena_alloc(&p->texts.job->arena, count, size);
    p->texts.failed |= !block;
    return block;
}

static kr_str join(printer *p, kr_str a, kr_str b, kr_str c) {
    return kr_texts_join(&p->texts, a, b, c);
}

static kr_str closed(printer *p, const kr_way *way) {
    return kr_way_closed(&p->texts, way);
}

/* ---- fragments ---- */

static void print_text(printer *p, const kr_node *node, kr_joint state, kr_ways *out) {
    const kr_graph *graph = p->graph;
    const kr_fragment *f = &graph->fragments[node->first];
    kr_joint_step step = kr_joint_next(&state, graph->text, f);
    kr_str lead = {"", 0}, form = {"", 0};
    if (step.shown) {
        form =
            (kr_str){graph->text + (step.title ? f->title : f->text), step.cut     ? 1
                                                                      : step.title ? f->title_length
                                                                                   : f->length};
        if (step.space)
            lead = (kr_str){graph->text + step.space->text, step.space->length};
        else if (step.blank)
            lead = KR_STR(" ");
    }
    kr_str n = step.n ? KR_STR("n") : KR_STR("");
    kr_ways_add(&p->texts, out, state, join(p, n, lead, kr_texts_escape(&p->texts, form)), 1);
}

/* ---- lists, choices, voices ---- */

static void print_list(printer *p, const kr_elements *elements, kr_joint state, kr_ways *out);

/* The first variable that a branch asks for and that is not settled; KR_NONE for none. */
static uint32_t asked(const printer *p, const kr_branch *b) {
    for (uint32_t i = 0; i < b->condition_count; i++) {
        uint32_t variable = p->graph->conditions[b->condition + i].variable;
        if (variable >= 64 || p->values[variable] < 0)
            return variable;
    }
    return KR_NONE;
}

static int stands(const printer *p, const kr_branch *b) {
    for (uint32_t i = 0; i < b->condition_count; i++) {
        const kr_condition *c = &p->graph->conditions[b->condition + i];
        if (!(c->mask >> p->values[c->variable] & 1))
            return 0;
    }
    return 1;
}

static void print_branches(printer *p, const kr_fork *f, kr_joint state, kr_ways *out) {
    for (uint32_t i = 0; i < f->count && !stopped(p); i++) {
        kr_ways ends = {.count = 0};
        if (!stands(p, &f->branches[i]))
            continue;
        print_list(p, &f->branches[i].elements, state, &ends);
        for (uint32_t w = 0; w < ends.count && !stopped(p); w++)
            kr_ways_add(&p->texts, out, ends.at[w].state, closed(p, &ends.at[w]), f->branches[i].weight);
    }
    kr_ways_close(&p->texts, out);
}

static void print_fork(printer *p, const kr_fork *f, kr_joint state, kr_ways *out);

static int is_voice(const printer *p, const kr_variable *v) {
    for (size_t i = 0; i < p->voices->count; i++)
        if (kr_str_equal(p->voices->at[i].name, v->name))
            return v->values != NULL;
    return 0;
}

/* The name of a choice or definition as "{@name: " gives it. */
static kr_str name_in_text(kr_str name) {
    if (name.length > 0 && name.at[0] == '@')
        return (kr_str){name.at + 1, name.length - 1};
    return name;
}

/* Whether one of the first variables is printed under that name. */
static int is_taken(const printer *p, uint32_t count, kr_str name) {
    for (uint32_t i = 0; i < count; i++)
        if (!is_voice(p, &p->graph->variables[i]) &&
            kr_str_equal(name_in_text(p->graph->variables[i].name), name))
            return 1;
    return 0;
}

/* The name of a choice, with its number where an earlier one has that name too: a definition whose
 * choices nest has a variable for each, and one may be called as a choice is. */
static kr_str name_of(printer *p, uint32_t variable) {
    uint32_t count = (uint32_t)p->graph->variable_count;
    kr_str name = name_in_text(p->graph->variables[variable].name);
    char digits[KR_DIGITS];
    if (!is_taken(p, variable, name))
        return name;
    for (uint32_t number = variable; !stopped(p); number += count) {
        kr_str numbered = join(p, name, KR_STR("_"), kr_text_number(digits, number));
        if (!is_taken(p, count, numbered))
            return numbered;
    }
    return name;
}

/* "{?tone=plain?..|" for a voice, "{@name: .." and bars for a named choice. The last value of a
 * voice is what remains. */
static kr_str opened(printer *p, uint32_t variable, uint32_t value, kr_str text) {
    const kr_variable *v = &p->graph->variables[variable];
    if (is_voice(p, v) && value + 1 < v->value_count) {
        text = join(p, text, KR_STR("{?"), v->name);
        return join(p, join(p, text, KR_STR("="), v->values[value]), KR_STR("?"), KR_STR(""));
    }
    if (is_voice(p, v) || value > 0)
        return text;
    return join(p, join(p, text, KR_STR("{@"), name_of(p, variable)), KR_STR(": "), KR_STR(""));
}

/* What stands under each value, in one place for all of the text. It can be written only where all
 * values leave the joint in one state. */
static void print_voice(printer *p, const kr_fork *f, uint32_t variable, kr_joint state, kr_ways *out) {
    const kr_variable *v = &p->graph->variables[variable];
    kr_str text = {"", 0};
    kr_joint end = state;
    p->split |= variable >= 64 || v->value_count > 64;
    for (uint32_t value = 0; value < v->value_count && !stopped(p); value++) {
        kr_ways under = {.count = 0};
        p->values[variable] = (int16_t)value;
        print_fork(p, f, state, &under);
        p->split |= under.count != 1 || (value > 0 && !kr_same_state(end, under.at[0].state));
        if (stopped(p))
            break;
        end = under.at[0].state;
        text =
            opened(p, variable, value, join(p, text, value ? KR_STR("|") : KR_STR(""), KR_STR("")));
        text = join(p, text, closed(p, &under.at[0]), KR_STR(""));
    }
    for (uint32_t value = 2; is_voice(p, v) && value < v->value_count; value++)
        text = join(p, text, KR_STR("}"), KR_STR(""));
    if (variable < 64)
        p->values[variable] = -1;
    if (!stopped(p))
        kr_ways_add(&p->texts, out, end, join(p, text, KR_STR("}"), (kr_str){"", 0}), 1);
}

static void print_fork(printer *p, const kr_fork *f, kr_joint state, kr_ways *out) {
    uint32_t variable = KR_NONE;
    for (uint32_t i = 0; i < f->count && variable == KR_NONE; i++)
        variable = asked(p, &f->branches[i]);
    if (variable == KR_NONE)
        print_branches(p, f, state, out);
    else
        print_voice(p, f, variable, state, out);
}

/* ---- permutations ---- */

/* An item from a state, where it leaves the joint in one state only; 0 otherwise. */
static int item_text(printer *p, kr_node_id node, kr_joint from, kr_joint *out_state,
                     kr_str *out_text) {
    kr_ways ends = {.count = 0};
    print_list(p, &p->series.lists[node], from, &ends);
    if (stopped(p) || ends.count != 1)
        return 0;
    *out_state = ends.at[0].state;
    *out_text = closed(p, &ends.at[0]);
    return 1;
}

static int ends_with(kr_str text, kr_str end) {
    return text.length >= end.length &&
           memcmp(text.at + text.length - end.length, end.at, end.length) == 0;
}

/* Whether the text may stand in quotes as a separator. Brackets are none there, and letters alone
 * would be read as a word between spaces. */
static int is_separator(kr_str text) {
    int word = text.length > 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '"' || c == '{' || c == '[')
            return 0;
        i += c == '\\'; /* the sign itself */
    }
    for (size_t at = 0; at < text.length && word;)
        word = kr_is_letter(kr_utf8_next(text.at, text.length, &at));
    return !word;
}

/* What stands between two items: the separator and the joint's space, where it is the same for all.
 */
static int between(printer *p, const kr_node *node, kr_node_id separator, kr_joint after,
                   const kr_str *cores, kr_str *out) {
    kr_str text = {"", 0}, item;
    kr_joint state = after, end;
    if (separator != KR_NONE && !item_text(p, separator, state, &state, &text))
        return 0;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!item_text(p, p->graph->arms[node->first + i].node, state, &end, &item) ||
            !ends_with(item, cores[i]) || !kr_same_state(end, after))
            return 0;
        kr_str lead = {item.at, item.length - cores[i].length};
        kr_str whole = join(p, text, lead, (kr_str){"", 0});
        if (i > 0 && !kr_str_equal(whole, *out))
            return 0;
        *out = whole;
    }
    return is_separator(*out);
}

static void add_number(printer *p, kr_str *text, const char *key, uint32_t number) {
    char digits[KR_DIGITS];
    *text = join(p, *text, kr_str_of(key), kr_text_number(digits, number));
    *text = join(p, *text, KR_STR(";"), (kr_str){"", 0});
}

/* "[<sep=..>a|b]" where items look the same in every place: 1, or 0 where they do not. */
static int print_in_brackets(printer *p, const kr_node *node, kr_joint state, kr_ways *out) {
    kr_str *cores = room(p, node->count, sizeof *cores), first = {"", 0}, lead = {"", 0};
    kr_joint after = state, end;
    kr_str middle = {"", 0}, last = {"", 0};
    for (uint32_t i = 0; i < node->count && !p->texts.failed; i++) {
        if (p->graph->arms[node->first + i].condition_count ||
            !item_text(p, p->graph->arms[node->first + i].node, state, &end, &first) ||
            (i > 0 && !kr_same_state(end, after)))
            return 0;
        cores[i] = kr_markup_trim(first);
        const kr_str own = {first.at, (size_t)(cores[i].at - first.at)};
        if (cores[i].length == 0 || own.length + cores[i].length != first.length ||
            (i > 0 && !kr_str_equal(own, lead))) /* one lead stands before the bracket */
            return 0;
        lead = own;
        after = end;
    }
    if (p->texts.failed || node->least == 0 ||
        !between(p, node, node->separator, after, cores, &middle) ||
        !between(p, node, node->last_separator != KR_NONE ? node->last_separator : node->separator,
                 after, cores, &last))
        return 0;
    kr_str text = join(p, lead, KR_STR("[<"), (kr_str){"", 0});
    add_number(p, &text, "minsize=", node->least);
    add_number(p, &text, "maxsize=", node->most < node->count ? node->most : node->count);
    text = join(p, text, KR_STR("sep=\""), middle);
    text = join(p, text, KR_STR("\";lastsep=\""), last);
    text = join(p, text, KR_STR("\">"), cores[0]);
    for (uint32_t i = 1; i < node->count; i++)
        text = join(p, text, KR_STR("|"), cores[i]);
    kr_ways_add(&p->texts, out, after, join(p, text, KR_STR("]"), (kr_str){"", 0}), 1);
    return 1;
}

/* Every order as an alternative. */
static void print_orders(printer *p, const kr_node *node, kr_joint state, kr_str before,
                         uint32_t used, uint32_t placed, uint32_t size, kr_ways *out) {
    if (placed == size) {
        kr_ways_add(&p->texts, out, state, before, 1);
        return;
    }
    for (uint32_t i = 0; i < node->count && !stopped(p); i++) {
        kr_str item = {"", 0}, separator = {"", 0};
        kr_joint next = state;
        kr_node_id id = placed + 1 == size && node->last_separator != KR_NONE ? node->last_separator
                                                                              : node->separator;
        if (used >> i & 1)
            continue;
        if ((placed && id != KR_NONE && !item_text(p, id, next, &next, &separator)) ||
            !item_text(p, p->graph->arms[node->first + i].node, next, &next, &item)) {
            p->texts.limited = 1;
            return;
        }
        print_orders(p, node, next, join(p, before, separator, item), used | 1u << i, placed + 1,
                     size, out);
    }
}

static void print_permutation(printer *p, const kr_node *node, kr_joint state, kr_ways *out) {
    if (print_in_brackets(p, node, state, out) || stopped(p))
        return;
    out->count = 0;
    p->texts.limited |= node->count > MOST_ORDERS;
    uint32_t most = node->most < node->count ? node->most : node->count;
    for (uint32_t size = node->least; size <= most && !stopped(p); size++)
        print_orders(p, node, state, (kr_str){"", 0}, 0, 0, size, out);
    kr_ways_close(&p->texts, out);
}

static void print_element(printer *p, uint32_t element, kr_joint state, kr_ways *out) {
    if (element >= p->graph->node_count) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there is a kr_fork */
        const kr_fork f = p->series.forks[element - p->graph->node_count];
        print_fork(p, &f, state, out);
    } else if (p->graph->nodes[element].kind == KR_NODE_TEXT) {
        print_text(p, &p->graph->nodes[element], state, out);
    } else {
        print_permutation(p, &p->graph->nodes[element], state, out);
    }
}

static void print_list(printer *p, const kr_elements *elements, kr_joint state, kr_ways *out) {
    kr_ways *now = room(p, 1, sizeof *now), *next = room(p, 1, sizeof *next);
    kr_ways *ends = room(p, 1, sizeof *ends);
    if (p->texts.failed)
        return;
    now->count = 0;
    kr_ways_add(&p->texts, now, state, (kr_str){"", 0}, 1);
    for (uint32_t e = 0; e < elements->count && !stopped(p); e++) {
        next->count = 0;
        for (uint32_t w = 0; w < now->count && !stopped(p); w++) {
            kr_str so_far = closed(p, &now->at[w]);
            ends->count = 0;
            print_element(p, elements->at[e], now->at[w].state, ends);
            for (uint32_t i = 0; i < ends->count; i++)
                kr_ways_add(&p->texts, next, ends->at[i].state,
                        join(p, so_far, closed(p, &ends->at[i]), (kr_str){"", 0}), 1);
        }
        kr_ways *swap = now;
        now = next;
        next = swap;
    }
    *out = *now;
}

/* ---- all of it ---- */

static void print_whole(printer *p, kr_ways *out) {
    kr_ways ends = {.count = 0};
    print_list(p, &p->series.lists[p->graph->root], kr_joint_start(), &ends);
    for (uint32_t w = 0; w < ends.count && !stopped(p); w++) {
        kr_joint one = kr_joint_start(); /* in which state a text ends does not matter */
        kr_ways_add(&p->texts, out, one, closed(p, &ends.at[w]), 1);
    }
}

/* Each assignment of the variables as an alternative of the whole: where a voice has no place. */
static void print_assignments(printer *p, uint32_t variable, kr_ways *out) {
    if (variable == p->graph->variable_count) {
        print_whole(p, out);
        return;
    }
    for (uint32_t v = 0; v < p->graph->variables[variable].value_count && !stopped(p); v++) {
        p->values[variable] = (int16_t)v;
        print_assignments(p, variable + 1, out);
    }
}

int32_t kr_markup_print(kr_job *job, const kr_settings *settings, const kr_graph *graph,
                        const kr_markup_voices *voices, kr_buffer *out) {
    printer p = {.graph = graph,
                 .voices = voices,
                 .series = {.job = job, .graph = graph},
                 .texts = {.job = job,
                           .most_bytes = 64 * (size_t)settings->number[KR_OPT_MARKUP_MAX_EXPANDED]}};
    kr_ways all = {.count = 0};
    memset(p.values, -1, sizeof p.values);
    kr_series_make(&p.series);
    p.texts.failed = p.series.failed;
    p.texts.limited = p.series.limited;
    if (!stopped(&p))
        print_whole(&p, &all);
    if (p.split && graph->variable_count <= 6) {
        p.split = 0;
        all.count = 0;
        memset(p.values, -1, sizeof p.values);
        print_assignments(&p, 0, &all);
    }
    if (p.texts.failed)
        return kr_nomem(job);
    if (p.texts.limited || p.split || all.count == 0)
        return kr_fail(
            job, KOOR_E_LIMIT, "markup.max_expanded", -1,
            "this post has too many ways to be written out as markup: take a shorter one, or "
            "a lower rewrite.strength");
    kr_str text = closed(&p, &all.at[0]);
    kr_buffer_add(out, text.at, text.length);
    return out->failed ? kr_nomem(job) : KOOR_OK;
}
