/* A person's own wording of an item of the earlier plan: read, judged against the post and beside
 * the colleagues' texts, and kept to stand in its place when the plan is made again. */
#include "api/campaign_in.h"
#include "api/json_in.h"
#include "base/json_write.h"
#include "network/networks.h"
#include "pipeline/own.h"

#include <stdio.h>
#include <string.h>

/* ---- items of the earlier plan ---- */

static int32_t read_item(kr_job *job, kr_str line, size_t number, kr_own_item *out) {
    char path[48];
    json_t *object;
    kr_str *const texts[] = {&out->person,   &out->post, &out->network, &out->circle,
                             &out->language, &out->text, &out->state,   &out->action};
    static const char *const keys[] = {"person",   "post", "network", "circle",
                                       "language", "text", "state",   "action"};
    snprintf(path, sizeof path, "previous line %zu", number);
    int32_t status = kr_json_object(job, path, line, &object);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && status == KOOR_OK; i++) {
        *texts[i] = (kr_str){"", 0};
        status = kr_json_string(job, path, object, keys[i], texts[i]);
        texts[i]->at = kr_arena_string(&job->arena, texts[i]->at, texts[i]->length);
        if (status == KOOR_OK && !texts[i]->at)
            status = kr_nomem(job);
    }
    json_decref(object);
    return status;
}

static int32_t read_items(kr_job *job, kr_str rest, kr_own_item **out, size_t *out_count) {
    size_t capacity = 0;
    int32_t status = KOOR_OK;
    for (size_t line = 1; rest.length && status == KOOR_OK; line++) {
        const char *end = memchr(rest.at, '\n', rest.length);
        size_t length = end ? (size_t)(end - rest.at) : rest.length, used = length + (end != NULL);
        if (kr_arena_grow(&job->arena, (void **)out, &capacity, *out_count, sizeof **out) < 0)
            return kr_nomem(job);
        if (length)
            status = read_item(job, (kr_str){rest.at, length}, line, &(*out)[*out_count]);
        if (length && status == KOOR_OK)
            ++*out_count;
        rest = (kr_str){rest.at + used, rest.length - used};
    }
    return status;
}

/* ---- the edit ---- */

static int32_t read_edit(kr_job *job, koor_campaign *campaign, kr_str json, kr_own_edit *out) {
    static const char *const known[] = {"person", "network", "post", "text", NULL};
    kr_str *const texts[] = {&out->person, &out->network, &out->post, &out->text};
    json_t *object;
    int32_t status = kr_json_object(job, "edit", json, &object);
    if (status < 0)
        return status;
    status = kr_json_known(job, "edit", object, known);
    for (size_t i = 0; i < 4 && status == KOOR_OK; i++) {
        *texts[i] = (kr_str){"", 0};
        status = kr_json_string(job, "edit", object, known[i], texts[i]);
        if (status == KOOR_OK)
            status = kr_campaign_compose(job, campaign, "edit", texts[i]);
    }
    json_decref(object);
    if (status == KOOR_OK && (!out->person.length || !out->text.length))
        status = kr_fail(job, KOOR_E_VALUE, "edit", -1, "an edit needs \"person\" and \"text\"");
    return status;
}

static const kr_own_item *find_item(const kr_own_edit *edit, const kr_own_item *items,
                                    size_t count) {
    for (size_t i = 0; i < count; i++)
        if (kr_own_is_about(edit, items[i].person, items[i].network, items[i].post) &&
            !kr_str_is(items[i].action, "repost") && !kr_str_is(items[i].state, "withdrawn"))
            return &items[i];
    return NULL;
}

static const kr_given_post *post_of(const koor_campaign *campaign, const kr_own_item *item) {
    const kr_given_post *found = NULL;
    for (size_t i = 0; i < campaign->post_count; i++) {
        const kr_given_post *post = &campaign->posts[i];
        if (kr_str_equal(post->id, item->post) &&
            (!found || kr_str_is(item->language, post->language)))
            found = post;
    }
    return found;
}

/* The last edit of a person stands. */
static int32_t keep(kr_job *job, koor_campaign *campaign, const kr_own_edit *edit) {
    for (size_t i = 0; i < campaign->edit_count; i++) {
        kr_own_edit *other = &campaign->edits[i];
        if (kr_str_equal(other->person, edit->person) &&
            kr_str_equal(other->network, edit->network) && kr_str_equal(other->post, edit->post)) {
            *other = *edit;
            return KOOR_OK;
        }
    }
    if (kr_grow(&campaign->memory, (void **)&campaign->edits, &campaign->edit_capacity,
                campaign->edit_count, sizeof *edit) < 0)
        return kr_nomem(job);
    campaign->edits[campaign->edit_count++] = *edit;
    return KOOR_OK;
}

