/* Any bytes as author markup: an error or a graph, in bounded time; what holds for every graph
 * (fuzz_walks.h), and the graph printed as markup parses again. The first byte chooses the options. */
#include "fuzz_walks.h"
#include "options/options.h"
#include "rewrite/markup.h"

static const kr_str PEOPLE[] = {{"we", 2}, {"company", 7}};
static const kr_markup_voice PERSON = {{"person", 6}, PEOPLE, 2};
static const kr_markup_voices VOICES = {&PERSON, 1};

static void check_print(subject *s, const kr_settings *settings) {
    kr_buffer printed;
    kr_graph graph;
    kr_markup_result result;
    kr_buffer_start(&printed, &kr_memory_default);
    if (kr_markup_print(&s->job, settings, &s->graph, &VOICES, &printed) == KOOR_OK) {
        const kr_markup_input input = {.text = {printed.data ? printed.data : "", printed.length},
                                       .path = "printed",
                                       .voices = &PERSON,
                                       .voice_count = 1,
                                       .exact = 1};
        int32_t status =
            kr_markup_parse(&s->job, &s->job.arena, settings, &input, &graph, &result);
        must(status == KOOR_OK || status == KOOR_E_LIMIT);
    }
    kr_buffer_end(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kr_markup_fragment fragments[] = {{KR_STR("a"), KR_STR("x {a|b}\n#include \"b\"")},
                                            {KR_STR("b"), KR_STR("#def %x% = {1|2}\n%x% %y%")}};
    const kr_markup_value value = {KR_STR("v"), KR_STR("{p|q}"), size && data[0] & 8};
    subject s = {.error = NULL};
    kr_settings settings;
    kr_markup_result parsed;
    if (size == 0 || size > 20000)
        return 0;
    kr_job_start(&s.job, &kr_memory_default, &s.error);
    kr_options_start(&settings);
    settings.number[KR_OPT_MARKUP_MAX_EXPANDED] = 50000;
    settings.number[KR_OPT_MARKUP_MAX_NODES] = 20000;
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
    kr_markup_is(&s.job, &settings, input.text);
    kr_markup_names(&s.job, input.text, &names);
    if (kr_markup_parse(&s.job, &s.job.arena, &settings, &input, &s.graph, &parsed) == KOOR_OK &&
        check_graph(&s) && data[0] & 32)
        check_print(&s, &settings);
    koor_error_free(s.error);
    kr_job_end(&s.job);
    return 0;
}
