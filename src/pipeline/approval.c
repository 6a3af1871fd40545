/* What a person has seen of a plan, and what is worth a look: a part of the certificate.
 *
 * Wordings are approved one by one; a text of two or more of them is a combination that nobody read
 * as a whole. The riskiest texts come first: by how much was changed, whether sentences moved, how
 * near the text is to the network's limit, and how far an author's wording has drifted. */
#include "base/json_write.h"
#include "network/networks.h"
#include "pipeline/outside.h"
#include "pipeline/plan_data.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHOWN = 20,
    RISK_EDIT = 3,
    RISK_MOVED = 6,  /* sentences that changed places */
    RISK_JOINED = 4, /* a wording for more than one sentence */
    RISK_FULL = 5,   /* within 3 percent of the limit */
    RISK_DRIFT = 10  /* points of an author's drift score for one of risk */
};

typedef struct seen_text {
    uint32_t item; /* the first that has it */
    uint32_t items, risk, moved, joined, drift, percent;
    const char *network;
    const kr_issued *issued;
} seen_text;

static int is_order(kr_str rule) {
    return rule.length > 6 && memcmp(rule.at + rule.length - 6, "/order", 6) == 0;
}

/* How much of the network's room the text takes. */
static uint32_t percent_of(const koor_plan *plan, uint32_t item) {
    const kr_network *network = plan->networks[plan->items[item].network];
    kr_str text = kr_plan_item_text(plan, item);
    if (network->limit == KR_NONE || !network->limit)
        return 0;
    return (uint32_t)((uint64_t)kr_network_count(network, text) * 100 / network->limit);
}

static void weigh(const koor_plan *plan, const koor_campaign *campaign, seen_text *t) {
    const kr_text_class *class = &plan->classes[plan->items[t->item].text_class];
    for (size_t e = 0; e < t->issued->edit_count; e++) {
        const kr_edit *edit = &class->version->graph.edits[t->issued->edit_index[e]];
        t->moved += is_order(edit->rule) != 0;
        t->joined += edit->last > edit->first && !is_order(edit->rule);
        if (edit->outside && campaign->alternatives[edit->outside - 1].score > t->drift)
            t->drift = campaign->alternatives[edit->outside - 1].score;
    }
    t->percent = percent_of(plan, t->item);
    t->risk = RISK_EDIT * (uint32_t)t->issued->edit_count + RISK_MOVED * t->moved +
              RISK_JOINED * t->joined + (t->percent >= 97 ? RISK_FULL : 0) + t->drift / RISK_DRIFT;
}

static int compare_ids(const void *a, const void *b) {
    const kr_hash128 x = ((const seen_text *)a)->issued->text_id;
    const kr_hash128 y = ((const seen_text *)b)->issued->text_id;
    if (x.high != y.high) /* as their hexadecimal digits are ordered */
        return x.high < y.high ? -1 : 1;
    return x.low == y.low ? 0 : x.low < y.low ? -1 : 1;
}

/* Nothing in it reads which items there are, so that shards merge into the list of the whole. */
static int compare_risks(const void *a, const void *b) {
    const seen_text *x = a, *y = b;
    if (x->risk != y->risk)
        return x->risk > y->risk ? -1 : 1;
    int order = compare_ids(a, b);
    return order ? order : strcmp(x->network, y->network);
}

/* Each text that an item has, once. */
static int32_t gather(kr_job *job, const koor_plan *plan, const koor_campaign *campaign,
                      seen_text **out, size_t *out_count) {
    size_t total = 0, count = 0;
    uint32_t **first = kr_arena_zero(&job->arena, plan->class_count, sizeof *first);
    for (size_t c = 0; first && c < plan->class_count; c++) {
        total += plan->classes[c].issued_count;
        first[c] = kr_arena_zero(&job->arena, plan->classes[c].issued_count, sizeof **first);
        if (!first[c])
            return kr_nomem(job);
    }
    seen_text *list = kr_arena_alloc(&job->arena, total, sizeof *list);
    if (!first || !list)
        return kr_nomem(job);
    for (size_t i = 0; i < plan->item_count; i++) {
        const kr_plan_item *item = &plan->items[i];
        if (item->previous || item->repost)
            continue;
        uint32_t *slot = &first[item->text_class][item->text];
        if (!*slot) {
            list[count] =
                (seen_text){.item = (uint32_t)i,
                            .network = plan->networks[item->network]->name.at,
                            .issued = &plan->classes[item->text_class].issued[item->text]};
            weigh(plan, campaign, &list[count++]);
            *slot = (uint32_t)count;
        }
        list[*slot - 1].items++;
    }
    *out = list;
    *out_count = count;
    return KOOR_OK;
}

static void put_reason(kr_buffer *out, uint64_t number, const char *what) {
    kr_put_next(out);
    kr_buffer_char(out, '"');
    kr_buffer_uint(out, number);
    kr_buffer_text(out, what);
    kr_buffer_char(out, '"');
}

static void put_risky(kr_buffer *out, const koor_plan *plan, const seen_text *t) {
    kr_put_open(out, '{');
    kr_put_text(out, "network", plan->networks[plan->items[t->item].network]->name);
    kr_put_hash(out, "text_id", t->issued->text_id);
    kr_put_uint(out, "risk", t->risk);
    kr_put_key(out, "why");
    kr_put_open(out, '[');
    put_reason(out, t->issued->edit_count, " wordings in one text");
    if (t->moved)
        put_reason(out, t->moved, " times two sentences changed places");
    if (t->joined)
        put_reason(out, t->joined, " wordings for several sentences");
    if (t->percent >= 97)
        put_reason(out, t->percent, " percent of the network's length");
    if (t->drift >= RISK_DRIFT)
        put_reason(out, t->drift, " is the drift of an author's wording");
    kr_buffer_char(out, ']');
    kr_put_text(out, "text", t->issued->text);
    kr_buffer_char(out, '}');
}

