/* Writing the certificate, and adding the certificates of shards: see certificate.h. Everything in it is
 * an integer, so that adding is associative and a merged report has the bytes of the whole one. */
#include "pipeline/certificate.h"

#include "assign/assign.h"
#include "base/json_write.h"
#include "schedule/schedule.h"

#include <stdlib.h>
#include <string.h>

/* -- writing
 * --------------------------------------------------------------------------------------- */

static int64_t mean(uint64_t sum, uint64_t count) {
    return count ? (int64_t)(sum / count) : 0;
}

static void write_overall(kr_buffer *out, const kr_certificate *c) {
    kr_put_key(out, "overall");
    kr_put_open(out, '{');
    kr_put_uint(out, "items", c->items);
    kr_put_uint(out, "opted_in", c->opted_in);
    kr_put_uint(out, "components", c->components);
    kr_put_uint(out, "largest_component", c->largest_component);
    kr_put_uint(out, "without_moment", c->moments.unplaced);
    kr_put_uint(out, "kept", c->moments.kept);
    kr_put_ppm(out, "similarity_max", c->texts.highest);
    kr_put_ppm(out, "similarity_mean", mean(c->texts.similarity_sum, c->texts.pairs));
    kr_put_uint(out, "shared_openings", c->texts.shared_openings);
    kr_put_uint(out, "reposts", c->texts.reposts);
    kr_put_uint(out, "text_reuse_distance", c->texts.text_distance);
    kr_put_uint(out, "picture_reuse_distance", c->texts.picture_distance);
    if (c->moments.smallest_gap >= 0)
        kr_put_int(out, "gap_min", c->moments.smallest_gap);
    kr_put_ppm(out, "gap_of_ideal_mean", mean(c->moments.gap_ppm_sum, c->moments.circles));
    if (c->moments.smallest_site_gap >= 0)
        kr_put_int(out, "site_gap_min", c->moments.smallest_site_gap);
    kr_buffer_char(out, '}');
}

