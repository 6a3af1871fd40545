/* A choice graph as author markup, for `koor suggest`. Takes any graph, gives markup whose texts
 * are the graph's. Two things stand between them:
 *
 * A lattice (spans of a sentence that share what follows) is no tree. Each node is written as a
 * list of what stands in it, and a choice gives the end that all its arms share back to the list it
 * stands in: what is left are series and parallels, and "{word|phrase} rest" is printed instead of
 * every path.
 *
 * A joint (capital, a or an, space) depends on what came before, markup does not. So printing
 * carries the joint's state along, and where two alternatives leave it in different states, what
 * follows is written once for each, up to where the states meet again: usually the next word. */
#include "base/hash.h"
#include "model/joint.h"
#include "rewrite/markup_text.h"

#include <string.h>

enum {
    MOST_STATES = 16,       /* that alternatives are in at one place */
    MOST_ORDERS = 4,        /* items whose orders are written out */
    MOST_ELEMENTS = 4000000 /* of all lists */
};

typedef struct list {
    uint32_t *at; /* below node_count: a text or permutation; else a choice */
    uint32_t count;
} list;

typedef struct branch {
    list elements;
    uint32_t weight, condition, condition_count;
} branch;

typedef struct fork {
    branch *branches;
    uint32_t count;
} fork;

typedef struct printer {
    kr_job *job;
    const kr_graph *graph;
    const kr_markup_voices *voices;
    list *lists; /* per node */
    fork *forks;
    size_t fork_count, fork_capacity, elements;
    size_t written, most_bytes;
    int16_t values[64];         /* of variables that are settled; -1: not */
    int failed, limited, split; /* split: a voice cannot be written in place */
} printer;

static void *room(printer *p, size_t count, size_t size) {
    void *block = kr_arena_alloc(&p->job->arena, count, size);
    p->failed |= !block;
    return block;
}

static int stopped(const printer *p) {
    return p->failed || p->limited || p->split;
}

/* ---- series and parallels
 * --------------------------------------------------------------------------- */

static list new_list(printer *p, size_t count) {
    list l = {NULL, (uint32_t)count};
    p->elements += count;
    p->limited |= p->elements > MOST_ELEMENTS;
    l.at = p->limited ? NULL : room(p, count, sizeof *l.at);
    return l;
}

static list concatenated(printer *p, const kr_node *node) {
    size_t count = 0;
    for (uint32_t i = 0; i < node->count; i++)
        count += p->lists[p->graph->links[node->first + i]].count;
    list l = new_list(p, count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < node->count && !stopped(p); i++) {
        const list *child = &p->lists[p->graph->links[node->first + i]];
        if (l.at && child->count)
            memcpy(l.at + at, child->at, child->count * sizeof *l.at);
        at += child->count;
    }
    return l;
}

/* How many elements the ends of all arms have in common. */
static uint32_t common_end(const printer *p, const kr_node *node) {
    const list *first = &p->lists[p->graph->arms[node->first].node];
    uint32_t common = first->count;
    for (uint32_t i = 1; i < node->count; i++) {
        const list *other = &p->lists[p->graph->arms[node->first + i].node];
        uint32_t same = 0;
        while (same < common && same < other->count &&
               first->at[first->count - 1 - same] == other->at[other->count - 1 - same])
            same++;
        common = same;
    }
    return common;
}

static list one_element(printer *p, uint32_t element) {
    list l = new_list(p, 1);
    if (l.at)
        l.at[0] = element;
    return l;
}

static list parallel(printer *p, const kr_node *node) {
    const kr_arm *arms = p->graph->arms + node->first;
    if (node->count == 1 && arms->condition_count == 0)
        return p->lists[arms->node];
    uint32_t end = node->count ? common_end(p, node) : 0;
    fork f = {room(p, node->count, sizeof *f.branches), node->count};
    for (uint32_t i = 0; i < node->count && f.branches; i++) {
        list whole = p->lists[arms[i].node];
        whole.count -= end;
        f.branches[i] = (branch){whole, arms[i].weight, arms[i].condition, arms[i].condition_count};
    }
    if (p->failed || kr_arena_grow(&p->job->arena, (void **)&p->forks, &p->fork_capacity,
                                   p->fork_count, sizeof *p->forks) < 0) {
        p->failed = 1;
        return (list){NULL, 0};
    }
    p->forks[p->fork_count++] = f;
    list l = new_list(p, (size_t)end + 1);
    if (!l.at)
        return l;
    l.at[0] = (uint32_t)(p->graph->node_count + p->fork_count - 1);
    const list *first = &p->lists[arms->node];
    if (end)
        memcpy(l.at + 1, first->at + first->count - end, end * sizeof *l.at);
    return l;
}

