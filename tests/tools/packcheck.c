/* packcheck --corpus LANG DIR N      as --variants, for lines of JSON with a text; prints lines of
 *                                    JSON with base, variants, edits and what was refused; N = 0:
 *                                    an edit for each combination of the choices in a text
 * packcheck LANG DIR [FILE...]        runs the examples of the packs in DIR, or of these files only
 * packcheck --variants LANG DIR N     draws N walks of the post on standard input and prints them
 * packcheck --parse LANG DIR          prints how the post on standard input is parsed
 * packcheck --edits LANG DIR N        as --variants, with the rules that each text used
 *
 * Everything is read from source: packs of DIR (all its *.pack) and the given files. */
#define _POSIX_C_SOURCE 200809L

#include "analyse/analyse.h"
#include "graph/graph.h"
#include "guard/guard.h"
#include "koor.h"
#include "rewrite/pack_blob.h"
#include "rewrite/packs.h"
#include "rewrite/parse.h"
#include "rewrite/rewrite.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 512 };

typedef struct tool {
    kr_pack_file files[MOST_FILES];
    size_t count, silent;
    const char *language;
    kr_lexer *lexer;
} tool;

static kr_str read_stream(FILE *file) {
    char *text = NULL;
    size_t length = 0, capacity = 0;
    do {
        if (capacity - length < 65536)
            text = realloc(text, capacity = capacity * 2 + 65536);
        if (!text)
            abort();
        length += fread(text + length, 1, 65536, file);
    } while (!feof(file) && !ferror(file));
    return (kr_str){text, length};
}

static void add_file(tool *t, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || t->count == MOST_FILES) {
        fprintf(stderr, "packcheck: cannot read %s\n", path);
        exit(1);
    }
    t->files[t->count++] = (kr_pack_file){kr_str_of(strdup(path)), read_stream(file)};
    fclose(file);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_given(const char *name, char **paths, int count) {
    for (int i = 0; i < count; i++) {
        const char *slash = strrchr(paths[i], '/');
        if (strcmp(slash ? slash + 1 : paths[i], name) == 0)
            return 1;
    }
    return 0;
}

/* The packs of the folder first, but for those that are named. */
static void read_folder(tool *t, const char *folder, char **paths, int count) {
    char *names[MOST_FILES];
    size_t found = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".pack") == 0 && found < MOST_FILES &&
            !is_given(entry->d_name, paths, count))
            names[found++] = strdup(entry->d_name);
    }
    if (dir)
        closedir(dir);
    qsort(names, found, sizeof *names, compare_names);
    for (size_t i = 0; i < found; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        free(names[i]);
        add_file(t, path);
    }
    t->silent = count ? t->count : 0;
    for (int i = 0; i < count; i++)
        add_file(t, paths[i]);
}

/* ---- what the checker needs ---- */

static int32_t analyse(kr_job *job, const kr_pack *pack, kr_str text, kr_post *out, void *user) {
    const tool *t = user;
    kr_analyse_input input = {.text = text, .language = kr_str_of(t->language), .packs = &pack,
                              .pack_count = 1, .lexer = t->lexer};
    return kr_analyse(job, &input, &job->arena, out);
}

static int32_t walks(kr_job *job, const kr_graph *graph, uint32_t most,
                     int (*each)(kr_str text, void *each_user), void *each_user, void *user) {
    kr_walks *compiled;
    kr_walk walk;
    kr_counter *counter;
    kr_big index = {0};
    (void)user;
    int32_t status = kr_graph_compile(job, &job->arena, graph, &compiled);
    if (status == KOOR_OK)
        status = kr_graph_walk(job, &job->arena, compiled, &walk);
    if (status == KOOR_OK)
        status = kr_counter_new(job, compiled, NULL, &counter);
    if (status != KOOR_OK)
        return status;
    uint64_t total = kr_big_u64(kr_counter_total(counter));
    size_t room = kr_graph_most_bytes(compiled) + 1;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    for (uint64_t i = 0; text && status == KOOR_OK && i < total && i < most; i++) {
        kr_big_set(job->memory, &index, i);
        status = kr_counter_walk(job, counter, &index, &walk);
        size_t length = kr_graph_realise(compiled, &walk, text, room);
        if (status == KOOR_OK && each((kr_str){text, length}, each_user))
            break;
    }
    kr_big_end(job->memory, &index);
    kr_counter_end(counter);
    return text ? status : kr_nomem(job);
}

static void print_str(const char *label, kr_str text) {
    if (text.at)
        printf("    %s %.*s\n", label, (int)text.length, text.at);
}

