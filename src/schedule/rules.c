/* Reading the options of time: see rules.h. */
#include "schedule/rules.h"

#include "base/numbers.h"
#include "schedule/holidays.h"
#include "schedule/rhythm.h"

#include <string.h>

enum { STANDARD_DAYS = 14, MOST_LIST = 4096 };

static kr_str cut(kr_str *rest, const char *ends) {
    size_t length = 0;
    while (length < rest->length && !strchr(ends, rest->at[length]))
        length++;
    kr_str part = {rest->at, length};
    size_t used = length + (length < rest->length);
    *rest = (kr_str){rest->at + used, rest->length - used};
    return part;
}

static kr_str trimmed(kr_str text) {
    while (text.length && (unsigned char)text.at[0] <= ' ')
        text = (kr_str){text.at + 1, text.length - 1};
    while (text.length && (unsigned char)text.at[text.length - 1] <= ' ')
        text.length--;
    return text;
}

static kr_str option(const kr_settings *settings, kr_option_id id) {
    return kr_str_of(settings->text[id]);
}

static int32_t bad(kr_job *job, const char *key, kr_str text, const char *way_out) {
    return kr_fail(job, KOOR_E_VALUE, key, -1, "\"%.*s\" cannot be read: %s", KR_SHOWN(text, 60),
                   way_out);
}

/* ---- the window and the rhythm ---- */

/* A stamp as the window's kind of time: Unix seconds, or the wall of each person. */
static int64_t placed(const kr_rules *rules, const kr_stamp *stamp, int local) {
    if (stamp->absolute)
        return stamp->local - stamp->offset;
    return local ? stamp->local : kr_zone_unix(rules->zone, stamp->local);
}

/* Why nothing lies between two moments: they are the wrong way round, the same, or, where the wall
 * clock shows the first before the second, both in an hour that is left out when summer time
 * begins. */
static int32_t no_time_between(kr_job *job, const kr_rules *rules, const kr_stamp *from,
                               const kr_stamp *to, kr_str text, const char *key) {
    kr_str zone = kr_zone_name(rules->zone);
    if (!from->absolute && !to->absolute && from->local < to->local)
        return kr_fail(job, KOOR_E_WINDOW, key, -1,
                       "\"%.*s\" has no time in it: the clocks of %.*s go forward over it. Choose "
                       "an earlier first moment, or a later second one",
                       KR_SHOWN(text, 60), (int)zone.length, zone.at);
    if (from->absolute == to->absolute && from->local - from->offset == to->local - to->offset)
        return kr_fail(job, KOOR_E_WINDOW, key, -1,
                       "\"%.*s\" ends when it begins: give a later second moment", KR_SHOWN(text, 60));
    return kr_fail(job, KOOR_E_WINDOW, key, -1,
                   "\"%.*s\" ends before it begins: put the earlier moment first",
                   KR_SHOWN(text, 60));
}

/* START/END; an end that is a date is that whole day. */
static int32_t read_range(kr_job *job, const kr_rules *rules, kr_str text, const char *key,
                          kr_window *out) {
    kr_str rest = text, first = trimmed(cut(&rest, "/")), second = trimmed(rest);
    kr_stamp from, to;
    if (!second.length)
        return bad(job, key, text, "write START/END, such as 2026-12-01T08:00/2026-12-14T18:00");
    int32_t code = kr_stamp_read(job, &from, first, key);
    if (code == KOOR_OK)
        code = kr_stamp_read(job, &to, second, key);
    if (code != KOOR_OK)
        return code;
    if (to.date_only)
        to.local += KR_DAY;
    if (out->local && (from.absolute || to.absolute))
        return bad(job, key, text, "with window.local=on its stamps carry no offset");
    out->from = placed(rules, &from, out->local);
    out->to = placed(rules, &to, out->local);
    if (out->from >= out->to)
        return no_time_between(job, rules, &from, &to, text, key);
    if ((out->to - out->from) / KR_DAY >= KR_LONGEST_WINDOW)
        return kr_fail(job, KOOR_E_WINDOW, key, -1,
                       "the window is longer than %d days: plan in "
                       "parts",
                       KR_LONGEST_WINDOW);
    return KOOR_OK;
}

