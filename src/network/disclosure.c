/* Disclosure: see disclosure.h. */
#include "network/disclosure.h"
#include "network/entities.h"
#include "network/networks.h"
#include "network/phrase.h"

#include <string.h>

/* Tags and labels that say "paid", and sentences that say "I work there", in lower case. */
#define W(text)                                                                                    \
    { (text), sizeof(text) - 1 }
static const kr_str signs[] = {
    W("#ad"),
    W("#ads"),
    W("#adv"),
    W("#advert"),
    W("#advertising"),
    W("#advertisement"),
    W("#sponsored"),
    W("#paidpartnership"),
    W("#advertentie"),
    W("#reclame"),
    W("#publiciteit"),
    W("#gesponsord"),
    W("#betaaldesamenwerking"),
    W("#publicit\xc3\xa9"),
    W("#publicite"),
    W("#pub"),
    W("#sponsoris\xc3\xa9"),
    W("#werbung"),
    W("#anzeige"),
    W("#employee"),
    W("#medewerker"),
    W("#werknemer"),
    W("(ad)"),
    W("[ad]"),
    W("(advertentie)"),
    W("(reclame)"),
    W("(publiciteit)"),
    W("(publicit\xc3\xa9)"),
    W("(werbung)"),
    W("(anzeige)"),
    W("advertisement:"),
    W("advertentie:"),
    W("reclame:"),
    W("publiciteit:"),
    W("publicit\xc3\xa9 :"),
    W("publicit\xc3\xa9:"),
    W("werbung:"),
    W("anzeige:"),
    W("i work at"),
    W("i work for"),
    W("i work here"),
    W("i'm an employee"),
    W("i am an employee"),
    W("as an employee of"),
    W("my employer"),
    W("where i work"),
    W("the company i work for"),
    W("ik werk bij"),
    W("ik werk voor"),
    W("ik werk hier"),
    W("waar ik werk"),
    W("ik ben medewerker"),
    W("als medewerker van"),
    W("als werknemer van"),
    W("mijn werkgever"),
    W("je travaille chez"),
    W("je travaille pour"),
    W("je travaille ici"),
    W("o\xc3\xb9 je travaille"),
    W("mon employeur"),
    W("en tant que salari\xc3\xa9"),
    W("en tant que salari\xc3\xa9"
      "e"),
    W("en tant que collaborateur"),
    W("en tant que collaboratrice"),
    W("ich arbeite bei"),
    W("ich arbeite f\xc3\xbcr"),
    W("ich arbeite hier"),
    W("mein arbeitgeber"),
    W("meinem arbeitgeber"),
    W("meinen arbeitgeber"),
    W("meines arbeitgebers"),
    W("als mitarbeiter von"),
    W("als mitarbeiterin von"),
};

enum { SIGNS = sizeof signs / sizeof *signs };

/* The wording of each kind, in the order of the words of disclosure.kind; %s is the company. */
static const struct {
    const char *language;
    const char *anonymous, *employee; /* "employee", without and with a company */
    const char *advertisement, *reclame, *advertentie, *publiciteit;
} wordings[] = {
    {"nl", "Ik werk voor dit bedrijf.", "Ik werk bij %s.", "#advertentie", "#reclame",
     "#advertentie", "#publiciteit"},
    {"en", "I work for this company.", "I work at %s.", "#ad", "#advertisement", "#advertisement",
     "#advertisement"},
    {"fr", "Je travaille pour cette entreprise.", "Je travaille chez %s.", "#publicit\xc3\xa9",
     "#publicit\xc3\xa9", "#publicit\xc3\xa9", "#publicit\xc3\xa9"},
    {"de", "Ich arbeite f\xc3\xbcr dieses Unternehmen.", "Ich arbeite bei %s.", "#Werbung",
     "#Werbung", "#Werbung", "#Werbung"},
};

enum {
    KIND_NONE,
    KIND_EMPLOYEE,
    KIND_ADVERTISEMENT,
    KIND_RECLAME,
    KIND_ADVERTENTIE,
    KIND_PUBLICITEIT
};
enum { POLICY_OFF, POLICY_WARN, POLICY_REQUIRED };
enum { PLACE_FIRST, PLACE_LINE };

static uint32_t next_sign(kr_str text, size_t *at, kr_str own, kr_span *out) {
    size_t after = *at, own_at = *at;
    kr_span sign, mine;
    uint32_t found = kr_network_phrase_next(text, &after, signs, SIGNS, &sign);
    uint32_t given = KR_NONE;
    for (; own.length && own_at + own.length <= text.length && given == KR_NONE; own_at++)
        if (kr_str_equal((kr_str){text.at + own_at, own.length}, own))
            given = 0;
    mine = (kr_span){(uint32_t)own_at - 1, (uint32_t)(own_at - 1 + own.length)};
    if (given != KR_NONE && (found == KR_NONE || mine.start <= sign.start)) {
        *out = mine;
        *at = mine.end;
        return 0;
    }
    *at = after;
    *out = sign;
    return found;
}

