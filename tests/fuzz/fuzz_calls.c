/* The public API in any order: the bytes are a program of calls on one engine, two campaigns and
 * two plans, with good samples and any bytes as arguments, NULL handles among them. What must hold:
 * a status below 0 comes with an error of that code, and success with none; out-parameters stay
 * untouched on failure; lengths agree with what is written; whatever happened, everything can be
 * freed. */
#include "fuzz_bytes.h"
#include "koor.h"

#include <stdio.h>
#include <string.h>

typedef struct world {
    koor_engine *engine;
    koor_campaign *campaign[2];
    koor_plan *plan[2];
    koor_error *error;
    fuzz_bytes in;
} world;

static const char *const samples[] = {
    "We're hiring a baker in Ghent! Apply before 1 May: https://example.com/b #jobs",
    "We zoeken een bakker voor onze winkel in Gent. Solliciteer op https://voorbeeld.be/b "
    "#vacature",
    "{Hello|Hi} {there|[<minsize=1>a|b]}, {?VOICE?x|y}",
    "{\"id\":\"a\",\"circle\":\"gent\",\"timezone\":\"Europe/"
    "Brussels\",\"networks\":\"linkedin|x\",\"opted_in\":true}",
    "{\"id\":\"b\",\"opted_in\":true,\"hours\":\"09:00-12:00\",\"voice\":\"tone=plain\"}",
    "{\"posts\":[{\"id\":\"p\",\"text\":\"Join us on "
    "Friday.\",\"language\":\"en\"}],\"count\":\"3\"}",
    "{\"first\":1,\"last\":1,\"text\":\"A baker is wanted in Ghent!\"}",
    "2026-12-01/2026-12-04",
    "2026-12-01T00:00Z",
    "linkedin|x|bluesky",
    "markup",
    "en",
    "p",
    "jsonl",
};
static const char *const keys[] = {
    "campaign.window",   "campaign.now", "campaign.networks", "campaign.seed",
    "campaign.shard",    "post.syntax",  "rewrite.strength",  "voice.emoji",
    "select.candidates", "policy.deny",  "link.tags",         "disclosure.kind",
    "schedule.rhythm",   "no.such.key",
};
enum { SAMPLES = sizeof samples / sizeof *samples, KEYS = sizeof keys / sizeof *keys };

/* A text: a sample, NULL, or bytes; its length is SIZE_MAX where it is NUL-terminated. */
static const char *text(world *w, size_t *length) {
    uint8_t which = take_byte(&w->in);
    *length = SIZE_MAX;
    if (which < 192)
        return samples[which % SAMPLES];
    if (which < 200)
        return NULL;
    return take_bytes(&w->in, length);
}

/* A NUL-terminated name: a sample or NULL. */
static const char *name(world *w) {
    uint8_t which = take_byte(&w->in);
    return which > 250 ? NULL : samples[which % SAMPLES];
}

static void told(world *w, int32_t status) {
    must((status < 0) == (w->error != NULL));
    must(koor_error_code(w->error) == (status < 0 ? status : 0));
    if (w->error) {
        must(*koor_error_name(status) && *koor_error_message(w->error));
        must(koor_error_path(w->error) != NULL && koor_error_offset(w->error) >= -1);
    }
    koor_error_free(w->error);
    w->error = NULL;
}

static int32_t swallow(const void *data, size_t length, void *user) {
    must(data != NULL || length == 0);
    *(size_t *)user += length;
    return 0;
}

static int32_t cancel_late(const char *stage, uint64_t done, uint64_t total, void *user) {
    must(stage != NULL && done <= total);
    return --*(int *)user < 0;
}

/* -- calls
 * ----------------------------------------------------------------------------------------- */

static void new_campaign(world *w, int i) {
    koor_campaign *made = NULL;
    int32_t status = koor_campaign_new(&made, w->engine, &w->error);
    told(w, status);
    must((status == 0) == (made != NULL));
    koor_campaign_free(w->campaign[i]);
    w->campaign[i] = made;
    if (made) /* the clock and the number of candidates keep a program short */
        must(koor_campaign_set(made, "select.candidates", "4", SIZE_MAX, NULL) == 0);
}

static void set_option(world *w, int i) {
    size_t length;
    const char *key = keys[take_byte(&w->in) % KEYS], *value = text(w, &length);
    told(w, koor_campaign_set(w->campaign[i], key, value, length, &w->error));
}

static void add_post(world *w, int i) {
    size_t length;
    const char *id = name(w), *post = text(w, &length);
    told(w, koor_campaign_add_post(w->campaign[i], id, post, length, name(w), &w->error));
}

