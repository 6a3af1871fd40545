/* Items as CSV (RFC 4180) and iCalendar (RFC 5545): see output.h. */
#include "output/output.h"

#include <string.h>

/* -- CSV ------------------------------------------------------------------------------------------ */

/* Every cell is quoted. A cell that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, "CSV injection"): the text itself stands unchanged in plan.jsonl. */
static void cell(kr_buffer *out, kr_str text, int last) {
    size_t start = 0;
    kr_buffer_char(out, '"');
    if (text.length && strchr("=+-@\t\r", text.at[0]))
        kr_buffer_char(out, '\'');
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] == '"') {
            kr_buffer_add(out, text.at + start, i + 1 - start);
            start = i;
        }
    kr_buffer_add(out, text.at + start, text.length - start);
    kr_buffer_text(out, last ? "\"\r\n" : "\",");
}

void kr_output_csv_head(kr_buffer *out) {
    kr_buffer_text(out, "id,person,circle,wave,network,language,publish_at,action,state,text,image,"
                        "image_alt,repost_of\r\n");
}

void kr_output_csv(kr_buffer *out, const kr_item_view *item) {
    char hex[33];
    kr_hash_hex(hex, item->id);
    const kr_str cells[] = {
        {hex, 32},           item->person,   item->circle,     item->wave,
        item->network,       item->language, item->publish_at, kr_str_of(item->action),
        kr_str_of(item->state), item->text,  item->image_file, item->image_alt,
        item->repost_person,
    };
    enum { COUNT = sizeof cells / sizeof *cells };
    for (size_t i = 0; i < COUNT; i++)
        cell(out, cells[i], i + 1 == COUNT);
}

/* -- iCalendar ------------------------------------------------------------------------------------ */

/* Content lines are folded at 75 octets, between code points (RFC 5545, 3.1). */
typedef struct line {
    kr_buffer *out;
    size_t used;
} line;

static void put(line *l, const char *bytes, size_t length) {
    if (l->used + length > 75) {
        kr_buffer_text(l->out, "\r\n ");
        l->used = 1;
    }
    kr_buffer_add(l->out, bytes, length);
    l->used += length;
}

static void put_text(line *l, kr_str text, int escape) {
    for (size_t at = 0; at < text.length;) {
        size_t next = at;
        int32_t code = kr_utf8_next(text.at, text.length, &next);
        if (escape && code == '\n')
            put(l, "\\n", 2);
        else if (escape && (code == '\\' || code == ';' || code == ',')) {
            char pair[2] = {'\\', (char)code};
            put(l, pair, 2);
        } else if (code >= 0x20 || code == '\t')
            put(l, text.at + at, next - at);
        at = next;
    }
}

static void property(kr_buffer *out, const char *name, kr_str value, int escape) {
    line l = {out, 0};
    put_text(&l, kr_str_of(name), 0);
    put_text(&l, value, escape);
    kr_buffer_text(out, "\r\n");
}

/* Days to a date by the algorithm of Howard Hinnant, "chrono-compatible low-level date algorithms". */
static void utc_stamp(char out[17], int64_t unix_seconds) {
    int64_t days = unix_seconds / 86400 - (unix_seconds % 86400 < 0);
    int64_t second = unix_seconds - days * 86400, shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097, doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);
    const int64_t parts[] = {year / 100 % 100, year % 100, month, doy - (153 * mp + 2) / 5 + 1,
                             second / 3600, second / 60 % 60, second % 60};
    char *at = out;
    for (size_t i = 0; i < 7; i++) {
        if (i == 4)
            *at++ = 'T';
        *at++ = (char)('0' + parts[i] / 10);
        *at++ = (char)('0' + parts[i] % 10);
    }
    *at++ = 'Z';
    *at = '\0';
}

void kr_output_ics_head(kr_buffer *out, kr_str campaign) {
    kr_buffer_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//koor//koor//EN\r\n"
                        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    property(out, "X-WR-CALNAME:", campaign, 1);
}

/* "Share on linkedin", "Repost p3 on x". */
static void add_summary(kr_buffer *out, const kr_item_view *item) {
    kr_buffer summary;
    int repost = strcmp(item->action, "repost") == 0;
    kr_str whose = item->repost_person.length ? item->repost_person : kr_str_of("a colleague");
    kr_buffer_start(&summary, out->memory);
    kr_buffer_text(&summary, repost ? "Repost " : "Share");
    if (repost)
        kr_buffer_add(&summary, whose.at, whose.length);
    kr_buffer_text(&summary, " on ");
    kr_buffer_add(&summary, item->network.at, item->network.length);
    if (summary.failed)
        out->failed = 1;
    else
        property(out, "SUMMARY:", (kr_str){summary.data, summary.length}, 1);
    kr_buffer_end(&summary);
}

/* Quarter of an hour to look at the text and post it; it blocks nobody's time. */
void kr_output_ics(kr_buffer *out, const kr_item_view *item, int64_t stamp) {
    char hex[33], stamps[3][17];
    kr_hash_hex(hex, item->id);
    utc_stamp(stamps[0], stamp);
    utc_stamp(stamps[1], item->publish_unix);
    utc_stamp(stamps[2], item->publish_unix + 900);
    kr_buffer_text(out, "BEGIN:VEVENT\r\nUID:");
    kr_buffer_text(out, hex);
    kr_buffer_text(out, "@koor\r\nDTSTAMP:");
    kr_buffer_text(out, stamps[0]);
    kr_buffer_text(out, "\r\nDTSTART:");
    kr_buffer_text(out, stamps[1]);
    kr_buffer_text(out, "\r\nDTEND:");
    kr_buffer_text(out, stamps[2]);
    kr_buffer_text(out, "\r\nSEQUENCE:");
    kr_buffer_uint(out, item->sequence);
    kr_buffer_text(out, "\r\nTRANSP:TRANSPARENT\r\n");
    kr_buffer_text(out, strcmp(item->state, "withdrawn") == 0 ? "STATUS:CANCELLED\r\n"
                                                              : "STATUS:CONFIRMED\r\n");
    add_summary(out, item);
    property(out, "DESCRIPTION:", item->text, 1);
    kr_buffer_text(out, "END:VEVENT\r\n");
}

void kr_output_ics_foot(kr_buffer *out) {
    kr_buffer_text(out, "END:VCALENDAR\r\n");
}