uint32_t kr_disclosure_find(kr_str text, kr_str own, kr_span *out, uint32_t capacity) {
    uint32_t count = 0;
    kr_span span;
    for (size_t at = 0; next_sign(text, &at, own, &span) != KR_NONE; count++)
        if (count < capacity)
            out[count] = span;
    return count;
}

/* Where the closing run of tags, mentions, links and marks begins: nothing behind it is a word. */
static size_t tail_start(kr_str text) {
    kr_hashtag_scan tags;
    kr_url_scan urls;
    kr_span tag, url, mention;
    size_t words = 0, mentions = 0; /* the end of the last word */
    kr_hashtag_start(&tags, text);
    kr_url_start(&urls, text, 1);
    int more_tags = kr_hashtag_next(&tags, &tag), more_urls = kr_url_next(&urls, &url);
    int more_mentions = kr_mention_next(text, &mentions, &mention);
    for (size_t at = 0; at < text.length;) {
        if (more_tags && tag.start == at) {
            at = tag.end;
            more_tags = kr_hashtag_next(&tags, &tag);
        } else if (more_urls && url.start == at) {
            at = url.end;
        } else if (more_mentions && mention.start == at) {
            at = mention.end;
        } else {
            int32_t code = kr_utf8_next(text.at, text.length, &at);
            words = kr_is_letter(code) || kr_is_digit(code) ? at : words;
        }
        while (more_tags && tag.start < at)
            more_tags = kr_hashtag_next(&tags, &tag);
        while (more_urls && url.start < at)
            more_urls = kr_url_next(&urls, &url);
        while (more_mentions && mention.start < at)
            more_mentions = kr_mention_next(text, &mentions, &mention);
    }
    return words;
}

/* Whether another tag stands between the last word and the disclosure, or behind it on its line. */
static int stands_among_tags(kr_str text, size_t tail, kr_span sign) {
    const char *newline = memchr(text.at + sign.end, '\n', text.length - sign.end);
    size_t end = newline ? (size_t)(newline - text.at) : text.length;
    kr_hashtag_scan tags;
    kr_span tag;
    for (kr_hashtag_start(&tags, text); kr_hashtag_next(&tags, &tag);)
        if (tag.start >= tail && tag.start < end && tag.start != sign.start)
            return 1;
    return 0;
}

kr_disclosure_state kr_disclosure_check(kr_str text, kr_str own) {
    size_t at = 0;
    kr_span span;
    if (next_sign(text, &at, own, &span) == KR_NONE)
        return KR_DISCLOSURE_NONE;
    size_t tail = tail_start(text);
    if (span.start < tail || tail == 0)
        return KR_DISCLOSURE_CLEAR;
    return stands_among_tags(text, tail, span) ? KR_DISCLOSURE_TRAILING : KR_DISCLOSURE_CLEAR;
}

static const char *pattern_of(size_t row, int64_t kind, int has_company) {
    switch (kind) {
    case KIND_EMPLOYEE:
        return has_company ? wordings[row].employee : wordings[row].anonymous;
    case KIND_RECLAME:
        return wordings[row].reclame;
    case KIND_ADVERTENTIE:
        return wordings[row].advertentie;
    case KIND_PUBLICITEIT:
        return wordings[row].publiciteit;
    default:
        return wordings[row].advertisement;
    }
}

static int32_t fill(kr_job *job, kr_arena *arena, const char *pattern, kr_str company,
                    kr_str *out) {
    const char *hole = strstr(pattern, "%s");
    kr_buffer text;
    kr_buffer_start(&text, job->memory);
    kr_buffer_add(&text, pattern, hole ? (size_t)(hole - pattern) : strlen(pattern));
    if (hole) {
        kr_buffer_add(&text, company.at, company.length);
        kr_buffer_text(&text, hole + 2);
    }
    const char *copy = text.failed ? NULL : kr_arena_string(arena, text.data, text.length);
    *out = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    return copy ? KOOR_OK : kr_nomem(job);
}

