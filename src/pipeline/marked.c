/* Author markup with what the campaign gives it: fragments to include, values of names, and the voice
 * features of the option registry as conditions, so that {?person=team?..|..} and voice.person cannot
 * know other words. */
#include "options/options.h"
#include "pipeline/pipeline.h"

#include <string.h>

enum { MOST_FEATURES = 8, MOST_WORDS = 8 };

/* Room for the features; strings are those of the registry. */
typedef struct features {
    kr_markup_voice list[MOST_FEATURES];
    kr_str words[MOST_FEATURES][MOST_WORDS];
    size_t count;
} features;

/* "any" leaves the choice free: it is no state of a voice, and no condition can ask for it. */
static uint32_t read_words(const char *choice, kr_str words[MOST_WORDS]) {
    uint32_t count = 0;
    for (const char *at = choice; *at && count < MOST_WORDS;) {
        size_t length = strcspn(at, "|");
        if (length != 3 || memcmp(at, "any", 3) != 0)
            words[count++] = (kr_str){at, length};
        at += length + (at[length] == '|');
    }
    return count;
}

static void fill_features(features *out) {
    out->count = 0;
    for (size_t i = 0; i < koor_option_count() && out->count < MOST_FEATURES; i++) {
        const char *name = koor_option_name(i), *type = koor_option_type(i);
        if (strncmp(name, "voice.", 6) != 0 || strncmp(type, "choice:", 7) != 0)
            continue;
        kr_str *words = out->words[out->count];
        uint32_t count = read_words(type + 7, words);
        out->list[out->count++] = (kr_markup_voice){kr_str_of(name + 6), words, count};
    }
}

int32_t kr_marked_voices(kr_job *job, kr_markup_voices *out) {
    features *found = kr_arena_alloc(&job->arena, 1, sizeof *found);
    if (!found)
        return kr_nomem(job);
    fill_features(found);
    *out = (kr_markup_voices){found->list, found->count};
    return KOOR_OK;
}

/* Forms of plurals need a language: the post's own words tell it where the host does not. */
static int32_t locale_of(kr_job *job, const koor_campaign *campaign, const kr_given_post *given,
                         char out[4]) {
    memcpy(out, given->language, sizeof given->language);
    return out[0] ? KOOR_OK : kr_detect_language(job, campaign->engine->lexer, given->text, out);
}

int32_t kr_marked_parse(kr_job *job, kr_arena *arena, const koor_campaign *campaign,
                        const kr_given_post *given, kr_graph *graph, kr_markup_result *out) {
    static const kr_markup_fragment none; /* no fragments at all: each #include is a problem */
    kr_markup_voices voices;
    char language[4];
    int32_t status = locale_of(job, campaign, given, language);
    if (status == KOOR_OK)
        status = kr_marked_voices(job, &voices);
    if (status != KOOR_OK)
        return status;
    const kr_markup_input input = {
        .text = given->text,
        .path = "post",
        .language = language,
        .locale = language,
        .values = campaign->values,
        .value_count = campaign->value_count,
        .fragments = campaign->fragment_count ? campaign->fragments : &none,
        .fragment_count = campaign->fragment_count,
        .voices = voices.at,
        .voice_count = voices.count,
    };
    return kr_markup_parse(job, arena, &campaign->settings, &input, graph, out);
}

/* -- what is literal ------------------------------------------------------------------------------- */

/* A child of the root, with the bytes of the base that its first walk says. */
typedef struct part {
    kr_node_id node;
    size_t start, end;
    size_t margin; /* bytes of it that the base leaves out in front */
} part;

/* The bytes that each node says in the graph's first walk, which is the base but for its margins.
 */
static int32_t first_lengths(kr_job *job, const kr_version *version, size_t **out,
                             kr_margins *margins) {
    kr_walk walk;
    int32_t status = kr_graph_walk(job, &job->arena, version->walks, &walk);
    *out = kr_arena_alloc(&job->arena, version->graph.node_count, sizeof **out);
    if (status == KOOR_OK && !*out)
        status = kr_nomem(job);
    if (status < 0)
        return status;
    (void)kr_graph_first(version->walks, NULL, &walk); /* it has one: the base was made of it */
    kr_graph_first_lengths(version->walks, &walk, *out);
    *margins = kr_graph_margins(version->walks, &walk);
    return KOOR_OK;
}

static int is_text(const kr_graph *graph, kr_node_id node) {
    return graph->nodes[node].kind == KR_NODE_TEXT;
}

static size_t within(size_t at, size_t before, size_t length) {
    at = at > before ? at - before : 0;
    return at < length ? at : length;
}

/* The part at so many bytes of the walk. */
static part part_of(kr_node_id node, size_t at, size_t bytes, size_t before, size_t length) {
    return (part){.node = node,
                  .start = within(at, before, length),
                  .end = within(at + bytes, before, length),
                  .margin = at < before ? before - at : 0};
}