static void add_json(world *w, int i) {
    size_t length;
    uint8_t which = take_byte(&w->in) % 6;
    const char *json = text(w, &length);
    koor_campaign *c = w->campaign[i];
    int32_t accepted = -7, status;
    if (which == 0)
        told(w, koor_campaign_load_json(c, json, length, &w->error));
    else if (which == 1)
        told(w, koor_campaign_add_person(c, json, length, &w->error));
    else if (which == 2)
        told(w, koor_campaign_add_people(c, json, length, &w->error));
    else if (which == 3)
        told(w, koor_campaign_add_history(c, json, length, &w->error));
    else if (which == 4)
        told(w, koor_campaign_set_previous(c, json, length, &w->error));
    if (which < 5)
        return;
    status = koor_campaign_add_alternative(&accepted, c, json, length, &w->error);
    if (status == 0 && accepted == 0) { /* a refusal: data, with its reason in the error */
        must(w->error != NULL);
        koor_error_free(w->error);
        w->error = NULL;
    } else {
        must(status < 0 ? accepted == -7 : accepted == 1);
        told(w, status);
    }
}

static void add_image(world *w, int i) {
    size_t length, meta_length;
    const char *id = name(w), *data = text(w, &length), *meta = text(w, &meta_length);
    told(w,
         koor_campaign_add_image(w->campaign[i], id, data, length, meta, meta_length, &w->error));
}

static void ask_campaign(world *w, int i) {
    char buffer[512];
    uint8_t which = take_byte(&w->in) % 3;
    size_t capacity = take_byte(&w->in) * 2u, length = 0;
    const koor_campaign *c = w->campaign[i];
    int32_t status = which == 0 ? koor_campaign_check(c, buffer, capacity, &length, &w->error)
                     : which == 1
                         ? koor_campaign_count(c, buffer, capacity, &length, &w->error)
                         : koor_campaign_suggest(c, name(w), buffer, capacity, &length, &w->error);
    told(w, status);
    if (status == 0 && capacity)
        must(strlen(buffer) == length || (length >= capacity && strlen(buffer) < capacity));
}

static void make_plan(world *w, int i) {
    koor_plan *made = NULL;
    uint8_t which = take_byte(&w->in);
    int left = which, j = which & 1;
    size_t length;
    int32_t status;
    if (which < 160) {
        status = which % 2 ? koor_plan_texts(&made, w->campaign[i], which % 9, cancel_late, &left,
                                             &w->error)
                           : koor_plan_new(&made, w->campaign[i], cancel_late, &left, &w->error);
    } else {
        const char *json = text(w, &length);
        status = koor_plan_from_json(&made, w->engine, json, length, &w->error);
    }
    told(w, status);
    must((status == 0) == (made != NULL));
    if (!made)
        return;
    koor_plan_free(w->plan[j]);
    w->plan[j] = made;
}

static void read_plan(world *w, int i) {
    char buffer[2048];
    const koor_plan *plan = w->plan[i];
    size_t index = take_byte(&w->in), length = 0, written = 0;
    const char *format = name(w);
    int32_t status = koor_plan_text(plan, index, buffer, sizeof buffer, &length);
    must((index < koor_plan_count(plan)) == (status == 0));
    must((koor_plan_person(plan, index) != NULL) == (index < koor_plan_count(plan)));
    koor_plan_publish_unix(plan, index);
    if (koor_plan_item(plan, index, buffer, sizeof buffer, &length) == 0)
        must(buffer[0] == '{');
    koor_plan_meta(plan, &length);
    koor_plan_report(plan, &length);
    koor_plan_alternatives(plan, NULL);
    told(w, koor_plan_write(plan, format, swallow, &written, &w->error));
}

static void render(world *w, int i) {
    koor_image *image = NULL;
    int32_t status = koor_image_render(&image, w->plan[i], take_byte(&w->in), &w->error);
    told(w, status);
    must((status == 0) == (image != NULL));
    koor_image_free(image);
}

static void drop(world *w, int i) {
    if (take_byte(&w->in) & 1) {
        koor_campaign_free(w->campaign[i]);
        w->campaign[i] = NULL;
    } else {
        koor_plan_free(w->plan[i]);
        w->plan[i] = NULL;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static koor_engine *engine; /* immutable: all programs share it */
    static void (*const calls[])(world *, int) = {
        new_campaign, set_option, add_post,  add_post,  add_json, add_json, add_image,
        ask_campaign, make_plan,  make_plan, read_plan, render,   drop};
    if (!engine)
        must(koor_engine_open(&engine, NULL) == 0);
    world w = {.engine = engine, .in = {data, size}};
    new_campaign(&w, 0);
    for (int steps = 0; w.in.left && steps < 40; steps++) {
        uint8_t call = take_byte(&w.in);
        calls[(call >> 1) % (sizeof calls / sizeof *calls)](&w, call & 1);
    }
    for (int i = 0; i < 2; i++) {
        koor_campaign_free(w.campaign[i]);
        koor_plan_free(w.plan[i]);
    }
    return 0;
}