static void write_circles(kr_buffer *out, const kr_certificate *c) {
    kr_put_key(out, "circles");
    kr_put_open(out, '[');
    for (size_t i = 0; i < c->circle_count; i++) {
        const kr_text_report *report = &c->circles[i].report;
        kr_put_open(out, '{');
        kr_put_text(out, "circle", c->circles[i].circle);
        kr_put_text(out, "post", c->circles[i].post);
        kr_put_uint(out, "items", report->items);
        kr_put_ppm(out, "similarity_max", report->highest);
        kr_put_ppm(out, "similarity_mean", mean(report->sum, report->pairs));
        kr_put_ppm(out, "product_max", report->highest_product);
        kr_put_uint(out, "shared_openings", report->shared_openings);
        kr_put_uint(out, "text_reuse_distance", report->text_distance);
        kr_put_uint(out, "picture_reuse_distance", report->picture_distance);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static void write_limits(kr_buffer *out, uint32_t limits) {
    static const char *const words[] = {
        "people with hours in common have less room than the circle as a whole",
        "busier hours are taken more often",
        "people of a wave share a part of the window",
        "moments of the previous plan do not move",
        "room given up for the colleagues of the site",
        "other circles and other posts of the same people",
    };
    kr_put_key(out, "limited_by");
    kr_put_open(out, '[');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (limits & 1u << i)
            kr_put_element(out, kr_str_of(words[i]));
    }
    kr_buffer_char(out, ']');
}

static void write_gaps(kr_buffer *out, const kr_certificate *c) {
    kr_put_key(out, "gaps");
    kr_put_open(out, '[');
    for (size_t i = 0; i < c->gap_count; i++) {
        const kr_gap_line *gap = &c->gaps[i];
        kr_put_open(out, '{');
        kr_put_text(out, "circle", gap->circle);
        kr_put_text(out, "post", gap->post);
        kr_put_text(out, "network", gap->network);
        kr_put_uint(out, "people", gap->report.people);
        kr_put_int(out, "gap_min", gap->report.smallest);
        kr_put_int(out, "gap_ideal", gap->report.ideal);
        write_limits(out, gap->report.limits);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

enum { MOST_LEFT = 100, NAMED_LEFT = 3 }; /* in the list; in the warning */

static const char *const WHY[] = {[KR_NEVER_OPEN] = "closed", [KR_CAPPED] = "full"};

static void write_left(kr_buffer *out, const kr_certificate *c) {
    kr_put_key(out, "without_moment");
    kr_put_open(out, '[');
    for (size_t i = 0; i < c->left_count && i < MOST_LEFT; i++) {
        kr_put_open(out, '{');
        kr_put_text(out, "person", c->left[i].person);
        kr_put_text(out, "post", c->left[i].post);
        kr_put_text(out, "network", c->left[i].network);
        kr_put_word(out, "why", WHY[c->left[i].why]);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

/* " (ann on linkedin, bert on x and 4 more)" */
static void name_left(kr_buffer *out, const kr_certificate *c) {
    uint64_t all = c->moments.unplaced;
    for (size_t i = 0; i < c->left_count && i < NAMED_LEFT; i++) {
        kr_buffer_text(out, i ? ", " : " (");
        kr_buffer_add(out, c->left[i].person.at, c->left[i].person.length);
        kr_buffer_text(out, " on ");
        kr_buffer_add(out, c->left[i].network.at, c->left[i].network.length);
    }
    if (all > NAMED_LEFT) {
        kr_buffer_text(out, " and ");
        kr_buffer_uint(out, all - NAMED_LEFT);
        kr_buffer_text(out, " more");
    }
    kr_buffer_text(out, c->left_count ? ")" : "");
}

static void warn_of_left(kr_buffer *out, const kr_certificate *c) {
    kr_buffer text;
    int one = c->moments.unplaced == 1;
    if (!c->moments.unplaced)
        return;
    kr_buffer_start(&text, out->memory);
    kr_buffer_uint(&text, c->moments.unplaced);
    kr_buffer_text(&text, one ? " item has" : " items have");
    kr_buffer_text(&text, " no allowed moment in the window");
    name_left(&text, c);
    kr_buffer_text(&text,
                   one ? ": widen it, or the person's hours" : ": widen it, or the people's hours");
    kr_put_element(out, (kr_str){text.data ? text.data : "", text.length});
    out->failed |= text.failed;
    kr_buffer_end(&text);
}

/* "3 items" and what is said of them, "1 item" and the same of one. */
static void warn_of(kr_buffer *out, uint64_t count, const char *many, const char *one) {
    if (!count)
        return;
    kr_put_next(out);
    kr_buffer_char(out, '"');
    kr_buffer_uint(out, count);
    kr_buffer_text(out, count == 1 ? one : many);
    kr_buffer_char(out, '"');
}

static void write_warnings(kr_buffer *out, const kr_certificate *c) {
    static const struct {
        uint32_t flag;
        const char *words;
    } warnings[] = {
        {KR_WARN_TEXTS, "a circle has more people than different texts: texts come again, as far "
                        "apart as can be; more come from author markup or --alternatives"},
        {KR_WARN_SPARE, "there are more people than different texts: the further ones are less "
                        "different, up to select.spare_similarity, rather than the same; "
                        "capacity.classes tells how many; more different ones come from author "
                        "markup or --alternatives"},
        {KR_WARN_DROPS, "hashtags, filler sentences or optional parts were left out to fit a network: "
                        "capacity.classes tells how many, fit.drop what may go"},
        {KR_WARN_CARDS, "image.headline is too long for a quote card, or a word in it is: shorten "
                        "it, or set image.cards=off"},
        {KR_WARN_DISCLOSURE, "the post does not say clearly that its writers work for the company: "
                             "disclosure.kind=employee puts it in, policy.disclosure=off silences "
                             "this"},
        {KR_WARN_LENGTH, "a post has no wordings as short or as long as voice.length asks: its "
                         "texts have any length"},
    };
    kr_put_key(out, "warnings");
    kr_put_open(out, '[');
    warn_of_left(out, c);
    warn_of(out, c->texts.reposts,
            " items repost a colleague's, because their network lets a text be used once and there "
            "are too few: more come from author markup or --alternatives",
            " item reposts a colleague's, because its network lets a text be used once and there "
            "are too few: more come from author markup or --alternatives");
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
        if (c->warnings & warnings[i].flag)
            kr_put_element(out, kr_str_of(warnings[i].words));
    kr_buffer_char(out, ']');
}

void kr_certificate_write(kr_buffer *out, const kr_certificate *certificate) {
    kr_buffer_char(out, '{');
    write_overall(out, certificate);
    write_circles(out, certificate);
    write_gaps(out, certificate);
    write_left(out, certificate);
    write_warnings(out, certificate);
}

/* -- parts: every integer in a fixed order ----------------------------------------------------------- */

enum { TOTALS = 25, CIRCLE = 12, GAP = 7, MOST_NUMBERS = TOTALS };

/* One list of integers between JSON and the structures: read and written by the same walk, so that
 * the two cannot differ. */
typedef struct row {
    int64_t value[MOST_NUMBERS];
    size_t count;
    int reading;
} row;

static void pass_signed(row *r, int64_t *value) {
    if (r->reading)
        *value = r->value[r->count++];
    else
        r->value[r->count++] = *value;
}

static void pass_long(row *r, uint64_t *value) {
    int64_t number = (int64_t)*value;
    pass_signed(r, &number);
    *value = (uint64_t)number;
}

static void pass(row *r, uint32_t *value) {
    int64_t number = *value;
    pass_signed(r, &number);
    *value = (uint32_t)number;
}

static void pass_short(row *r, uint16_t *value) {
    uint32_t number = *value;
    pass(r, &number);
    *value = (uint16_t)number;
}

static void pass_moments(row *r, kr_schedule_totals *t) {
    uint64_t *const sums[] = {&t->items,   &t->unplaced,    &t->kept,  &t->moved, &t->reused,
                              &t->circles, &t->gap_ppm_sum, &t->sites, &t->site_gap_ppm_sum};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        pass_long(r, sums[i]);
    pass_signed(r, &t->smallest_gap);
    pass_signed(r, &t->smallest_site_gap);
}

static void pass_texts(row *r, kr_text_totals *t) {
    uint64_t *const sums[] = {&t->items, &t->pairs, &t->similarity_sum, &t->shared_openings,
                              &t->reposts};
    uint32_t *const marks[] = {&t->highest, &t->highest_product, &t->text_distance,
                               &t->picture_distance, &t->limits};
    for (size_t i = 0; i < 5; i++)
        pass_long(r, sums[i]);
    for (size_t i = 0; i < 5; i++)
        pass(r, marks[i]);
}

static void pass_totals(row *r, kr_certificate *c) {
    pass_long(r, &c->items);
    pass_long(r, &c->components);
    pass_long(r, &c->largest_component);
    pass(r, &c->warnings);
    pass_moments(r, &c->moments);
    pass_texts(r, &c->texts);
}

static void pass_circle(row *r, kr_text_report *t) {
    uint32_t *const numbers[] = {&t->circle,          &t->items,   &t->pairs,
                                 &t->highest,         &t->highest_product,
                                 &t->shared_openings, &t->reposts, &t->text_distance,
                                 &t->picture_distance};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        pass(r, numbers[i]);
    pass_short(r, &t->post);
    pass_short(r, &t->limits);
    pass_long(r, &t->sum);
}

static void pass_gap(row *r, kr_gap_report *g) {
    pass(r, &g->circle);
    pass(r, &g->people);
    pass(r, &g->limits);
    pass_short(r, &g->post);
    pass_short(r, &g->network);
    pass_signed(r, &g->smallest);
    pass_signed(r, &g->ideal);
}

static void write_row(kr_buffer *out, const row *r) {
    kr_put_open(out, '[');
    for (size_t i = 0; i < r->count; i++) {
        kr_put_next(out);
        kr_buffer_int(out, r->value[i]);
    }
    kr_buffer_char(out, ']');
}

void kr_certificate_write_parts(kr_buffer *out, const kr_certificate *certificate) {
    kr_certificate copy = *certificate;
    row totals = {.count = 0};
    kr_put_key(out, "parts");
    kr_put_open(out, '{');
    kr_put_key(out, "totals");
    pass_totals(&totals, &copy);
    write_row(out, &totals);
    kr_put_key(out, "circles");
    kr_put_open(out, '[');
    for (size_t i = 0; i < copy.circle_count; i++) {
        row one = {.count = 0};
        pass_circle(&one, &copy.circles[i].report);
        write_row(out, &one);
    }
    kr_buffer_char(out, ']');
    kr_put_key(out, "gaps");
    kr_put_open(out, '[');
    for (size_t i = 0; i < copy.gap_count; i++) {
        row one = {.count = 0};
        pass_gap(&one, &copy.gaps[i].report);
        write_row(out, &one);
    }
    kr_buffer_text(out, "]}");
}

/* -- adding
 * ---------------------------------------------------------------------------------------- */

static int read_row(row *out, const json_t *list, size_t count) {
    *out = (row){.reading = 1};
    if (json_array_size(list) != count)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const json_t *number = json_array_get(list, i);
        if (!json_is_integer(number))
            return -1;
        out->value[i] = json_integer_value(number);
    }
    return 0;
}

/* A name of the list, kept in the arena; `at` NULL: out of memory. */
static kr_str name_at(kr_job *job, const json_t *list, size_t index, const char *key) {
    const json_t *name = json_object_get(json_array_get(list, index), key);
    const char *text = json_string_value(name);
    size_t length = text ? json_string_length(name) : 0;
    return (kr_str){kr_arena_string(&job->arena, text ? text : "", length), length};
}

static int32_t broken(kr_job *job, const char *path) {
    return kr_fail(job, KOOR_E_VALUE, path, -1,
                   "the report has no \"parts\", or broken ones: it is not that of a shard, or was "
                   "changed by hand");
}

static int32_t add_circle(kr_job *job, const json_t *names, size_t index, row *numbers,
                          kr_certificate *into) {
    if (kr_arena_grow(&job->arena, (void **)&into->circles, &into->circle_capacity,
                      into->circle_count, sizeof *into->circles) < 0)
        return kr_nomem(job);
    kr_circle_line *line = &into->circles[into->circle_count++];
    line->circle = name_at(job, names, index, "circle");
    line->post = name_at(job, names, index, "post");
    pass_circle(numbers, &line->report);
    return line->circle.at && line->post.at ? KOOR_OK : kr_nomem(job);
}

static int32_t add_gap(kr_job *job, const json_t *names, size_t index, row *numbers,
                       kr_certificate *into) {
    if (kr_arena_grow(&job->arena, (void **)&into->gaps, &into->gap_capacity, into->gap_count,
                      sizeof *into->gaps) < 0)
        return kr_nomem(job);
    kr_gap_line *line = &into->gaps[into->gap_count++];
    line->circle = name_at(job, names, index, "circle");
    line->post = name_at(job, names, index, "post");
    line->network = name_at(job, names, index, "network");
    pass_gap(numbers, &line->report);
    return line->circle.at && line->post.at && line->network.at ? KOOR_OK : kr_nomem(job);
}

/* Those of whom its list tells: the first ones of all are among the first of each shard. */
static int32_t add_left(kr_job *job, const json_t *report, kr_certificate *into) {
    const json_t *list = json_object_get(report, "without_moment");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *why = json_string_value(json_object_get(json_array_get(list, i), "why"));
        if (kr_arena_grow(&job->arena, (void **)&into->left, &into->left_capacity, into->left_count,
                          sizeof *into->left) < 0)
            return kr_nomem(job);
        kr_left_line *line = &into->left[into->left_count++];
        line->person = name_at(job, list, i, "person");
        line->post = name_at(job, list, i, "post");
        line->network = name_at(job, list, i, "network");
        line->why = why && strcmp(why, WHY[KR_CAPPED]) == 0 ? KR_CAPPED : KR_NEVER_OPEN;
        if (!line->person.at || !line->post.at || !line->network.at)
            return kr_nomem(job);
    }
    return KOOR_OK;
}

/* A list of the report: names in one member, the integers behind them in another. */
typedef struct table {
    const char *name;
    size_t width; /* integers of a line */
    int32_t (*add)(kr_job *job, const json_t *names, size_t index, row *numbers, kr_certificate *into);
} table;

static int32_t add_table(kr_job *job, const char *path, const json_t *report, const table *kind,
                         kr_certificate *into) {
    const json_t *names = json_object_get(report, kind->name);
    const json_t *rows = json_object_get(json_object_get(report, "parts"), kind->name);
    size_t count = json_array_size(rows);
    int32_t status = KOOR_OK;
    if (count != json_array_size(names))
        return broken(job, path);
    for (size_t i = 0; i < count && status == KOOR_OK; i++) {
        row numbers;
        if (read_row(&numbers, json_array_get(rows, i), kind->width) < 0)
            return broken(job, path);
        status = kind->add(job, names, i, &numbers, into);
    }
    return status;
}

int32_t kr_certificate_add(kr_job *job, const char *path, const json_t *report,
                           kr_certificate *into) {
    kr_certificate one = {0};
    row totals;
    const json_t *parts = json_object_get(report, "parts");
    if (read_row(&totals, json_object_get(parts, "totals"), TOTALS) < 0)
        return broken(job, path);
    pass_totals(&totals, &one);
    into->items += one.items;
    into->opted_in = (uint64_t)json_integer_value(
        json_object_get(json_object_get(report, "overall"), "opted_in"));
    into->components = one.components; /* as opted_in: of the whole people list, in every shard */
    into->largest_component = one.largest_component;
    into->warnings |= one.warnings;
    kr_schedule_merge(&into->moments, &one.moments);
    kr_assign_merge(&into->texts, &one.texts);
    static const table circles = {"circles", CIRCLE, add_circle}, gaps = {"gaps", GAP, add_gap};
    int32_t status = add_table(job, path, report, &circles, into);
    if (status == KOOR_OK)
        status = add_table(job, path, report, &gaps, into);
    return status < 0 ? status : add_left(job, report, into);
}

static int compare(uint64_t a, uint64_t b) {
    return a < b ? -1 : a > b;
}

static int compare_circles(const void *a, const void *b) {
    const kr_text_report *x = &((const kr_circle_line *)a)->report;
    const kr_text_report *y = &((const kr_circle_line *)b)->report;
    int order = compare(x->circle, y->circle);
    return order ? order : compare(x->post, y->post);
}

static int compare_gaps(const void *a, const void *b) {
    const kr_gap_report *x = &((const kr_gap_line *)a)->report;
    const kr_gap_report *y = &((const kr_gap_line *)b)->report;
    int order = compare(x->post, y->post);
    if (!order)
        order = compare(x->network, y->network);
    return order ? order : compare(x->circle, y->circle);
}

static int compare_names(kr_str a, kr_str b) {
    int order = memcmp(a.at, b.at, a.length < b.length ? a.length : b.length);
    return order ? order : compare(a.length, b.length);
}

static int compare_left(const void *a, const void *b) {
    const kr_left_line *x = a, *y = b;
    int order = compare_names(x->person, y->person);
    if (!order)
        order = compare_names(x->post, y->post);
    return order ? order : compare_names(x->network, y->network);
}

void kr_certificate_sort(kr_certificate *c) {
    if (c->left_count)
        qsort(c->left, c->left_count, sizeof *c->left, compare_left);
    if (c->circle_count)
        qsort(c->circles, c->circle_count, sizeof *c->circles, compare_circles);
    if (c->gap_count)
        qsort(c->gaps, c->gap_count, sizeof *c->gaps, compare_gaps);
}