static void make_lists(printer *p) {
    p->lists = room(p, p->graph->node_count, sizeof *p->lists);
    for (uint32_t id = 0; id < p->graph->node_count && !stopped(p); id++) {
        const kr_node *node = &p->graph->nodes[id];
        if (node->kind == KR_NODE_SEQUENCE)
            p->lists[id] = concatenated(p, node);
        else if (node->kind == KR_NODE_CHOICE)
            p->lists[id] = parallel(p, node);
        else
            p->lists[id] = one_element(p, id);
    }
}

/* ---- texts by state
 * --------------------------------------------------------------------------------- */

typedef struct alternative {
    kr_str text;
    uint32_t weight;
    uint64_t hash;
} alternative;

/* Alternatives that leave the joint in one state. */
typedef struct way {
    kr_joint state;
    alternative *at;
    size_t count, capacity;
} way;

typedef struct ways {
    way at[MOST_STATES];
    uint32_t count;
} ways;

static kr_str text_of_length(printer *p, size_t length) {
    p->written += length;
    p->limited |= p->written > p->most_bytes;
    return (kr_str){p->limited ? NULL : room(p, length, 1), length};
}

static kr_str join(printer *p, kr_str a, kr_str b, kr_str c) {
    kr_str text = text_of_length(p, a.length + b.length + c.length);
    const kr_str parts[3] = {a, b, c};
    char *at = (char *)(uintptr_t)text.at;
    if (stopped(p))
        return (kr_str){"", 0};
    for (int i = 0; i < 3; i++) {
        if (parts[i].length)
            memcpy(at, parts[i].at, parts[i].length);
        at += parts[i].length;
    }
    return text;
}

/* A number in decimal, at the end of the buffer. */
static kr_str written(char *digits, size_t size, uint32_t number) {
    size_t at = size;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    return (kr_str){digits + at, size - at};
}

static int same_state(kr_joint a, kr_joint b) {
    int held = a.before >= KR_BEFORE_SPACE && a.before <= KR_BEFORE_PARAGRAPH;
    return a.before == b.before && a.capital == b.capital && (!held || a.space == b.space);
}

static way *way_of(printer *p, ways *out, kr_joint state) {
    for (uint32_t i = 0; i < out->count; i++)
        if (same_state(out->at[i].state, state))
            return &out->at[i];
    if (out->count == MOST_STATES) {
        p->limited = 1;
        return NULL;
    }
    out->at[out->count] = (way){.state = state};
    return &out->at[out->count++];
}

/* The same text twice is one alternative. */
static void add_way(printer *p, ways *out, kr_joint state, kr_str text, uint32_t weight) {
    way *w = way_of(p, out, state);
    uint64_t hash = kr_hash64(text.at, text.length);
    for (size_t i = 0; w && i < w->count; i++)
        if (w->at[i].hash == hash) {
            w->at[i].weight += weight;
            return;
        }
    if (!w ||
        kr_arena_grow(&p->job->arena, (void **)&w->at, &w->capacity, w->count, sizeof *w->at) < 0) {
        p->failed |= w != NULL;
        return;
    }
    w->at[w->count++] = (alternative){text, weight, hash};
}

static int begins(kr_str text, const char *with) {
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.at, with, length) == 0;
}

static size_t weight_mark(uint32_t weight, char out[16]) {
    size_t at = 16;
    out[--at] = '>';
    do
        out[--at] = (char)('0' + weight % 10);
    while (weight /= 10);
    out[--at] = '<';
    memmove(out, out + at, 16 - at);
    return 16 - at;
}

/* Where the brackets of a piece of markup are pairs, it may be cut off from what it stands in. */
static int is_whole(kr_str text) {
    int depth = 0;
    for (size_t i = 0; i < text.length && depth >= 0; i++) {
        char c = text.at[i];
        if (c == '\\')
            i++; /* the sign itself */
        else if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
    }
    return depth == 0;
}

/* The words that all alternatives begin with: up to behind a space. */
static size_t common_begin(const way *w) {
    kr_str first = w->at[0].text;
    size_t common = first.length;
    for (size_t i = 1; i < w->count; i++) {
        kr_str other = w->at[i].text;
        size_t same = 0;
        while (same < common && same < other.length && first.at[same] == other.at[same])
            same++;
        common = same;
    }
    while (common > 0 && (first.at[common - 1] != ' ' || !is_whole((kr_str){first.at, common})))
        common--;
    return common;
}