static int run_check(tool *t, kr_job *job, koor_error **error) {
    kr_pack_checker checker = {.analyse = analyse, .walks = walks, .user = t};
    kr_pack_verdict verdict;
    if (kr_pack_check(job, NULL, t->files, t->count, t->silent, &checker, &verdict) != KOOR_OK) {
        if (!*error)
            fprintf(stderr, "packcheck: out of memory\n");
        return 1;
    }
    for (size_t i = 0; i < verdict.problem_count; i++) {
        const kr_pack_problem *p = &verdict.problems[i];
        printf("%.*s:%u: %.*s: %s\n", (int)p->file.length, p->file.at, p->line, (int)p->rule.length,
               p->rule.at, p->message);
        print_str("example", p->text);
        print_str("wanted ", p->wanted);
        print_str("got    ", p->got);
    }
    printf("%u rules, %u texts, %u examples, %zu problems\n", verdict.rules, verdict.says,
           verdict.examples, verdict.problem_count);
    return verdict.problem_count != 0;
}

/* ---- the guard ---- */

typedef struct admission {
    kr_job *job;
    kr_guard guard;
    kr_analyse_reader reader;
} admission;

static int32_t admit(const kr_wording *wording, kr_str *out_reason, void *user) {
    admission *a = user;
    kr_guard guard = a->guard;
    kr_verdict verdict;
    guard.allow |= wording->touches;
    int32_t status = kr_guard_admit(a->job, &guard, wording->base, wording->text, &a->job->arena,
                                    &verdict);
    if (status < 0)
        return status;
    *out_reason = kr_str_of(kr_reason_name((kr_reason)verdict.reason));
    return verdict.reason == KR_REASON_NONE;
}

static void open_guard(admission *a, kr_job *job, const tool *t, const kr_pack *pack,
                       const kr_post *post) {
    a->job = job;
    a->reader = (kr_analyse_reader){t->lexer, pack, post};
    a->guard = (kr_guard){.read = kr_analyse_facts, .reader = &a->reader, .post = post->text,
                          .pack = pack};
}

/* ---- variants ---- */

static void print_edits(const kr_walks *compiled, const kr_walk *walk) {
    kr_edit_use uses[256];
    const kr_graph *graph = kr_graph_of(compiled);
    size_t count = kr_graph_edits(compiled, walk, uses, 256);
    for (size_t i = 0; i < count && i < 256; i++) {
        kr_str rule = graph->edits[uses[i].edit].rule;
        printf("%s%.*s", i ? ", " : "    [", (int)rule.length, rule.at);
    }
    if (count)
        printf("]\n");
}

static int32_t print_variants(kr_job *job, const kr_graph *graph, uint32_t wanted, int edits) {
    kr_walks *compiled;
    kr_walk walk;
    kr_sampler *sampler;
    kr_restriction all = {0};
    int32_t status = kr_graph_compile(job, &job->arena, graph, &compiled);
    if (status == KOOR_OK)
        status = kr_graph_walk(job, &job->arena, compiled, &walk);
    if (status == KOOR_OK)
        status = kr_graph_sampler(job, &job->arena, compiled, &all, &sampler);
    size_t room = status == KOOR_OK ? kr_graph_most_bytes(compiled) + 1 : 0;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    for (uint32_t i = 0; status == KOOR_OK && text && i < wanted; i++) {
        kr_prng prng;
        kr_prng_start(&prng, 1, KR_STAGE_SELECT, 0, i);
        if (kr_graph_draw(sampler, &prng, &walk) < 0)
            continue;
        size_t length = kr_graph_realise(compiled, &walk, text, room);
        printf("%u: %.*s\n", i + 1, (int)length, text);
        if (edits)
            print_edits(compiled, &walk);
    }
    return status;
}

static int32_t print_parse(kr_job *job, const kr_pack *pack, const kr_post *post) {
    static const char *const tags[] = {
        "START", "?", "det", "poss", "pron", "noun", "NAME", "adj", "adv", "prep", "conj", "sub",
        "modal", "FIN", "inf", "pp", "ing", "to", "num", "time", "'s", "ref", ".", "emoji", "intj",
        "-"};
    static const char *const kinds[] = {"NP", "NP1", "PP", "ADV", "TIME", "PLACE", "ADJ", "ADJP",
                                        "NOUN", "NUM", "SUBJ", "FIN", "V", "VP", "CLAUSE", "SUB"};
    uint8_t costs[KR_TAGS * KR_TAGS];
    kr_tag_costs(costs, kr_pack_language(pack));
    for (uint32_t s = 0; s < post->sentence_count; s++) {
        kr_parse parse;
        if (kr_parse_sentence(job, pack, costs, post, s, &parse) != KOOR_OK)
            return KOOR_E_NOMEM;
        printf("%u (kind %u, flags %u):", s, post->sentences[s].kind, post->sentences[s].flags);
        for (uint32_t i = 0; i < parse.count; i++)
            printf(" %.*s/%s%s", (int)kr_word_text(&parse, i).length, kr_word_text(&parse, i).at,
                   tags[parse.words[i].tag], parse.words[i].sticky ? "!" : "");
        printf("\n");
        for (uint32_t i = 0; i < parse.chunk_count; i++) {
            const kr_chunk *c = &parse.chunks[i];
            uint32_t from = parse.words[c->start].span.start;
            printf("    %-6s %.*s\n", kinds[c->kind],
                   (int)(parse.words[c->end - 1].span.end - from), post->text.at + from);
        }
        for (uint32_t i = 0; i < parse.region_count; i++)
            printf("    region %u-%u%s\n", parse.regions[i].start, parse.regions[i].end,
                   parse.regions[i].separator ? " (mark)" : "");
    }
    return KOOR_OK;
}

