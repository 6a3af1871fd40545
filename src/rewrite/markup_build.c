/* From text to nodes: a recursive descent over matched brackets. Takes a text whose names are
 * resolved, gives nodes of the choice graph; everything static is decided here, so that realising a
 * walk is copying fragments.
 *
 * What depends on a #def with several outcomes (the count of a plural, a condition) is built once
 * for each value, under conditions on the definition's variables. A definition is built at its
 * first use; its choices are tied to variables (markup_roll.c), so that all its places agree. */
#include "rewrite/markup_build.h"

#include <string.h>

enum { MOST_WEIGHT = 1000000 };

/* ---- collecting nodes
 * ------------------------------------------------------------------------------ */

typedef struct nodes {
    kr_node_id *at;
    size_t count, capacity;
} nodes;

static int stopped(const kr_markup_builder *b) {
    return b->work->failed || b->work->limited;
}

static void add_node(kr_markup_builder *b, nodes *list, kr_node_id node) {
    if (kr_arena_grow(&b->work->job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof *list->at) < 0)
        b->work->failed = 1;
    else
        list->at[list->count++] = node;
    int64_t most = b->work->settings->number[KR_OPT_MARKUP_MAX_NODES];
    if (b->graph->node_count > (size_t)most)
        kr_markup_limit(b, "limit.nodes", 0,
                        "the choice graph has too many nodes (markup.max_nodes)", most);
}

static kr_node_id text_node(kr_markup_builder *b, const kr_flat *text, uint32_t flags) {
    kr_str bytes = {text->at ? text->at : "", text->length};
    return kr_graph_text(b->graph, bytes, flags | KR_FRAGMENT_RAW);
}

static void flush(kr_markup_builder *b, nodes *list, kr_flat *text, uint32_t flags) {
    if (text->length)
        add_node(b, list, text_node(b, text, flags));
    text->length = 0;
}

static kr_node_id join(kr_markup_builder *b, const nodes *list) {
    const kr_flat none = {0};
    if (list->count == 0)
        return text_node(b, &none, 0);
    return list->count == 1 ? list->at[0] : kr_graph_sequence(b->graph, list->at, list->count);
}

typedef struct arms {
    kr_arm *at;
    size_t count, capacity;
} arms;

static void add_arm(kr_markup_builder *b, arms *list, kr_arm arm) {
    if (kr_arena_grow(&b->work->job->arena, (void **)&list->at, &list->capacity, list->count,
                      sizeof *list->at) < 0)
        b->work->failed = 1;
    else
        list->at[list->count++] = arm;
}

static kr_node_id build_range(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end);

/* ---- definitions
 * ----------------------------------------------------------------------------------- */

const kr_rolled *kr_markup_rolled(kr_markup_builder *b, uint32_t index) {
    kr_flat value = {0};
    if (b->rolled[index].state == 1)
        return NULL;
    if (b->rolled[index].state == 2)
        return &b->rolled[index];
    kr_rolled *outer = b->current, rolled = b->rolled[index];
    b->rolled[index].state = rolled.state = 1;
    kr_markup_expand_value(b, rolled.value, rolled.scope, &value);
    b->current = &rolled;
    rolled.node = kr_markup_build(b, &value);
    b->current = outer;
    rolled.state = 2;
    b->rolled[index] = rolled; /* the list may have moved */
    return &b->rolled[index];
}

/* What a definition depends on is what the one being built depends on. */
static void depend(kr_markup_builder *b, const uint64_t *variables) {
    for (size_t i = 0; b->current && i < KR_MARKUP_MOST_VARIABLES / 64; i++)
        b->current->variables[i] |= variables[i];
}

/* The first variable of the definition without a value, or KR_NONE. */
static uint32_t undecided(const kr_markup_builder *b, const kr_rolled *rolled) {
    for (uint32_t v = 0; v < KR_MARKUP_MOST_VARIABLES; v++)
        if (rolled->variables[v / 64] >> v % 64 & 1 && b->env[v] < 0)
            return v;
    return KR_NONE;
}