static int32_t read_window(kr_job *job, const kr_rules *rules, const kr_settings *settings,
                           kr_window *out) {
    kr_str text = trimmed(option(settings, KR_OPT_CAMPAIGN_WINDOW));
    out->local = settings->number[KR_OPT_WINDOW_LOCAL] != 0;
    if (text.length)
        return read_range(job, rules, text, "campaign.window", out);
    if (rules->now == INT64_MIN)
        return kr_fail(job, KOOR_E_WINDOW, "campaign.window", -1,
                       "there is no window: set campaign.window to START/END, or campaign.now for "
                       "the %d days from then on",
                       STANDARD_DAYS);
    out->from = out->local ? kr_zone_local(rules->zone, rules->now) : rules->now;
    out->to = kr_add_clamped(out->from, (int64_t)STANDARD_DAYS * KR_DAY);
    return KOOR_OK;
}

static int32_t read_dates(kr_job *job, const kr_settings *settings, int64_t **out, size_t *count) {
    kr_str rest = option(settings, KR_OPT_SCHEDULE_EXCEPT);
    size_t capacity = 0;
    while (rest.length) {
        kr_str date = trimmed(cut(&rest, "|,\n"));
        if (kr_arena_grow(&job->arena, (void **)out, &capacity, *count, sizeof **out) < 0)
            return kr_nomem(job);
        if (date.length && kr_read_day(&(*out)[(*count)++], date) < 0)
            return bad(job, "schedule.except", date, "write dates like 2026-12-22, joined by |");
    }
    return KOOR_OK;
}

/* Each post has the time from its own day of the rhythm to the next one's, inside the window. */
static int32_t by_rhythm(kr_job *job, kr_rules *rules, const kr_settings *settings,
                         const kr_window *all, size_t posts) {
    kr_rhythm rhythm;
    int64_t *except = NULL;
    size_t except_count = 0;
    kr_str text = trimmed(option(settings, KR_OPT_SCHEDULE_RHYTHM));
    int32_t code = kr_rhythm_read(job, &rhythm, text, "schedule.rhythm");
    if (code == KOOR_OK)
        code = read_dates(job, settings, &except, &except_count);
    if (code < 0)
        return code;
    int64_t *day = kr_arena_alloc(&job->arena, posts + 1, sizeof *day);
    if (!day)
        return kr_nomem(job);
    int64_t wall = all->local ? all->from : kr_zone_local(rules->zone, all->from);
    size_t found = kr_rhythm_days(day, posts + 1, &rhythm, kr_day_of(wall), except, except_count);
    for (size_t i = 0; i < posts && i < found; i++) {
        kr_window *w = &rules->window[i];
        int64_t from = day[i] * KR_DAY, to = i + 1 < found ? day[i + 1] * KR_DAY : INT64_MAX;
        w->from = all->local ? from : kr_zone_unix(rules->zone, from);
        w->to = to == INT64_MAX || all->local ? to : kr_zone_unix(rules->zone, to);
        w->from = w->from < all->from ? all->from : w->from;
        w->to = w->to > all->to ? all->to : w->to;
        w->local = all->local;
        if (w->from >= w->to)
            found = i;
    }
    if (found >= posts)
        return KOOR_OK;
    return kr_fail(job, KOOR_E_WINDOW, "schedule.rhythm", -1,
                   "the rhythm has %zu days in the window for %zu posts: widen campaign.window, or "
                   "let the rhythm come more often",
                   found < posts ? found : posts, posts);
}

/* Without a rhythm the posts follow one another in equal parts of the window. */
static int32_t make_windows(kr_job *job, kr_rules *rules, const kr_settings *settings,
                            size_t posts) {
    kr_window all = {0};
    int32_t code = read_window(job, rules, settings, &all);
    if (code < 0)
        return code;
    rules->window = kr_arena_zero(&job->arena, posts, sizeof *rules->window);
    if (!rules->window)
        return kr_nomem(job);
    if (option(settings, KR_OPT_SCHEDULE_RHYTHM).length)
        return by_rhythm(job, rules, settings, &all, posts);
    int64_t part = (all.to - all.from) / (int64_t)(posts ? posts : 1);
    for (size_t i = 0; i < posts; i++) {
        rules->window[i] = all;
        rules->window[i].from = all.from + (int64_t)i * part;
        if (i + 1 < posts)
            rules->window[i].to = rules->window[i].from + part;
    }
    return KOOR_OK;
}