/* The words that all end with, from a space on; the first `begin` bytes are not looked at. */
static size_t common_words(const way *w, size_t begin) {
    kr_str first = w->at[0].text;
    size_t common = first.length - begin;
    for (size_t i = 1; i < w->count; i++) {
        kr_str other = w->at[i].text;
        size_t same = 0;
        while (same < common && same < other.length - begin &&
               first.at[first.length - 1 - same] == other.at[other.length - 1 - same])
            same++;
        common = same;
    }
    for (; common > 0; common--) {
        kr_str end = {first.at + first.length - common, common};
        if (end.at[0] == ' ' && is_whole(end))
            break;
    }
    return common;
}

/* "{a|b}" of what stands between the common words. What would read as a name, a condition or a
 * plural behind the brace is kept apart from it. */
static void write_choice(kr_buffer *out, const way *w, size_t begin, size_t end) {
    int even = 1;
    kr_str first = {w->at[0].text.at + begin, w->at[0].text.length - begin - end};
    for (size_t i = 1; i < w->count; i++)
        even &= w->at[i].weight == w->at[0].weight;
    kr_buffer_char(out, '{');
    if (even && (begins(first, "@") || begins(first, "?")))
        kr_buffer_char(out, '\\');
    for (size_t i = 0; i < w->count; i++) {
        char mark[16];
        if (i > 0)
            kr_buffer_char(out, '|');
        if (!even || (i == 0 && begins(first, "plural")))
            kr_buffer_add(out, mark, weight_mark(even ? 1 : w->at[i].weight, mark));
        kr_buffer_add(out, w->at[i].text.at + begin, w->at[i].text.length - begin - end);
    }
    kr_buffer_char(out, '}');
}

/* Alternatives as one text: in braces where there are several, the words that they share outside.
 */
static kr_str closed(printer *p, const way *w) {
    if (stopped(p)) /* the way may be without its alternatives */
        return (kr_str){"", 0};
    if (w->count == 1)
        return w->at[0].text;
    kr_buffer text;
    kr_buffer_start(&text, p->job->memory);
    size_t begin = common_begin(w), end = common_words(w, begin);
    kr_buffer_add(&text, w->at[0].text.at, begin);
    write_choice(&text, w, begin, end);
    kr_buffer_add(&text, w->at[0].text.at + w->at[0].text.length - end, end);
    kr_str whole = text_of_length(p, text.failed ? 0 : text.length);
    p->failed |= text.failed;
    if (whole.at && text.data)
        memcpy((char *)(uintptr_t)whole.at, text.data, text.length);
    kr_buffer_end(&text);
    return stopped(p) ? (kr_str){"", 0} : whole;
}

/* Each way's alternatives become one text. */
static void close_ways(printer *p, ways *out) {
    for (uint32_t w = 0; w < out->count && !stopped(p); w++) {
        out->at[w].at[0] = (alternative){closed(p, &out->at[w]), 1, 0};
        out->at[w].count = 1;
    }
}

/* ---- fragments
 * -------------------------------------------------------------------------------------- */

/* Whether the byte would be read as markup: braces always, others only where they would begin one.
 */
static int needs_escape(kr_str text, size_t at) {
    char c = text.at[at], next = at + 1 < text.length ? text.at[at + 1] : '\0';
    if (strchr("{}[]|\\`", c))
        return c != '\0';
    if (c == '%')
        return kr_is_name(next);
    if (c == '<')
        return next >= '0' && next <= '9';
    if (c != '#')
        return 0;
    kr_str rest = {text.at + at, text.length - at};
    return (at > 0 && text.at[at - 1] == '/') || next == '/' || begins(rest, "#set") ||
           begins(rest, "#def") || begins(rest, "#include");
}

static kr_str escaped(printer *p, kr_str text) {
    size_t marks = 0, to = 0;
    for (size_t i = 0; i < text.length; i++)
        marks += (size_t)needs_escape(text, i);
    kr_str out = text_of_length(p, text.length + marks);
    char *bytes = (char *)(uintptr_t)out.at;
    for (size_t i = 0; i < text.length && !stopped(p); i++) {
        if (needs_escape(text, i))
            bytes[to++] = '\\';
        bytes[to++] = text.at[i];
    }
    return stopped(p) ? (kr_str){"", 0} : out;
}

