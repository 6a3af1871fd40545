/* The plan: getters over what the pipeline made. No getter allocates but koor_plan_item, which writes an
 * item into scratch memory of its own and copies it into the caller's buffer. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "output/output.h"
#include "pipeline/plan_data.h"

#include <string.h>

/* -- making ---------------------------------------------------------------------------------------- */

static int32_t new_plan(koor_plan **out, const koor_campaign *campaign, koor_error **out_error) {
    if (!out || !campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, "plan", -1,
                          "the campaign or the place for the plan is NULL");
    koor_plan *plan = kr_alloc_zero(&campaign->memory, 1, sizeof *plan);
    if (!plan)
        return kr_fail_at(&campaign->memory, out_error, KOOR_E_NOMEM, "", -1, "%s", "");
    plan->engine = campaign->engine;
    plan->memory = campaign->memory;
    plan->settings = campaign->settings; /* the pipeline makes them the plan's own */
    kr_arena_start(&plan->arena, &plan->memory);
    *out = plan;
    return KOOR_OK;
}

/* What the two ways to make a plan differ in. */
typedef struct plan_request {
    int texts_only;
    size_t count;
    int32_t (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
    void *user;
} plan_request;

static int32_t make(koor_plan **out, const koor_campaign *campaign, const plan_request *request,
                    koor_error **out_error) {
    koor_plan *plan = NULL;
    kr_job job;
    int32_t status = new_plan(out ? &plan : NULL, campaign, out_error);
    if (status < 0)
        return status;
    kr_job_start(&job, &plan->memory, out_error);
    job.progress = request->progress;
    job.user = request->user;
    status = request->texts_only ? kr_pipeline_texts(&job, campaign, request->count, plan)
                                 : kr_pipeline_plan(&job, campaign, plan);
    kr_job_end(&job);
    if (status < 0)
        koor_plan_free(plan);
    else
        *out = plan;
    return status;
}

int32_t koor_plan_new(koor_plan **out, const koor_campaign *campaign,
                      int32_t (*progress)(const char *, uint64_t, uint64_t, void *), void *user,
                      koor_error **out_error) {
    const plan_request request = {.progress = progress, .user = user};
    return make(out, campaign, &request, out_error);
}

int32_t koor_plan_texts(koor_plan **out, const koor_campaign *campaign, size_t count,
                        int32_t (*progress)(const char *, uint64_t, uint64_t, void *), void *user,
                        koor_error **out_error) {
    const plan_request request = {
        .texts_only = 1, .count = count, .progress = progress, .user = user};
    return make(out, campaign, &request, out_error);
}

/* "count" of the JSON, 0 where there is none. */
static int32_t read_count(const koor_engine *engine, kr_str json, int64_t *out,
                          koor_error **out_error) {
    kr_job job;
    json_t *root;
    kr_job_start(&job, &engine->memory, out_error);
    int32_t status = kr_json_object(&job, "campaign", json, &root);
    if (status == KOOR_OK) {
        status = kr_json_int(&job, "", root, "count", out);
        json_decref(root);
    }
    if (status == KOOR_OK && (*out < 0 || *out > 1000000))
        status = kr_fail(&job, KOOR_E_VALUE, "count", -1, "count is a number from 1 to 1000000");
    kr_job_end(&job);
    return status;
}

int32_t koor_plan_from_json(koor_plan **out, const koor_engine *engine, const char *json,
                            size_t length, koor_error **out_error) {
    koor_campaign *campaign = NULL;
    int64_t count = 0;
    int32_t status = koor_campaign_new(&campaign, engine, out_error);
    if (status == KOOR_OK)
        status = read_count(engine, kr_given(json, length), &count, out_error);
    if (status == KOOR_OK)
        status = koor_campaign_load_json(campaign, json, length, out_error);
    if (status == KOOR_OK && count && !campaign->people.count)
        status = koor_plan_texts(out, campaign, (size_t)count, NULL, NULL, out_error);
    else if (status == KOOR_OK)
        status = koor_plan_new(out, campaign, NULL, NULL, out_error);
    koor_campaign_free(campaign);
    return status;
}

/* From text in memory or from folders, one a line. */
typedef int32_t (*reopener)(kr_job *job, kr_str given, koor_plan *plan);

static int32_t reopen(koor_plan **out, const koor_engine *engine, reopener read, kr_str given,
                      koor_error **out_error) {
    kr_job job;
    if (!out || !engine || !given.at)
        return kr_fail_at(engine ? &engine->memory : &kr_memory_default, out_error, KOOR_E_ARGUMENT,
                          "plan", -1, "an engine, a place for the plan and where it lies are needed");
    koor_plan *plan = kr_alloc_zero(&engine->memory, 1, sizeof *plan);
    if (!plan)
        return kr_fail_at(&engine->memory, out_error, KOOR_E_NOMEM, "", -1, "%s", "");
    plan->engine = engine;
    plan->memory = engine->memory;
    kr_arena_start(&plan->arena, &plan->memory);
    kr_job_start(&job, &plan->memory, out_error);
    int32_t status = read(&job, given, plan);
    kr_job_end(&job);
    if (status < 0)
        koor_plan_free(plan);
    else
        *out = plan;
    return status;
}

int32_t koor_plan_open(koor_plan **out, const koor_engine *engine, const char *jsonl, size_t length,
                       koor_error **out_error) {
    return reopen(out, engine, kr_plan_reopen_text, kr_given(jsonl, length), out_error);
}

int32_t koor_plan_open_folders(koor_plan **out, const koor_engine *engine, const char *folders,
                               size_t length, koor_error **out_error) {
    return reopen(out, engine, kr_plan_reopen_folders, kr_given(folders, length), out_error);
}

void koor_plan_free(koor_plan *plan) {
    if (!plan)
        return;
    kr_memory memory = plan->memory;
    for (size_t i = 0; i < plan->class_count; i++)
        kr_class_close(&plan->classes[i]);
    kr_profiles_end(&plan->profiles);
    kr_plan_free_people(plan);
    kr_person_index_free(plan);
    kr_free(&memory, plan->items);
    kr_free(&memory, plan->lines);
    kr_free(&memory, plan->file);
    kr_free(&memory, plan->meta);
    kr_free(&memory, plan->report);
    kr_free(&memory, plan->alternatives);
    kr_arena_end(&plan->arena);
    kr_free(&memory, plan);
}

/* -- reading --------------------------------------------------------------------------------------- */

size_t koor_plan_count(const koor_plan *plan) {
    return plan ? plan->item_count : 0;
}

const char *koor_plan_person(const koor_plan *plan, size_t index) {
    if (!plan || index >= plan->item_count)
        return NULL;
    uint32_t person = kr_plan_person_of(plan, index);
    return person == KR_NONE ? "" : plan->ids + plan->people[person].id;
}

int64_t koor_plan_publish_unix(const koor_plan *plan, size_t index) {
    if (!plan || index >= plan->item_count || plan->texts_only)
        return INT64_MIN;
    return kr_plan_moment_of(plan, index);
}

/* An item out of its line, or as it was made; strings point into the plan or into the job's arena. */
static int32_t view_item(kr_job *job, const koor_plan *plan, size_t index, kr_item_view *out) {
    kr_str line;
    if (!plan->lines)
        return kr_plan_view(job, plan, index, out);
    int32_t status = kr_sources_line(job, &plan->sources, &plan->lines[index], &line);
    return status < 0 ? status : kr_line_view(job, line, plan->lines[index].moment, out);
}

int32_t koor_plan_text(const koor_plan *plan, size_t index, char *buffer, size_t capacity,
                       size_t *out_length) {
    kr_job job;
    kr_item_view view;
    if (!plan)
        return KOOR_E_ARGUMENT;
    if (index >= plan->item_count)
        return KOOR_E_RANGE;
    if (!plan->lines) {
        kr_hand_out(kr_plan_item_text(plan, index), buffer, capacity, out_length);
        return KOOR_OK;
    }
    kr_job_start(&job, &plan->memory, NULL);
    int32_t status = view_item(&job, plan, index, &view);
    if (status == KOOR_OK)
        kr_hand_out(view.text, buffer, capacity, out_length);
    kr_job_end(&job);
    return status;
}

/* As JSON, in `out` or, where it is a line already, where that lies. */
static int32_t write_json(kr_job *job, const koor_plan *plan, size_t index, kr_buffer *out,
                          kr_str *line) {
    kr_item_view view;
    if (plan->lines)
        return kr_sources_line(job, &plan->sources, &plan->lines[index], line);
    int32_t status = kr_plan_view(job, plan, index, &view);
    if (status < 0)
        return status;
    kr_output_json(out, &view);
    *line = (kr_str){out->data, out->length};
    return out->failed ? KOOR_E_NOMEM : KOOR_OK;
}

int32_t koor_plan_item(const koor_plan *plan, size_t index, char *buffer, size_t capacity,
                       size_t *out_length) {
    kr_job job;
    kr_buffer out;
    kr_str line = {"", 0};
    if (!plan)
        return KOOR_E_ARGUMENT;
    if (index >= plan->item_count)
        return KOOR_E_RANGE;
    kr_job_start(&job, &plan->memory, NULL);
    kr_buffer_start(&out, &plan->memory);
    int32_t status = write_json(&job, plan, index, &out, &line);
    if (status == KOOR_OK)
        kr_hand_out(line, buffer, capacity, out_length);
    kr_buffer_end(&out);
    kr_job_end(&job);
    return status;
}

static const char *lend(const char *text, size_t length, size_t *out_length) {
    if (out_length)
        *out_length = text ? length : 0;
    return text ? text : "";
}

const char *koor_plan_meta(const koor_plan *plan, size_t *out_length) {
    return plan ? lend(plan->meta, plan->meta_length, out_length) : lend(NULL, 0, out_length);
}

const char *koor_plan_report(const koor_plan *plan, size_t *out_length) {
    return plan ? lend(plan->report, plan->report_length, out_length) : lend(NULL, 0, out_length);
}

const char *koor_plan_alternatives(const koor_plan *plan, size_t *out_length) {
    return plan ? lend(plan->alternatives, plan->alternatives_length, out_length)
                : lend(NULL, 0, out_length);
}

/* -- streaming ------------------------------------------------------------------------------------- */

typedef struct stream {
    int32_t (*write)(const void *bytes, size_t length, void *user);
    void *user;
    koor_error **error;
    kr_buffer buffer;
    kr_windows windows; /* of a plan that was read back, where all of it is written */
} stream;

/* Hands the buffer on once it is worth a call, or at the end. */
static int32_t flush(kr_job *job, stream *s, size_t least) {
    if (s->buffer.failed)
        return kr_nomem(job);
    if (s->buffer.length < least || s->buffer.length == 0)
        return KOOR_OK;
    int32_t stop = s->write(s->buffer.data, s->buffer.length, s->user);
    kr_buffer_reset(&s->buffer);
    return stop ? kr_fail(job, KOOR_E_IO, "write", -1, "the write callback could not take the bytes")
                : KOOR_OK;
}

enum format { FORMAT_JSONL, FORMAT_CSV, FORMAT_ICS };

static void put_item(stream *s, enum format format, const kr_item_view *view, int64_t now) {
    if (format == FORMAT_CSV) {
        kr_output_csv(&s->buffer, view);
    } else if (format == FORMAT_ICS) {
        kr_output_ics(&s->buffer, view, now);
    } else {
        kr_output_json(&s->buffer, view);
        kr_buffer_char(&s->buffer, '\n');
    }
}

/* Of a plan that was read back: its line as it is, where a line is wanted. */
static int32_t put_line(kr_job *job, stream *s, const koor_plan *plan, enum format format,
                        const kr_line *line) {
    kr_item_view view;
    kr_str text;
    int32_t status = s->windows.at ? kr_windows_line(job, &s->windows, line, &text)
                                   : kr_sources_line(job, &plan->sources, line, &text);
    if (status < 0)
        return status;
    if (format == FORMAT_JSONL) {
        kr_buffer_add(&s->buffer, text.at, text.length);
        kr_buffer_char(&s->buffer, '\n');
        return KOOR_OK;
    }
    status = kr_line_view(job, text, line->moment, &view);
    if (status == KOOR_OK)
        put_item(s, format, &view, plan->now);
    return status;
}

static int32_t write_item(kr_job *job, stream *s, const koor_plan *plan, enum format format,
                          size_t index) {
    kr_item_view view;
    int32_t status;
    if (plan->lines) {
        status = put_line(job, s, plan, format, &plan->lines[index]);
    } else {
        status = kr_plan_view(job, plan, index, &view);
        if (status == KOOR_OK)
            put_item(s, format, &view, plan->now);
    }
    return status < 0 ? status : flush(job, s, 65536);
}

/* All items, or those in `list`. Each has a job of its own, so that what one needs is not kept for all. */
static int32_t write_items(const koor_plan *plan, enum format format, const uint32_t *list,
                           size_t count, stream *s) {
    int32_t status = KOOR_OK;
    for (size_t i = 0; i < count && status == KOOR_OK; i++) {
        kr_job job;
        kr_job_start(&job, &plan->memory, s->error);
        status = write_item(&job, s, plan, format, list ? list[i] : i);
        kr_job_end(&job);
    }
    return status;
}

static int32_t write_person(const koor_plan *plan, const char *person, stream *s) {
    const uint32_t *list = NULL;
    size_t count = kr_person_items(plan, kr_str_of(person), &list);
    if (!count)
        return kr_fail_at(&plan->memory, s->error, KOOR_E_ARGUMENT, "format", -1,
                          "the plan has no item of \"%.*s\"", KR_SHOWN(kr_str_of(person), 100));
    kr_output_ics_head(&s->buffer, plan->campaign_id);
    int32_t status = write_items(plan, FORMAT_ICS, list, count, s);
    kr_output_ics_foot(&s->buffer);
    return status;
}

static int32_t write_all(const koor_plan *plan, enum format format, const char *person, stream *s) {
    if (format == FORMAT_ICS)
        return write_person(plan, person, s);
    if (format == FORMAT_CSV)
        kr_output_csv_head(&s->buffer);
    return write_items(plan, format, NULL, plan->item_count, s);
}

static int32_t read_format(const koor_plan *plan, const char *text, enum format *out,
                           const char **person, koor_error **out_error) {
    *person = NULL;
    *out = FORMAT_JSONL;
    if (strcmp(text, "jsonl") == 0)
        return KOOR_OK;
    *out = FORMAT_CSV;
    if (strcmp(text, "csv") == 0)
        return KOOR_OK;
    *out = FORMAT_ICS;
    *person = text + 4;
    if (strncmp(text, "ics:", 4) == 0 && !plan->texts_only)
        return KOOR_OK;
    return kr_fail_at(&plan->memory, out_error, KOOR_E_ARGUMENT, "format", -1,
                      "\"%.*s\" is no format: use jsonl, csv or ics:PERSON",
                      KR_SHOWN(kr_str_of(text), 60));
}

int32_t koor_plan_write(const koor_plan *plan, const char *format,
                        int32_t (*write)(const void *, size_t, void *), void *user,
                        koor_error **out_error) {
    enum format kind;
    const char *person;
    kr_job job;
    if (!plan || !format || !write)
        return kr_fail_at(plan ? &plan->memory : &kr_memory_default, out_error, KOOR_E_ARGUMENT,
                          __func__, -1, "koor_plan_write needs a plan, a format and a callback");
    int32_t status = read_format(plan, format, &kind, &person, out_error);
    if (status < 0)
        return status;
    stream s = {.write = write, .user = user, .error = out_error};
    kr_job_start(&job, &plan->memory, out_error);
    kr_buffer_start(&s.buffer, &plan->memory);
    if (plan->lines && kind != FORMAT_ICS)
        status = kr_windows_start(&job, &s.windows, &plan->sources);
    if (status == KOOR_OK)
        status = write_all(plan, kind, person, &s);
    if (status == KOOR_OK)
        status = flush(&job, &s, 0);
    kr_windows_end(&s.windows);
    kr_buffer_end(&s.buffer);
    kr_job_end(&job);
    return status;
}