static int is_mark(const kr_passage *in, size_t at, int mark) {
    return (unsigned char)in->text.at[at] == mark;
}

/* The first undecided variable of any definition named in the range; KR_NONE for none. */
static uint32_t undecided_in(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end) {
    for (; at < end && !stopped(b); at++) {
        if (!is_mark(in, at, KR_MARK_DEFINITION))
            continue;
        const kr_rolled *rolled = kr_markup_rolled(b, kr_markup_mark_index(in->text.at + at));
        uint32_t variable = rolled ? undecided(b, rolled) : KR_NONE;
        if (rolled)
            depend(b, rolled->variables);
        if (variable != KR_NONE)
            return variable;
    }
    return KR_NONE;
}

typedef kr_node_id build_group(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end);

/* One arm for each value of the variable, the group built under it. */
static kr_node_id fork(kr_markup_builder *b, uint32_t variable, build_group *build,
                       const kr_passage *in, size_t at) {
    arms list = {0};
    uint32_t count = b->graph->variables[variable].value_count;
    for (uint32_t v = 0; v < count && !stopped(b); v++) {
        b->env[variable] = (int16_t)v;
        kr_node_id node = build(b, in, at, in->match[at]);
        add_arm(b, &list, kr_markup_arm(b, node, variable, (uint64_t)1 << v));
    }
    b->env[variable] = -1;
    return kr_graph_choice(b->graph, list.at, list.count);
}

/* ---- plurals
 * --------------------------------------------------------------------------------------- */

/* A range as text, each definition as the text it has under b->env. */
static void literal(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end,
                    kr_flat *out) {
    while (at < end && !stopped(b)) {
        uint32_t origin = in->flat->origin[at];
        if (!is_mark(in, at, KR_MARK_DEFINITION)) {
            kr_flat_copy(b->work, out, in->flat, at, at + 1);
            at++;
            continue;
        }
        const kr_rolled *rolled = kr_markup_rolled(b, kr_markup_mark_index(in->text.at + at));
        if (rolled)
            kr_markup_text_of(b, rolled->node, out, origin);
        at += KR_MARK_LENGTH;
    }
}

static size_t count_pipes(kr_str text) {
    size_t pipes = 0;
    for (size_t i = 0; i < text.length; i++)
        pipes += text.at[i] == '|';
    return pipes;
}

/* The form at `index` of forms separated by |. */
static kr_str form_at(kr_str forms, size_t index) {
    for (; index > 0; index--) {
        const char *pipe = memchr(forms.at, '|', forms.length);
        forms = (kr_str){pipe + 1, forms.length - (size_t)(pipe + 1 - forms.at)};
    }
    const char *pipe = forms.length ? memchr(forms.at, '|', forms.length) : NULL;
    return kr_markup_trim((kr_str){forms.at, pipe ? (size_t)(pipe - forms.at) : forms.length});
}

static void unescape(kr_markup_builder *b, kr_str text, kr_flat *out) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == KR_MARK_ESCAPE && i + 1 < text.length)
            kr_flat_add(b->work, out, &KR_MARKUP_SPECIALS[(unsigned char)text.at[++i] & 0x7F], 1,
                        0);
        else if (c < 0xF8)
            kr_flat_add(b->work, out, text.at + i, 1, 0);
    }
}

/* As the reference engine shows a plural whose forms do not fit: itself, in fullwidth braces. */
static kr_node_id plural_shown(kr_markup_builder *b, kr_str count, kr_str forms) {
    kr_flat text = {0}, raw = {0};
    kr_flat_add(b->work, &text, "\xEF\xBD\x9Bplural ", 10, 0);
    unescape(b, count, &text);
    kr_flat_add(b->work, &text, ":", 1, 0);
    kr_flat_add(b->work, &raw, forms.at, forms.length, 0);
    unescape(b, (kr_str){raw.at, raw.length}, &text);
    kr_flat_add(b->work, &text, "\xEF\xBD\x9D", 3, 0);
    return text_node(b, &text, 0);
}