static void print_text(printer *p, const kr_node *node, kr_joint state, ways *out) {
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
    add_way(p, out, state, join(p, n, lead, escaped(p, form)), 1);
}

/* ---- lists, choices, voices
 * -------------------------------------------------------------------------- */

static void print_list(printer *p, const list *elements, kr_joint state, ways *out);

/* The first variable that a branch asks for and that is not settled; KR_NONE for none. */
static uint32_t asked(const printer *p, const branch *b) {
    for (uint32_t i = 0; i < b->condition_count; i++) {
        uint32_t variable = p->graph->conditions[b->condition + i].variable;
        if (variable >= 64 || p->values[variable] < 0)
            return variable;
    }
    return KR_NONE;
}

static int stands(const printer *p, const branch *b) {
    for (uint32_t i = 0; i < b->condition_count; i++) {
        const kr_condition *c = &p->graph->conditions[b->condition + i];
        if (!(c->mask >> p->values[c->variable] & 1))
            return 0;
    }
    return 1;
}

static void print_branches(printer *p, const fork *f, kr_joint state, ways *out) {
    for (uint32_t i = 0; i < f->count && !stopped(p); i++) {
        ways ends = {.count = 0};
        if (!stands(p, &f->branches[i]))
            continue;
        print_list(p, &f->branches[i].elements, state, &ends);
        for (uint32_t w = 0; w < ends.count && !stopped(p); w++)
            add_way(p, out, ends.at[w].state, closed(p, &ends.at[w]), f->branches[i].weight);
    }
    close_ways(p, out);
}

static void print_fork(printer *p, const fork *f, kr_joint state, ways *out);

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
    char digits[12];
    if (!is_taken(p, variable, name))
        return name;
    for (uint32_t number = variable; !stopped(p); number += count) {
        kr_str numbered = join(p, name, KR_STR("_"), written(digits, sizeof digits, number));
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
static void print_voice(printer *p, const fork *f, uint32_t variable, kr_joint state, ways *out) {
    const kr_variable *v = &p->graph->variables[variable];
    kr_str text = {"", 0};
    kr_joint end = state;
    p->split |= variable >= 64 || v->value_count > 64;
    for (uint32_t value = 0; value < v->value_count && !stopped(p); value++) {
        ways under = {.count = 0};
        p->values[variable] = (int16_t)value;
        print_fork(p, f, state, &under);
        p->split |= under.count != 1 || (value > 0 && !same_state(end, under.at[0].state));
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
        add_way(p, out, end, join(p, text, KR_STR("}"), (kr_str){"", 0}), 1);
}

static void print_fork(printer *p, const fork *f, kr_joint state, ways *out) {
    uint32_t variable = KR_NONE;
    for (uint32_t i = 0; i < f->count && variable == KR_NONE; i++)
        variable = asked(p, &f->branches[i]);
    if (variable == KR_NONE)
        print_branches(p, f, state, out);
    else
        print_voice(p, f, variable, state, out);
}

/* ---- permutations
 * ------------------------------------------------------------------------------------ */

/* An item from a state, where it leaves the joint in one state only; 0 otherwise. */
static int item_text(printer *p, kr_node_id node, kr_joint from, kr_joint *out_state,
                     kr_str *out_text) {
    ways ends = {.count = 0};
    print_list(p, &p->lists[node], from, &ends);
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
            !ends_with(item, cores[i]) || !same_state(end, after))
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
    char digits[12];
    *text = join(p, *text, kr_str_of(key), written(digits, sizeof digits, number));
    *text = join(p, *text, KR_STR(";"), (kr_str){"", 0});
}

/* "[<sep=..>a|b]" where items look the same in every place: 1, or 0 where they do not. */
static int print_in_brackets(printer *p, const kr_node *node, kr_joint state, ways *out) {
    kr_str *cores = room(p, node->count, sizeof *cores), first = {"", 0}, lead = {"", 0};
    kr_joint after = state, end;
    kr_str middle = {"", 0}, last = {"", 0};
    for (uint32_t i = 0; i < node->count && !p->failed; i++) {
        if (p->graph->arms[node->first + i].condition_count ||
            !item_text(p, p->graph->arms[node->first + i].node, state, &end, &first) ||
            (i > 0 && !same_state(end, after)))
            return 0;
        cores[i] = kr_markup_trim(first);
        const kr_str own = {first.at, (size_t)(cores[i].at - first.at)};
        if (cores[i].length == 0 || own.length + cores[i].length != first.length ||
            (i > 0 && !kr_str_equal(own, lead))) /* one lead stands before the bracket */
            return 0;
        lead = own;
        after = end;
    }
    if (p->failed || node->least == 0 ||
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
    add_way(p, out, after, join(p, text, KR_STR("]"), (kr_str){"", 0}), 1);
    return 1;
}

/* Every order as an alternative. */
static void print_orders(printer *p, const kr_node *node, kr_joint state, kr_str before,
                         uint32_t used, uint32_t placed, uint32_t size, ways *out) {
    if (placed == size) {
        add_way(p, out, state, before, 1);
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
            p->limited = 1;
            return;
        }
        print_orders(p, node, next, join(p, before, separator, item), used | 1u << i, placed + 1,
                     size, out);
    }
}

static void print_permutation(printer *p, const kr_node *node, kr_joint state, ways *out) {
    if (print_in_brackets(p, node, state, out) || stopped(p))
        return;
    out->count = 0;
    p->limited |= node->count > MOST_ORDERS;
    uint32_t most = node->most < node->count ? node->most : node->count;
    for (uint32_t size = node->least; size <= most && !stopped(p); size++)
        print_orders(p, node, state, (kr_str){"", 0}, 0, 0, size, out);
    close_ways(p, out);
}

static void print_element(printer *p, uint32_t element, kr_joint state, ways *out) {
    if (element >= p->graph->node_count) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there is a fork */
        const fork f = p->forks[element - p->graph->node_count];
        print_fork(p, &f, state, out);
    } else if (p->graph->nodes[element].kind == KR_NODE_TEXT) {
        print_text(p, &p->graph->nodes[element], state, out);
    } else {
        print_permutation(p, &p->graph->nodes[element], state, out);
    }
}