/* ---- the calendar ---- */

/* DATE, DATE/DATE, ZONE:DATE, ZONE:DATE/DATE. */
static int read_closed(kr_closed *out, kr_str text) {
    kr_str rest = text, zone = cut(&rest, ":");
    *out = (kr_closed){.zone = {"", 0}};
    if (rest.at != text.at + text.length) {
        if (!kr_zone_name_valid(zone))
            return -1;
        out->zone = zone;
    } else {
        rest = text;
    }
    kr_str first = trimmed(cut(&rest, "/")), second = trimmed(rest);
    if (kr_read_day(&out->from, first) < 0)
        return -1;
    out->to = out->from;
    if (second.length && kr_read_day(&out->to, second) < 0)
        return -1;
    return out->to < out->from ? -1 : 0;
}

static int32_t read_closed_days(kr_job *job, kr_rules *rules, const kr_settings *settings) {
    kr_str rest = option(settings, KR_OPT_SCHEDULE_CLOSED);
    kr_closed *closed = NULL;
    size_t count = 0, capacity = 0;
    while (rest.length) {
        kr_str one = trimmed(cut(&rest, "|\n"));
        if (!one.length || one.at[0] == '#')
            continue;
        if (kr_arena_grow(&job->arena, (void **)&closed, &capacity, count, sizeof *closed) < 0)
            return kr_nomem(job);
        if (read_closed(&closed[count], one) < 0)
            return bad(job, "schedule.closed", one,
                       "write 2026-12-24, 2026-12-24/2027-01-02 or "
                       "Europe/Berlin:2026-10-03, joined by |");
        count++;
    }
    rules->calendar.closed = closed;
    rules->calendar.closed_count = count;
    return KOOR_OK;
}

static void keep_sorted(kr_period *period, size_t *count, kr_period new) {
    size_t at = (*count)++;
    for (; at > 0 && period[at - 1].from > new.from; at--)
        period[at] = period[at - 1];
    period[at] = new;
    size_t kept = 0;
    for (size_t i = 1; i < *count; i++) {
        if (period[i].from <= period[kept].to)
            period[kept].to = period[i].to > period[kept].to ? period[i].to : period[kept].to;
        else
            period[++kept] = period[i];
    }
    *count = kept + 1;
}

static int32_t read_quiet(kr_job *job, kr_rules *rules, const kr_settings *settings) {
    kr_str rest = option(settings, KR_OPT_SCHEDULE_QUIET);
    kr_period *quiet = NULL;
    size_t count = 0, capacity = 0;
    while (rest.length) {
        kr_str one = trimmed(cut(&rest, "|\n"));
        kr_window range = {0};
        if (!one.length)
            continue;
        if (count == MOST_LIST)
            return kr_fail(job, KOOR_E_LIMIT, "schedule.quiet", -1,
                           "more than %d quiet periods: "
                           "join those that touch",
                           MOST_LIST);
        if (kr_arena_grow(&job->arena, (void **)&quiet, &capacity, count, sizeof *quiet) < 0)
            return kr_nomem(job);
        int32_t code = read_range(job, rules, one, "schedule.quiet", &range);
        if (code < 0)
            return code;
        keep_sorted(quiet, &count, (kr_period){range.from, range.to});
    }
    rules->calendar.quiet = quiet;
    rules->calendar.quiet_count = count;
    return KOOR_OK;
}