static int has_brackets(kr_str text) {
    for (size_t i = 0; i < text.length; i++)
        if (memchr("{}[]", text.at[i], 4))
            return 1;
    return 0;
}

static kr_node_id build_plural(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end) {
    uint32_t variable = undecided_in(b, in, at, end);
    size_t colon = at + 7;
    kr_flat slot = {0}, rest = {0}, text = {0};
    if (variable != KR_NONE)
        return fork(b, variable, build_plural, in, at);
    while (colon < end && in->text.at[colon] != ':')
        colon = in->match[colon] != KR_NONE && in->match[colon] > colon ? in->match[colon] + 1u
                                                                        : colon + 1;
    if (colon >= end)
        return build_range(b, in, at + 1, end); /* "{plural x}" says nothing of a count: a group */
    literal(b, in, at + 7, colon, &slot);
    literal(b, in, colon + 1, end, &rest);
    kr_str count = kr_markup_trim((kr_str){slot.at, slot.length}), forms = {rest.at, rest.length};
    int form = stopped(b) ? -1 : kr_plural_form(b->work->input->locale, count);
    if (form < 0)
        return text_node(b, &text, 0);
    uint32_t arity = kr_plural_arity(b->work->input->locale);
    if (count_pipes(forms) + 1 != arity || has_brackets(forms))
        return plural_shown(b, count, forms);
    unescape(b, form_at(forms, (size_t)form), &text);
    return text_node(b, &text, 0);
}

/* ---- conditions
 * ------------------------------------------------------------------------------------ */

/* Whether the definition says anything under each value of its variables. */
static kr_node_id build_test(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end) {
    size_t then = at + 1 + KR_MARK_LENGTH;
    const kr_rolled *rolled = kr_markup_rolled(b, kr_markup_mark_index(in->text.at + at + 1));
    uint32_t variable = rolled ? undecided(b, rolled) : KR_NONE;
    kr_flat text = {0};
    if (rolled)
        depend(b, rolled->variables);
    if (variable != KR_NONE)
        return fork(b, variable, build_test, in, at);
    if (rolled)
        kr_markup_text_of(b, rolled->node, &text, 0);
    int holds = kr_markup_truthy((kr_str){text.at, text.length});
    size_t pipe = kr_markup_pipe(in->text, in->match, then, end);
    if (holds != is_mark(in, at + 1, KR_MARK_TEST_NOT))
        return build_range(b, in, then, pipe);
    return pipe < end ? build_range(b, in, pipe + 1, end) : join(b, &(nodes){0});
}

/* The values of a voice that {?name=value+value?..} names. */
static uint64_t voice_mask(const kr_markup_voice *voice, kr_str values) {
    uint64_t mask = 0;
    for (size_t from = 0; from <= values.length;) {
        size_t to = from;
        while (to < values.length && values.at[to] != '+')
            to++;
        for (uint32_t v = 0; v < voice->value_count && v < KR_MARKUP_MOST_VALUES; v++)
            if (kr_str_equal_fold(voice->values[v], (kr_str){values.at + from, to - from}))
                mask |= (uint64_t)1 << v;
        from = to + 1;
    }
    return mask;
}

static kr_node_id build_voice(kr_markup_builder *b, const kr_passage *in, size_t end,
                              const kr_markup_test *test) {
    const kr_markup_input *input = b->work->input;
    const kr_markup_voice *voice = NULL;
    size_t then = (size_t)(test->value.at + test->value.length - in->text.at) + 1;
    for (size_t i = 0; i < input->voice_count && !voice; i++)
        if (kr_str_equal_fold(input->voices[i].name, test->name))
            voice = &input->voices[i];
    if (!voice) /* said by the check */
        return build_range(b, in, then, end);
    uint32_t variable = kr_markup_variable(b, voice->name, voice->values, voice->value_count);
    if (variable == KR_NONE)
        return KR_NONE;
    uint64_t all = voice->value_count >= 64 ? UINT64_MAX : ((uint64_t)1 << voice->value_count) - 1;
    uint64_t mask = voice_mask(voice, test->value);
    mask = test->inverted ? all & ~mask : mask;
    size_t pipe = kr_markup_pipe(in->text, in->match, then, end);
    kr_node_id yes = build_range(b, in, then, pipe);
    kr_node_id no = pipe < end ? build_range(b, in, pipe + 1, end) : join(b, &(nodes){0});
    kr_arm two[2] = {kr_markup_arm(b, yes, variable, mask),
                     kr_markup_arm(b, no, variable, all & ~mask)};
    return kr_graph_choice(b->graph, two, 2);
}