static int32_t print_walks(const tool *t, kr_job *job, const kr_pack *pack, const kr_post *post,
                           const char *mode, uint32_t wanted) {
    admission guard;
    open_guard(&guard, job, t, pack, post);
    kr_graph graph;
    kr_rewrite_report report;
    kr_rewrite_input input = {.post = post, .pack = pack, .admit = admit, .user = &guard};
    kr_graph_start(&graph, &job->arena, kr_pack_language(pack));
    int32_t status = kr_rewrite(job, &input, &graph, &report);
    if (status != KOOR_OK)
        return status;
    printf("%u alternatives, %zu refused, %zu nodes%s, intent %s%s\n", report.alternatives,
           report.refused_count, graph.node_count, report.limited ? ", cut short" : "",
           kr_intent_name((kr_intent)post->intent), post->first_person ? ", first person" : "");
    if (strcmp(mode, "--edits") == 0)
        for (size_t i = 0; i < report.refused_count; i++)
            printf("    refused %.*s: %.*s (%.*s)\n", (int)report.refused[i].rule.length,
                   report.refused[i].rule.at, (int)report.refused[i].text.length,
                   report.refused[i].text.at, (int)report.refused[i].reason.length,
                   report.refused[i].reason.at);
    return print_variants(job, &graph, wanted, strcmp(mode, "--edits") == 0);
}

static int32_t run_post(tool *t, kr_job *job, const char *mode, uint32_t wanted) {
    kr_pack *pack = NULL;
    kr_post post;
    kr_str text = read_stream(stdin);
    const void *whole = text.at;
    while (text.length && (text.at[text.length - 1] == '\n' || text.at[text.length - 1] == ' '))
        text.length--;
    int32_t status = kr_pack_compile(job, &pack, NULL, t->files, t->count);
    if (status == KOOR_OK)
        status = analyse(job, pack, text, &post, t);
    if (status == KOOR_OK)
        status = strcmp(mode, "--parse") == 0 ? print_parse(job, pack, &post)
                                              : print_walks(t, job, pack, &post, mode, wanted);
    free((void *)(uintptr_t)whole);
    kr_pack_free(job->memory, pack);
    return status;
}

/* ---- corpora ---- */

static json_t *draw_all(kr_job *job, const kr_graph *graph, uint32_t wanted) {
    kr_walks *compiled;
    kr_walk walk;
    kr_sampler *sampler;
    kr_restriction all = {0};
    json_t *list = json_array();
    if (kr_graph_compile(job, &job->arena, graph, &compiled) != KOOR_OK ||
        kr_graph_walk(job, &job->arena, compiled, &walk) != KOOR_OK ||
        kr_graph_sampler(job, &job->arena, compiled, &all, &sampler) != KOOR_OK)
        return list;
    size_t room = kr_graph_most_bytes(compiled) + 1;
    char *text = kr_arena_alloc(&job->arena, room, 1);
    for (uint32_t i = 0; text && i < wanted; i++) {
        kr_prng prng;
        kr_prng_start(&prng, 1, KR_STAGE_SELECT, 0, i);
        if (kr_graph_draw(sampler, &prng, &walk) == 0)
            json_array_append_new(
                list, json_stringn(text, kr_graph_realise(compiled, &walk, text, room)));
    }
    return list;
}

