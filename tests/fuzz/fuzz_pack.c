/* Any bytes as a pack, and as a post that the pack rewrites: the compiler refuses or compiles, what it
 * compiles can be read whole, and the first walk of the graph is the post. A line "===" parts pack and
 * post. */
#include "fuzz_bytes.h"
#include "analyse/analyse.h"
#include "graph/graph.h"
#include "koor.h"
#include "rewrite/pack_blob.h"
#include "rewrite/packs.h"
#include "rewrite/rewrite.h"

#include <stdlib.h>
#include <string.h>

static void split(const char *bytes, size_t size, kr_str *out_pack, kr_str *out_post) {
    *out_pack = (kr_str){bytes, size};
    *out_post = (kr_str){"We open our new shop today.", 27};
    for (size_t i = 0; i + 5 <= size; i++)
        if (memcmp(bytes + i, "\n===\n", 5) == 0) {
            *out_pack = (kr_str){bytes, i + 1};
            *out_post = (kr_str){bytes + i + 5, size - i - 5};
            return;
        }
}

static void read_whole(const kr_pack *pack) {
    uint32_t strings = kr_pack_count(pack, KR_SECTION_STRINGS);
    for (uint32_t i = 0; i < strings; i++)
        must(kr_pack_find(pack, kr_pack_string(pack, i)) == i);
    const kr_pack_list *lists = kr_pack_section(pack, KR_SECTION_LISTS);
    for (uint32_t i = 0; i < kr_pack_count(pack, KR_SECTION_LISTS); i++)
        for (uint32_t k = 0; k < kr_list_count(&lists[i]); k++)
            must(kr_list_has(&lists[i], kr_list_at(&lists[i], k)));
}

/* Lexers are dear to open: one serves all inputs. */
static const kr_lexer *lexer_of(void) {
    static kr_lexer *lexer;
    kr_job job;
    kr_job_start(&job, &kr_memory_default, NULL);
    if (!lexer)
        must(kr_lexer_open(&job, &lexer) == KOOR_OK);
    kr_job_end(&job);
    return lexer;
}

static void check_first(kr_job *job, const kr_graph *graph, const kr_post *post) {
    kr_walks *walks;
    kr_walk walk;
    if (kr_graph_compile(job, &job->arena, graph, &walks) != KOOR_OK)
        return; /* more choices than the limits allow */
    must(kr_graph_walk(job, &job->arena, walks, &walk) == KOOR_OK);
    must(kr_graph_first(walks, NULL, &walk) == 0);
    size_t room = kr_graph_most_bytes(walks) + 1;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    size_t length = kr_graph_realise(walks, &walk, text, room);
    must(length < room && kr_utf8_valid(text, length) == length);
    must(length <= post->text.length);
}

static void rewrite(kr_job *job, const kr_pack *pack, kr_str text) {
    kr_post post;
    kr_graph graph;
    kr_rewrite_report report;
    const kr_analyse_input input = {.text = text, .language = kr_str_of(kr_pack_language(pack)),
                                    .packs = &pack, .pack_count = 1, .lexer = lexer_of()};
    if (kr_analyse(job, &input, &job->arena, &post) != KOOR_OK)
        return;
    const kr_rewrite_input what = {.post = &post, .pack = pack};
    kr_graph_start(&graph, &job->arena, post.language);
    must(kr_rewrite(job, &what, &graph, &report) == KOOR_OK);
    check_first(job, &graph, &post);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_job job;
    koor_error *error = NULL;
    kr_pack *pack = NULL;
    kr_str source, post;
    split((const char *)data, size, &source, &post);
    const kr_pack_file file = {kr_str_of("fuzz.pack"), source};
    kr_job_start(&job, &kr_memory_default, &error);
    int32_t status = kr_pack_compile(&job, &pack, NULL, &file, 1);
    must((status == KOOR_OK) == (pack != NULL) && (status == KOOR_OK) == (error == NULL));
    if (pack) {
        read_whole(pack);
        rewrite(&job, pack, post);
    }
    kr_pack_free(&kr_memory_default, pack);
    koor_error_free(error);
    kr_job_end(&job);
    return 0;
}