/* ---- choices
 * --------------------------------------------------------------------------------------- */

/* "<3>" at the start of an alternative: its weight; gives the bytes it takes. */
static size_t read_weight(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end,
                          uint32_t *out) {
    size_t digit = at + 1;
    uint64_t weight = 0;
    *out = 1;
    if (at >= end || in->text.at[at] != '<')
        return 0;
    for (; digit < end && in->text.at[digit] >= '0' && in->text.at[digit] <= '9'; digit++)
        weight = weight > MOST_WEIGHT ? weight : weight * 10 + (uint64_t)(in->text.at[digit] - '0');
    if (digit == at + 1 || digit >= end || in->text.at[digit] != '>')
        return 0;
    if (weight > MOST_WEIGHT)
        kr_markup_report(b->work, "weight.range", 1, in->flat->origin[at],
                         "a weight is a whole number up to %d", MOST_WEIGHT);
    *out = (uint32_t)(weight > MOST_WEIGHT ? MOST_WEIGHT : weight);
    return digit + 1 - at;
}

static void build_arms(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end,
                       arms *list) {
    for (;;) {
        uint32_t weight;
        size_t pipe = kr_markup_pipe(in->text, in->match, at, end);
        size_t skip = read_weight(b, in, at, pipe, &weight);
        kr_node_id node = build_range(b, in, at + skip, pipe);
        add_arm(b, list, kr_arm_of(node, weight, KR_NONE));
        if (pipe >= end || stopped(b))
            return;
        at = pipe + 1;
    }
}

/* "{@name: a|b}": all choices of that name take the same place. Gives where the arms begin. */
static size_t read_choice_name(const kr_passage *in, size_t at, size_t end, kr_str *out) {
    size_t name = at + 2, last = name;
    if (at + 1 >= end || in->text.at[at + 1] != '@')
        return at + 1;
    while (last < end && kr_is_name(in->text.at[last]))
        last++;
    if (last == name || last >= end || in->text.at[last] != ':')
        return at + 1;
    *out = (kr_str){in->text.at + name - 1, last - name + 1};
    last++;
    return last + (last < end && in->text.at[last] == ' ');
}

static kr_node_id tie_named(kr_markup_builder *b, const kr_passage *in, size_t at, kr_str name,
                            arms *list) {
    uint32_t variable = KR_NONE;
    kr_str lower =
        kr_markup_lower(b->work, name); /* with its @: no voice or #def has such a name */
    for (uint32_t v = 0; v < b->graph->variable_count; v++)
        if (kr_str_equal(b->graph->variables[v].name, lower))
            variable = v;
    if (list->count > KR_MARKUP_MOST_VALUES) {
        kr_markup_report(b->work, "choice.arms", 1, in->flat->origin[at],
                         "a named choice has at most %d alternatives", KR_MARKUP_MOST_VALUES);
        return KR_NONE;
    }
    if (variable == KR_NONE)
        variable = kr_markup_variable(b, lower, NULL, list->count);
    if (variable == KR_NONE)
        return KR_NONE;
    kr_variable *named = &b->graph->variables[variable];
    if (named->value_count != list->count)
        kr_markup_report(
            b->work, "choice.arms", 1, in->flat->origin[at],
            "the choice \"%.*s\" has %zu alternatives here and %u elsewhere: give it as "
            "many everywhere",
            (int)name.length - 1, name.at + 1, list->count, named->value_count);
    for (size_t i = 0; i < list->count && i < named->value_count; i++) {
        if (named->weights)
            named->weights[i] = list->at[i].weight;
        list->at[i] = kr_markup_arm(b, list->at[i].node, variable, (uint64_t)1 << i);
    }
    return kr_graph_choice(b->graph, list->at, list->count);
}