/* What each rule makes of the post, drawn or not: the place in the base and the words for it. */
static json_t *list_edits(const kr_graph *graph, kr_str base) {
    json_t *list = json_array();
    for (size_t i = 0; i < graph->edit_count; i++) {
        const kr_edit *edit = &graph->edits[i];
        json_t *one = json_object();
        json_object_set_new(one, "rule", json_stringn(edit->rule.at, edit->rule.length));
        json_object_set_new(one, "from", json_stringn(base.at + edit->from.start,
                                                      edit->from.end - edit->from.start));
        json_object_set_new(one, "text", json_stringn(edit->text.length ? edit->text.at : "", edit->text.length));
        json_object_set_new(one, "at", json_integer(edit->from.start));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *list_refused(const kr_rewrite_report *report) {
    json_t *list = json_array();
    for (size_t i = 0; report && i < report->refused_count; i++) {
        const kr_refused *one = &report->refused[i];
        json_array_append_new(list, json_pack("{s:s%,s:s%,s:s%,s:s%}", "rule", one->rule.at,
                                              one->rule.length, "from", one->base.at,
                                              one->base.length, "text", one->text.at,
                                              one->text.length, "reason", one->reason.at,
                                              one->reason.length));
    }
    return list;
}

static int32_t run_line(tool *t, const kr_pack *pack, json_t *line, uint32_t wanted) {
    kr_job job;
    kr_post post;
    kr_graph graph;
    kr_rewrite_report report;
    admission guard;
    koor_error *error = NULL;
    const char *text = json_string_value(json_object_get(line, "text"));
    kr_job_start(&job, &kr_memory_default, &error);
    int32_t status = analyse(&job, pack, kr_str_of(text), &post, t);
    open_guard(&guard, &job, t, pack, &post);
    const kr_decisions none = {0}; /* with them each combination of choices stands alone */
    kr_rewrite_input input = {.post = &post, .pack = pack, .admit = admit, .user = &guard,
                              .decisions = wanted ? NULL : &none};
    kr_graph_start(&graph, &job.arena, t->language);
    if (status == KOOR_OK)
        status = kr_rewrite(&job, &input, &graph, &report);
    json_t *out = json_object();
    json_object_set(out, "id", json_object_get(line, "id"));
    json_object_set(out, "base", json_object_get(line, "text"));
    json_object_set_new(out, "lang", json_string(t->language));
    json_object_set_new(out, "first_person", json_boolean(status == KOOR_OK && post.first_person));
    json_object_set_new(out, "edits", list_edits(&graph, post.text));
    json_object_set_new(out, "refused", list_refused(status == KOOR_OK ? &report : NULL));
    json_object_set_new(out, "variants", status == KOOR_OK ? draw_all(&job, &graph, wanted)
                                                           : json_array());
    json_dumpf(out, stdout, JSON_ENSURE_ASCII | JSON_COMPACT);
    printf("\n");
    json_decref(out);
    koor_error_free(error);
    kr_job_end(&job);
    return status;
}

static int32_t run_corpus(tool *t, kr_job *job, uint32_t wanted) {
    static char line[1 << 20];
    kr_pack *pack = NULL;
    int32_t status = kr_pack_compile(job, &pack, NULL, t->files, t->count);
    while (status == KOOR_OK && fgets(line, sizeof line, stdin)) {
        json_t *post = json_loads(line, 0, NULL);
        if (post)
            status = run_line(t, pack, post, wanted);
        json_decref(post);
    }
    kr_pack_free(job->memory, pack);
    return status;
}

static int32_t run_mode(tool *t, kr_job *job, const char *mode, uint32_t wanted) {
    return strcmp(mode, "--corpus") == 0 ? run_corpus(t, job, wanted)
                                         : run_post(t, job, mode, wanted);
}

static void finish(tool *t, kr_job *job, koor_error *error) {
    kr_lexer_close(t->lexer);
    koor_error_free(error);
    kr_job_end(job);
    for (size_t i = 0; i < t->count; i++) {
        free((void *)(uintptr_t)t->files[i].name.at);
        free((void *)(uintptr_t)t->files[i].text.at);
    }
}

int main(int argc, char **argv) {
    static tool t;
    int with_mode = argc > 1 && strncmp(argv[1], "--", 2) == 0;
    koor_error *error = NULL;
    kr_job job;
    if (argc < 3 + with_mode)
        return fprintf(stderr, "usage: packcheck [--variants|--edits|--parse] LANG DIR [FILE...|N]\n"), 2;
    kr_job_start(&job, &kr_memory_default, &error);
    t.language = argv[1 + with_mode];
    int first = 3 + with_mode, given = with_mode ? 0 : argc - first;
    read_folder(&t, argv[2 + with_mode], argv + first, given);
    int status = kr_lexer_open(&job, &t.lexer) != KOOR_OK;
    if (!status && with_mode)
        status = run_mode(&t, &job, argv[1],
                          argc > first ? (uint32_t)atoi(argv[first]) : 10) != KOOR_OK;
    else if (!status)
        status = run_check(&t, &job, &error);
    if (status && error)
        fprintf(stderr, "packcheck: %s\n", koor_error_message(error));
    finish(&t, &job, error);
    return status;
}
