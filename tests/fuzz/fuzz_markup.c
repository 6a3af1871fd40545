/* Any bytes as author markup: an error or a graph, in bounded time; and what holds for every graph:
 * the first walk is walk 0, a walk survives its vector, drawn walks keep to lengths, edits lie in
 * the text, and the graph printed as markup parses again. The first byte chooses the options. */
#include "fuzz_bytes.h"
#include "graph/graph.h"
#include "koor.h"
#include "options/options.h"
#include "rewrite/markup.h"

#include <stdlib.h>
#include <string.h>

typedef struct subject {
    kr_job job;
    koor_error *error;
    kr_settings settings;
    kr_graph graph;
    kr_markup_result result;
    kr_walks *walks;
    kr_walk walk, again;
    char *text, *other;
    size_t room;
} subject;

static size_t realise(subject *s, const kr_walk *walk, char *out) {
    size_t length = kr_graph_realise(s->walks, walk, out, s->room);
    must(length <= s->room);
    must(kr_utf8_valid(out, length) == length);
    return length;
}

static void check_walk(subject *s, kr_walk *walk) {
    kr_buffer vector;
    kr_weights weights;
    kr_edit_use uses[16];
    size_t length = realise(s, walk, s->text);
    kr_buffer_start(&vector, &kr_memory_default);
    kr_graph_write_vector(&vector, s->walks, walk);
    kr_str bytes = {vector.data, vector.length};
    must(kr_graph_read_vector(&s->job, s->walks, bytes, &s->again) == KOOR_OK);
    must(realise(s, &s->again, s->other) == length && memcmp(s->text, s->other, length) == 0);
    kr_buffer_end(&vector);
    must(kr_graph_weigh(&s->job, &s->job.arena, &s->graph, KR_GRAPH_BYTES, &weights) == KOOR_OK);
    must(kr_graph_length(s->walks, walk, &weights) == length);
    size_t count = kr_graph_edits(s->walks, walk, uses, 16);
    for (size_t i = 0; i < count && i < 16; i++)
        must(uses[i].start <= uses[i].end && uses[i].end <= length &&
             uses[i].edit < s->graph.edit_count);
}

static void check_first(subject *s) {
    kr_counter *counter;
    kr_big zero = {0};
    if (kr_counter_new(&s->job, s->walks, NULL, &counter) < 0)
        return; /* too many to be counted */
    must(kr_counter_walk(&s->job, counter, &zero, &s->again) == KOOR_OK);
    must(kr_graph_first(s->walks, NULL, &s->walk) == 0);
    size_t length = realise(s, &s->walk, s->text);
    must(realise(s, &s->again, s->other) == length && memcmp(s->text, s->other, length) == 0);
    kr_counter_end(counter);
    check_walk(s, &s->walk);
}

static void check_draws(subject *s, uint64_t most) {
    kr_restriction within = {NULL, {NULL, NULL}, 0, most};
    kr_sampler *sampler;
    kr_prng prng;
    must(kr_graph_weigh(&s->job, &s->job.arena, &s->graph, KR_GRAPH_BYTES, &within.weights) ==
         KOOR_OK);
    if (kr_graph_sampler(&s->job, &s->job.arena, s->walks, &within, &sampler) < 0)
        return;
    kr_prng_start(&prng, 1, 1, 1, 1);
    for (int i = 0; i < 3; i++)
        if (kr_graph_draw(sampler, &prng, &s->walk) == 0) {
            must(realise(s, &s->walk, s->text) <= most);
            check_walk(s, &s->walk);
        }
}

static const kr_str PEOPLE[] = {{"we", 2}, {"company", 7}};
static const kr_markup_voice PERSON = {{"person", 6}, PEOPLE, 2};
static const kr_markup_voices VOICES = {&PERSON, 1};

static void check_print(subject *s) {
    kr_buffer printed;
    kr_graph graph;
    kr_markup_result result;
    kr_buffer_start(&printed, &kr_memory_default);
    if (kr_markup_print(&s->job, &s->settings, &s->graph, &VOICES, &printed) == KOOR_OK) {
        const kr_markup_input input = {.text = {printed.data ? printed.data : "", printed.length},
                                       .path = "printed",
                                       .voices = &PERSON,
                                       .voice_count = 1,
                                       .exact = 1};
        int32_t status =
            kr_markup_parse(&s->job, &s->job.arena, &s->settings, &input, &graph, &result);
        must(status == KOOR_OK || status == KOOR_E_LIMIT);
    }
    kr_buffer_end(&printed);
}

static void check_graph(subject *s, int print) {
    if (kr_graph_compile(&s->job, &s->job.arena, &s->graph, &s->walks) < 0)
        return;
    s->room = kr_graph_most_bytes(s->walks);
    s->text = malloc(s->room + 1);
    s->other = malloc(s->room + 1);
    must(s->text && s->other);
    must(kr_graph_walk(&s->job, &s->job.arena, s->walks, &s->walk) == KOOR_OK);
    must(kr_graph_walk(&s->job, &s->job.arena, s->walks, &s->again) == KOOR_OK);
    check_first(s);
    check_draws(s, s->room);
    check_draws(s, s->room / 3);
    if (print)
        check_print(s);
    free(s->text);
    free(s->other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kr_markup_fragment fragments[] = {{KR_STR("a"), KR_STR("x {a|b}\n#include \"b\"")},
                                            {KR_STR("b"), KR_STR("#def %x% = {1|2}\n%x% %y%")}};
    const kr_markup_value value = {KR_STR("v"), KR_STR("{p|q}"), size && data[0] & 8};
    subject s = {.error = NULL};
    if (size == 0 || size > 20000)
        return 0;
    kr_job_start(&s.job, &kr_memory_default, &s.error);
    kr_options_start(&s.settings);
    s.settings.number[KR_OPT_MARKUP_MAX_EXPANDED] = 50000;
    s.settings.number[KR_OPT_MARKUP_MAX_NODES] = 20000;
    const kr_markup_input input = {.text = {(const char *)data + 1, size - 1},
                                   .path = "fuzz",
                                   .language = data[0] & 16 ? "nl" : "en",
                                   .locale = data[0] & 4 ? "ru" : NULL,
                                   .values = &value,
                                   .value_count = 1,
                                   .fragments = fragments,
                                   .fragment_count = 2,
                                   .voices = &PERSON,
                                   .voice_count = 1,
                                   .exact = data[0] & 1,
                                   .lenient = data[0] & 2};
    kr_markup_name_lists names;
    kr_markup_is(&s.job, &s.settings, input.text);
    kr_markup_names(&s.job, input.text, &names);
    if (kr_markup_parse(&s.job, &s.job.arena, &s.settings, &input, &s.graph, &s.result) == KOOR_OK)
        check_graph(&s, data[0] & 32);
    koor_error_free(s.error);
    kr_job_end(&s.job);
    return 0;
}