static kr_node_id build_choice(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end) {
    kr_str name = {NULL, 0};
    arms list = {0};
    /* Inside a definition the whole choice is tied at once: what is in it is built untied. */
    kr_rolled *current = b->current;
    size_t first = read_choice_name(in, at, end, &name);
    int tie = current && !name.at && undecided_in(b, in, at, end) == KR_NONE;
    b->current = tie ? NULL : current;
    build_arms(b, in, first, end, &list);
    b->current = current;
    if (stopped(b))
        return KR_NONE;
    if (name.at)
        return tie_named(b, in, at, name, &list);
    if (list.count == 1 && !tie)
        return list.at[0].node;
    kr_node_id node = kr_graph_choice(b->graph, list.at, list.count);
    return current ? kr_markup_roll(b, node, in->flat->origin[at]) : node;
}

/* ---- permutations
 * ---------------------------------------------------------------------------------- */

static void build_items(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end,
                        arms *list) {
    for (;;) {
        uint32_t weight;
        size_t pipe = kr_markup_pipe(in->text, in->match, at, end), first = at, last = pipe;
        while (first < last && kr_is_ascii_space(in->text.at[first]))
            first++;
        while (last > first && kr_is_ascii_space(in->text.at[last - 1]))
            last--;
        first += read_weight(b, in, first, last, &weight);
        if (first < last) /* an empty item would leave its separator alone */
            add_arm(b, list, kr_arm_of(build_range(b, in, first, last), weight, KR_NONE));
        if (pipe >= end || stopped(b))
            return;
        at = pipe + 1;
    }
}

/* A separator is one text for all gaps: what is decided for each text has no place in it. */
static int is_settled(kr_markup_builder *b, const kr_passage *in, kr_str separator) {
    for (size_t i = 0; i < separator.length; i++)
        if ((unsigned char)separator.at[i] >= KR_MARK_LOCK) {
            kr_markup_report(
                b->work, "permutation.separator", 1,
                in->flat->origin[separator.at + i - in->text.at],
                "a separator holds a name that may say several things, or a locked text: "
                "write the words themselves");
            return 0;
        }
    return 1;
}

/* A separator of letters only is a word: it stands between spaces. */
static kr_node_id separator_node(kr_markup_builder *b, const kr_passage *in, kr_str separator) {
    kr_flat text = {0};
    int own = separator.at >= in->text.at && separator.at <= in->text.at + in->text.length;
    if (own && !is_settled(b, in, separator))
        return KR_NONE;
    int word = separator.length > 0;
    for (size_t at = 0; at < separator.length && word;)
        word = (unsigned char)separator.at[at] < 0xF5 &&
               kr_is_letter(kr_utf8_next(separator.at, separator.length, &at));
    kr_flat_add(b->work, &text, " ", word ? 1 : 0, 0);
    if (own)
        unescape(b, separator, &text);
    else
        kr_flat_add(b->work, &text, separator.at, separator.length, 0);
    kr_flat_add(b->work, &text, " ", word ? 1 : 0, 0);
    return text.length ? text_node(b, &text, 0) : KR_NONE;
}

