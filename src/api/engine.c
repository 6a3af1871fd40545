/* The engine: packs, network rules, lexer and defaults, put together once and read by all. */
#include "analyse/analyse.h"
#include "api/handles.h"
#include "network/networks.h"
#include "options/options.h"
#include "rewrite/packs.h"

#include <string.h>

static const char *const LANGUAGES[KR_ENGINE_PACKS] = {"nl", "en"};

/* What is wrong with a call that an engine takes before it is ready. */
static int32_t not_open(const koor_engine *engine, const char *call, koor_error **out_error) {
    const char *why = !engine          ? "the engine is NULL"
                      : !engine->ready ? "the key is NULL"
                                       : "the engine is ready already: make a new one";
    const kr_memory *memory = engine ? &engine->memory : &kr_memory_default;
    return kr_fail_at(memory, out_error, KOOR_E_ARGUMENT, call, -1, "%s: %s", call, why);
}

static int32_t start(kr_job *job, koor_engine *engine) {
    kr_options_start(&engine->settings);
    return kr_network_load_builtin(job, &engine->arena, &engine->networks);
}

int32_t koor_engine_new(koor_engine **out, void *(*allocate)(size_t, void *),
                        void *(*resize)(void *, size_t, void *), void (*release)(void *, void *),
                        void *user, koor_error **out_error) {
    kr_memory memory = {allocate, resize, release, user};
    int given = (allocate != NULL) + (resize != NULL) + (release != NULL);
    if (!out || (given != 0 && given != 3))
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_engine_new needs `out`, and all three allocator functions or none");
    if (given == 0)
        memory = kr_memory_default;
    koor_engine *engine = kr_alloc_zero(&memory, 1, sizeof *engine);
    if (!engine)
        return kr_fail_at(&memory, out_error, KOOR_E_NOMEM, "", -1, "%s", "");
    engine->memory = memory;
    kr_arena_start(&engine->arena, &engine->memory);
    kr_job job;
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status = start(&job, engine);
    kr_job_end(&job);
    if (status < 0)
        koor_engine_free(engine);
    else
        *out = engine;
    return status;
}

int32_t koor_engine_open(koor_engine **out, koor_error **out_error) {
    koor_engine *engine = NULL;
    int32_t status = koor_engine_new(out ? &engine : NULL, NULL, NULL, NULL, NULL, out_error);
    if (status != KOOR_OK || !out)
        return status;
    status = koor_engine_ready(engine, out_error);
    if (status == KOOR_OK)
        *out = engine;
    else
        koor_engine_free(engine);
    return status;
}

int32_t koor_engine_load_pack(koor_engine *engine, const char *name, const char *bytes, size_t length,
                              koor_error **out_error) {
    kr_job job;
    if (!engine || engine->ready)
        return not_open(engine, __func__, out_error);
    kr_str text = kr_given(bytes, length), label = kr_given(name, SIZE_MAX);
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status = KOOR_OK;
    const char *copy = kr_arena_string(&engine->arena, text.at, text.length);
    const char *label_copy = kr_arena_string(&engine->arena, label.at, label.length);
    if (!copy || !label_copy || kr_grow(&engine->memory, (void **)&engine->files, &engine->file_capacity,
                                        engine->file_count, sizeof *engine->files) < 0)
        status = kr_nomem(&job);
    else
        engine->files[engine->file_count++] =
            (kr_pack_file){{label_copy, label.length}, {copy, text.length}};
    kr_job_end(&job);
    return status;
}

int32_t koor_engine_load_networks(koor_engine *engine, const char *json, size_t length,
                                  koor_error **out_error) {
    kr_job job;
    if (!engine || engine->ready)
        return not_open(engine, __func__, out_error);
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status = kr_network_load(&job, &engine->arena, &engine->networks,
                                     kr_given(json, length), "networks");
    kr_job_end(&job);
    return status;
}

int32_t koor_engine_set(koor_engine *engine, const char *key, const char *value, size_t length,
                        koor_error **out_error) {
    kr_job job;
    if (!engine || engine->ready || !key)
        return not_open(engine, __func__, out_error);
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status =
        kr_options_set(&job, &engine->arena, &engine->settings, key, kr_given(value, length));
    kr_job_end(&job);
    return status;
}

/* A file belongs to the language that its first line names: "pack nl 1". */
static int is_of_language(const kr_pack_file *file, const char *language) {
    const char *at = file->text.at;
    return strncmp(at, "pack ", 5) == 0 && strncmp(at + 5, language, strlen(language)) == 0 &&
           at[5 + strlen(language)] == ' ';
}