int32_t kr_disclosure_wording(kr_job *job, kr_arena *arena, const kr_settings *settings,
                              kr_str language, kr_str *out) {
    int64_t kind = settings->number[KR_OPT_DISCLOSURE_KIND];
    kr_str company = kr_str_of(settings->text[KR_OPT_DISCLOSURE_COMPANY]);
    *out = kr_str_of(settings->text[KR_OPT_DISCLOSURE_TEXT]);
    if (out->length || kind == KIND_NONE)
        return KOOR_OK;
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (kr_str_is(language, wordings[i].language))
            return fill(job, arena, pattern_of(i, kind, company.length > 0), company, out);
    return kr_fail(job, KOOR_E_LANGUAGE, "disclosure.kind", -1,
                   "koor discloses in nl, en, fr and de, not in \"%.*s\": give disclosure.text",
                   KR_SHOWN(language, 8));
}

static int is_closing(const kr_sentence *sentence) {
    return sentence->kind == KR_SENTENCE_TAGS || sentence->kind == KR_SENTENCE_LINK;
}

/* Where the wording goes and what stands around it. A tag that follows on the same line moves to
 * the next: a disclosure among tags is none. */
typedef struct spot {
    size_t at;
    kr_str before, after;
} spot;

static spot place_of(const kr_post *post, int64_t place) {
    uint32_t last = post->sentence_count, first = 0;
    while (last > 0 && is_closing(&post->sentences[last - 1]))
        last--;
    if (last == 0)
        return (spot){0, KR_STR(""), KR_STR("\n")};
    while (first + 1 < last && is_closing(&post->sentences[first]))
        first++;
    uint32_t chosen = place == PLACE_LINE ? last - 1 : first, next = chosen + 1;
    int same_line = next < post->sentence_count && post->sentences[next].breaks == 0;
    int breaks =
        same_line && (place == PLACE_LINE || post->sentences[next].kind == KR_SENTENCE_TAGS);
    return (spot){post->sentences[chosen].span.end,
                  place == PLACE_LINE ? KR_STR("\n\n") : KR_STR(" "),
                  breaks ? KR_STR("\n") : KR_STR("")};
}

int32_t kr_disclosure_insert(kr_job *job, kr_arena *arena, const kr_settings *settings,
                             const kr_post *post, kr_disclosed *out) {
    *out = (kr_disclosed){.text = post->text};
    kr_str wording;
    int32_t status =
        kr_disclosure_wording(job, arena, settings, kr_str_of(post->language), &wording);
    out->wording = wording;
    if (status < 0 || !wording.length ||
        kr_disclosure_check(post->text, wording) == KR_DISCLOSURE_CLEAR)
        return status;
    spot here = place_of(post, settings->number[KR_OPT_DISCLOSURE_PLACE]);
    size_t rest = here.at;
    while (here.after.length && rest < post->text.length && post->text.at[rest] == ' ')
        rest++; /* the line break stands for the space */
    const kr_str parts[] = {{post->text.at, here.at},
                            here.before,
                            wording,
                            here.after,
                            {post->text.at + rest, post->text.length - rest}};
    kr_buffer text;
    kr_buffer_start(&text, job->memory);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (i == 2)
            out->span = (kr_span){(uint32_t)text.length, (uint32_t)(text.length + wording.length)};
        kr_buffer_add(&text, parts[i].at, parts[i].length);
    }
    const char *copy = text.failed ? NULL : kr_arena_string(arena, text.data, text.length);
    out->text = (kr_str){copy, text.length};
    kr_buffer_end(&text);
    return copy ? KOOR_OK : kr_nomem(job);
}

int32_t kr_disclosure_require(kr_job *job, const kr_settings *settings, kr_str text, kr_str own,
                              const char *path) {
    if (settings->number[KR_OPT_POLICY_DISCLOSURE] != POLICY_REQUIRED)
        return KOOR_OK;
    switch (kr_disclosure_check(text, own)) {
    case KR_DISCLOSURE_NONE:
        return kr_fail(
            job, KOOR_E_POLICY, path, -1,
            "no disclosure, and policy.disclosure requires one: say it in the post, or set "
            "disclosure.kind or disclosure.text");
    case KR_DISCLOSURE_TRAILING:
        return kr_fail(job, KOOR_E_POLICY, path, -1,
                       "the disclosure stands only among the closing tags: move it near the claim");
    default:
        return KOOR_OK;
    }
}

int32_t kr_disclosure_fits(kr_job *job, const kr_network *network, kr_str wording) {
    uint32_t over = kr_network_over(network, wording);
    if (over == 0)
        return KOOR_OK;
    return kr_fail(
        job, KOOR_E_NETWORK, "disclosure.text", -1,
        "the disclosure alone is %u over what %.*s allows: shorten it, or leave the network out",
        over, (int)network->title.length, network->title.at);
}