static kr_node_id build_permutation(kr_markup_builder *b, const kr_passage *in, size_t at,
                                    size_t end) {
    kr_permutation_config config;
    arms items = {0};
    kr_rolled *current = b->current;
    kr_markup_config(in->text, at + 1, end, &config);
    b->current = NULL;
    build_items(b, in, config.body, end, &items);
    b->current = current;
    if (stopped(b))
        return KR_NONE;
    if (items.count > KR_MARKUP_MOST_ITEMS)
        kr_markup_limit(b, "limit.items", in->flat->origin[at],
                        "a permutation has too many items: split it; items", KR_MARKUP_MOST_ITEMS);
    if (stopped(b))
        return KR_NONE;
    uint64_t count = items.count;
    uint64_t most =
        config.most >= 0 && (uint64_t)config.most < count ? (uint64_t)config.most : count;
    uint64_t least = config.least >= 0 ? (uint64_t)config.least : count;
    least = least > most ? most : least;
    kr_node_id between = separator_node(b, in, config.separator);
    kr_node_id last = config.has_last ? separator_node(b, in, config.last) : KR_NONE;
    if (stopped(b))
        return KR_NONE;
    if (items.count == 1 && least == 1)
        return items.at[0].node;
    kr_node_id node = kr_graph_permutation(b->graph, items.at, items.count, (uint32_t)least,
                                           (uint32_t)most, between, last);
    return current ? kr_markup_roll(b, node, in->flat->origin[at]) : node;
}

/* ---- all of it
 * ------------------------------------------------------------------------------------- */

static kr_node_id build_bracket(kr_markup_builder *b, const kr_passage *in, size_t at) {
    size_t end = in->match[at];
    kr_markup_test test;
    if (in->text.at[at] == '[')
        return build_permutation(b, in, at, end);
    if (is_mark(in, at + 1, KR_MARK_TEST) || is_mark(in, at + 1, KR_MARK_TEST_NOT))
        return build_test(b, in, at, end);
    if (kr_markup_is_plural(in->text, at))
        return build_plural(b, in, at, end);
    if (kr_markup_condition(in->text, at, &test) && test.value.at)
        return build_voice(b, in, end, &test);
    return build_choice(b, in, at, end);
}

static kr_node_id rolled_node(kr_markup_builder *b, const kr_passage *in, size_t at) {
    uint32_t index = kr_markup_mark_index(in->text.at + at);
    const kr_rolled *rolled = kr_markup_rolled(b, index);
    kr_flat text = {0};
    if (rolled) {
        depend(b, rolled->variables);
        return rolled->node;
    }
    kr_flat_add(b->work, &text, "%", 1,
                0); /* it names itself in the end: its name stays, as text */
    kr_flat_add(b->work, &text, b->rolled[index].name.at, b->rolled[index].name.length, 0);
    kr_flat_add(b->work, &text, "%", 1, 0);
    return text_node(b, &text, 0);
}

static kr_node_id build_range(kr_markup_builder *b, const kr_passage *in, size_t at, size_t end) {
    nodes list = {0};
    kr_flat text = {0};
    uint32_t locked = 0;
    int64_t most = b->work->settings->number[KR_OPT_MARKUP_MAX_DEPTH];
    if ((int64_t)++b->depth > most + 1)
        kr_markup_limit(b, "limit.depth", at < in->text.length ? in->flat->origin[at] : 0,
                        "brackets are nested too deep (markup.max_depth)", most);
    while (at < end && !stopped(b)) {
        unsigned char c = (unsigned char)in->text.at[at];
        if ((c == '{' || c == '[') && in->match[at] != KR_NONE && in->match[at] < end) {
            flush(b, &list, &text, locked);
            add_node(b, &list, build_bracket(b, in, at));
            at = in->match[at] + 1u;
        } else if (c == KR_MARK_DEFINITION) {
            flush(b, &list, &text, locked);
            add_node(b, &list, rolled_node(b, in, at));
            at += KR_MARK_LENGTH;
        } else if (c == KR_MARK_LOCK || c == KR_MARK_UNLOCK) {
            flush(b, &list, &text, locked);
            locked = c == KR_MARK_LOCK ? KR_FRAGMENT_KEEP_CASE : 0;
            at++;
        } else if (c == KR_MARK_ESCAPE) {
            unescape(b, (kr_str){in->text.at + at, 2}, &text);
            at += 2;
        } else {
            kr_flat_add(b->work, &text, in->text.at + at, 1, 0);
            at++;
        }
    }
    flush(b, &list, &text, locked);
    b->depth--;
    return stopped(b) ? KR_NONE : join(b, &list);
}