/* ---- what was decided ---- */

typedef struct tally {
    uint32_t of[KR_REJECTED + 1];
} tally;

static void put_tally(kr_buffer *out, const tally *t) {
    for (int i = KR_PROPOSED; i <= KR_REJECTED; i++)
        kr_put_uint(out, kr_decision_name((kr_decision)i), t->of[i]);
}

static tally tally_of(const koor_campaign *campaign, const kr_version *version, uint32_t sentence) {
    tally t = {{0}};
    for (size_t i = 0; i < campaign->alternative_count; i++) {
        const kr_given_alternative *given = &campaign->alternatives[i];
        kr_outside_place place;
        if (kr_outside_find(version, given, &place) && place.first <= sentence &&
            sentence <= place.last)
            t.of[given->state]++;
    }
    return t;
}

static void put_sentences(kr_buffer *out, const koor_plan *plan, const koor_campaign *campaign) {
    kr_put_key(out, "sentences");
    kr_put_open(out, '[');
    for (size_t v = 0; v < plan->version_count && campaign->alternative_count; v++)
        for (uint32_t s = 0; s < plan->versions[v].post.sentence_count; s++) {
            tally t = tally_of(campaign, &plan->versions[v], s);
            kr_put_open(out, '{');
            kr_put_text(out, "post", plan->versions[v].id);
            kr_put_word(out, "language", plan->versions[v].post.language);
            kr_put_uint(out, "sentence", s + 1);
            put_tally(out, &t);
            kr_buffer_char(out, '}');
        }
    kr_buffer_char(out, ']');
}

/* Texts of more than one wording; one text on two networks is one. */
static void put_unseen(kr_buffer *out, seen_text *texts, size_t count) {
    size_t unseen = 0, items = 0;
    char last[33] = "";
    if (count)
        qsort(texts, count, sizeof *texts, compare_ids);
    kr_put_key(out, "unseen_texts");
    kr_put_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        char hex[33];
        if (texts[i].issued->edit_count < 2)
            continue;
        items += texts[i].items;
        kr_hash_hex(hex, texts[i].issued->text_id);
        if (strcmp(hex, last) != 0) {
            kr_put_element(out, kr_str_of(hex));
            unseen++;
        }
        memcpy(last, hex, sizeof last);
    }
    kr_buffer_char(out, ']');
    kr_put_uint(out, "unseen", unseen);
    kr_put_uint(out, "unseen_items", items);
}

int32_t kr_plan_put_approval(kr_job *job, kr_buffer *out, const koor_plan *plan,
                             const koor_campaign *campaign) {
    seen_text *texts = NULL;
    size_t count = 0;
    tally all = {{0}};
    int32_t status = gather(job, plan, campaign, &texts, &count);
    if (status < 0)
        return status;
    for (size_t i = 0; i < campaign->alternative_count; i++)
        all.of[campaign->alternatives[i].state]++;
    kr_put_key(out, "approval");
    kr_put_open(out, '{');
    kr_put_bool(out, "approved_only", plan->settings.number[KR_OPT_REWRITE_APPROVED_ONLY] != 0);
    put_tally(out, &all);
    put_sentences(out, plan, campaign);
    put_unseen(out, texts, count);
    if (count)
        qsort(texts, count, sizeof *texts, compare_risks);
    kr_put_key(out, "riskiest");
    kr_put_open(out, '[');
    for (size_t i = 0; i < count && i < SHOWN; i++)
        put_risky(out, plan, &texts[i]);
    kr_buffer_text(out, "]}");
    return KOOR_OK;
}

/* ---- what would give more ---- */

/* Where only approved wordings are used, those sentences that have none hold the number of texts
 * back. */
void kr_plan_approval_why(kr_buffer *out, const koor_plan *plan, const koor_campaign *campaign) {
    kr_buffer list;
    uint32_t count = 0;
    kr_buffer_start(&list, out->memory);
    for (size_t v = 0; v < plan->version_count; v++)
        for (uint32_t s = 0; s < plan->versions[v].post.sentence_count; s++) {
            tally t = tally_of(campaign, &plan->versions[v], s);
            if (t.of[KR_APPROVED] || plan->versions[v].post.sentences[s].kind == KR_SENTENCE_TAGS)
                continue;
            kr_buffer_text(&list, count++ ? ", " : "");
            kr_buffer_uint(&list, s + 1);
            kr_buffer_text(&list, plan->version_count > 1 ? " in " : "");
            kr_buffer_text(&list, plan->version_count > 1 ? plan->versions[v].post.language : "");
        }
    kr_put_key(out, "why");
    kr_buffer_text(
        out, "\"only the base and approved wordings are used; more texts come from approving or "
             "writing more of them");
    if (count) {
        kr_buffer_text(out, count > 1 ? ", first of all for sentences " : ", first of all for sentence ");
        kr_buffer_add(out, list.data, list.length);
        kr_buffer_text(out, count > 1 ? ", which have none" : ", which has none");
    }
    kr_buffer_char(out, '"');
    out->failed |= list.failed;
    kr_buffer_end(&list);
}