static int32_t read_calendar(kr_job *job, kr_rules *rules, const kr_settings *settings) {
    kr_str hours = trimmed(option(settings, KR_OPT_SCHEDULE_HOURS));
    kr_str days = trimmed(option(settings, KR_OPT_SCHEDULE_DAYS));
    kr_str holidays = trimmed(option(settings, KR_OPT_SCHEDULE_HOLIDAYS));
    if (kr_hours_read(&rules->hours, hours) < 0)
        return bad(job, "schedule.hours", hours, "write 09:00-17:30, or 09:00-12:00,13:00-17:30");
    if (kr_days_read(&rules->calendar.days, days) < 0)
        return bad(job, "schedule.days", days, "write MO|TU|WE|TH|FR|SA|SU or some of them");
    rules->calendar.holidays_by_zone = (uint8_t)kr_str_is(holidays, "auto");
    if (kr_holiday_region_known(holidays))
        rules->calendar.region = holidays;
    else if (!rules->calendar.holidays_by_zone && !kr_str_is(holidays, "none"))
        return bad(job, "schedule.holidays", holidays,
                   "it is auto, none, BE or NL; other days go "
                   "into schedule.closed");
    int32_t code = read_closed_days(job, rules, settings);
    return code < 0 ? code : read_quiet(job, rules, settings);
}

/* ---- waves ---- */

static int32_t read_waves(kr_job *job, kr_rules *rules, const kr_settings *settings) {
    kr_str rest = option(settings, KR_OPT_SCHEDULE_WAVES);
    while (rest.length) {
        kr_str share = trimmed(cut(&rest, "|\n")), whole = share, name = trimmed(cut(&share, "="));
        uint64_t percent;
        if (!whole.length)
            continue;
        if (!name.length || kr_read_uint(&percent, trimmed(share)) < 0 || percent < 1 ||
            percent > 1000000)
            return bad(job, "schedule.waves", whole, "write leaders=10|ambassadors=25|everyone=65");
        if (rules->wave_count == KR_MOST_WAVES)
            return kr_fail(job, KOOR_E_LIMIT, "schedule.waves", -1, "more than %d waves: join some",
                           KR_MOST_WAVES);
        for (uint32_t i = 0; i < rules->wave_count; i++)
            if (kr_str_equal(rules->wave[i].name, name))
                return kr_fail(job, KOOR_E_DUPLICATE, "schedule.waves", -1,
                               "the wave %.*s is there twice: each name once", (int)name.length,
                               name.at);
        rules->wave[rules->wave_count++] = (kr_wave){name, (uint32_t)percent};
    }
    return KOOR_OK;
}

/* ---- all ---- */

static int32_t read_now(kr_job *job, kr_rules *rules, const kr_settings *settings) {
    kr_str text = trimmed(option(settings, KR_OPT_CAMPAIGN_NOW));
    kr_stamp stamp;
    rules->now = INT64_MIN;
    if (!text.length)
        return KOOR_OK;
    int32_t code = kr_stamp_read(job, &stamp, text, "campaign.now");
    if (code == KOOR_OK)
        rules->now = placed(rules, &stamp, 0);
    return code;
}

int32_t kr_rules_read(kr_job *job, kr_rules *out, const kr_settings *settings, kr_zones *zones,
                      size_t posts) {
    *out = (kr_rules){.use_curve = settings->number[KR_OPT_SCHEDULE_CURVE] != 0,
                      .rebalance = settings->number[KR_OPT_SCHEDULE_REBALANCE] != 0,
                      .min_gap = settings->number[KR_OPT_SCHEDULE_MIN_GAP] * KR_MINUTE,
                      .own_gap = settings->number[KR_OPT_SCHEDULE_OWN_GAP] * KR_MINUTE,
                      .max_per_day = settings->number[KR_OPT_SCHEDULE_MAX_PER_DAY],
                      .max_per_week = settings->number[KR_OPT_SCHEDULE_MAX_PER_WEEK]};
    int32_t code =
        kr_zones_find(job, zones, option(settings, KR_OPT_CAMPAIGN_TIMEZONE), &out->zone);
    if (code == KOOR_OK)
        code = read_now(job, out, settings);
    if (code == KOOR_OK)
        code = read_calendar(job, out, settings);
    if (code == KOOR_OK)
        code = read_waves(job, out, settings);
    if (code == KOOR_OK)
        code = make_windows(job, out, settings, posts);
    return code;
}