kr_node_id kr_markup_build(kr_markup_builder *b, const kr_flat *flat) {
    if (stopped(b))
        return KR_NONE;
    kr_flat own = *flat;
    if (!own.at)
        kr_flat_add(b->work, &own, "", 0, 0);
    kr_passage in = {{own.at ? own.at : "", own.length}, &own, NULL};
    in.match = kr_markup_match(b->work, in.text);
    return in.match ? build_range(b, &in, 0, own.length) : KR_NONE;
}

/* Outer white space goes, but not what the author escaped or locked. */
static void trim(kr_flat *flat) {
    size_t start = 0, end = flat->length;
    while (start < end && kr_is_ascii_space(flat->at[start]))
        start++;
    while (end > start && kr_is_ascii_space(flat->at[end - 1]))
        end--;
    if (end > start && start > 0) {
        flat->at += start;
        flat->origin += start;
    }
    flat->length = end - start;
    flat->capacity = flat->length;
}

/* Errors as one error: the first problem's, at its place. */
static int32_t refuse(const kr_markup_work *work) {
    const kr_markup_problem *first = work->result->problems;
    const kr_markup_problem *end = first + work->result->problem_count;
    while (first < end && first->error == 0)
        first++;
    if (first == end) /* beyond markup.max_problems */
        return kr_fail(work->job, KOOR_E_SYNTAX, work->input->path ? work->input->path : "", -1,
                       "the markup has %zu errors", work->result->errors);
    int is_limit = work->limited || strncmp(first->code, "limit.", strlen("limit.")) == 0;
    int32_t code = is_limit ? KOOR_E_LIMIT : KOOR_E_SYNTAX;
    if (work->result->errors == 1)
        return kr_fail(work->job, code, first->path, first->start, "line %u, column %u: %s (%s)",
                       first->line, first->column, first->message, first->code);
    return kr_fail(work->job, code, first->path, first->start,
                   "line %u, column %u: %s (%s); a check tells this and %zu more", first->line,
                   first->column, first->message, first->code, work->result->errors - 1);
}

static int32_t finish(kr_markup_builder *b, kr_node_id root) {
    const kr_markup_work *work = b->work;
    if (work->failed || (b->graph->failed && !work->limited))
        return kr_nomem(work->job);
    if (work->limited || (work->result->errors && !work->input->lenient))
        return refuse(work);
    if (kr_graph_finish(b->graph, root) < 0)
        return kr_nomem(work->job);
    kr_markup_mark_edits(b, root);
    if (b->graph->failed || work->failed)
        return kr_nomem(work->job);
    return work->limited ? refuse(work) : KOOR_OK;
}

int32_t kr_markup_parse(kr_job *job, kr_arena *arena, const kr_settings *settings,
                        const kr_markup_input *input, kr_graph *graph, kr_markup_result *out) {
    kr_markup_work work = {.job = job, .settings = settings, .input = input, .result = out};
    kr_markup_builder *b = kr_arena_zero(&job->arena, 1, sizeof *b);
    kr_flat flat = {0};
    if (!b)
        return kr_nomem(job);
    int32_t status = kr_markup_check(job, settings, input, out);
    if (status != KOOR_OK)
        return status;
    out->lock_count = 0; /* they are listed again, with those of included texts */
    b->work = &work;
    b->graph = graph;
    for (size_t i = 0; i < KR_MARKUP_MOST_VARIABLES; i++)
        b->env[i] = -1;
    kr_graph_start(graph, arena, input->language ? input->language : "");
    graph->trims = !input->exact;
    kr_node_id root = KR_NONE;
    if (out->errors == 0 || input->lenient) {
        status = kr_markup_expand_source(b, input->text, NULL, &flat);
        if (status != KOOR_OK)
            return status;
        if (!input->exact)
            trim(&flat);
        root = kr_markup_build(b, &flat);
    }
    return finish(b, root);
}