/* ---- what is told ---- */

static void put_report(kr_buffer *out, const kr_own_edit *edit, const kr_own_report *report) {
    const kr_judgement *j = &report->judgement;
    kr_put_open(out, '{');
    kr_put_bool(out, "accepted", j->accepted);
    kr_put_text(out, "person", edit->person);
    kr_put_text(out, "network", report->network->name);
    kr_put_word(out, "reason", j->reason);
    kr_put_text(out, "message", j->message);
    kr_put_uint(out, "start", j->place.start);
    kr_put_uint(out, "end", j->place.end);
    kr_put_key(out, "warnings");
    kr_put_open(out, '[');
    for (uint32_t i = 0; i < j->warning_count; i++)
        kr_put_element(out, j->warnings[i]);
    kr_buffer_char(out, ']');
    kr_put_key(out, "length");
    kr_put_open(out, '{');
    kr_put_uint(out, "count", kr_network_count(report->network, edit->text));
    kr_put_key(out, "limit");
    if (report->network->limit == KR_NONE)
        kr_buffer_text(out, "null");
    else
        kr_buffer_uint(out, report->network->limit);
    kr_buffer_char(out, '}');
    kr_put_key(out, "similarity");
    kr_put_open(out, '{');
    kr_put_ppm(out, "base", report->base_ppm);
    kr_put_ppm(out, "nearest", report->nearest_ppm);
    kr_buffer_char(out, '}');
    if (report->nearest) {
        kr_put_key(out, "nearest");
        kr_put_open(out, '{');
        kr_put_text(out, "person", report->nearest->person);
        kr_put_text(out, "text", report->nearest->text);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, '}');
}

static int32_t take(kr_job *job, koor_campaign *campaign, kr_str json, kr_buffer *out,
                    int32_t *accepted) {
    kr_own_edit edit;
    kr_own_report report;
    kr_own_item *items = NULL;
    size_t count = 0;
    int32_t status = read_edit(job, campaign, json, &edit);
    if (status == KOOR_OK)
        status = read_items(job, campaign->previous, &items, &count);
    if (status < 0)
        return status;
    const kr_own_item *item = find_item(&edit, items, count);
    if (!item)
        return kr_fail(job, KOOR_E_PERSON, "person", -1,
                       "the earlier plan has no text of \"%.*s\"%s%.*s", KR_SHOWN(edit.person, 100),
                       edit.network.length ? " on " : "", KR_SHOWN(edit.network, 40));
    const kr_given_post *post = post_of(campaign, item);
    if (!post)
        return kr_fail(job, KOOR_E_FINGERPRINT, "post", -1,
                       "post \"%.*s\" of the earlier plan is not here", KR_SHOWN(item->post, 60));
    const kr_own_question question = {campaign, post, &edit, item, items, count};
    status = kr_own_judge(job, &question, &report);
    if (status == KOOR_OK)
        put_report(out, &edit, &report);
    *accepted = report.judgement.accepted;
    return status == KOOR_OK && *accepted ? keep(job, campaign, &edit) : status;
}

int32_t koor_campaign_edit(int32_t *out_accepted, koor_campaign *campaign, const char *json,
                           size_t length, char *buffer, size_t capacity, size_t *out_length,
                           koor_error **out_error) {
    kr_job job;
    kr_buffer out;
    int32_t accepted = 0;
    if (!campaign || !out_accepted)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, __func__, -1,
                          "koor_campaign_edit needs a campaign and a place for the verdict");
    kr_job_start(&job, &campaign->memory, out_error);
    kr_buffer_start(&out, &campaign->memory);
    int32_t status = take(&job, campaign, kr_given(json, length), &out, &accepted);
    if (status == KOOR_OK && out.failed)
        status = kr_nomem(&job);
    if (status == KOOR_OK) {
        kr_hand_out((kr_str){out.data, out.length}, buffer, capacity, out_length);
        *out_accepted = accepted;
    }
    kr_buffer_end(&out);
    kr_job_end(&job);
    return status;
}