static int32_t make_pack(kr_job *job, koor_engine *engine, size_t index) {
    const char *language = LANGUAGES[index];
    kr_pack_file *files = kr_arena_alloc(&job->arena, engine->file_count, sizeof *files);
    size_t count = 0;
    if (!files)
        return kr_nomem(job);
    for (size_t i = 0; i < engine->file_count; i++)
        if (is_of_language(&engine->files[i], language))
            files[count++] = engine->files[i];
    engine->packs[index] = kr_pack_builtin(language);
    if (!count)
        return KOOR_OK;
    int32_t status = kr_pack_compile(job, &engine->loaded[index], engine->packs[index], files, count);
    if (status == KOOR_OK)
        engine->packs[index] = engine->loaded[index];
    return status;
}

static int32_t check_files(kr_job *job, const koor_engine *engine) {
    for (size_t i = 0; i < engine->file_count; i++) {
        int known = 0;
        for (size_t j = 0; j < KR_ENGINE_PACKS; j++)
            known |= is_of_language(&engine->files[i], LANGUAGES[j]);
        if (!known)
            return kr_fail(job, KOOR_E_LANGUAGE, engine->files[i].name.at, 0,
                           "a pack begins with \"pack nl 1\" or \"pack en 1\"");
    }
    return KOOR_OK;
}

static void add_pack(kr_buffer *out, const koor_engine *engine, size_t index) {
    char hash[33];
    kr_hash_hex(hash, kr_pack_fingerprint(engine->packs[index]));
    kr_buffer_text(out, index ? ",{\"language\":\"" : "{\"language\":\"");
    kr_buffer_text(out, LANGUAGES[index]);
    kr_buffer_text(out, "\",\"rules\":");
    kr_buffer_uint(out, kr_pack_rule_count(engine->packs[index]));
    kr_buffer_text(out, ",\"fingerprint\":\"");
    kr_buffer_text(out, hash);
    kr_buffer_text(out, "\"}");
}

static int32_t describe(kr_job *job, koor_engine *engine) {
    kr_buffer out;
    kr_buffer_start(&out, &engine->memory);
    kr_buffer_text(&out, "{\"koor\":\"" KOOR_VERSION "\",\"packs\":[");
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++)
        add_pack(&out, engine, i);
    kr_buffer_text(&out, "],\"features\":{\"jpeg\":");
    kr_buffer_text(&out, koor_has_feature("jpeg") ? "true" : "false");
    kr_buffer_text(&out, ",\"vips\":");
    kr_buffer_text(&out, koor_has_feature("vips") ? "true" : "false");
    kr_buffer_text(&out, "},");
    size_t at = out.length;
    kr_network_list(&out, &engine->networks); /* {"networks":[..]}: its members join ours */
    if (!out.failed) {
        memmove(out.data + at, out.data + at + 1, out.length - at);
        out.length--;
    }
    engine->description = kr_buffer_take(&out, &engine->description_length);
    kr_buffer_end(&out);
    return engine->description ? KOOR_OK : kr_nomem(job);
}

static int32_t make_ready(kr_job *job, koor_engine *engine) {
    int32_t status = check_files(job, engine);
    for (size_t i = 0; i < KR_ENGINE_PACKS && status == KOOR_OK; i++)
        status = make_pack(job, engine, i);
    if (status == KOOR_OK)
        status = kr_lexer_open(job, &engine->lexer);
    if (status == KOOR_OK)
        status = describe(job, engine);
    return status;
}

static void unmake(koor_engine *engine) {
    for (size_t i = 0; i < KR_ENGINE_PACKS; i++) {
        kr_pack_free(&engine->memory, engine->loaded[i]);
        engine->loaded[i] = NULL;
    }
    kr_lexer_close(engine->lexer);
    engine->lexer = NULL;
    kr_free(&engine->memory, engine->description);
    engine->description = NULL;
}

int32_t koor_engine_ready(koor_engine *engine, koor_error **out_error) {
    kr_job job;
    if (!engine || engine->ready)
        return not_open(engine, __func__, out_error);
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status = make_ready(&job, engine);
    kr_job_end(&job);
    engine->ready = status == KOOR_OK;
    if (!engine->ready)
        unmake(engine);
    return status;
}

const char *koor_engine_describe(const koor_engine *engine, size_t *out_length) {
    int known = engine && engine->ready;
    if (out_length)
        *out_length = known ? engine->description_length : 2;
    return known ? engine->description : "{}";
}

void koor_engine_free(koor_engine *engine) {
    if (!engine)
        return;
    kr_memory memory = engine->memory;
    unmake(engine);
    kr_free(&memory, engine->files);
    kr_arena_end(&engine->arena);
    kr_free(&memory, engine);
}