static void print_list(printer *p, const list *elements, kr_joint state, ways *out) {
    ways *now = room(p, 1, sizeof *now), *next = room(p, 1, sizeof *next);
    ways *ends = room(p, 1, sizeof *ends);
    if (p->failed)
        return;
    now->count = 0;
    add_way(p, now, state, (kr_str){"", 0}, 1);
    for (uint32_t e = 0; e < elements->count && !stopped(p); e++) {
        next->count = 0;
        for (uint32_t w = 0; w < now->count && !stopped(p); w++) {
            kr_str so_far = closed(p, &now->at[w]);
            ends->count = 0;
            print_element(p, elements->at[e], now->at[w].state, ends);
            for (uint32_t i = 0; i < ends->count; i++)
                add_way(p, next, ends->at[i].state,
                        join(p, so_far, closed(p, &ends->at[i]), (kr_str){"", 0}), 1);
        }
        ways *swap = now;
        now = next;
        next = swap;
    }
    *out = *now;
}

/* ---- all of it
 * --------------------------------------------------------------------------------------- */

static void print_whole(printer *p, ways *out) {
    ways ends = {.count = 0};
    print_list(p, &p->lists[p->graph->root], kr_joint_start(), &ends);
    for (uint32_t w = 0; w < ends.count && !stopped(p); w++) {
        kr_joint one = kr_joint_start(); /* in which state a text ends does not matter */
        add_way(p, out, one, closed(p, &ends.at[w]), 1);
    }
}

/* Each assignment of the variables as an alternative of the whole: where a voice has no place. */
static void print_assignments(printer *p, uint32_t variable, ways *out) {
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
    printer p = {.job = job, .graph = graph, .voices = voices};
    ways all = {.count = 0};
    p.most_bytes = 64 * (size_t)settings->number[KR_OPT_MARKUP_MAX_EXPANDED];
    memset(p.values, -1, sizeof p.values);
    make_lists(&p);
    if (!stopped(&p))
        print_whole(&p, &all);
    if (p.split && graph->variable_count <= 6) {
        p.split = 0;
        all.count = 0;
        memset(p.values, -1, sizeof p.values);
        print_assignments(&p, 0, &all);
    }
    if (p.failed)
        return kr_nomem(job);
    if (p.limited || p.split || all.count == 0)
        return kr_fail(
            job, KOOR_E_LIMIT, "markup.max_expanded", -1,
            "this post has too many ways to be written out as markup: take a shorter one, or "
            "a lower rewrite.strength");
    kr_str text = closed(&p, &all.at[0]);
    kr_buffer_add(out, text.at, text.length);
    return out->failed ? kr_nomem(job) : KOOR_OK;
}