/* The parts in a row; *out_count 0 where they do not add up to the base, and nothing is known. */
static int32_t find_parts(kr_job *job, const kr_version *version, part **out, size_t *out_count) {
    const kr_graph *graph = &version->graph;
    const kr_node *root = &graph->nodes[graph->root];
    int is_row = root->kind == KR_NODE_SEQUENCE;
    size_t count = is_row ? root->count : 1, at = 0;
    size_t *lengths, length = version->post.text.length;
    kr_margins margins = {0, 0};
    int32_t status = first_lengths(job, version, &lengths, &margins);
    part *parts = kr_arena_alloc(&job->arena, count, sizeof *parts);
    if (status == KOOR_OK && !parts)
        status = kr_nomem(job);
    for (size_t i = 0; i < count && status == KOOR_OK; i++) {
        kr_node_id node = is_row ? graph->links[root->first + i] : graph->root;
        parts[i] = part_of(node, at, lengths[node], margins.before, length);
        at += lengths[node];
    }
    *out = parts;
    *out_count = at == margins.before + length + margins.behind ? count : 0;
    return status;
}

/* A choice touches the sentences that it begins and ends in; in the space between two it touches both. */
static void mark_touched(const kr_post *post, const part *p, uint8_t *touched, uint8_t *joined) {
    uint32_t first = 0, last = 0;
    while (first + 1 < post->sentence_count && post->sentences[first + 1].span.start <= p->start)
        first++;
    while (last + 1 < post->sentence_count && post->sentences[last].span.end < p->end)
        last++;
    for (uint32_t i = first; i <= last && i < post->sentence_count; i++) {
        touched[i] = 1;
        joined[i] |= i > first;
    }
}

/* The node of the bytes [start, end) of the base: texts cut there, choices whole. */
static kr_node_id node_between(kr_job *job, kr_graph *graph, const part *parts, size_t count,
                               kr_span bytes) {
    kr_node_id *nodes = kr_arena_alloc(&job->arena, count, sizeof *nodes);
    size_t kept = 0;
    if (!nodes)
        return KR_NONE;
    for (size_t i = 0; i < count; i++) {
        size_t start = parts[i].start > bytes.start ? parts[i].start : bytes.start;
        size_t end = parts[i].end < bytes.end ? parts[i].end : bytes.end;
        int is_inside = parts[i].start >= bytes.start && parts[i].end <= bytes.end;
        if (is_inside)
            nodes[kept++] = parts[i].node;
        else if (start < end && is_text(graph, parts[i].node)) {
            const kr_fragment f = graph->fragments[graph->nodes[parts[i].node].first];
            size_t skip = parts[i].margin + (start - parts[i].start);
            kr_str text = {graph->text + f.text + skip, end - start};
            char *own = kr_arena_string(&job->arena, text.at, text.length);
            if (!own) /* the graph's text moves while it grows */
                return KR_NONE;
            nodes[kept++] = kr_graph_text(graph, (kr_str){own, text.length}, f.flags);
        }
    }
    return kr_graph_sequence(graph, nodes, kept);
}

typedef struct touch {
    uint8_t *touched, *joined; /* by sentence; joined: with the one before */
} touch;

static int32_t find_touched(kr_job *job, const kr_version *version, const part *parts, size_t count,
                            touch *out) {
    const kr_post *post = &version->post;
    out->touched = kr_arena_zero(&job->arena, post->sentence_count + 1u, 1);
    out->joined = kr_arena_zero(&job->arena, post->sentence_count + 1u, 1);
    if (!out->touched || !out->joined)
        return kr_nomem(job);
    for (size_t i = 0; i < count; i++)
        if (!is_text(&version->graph, parts[i].node))
            mark_touched(post, &parts[i], out->touched, out->joined);
    for (uint32_t i = 0; count == 0 && i < post->sentence_count; i++)
        out->touched[i] = out->joined[i] = 1;
    return KOOR_OK;
}

int32_t kr_marked_fix(kr_job *job, kr_version *version, kr_fixed_list *out) {
    kr_post *post = &version->post;
    kr_graph *graph = &version->graph;
    const part whole = {graph->root, 0, post->text.length, 0};
    part *parts = NULL;
    size_t count = 0;
    touch t;
    out->count = 0;
    out->at = kr_arena_alloc(&job->arena, post->sentence_count + 1u, sizeof *out->at);
    int32_t status = out->at ? find_parts(job, version, &parts, &count) : kr_nomem(job);
    if (status == KOOR_OK)
        status = find_touched(job, version, parts, count, &t);
    for (uint32_t i = 0; i < post->sentence_count && status == KOOR_OK;) {
        uint32_t last = i;
        while (last + 1 < post->sentence_count && t.joined[last + 1])
            last++;
        if (t.touched[i]) {
            kr_span bytes = {i ? post->sentences[i].span.start : 0,
                             last + 1 < post->sentence_count ? post->sentences[last].span.end
                                                             : (uint32_t)post->text.length};
            for (uint32_t s = i; s <= last; s++)
                post->sentences[s].flags |= KR_SENTENCE_LOCKED;
            kr_node_id node = node_between(job, graph, count ? parts : &whole, count ? count : 1, bytes);
            if (node == KR_NONE)
                status = kr_nomem(job);
            out->at[out->count++] = (kr_fixed){i, last, node};
        }
        i = last + 1;
    }
    return status;
}
