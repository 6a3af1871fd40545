/* The joint plan's host: answers what the assign stage asks about classes, texts and pictures.
 *
 * A class is numbered (version, network, voice), so that its number needs no search and no run has another
 * order; classes are opened when a text of them is wanted first. Texts of an earlier plan stand in a
 * class of their own, behind all others. */
#include "assign/assign.h"
#include "image/image.h"
#include "pipeline/kept.h"

#include <stdlib.h>
#include <string.h>

typedef struct host {
    kr_job *job;
    koor_plan *plan;
    const koor_campaign *campaign;
    kr_plan_inputs *inputs;
    kr_kept_index kept;
} host;

/* -- classes --------------------------------------------------------------------------------------- */

static int32_t number_voices(kr_job *job, const koor_campaign *campaign, kr_plan_inputs *inputs) {
    const kr_people *people = &campaign->people;
    inputs->voice_of = kr_arena_alloc(&job->arena, people->names.count, sizeof *inputs->voice_of);
    inputs->voices = kr_arena_alloc(&job->arena, people->names.count, sizeof *inputs->voices);
    if (!inputs->voice_of || !inputs->voices)
        return kr_nomem(job);
    for (size_t i = 0; i < people->names.count; i++)
        inputs->voice_of[i] = KR_NONE;
    for (size_t i = 0; i < people->count; i++) {
        kr_name voice = people->member[i].voice;
        if (!people->member[i].opted_in || inputs->voice_of[voice] != KR_NONE)
            continue;
        inputs->voices[inputs->voice_count] = voice;
        inputs->voice_of[voice] = inputs->voice_count++;
    }
    return KOOR_OK;
}

static uint32_t class_of(void *user, uint32_t person, uint16_t post, uint16_t network) {
    const host *h = user;
    const kr_member *member = &h->campaign->people.member[person];
    uint32_t version = kr_inputs_version_for(
        h->plan, h->inputs, post, kr_people_name(&h->campaign->people, member->language));
    uint32_t place = version * (uint32_t)h->inputs->network_count + network;
    uint32_t voiced = place * h->inputs->voice_count + h->inputs->voice_of[member->voice];
    return voiced * h->inputs->shared.combinations +
           kr_shared_of(h->plan, &h->inputs->shared, kr_people_id(&h->campaign->people, person));
}

static int32_t open_class(host *h, uint32_t number) {
    const kr_plan_inputs *inputs = h->inputs;
    uint32_t voiced = number / inputs->shared.combinations;
    uint32_t place = voiced / inputs->voice_count;
    kr_name voice = inputs->voices[voiced % inputs->voice_count];
    const kr_class_key key = {
        .version = &h->plan->versions[place / inputs->network_count],
        .network = inputs->networks[place % inputs->network_count],
        .voice = h->plan->names[voice],
        .shared = &inputs->shared,
        .combination = number % inputs->shared.combinations,
    };
    return kr_class_open(h->job, h->plan, h->campaign, &key, &h->plan->classes[number]);
}

static int32_t want(void *user, uint32_t number, uint32_t count, uint32_t *out_have) {
    host *h = user;
    kr_text_class *class = &h->plan->classes[number];
    int32_t status = class->version ? KOOR_OK : open_class(h, number);
    if (status == KOOR_OK)
        status = kr_class_want(h->job, h->plan, class, count);
    if (status < 0)
        return status;
    *out_have = class->issued_count < count ? (uint32_t)class->issued_count : count;
    return KOOR_OK;
}

static const kr_issued *text_of(const host *h, uint32_t class, uint32_t text) {
    return class == h->inputs->kept_class ? &h->inputs->kept_texts[text]
                                          : &h->plan->classes[class].issued[text];
}

static uint32_t similarity(void *user, uint32_t class_a, uint32_t a, uint32_t class_b, uint32_t b) {
    host *h = user;
    return kr_profiles_similarity(&h->plan->profiles, &text_of(h, class_a, a)->profile,
                                  &text_of(h, class_b, b)->profile);
}

static uint64_t opening(void *user, uint32_t class, uint32_t text) {
    return text_of(user, class, text)->profile.opening;
}

/* -- pictures -------------------------------------------------------------------------------------- */

static uint32_t likeness(void *user, uint16_t network_a, uint32_t a, uint16_t network_b, uint32_t b) {
    const host *h = user;
    const kr_recipe *first = h->plan->recipes[h->inputs->pictures[network_a].first + a];
    const kr_recipe *second = h->plan->recipes[h->inputs->pictures[network_b].first + b];
    return 1000000 - (uint32_t)kr_recipe_difference(&h->plan->pool, first, second);
}

/* -- what stands already --------------------------------------------------------------------------- */

static int32_t profile_kept(kr_job *job, koor_plan *plan, kr_plan_inputs *inputs) {
    inputs->kept_texts = kr_arena_zero(&plan->arena, inputs->kept_count, sizeof *inputs->kept_texts);
    if (!inputs->kept_texts)
        return kr_nomem(job);
    for (size_t i = 0; i < inputs->kept_count; i++) {
        kr_issued *text = &inputs->kept_texts[i];
        text->text = inputs->kept[i].text;
        text->text_id = inputs->kept[i].text_id;
        const kr_atoms *facts = kr_facts_of(plan, inputs->kept[i].post, inputs->kept[i].language);
        int32_t status = kr_profiles_read(job, &plan->profiles, facts, text->text, &plan->arena,
                                          &text->profile);
        if (status < 0)
            return status;
    }
    return KOOR_OK;
}

/* Earlier items that are planned again, in the order of the schedule's items. */
static int32_t gather_kept(host *h, const kr_schedule *schedule, kr_kept **out, size_t *out_count) {
    kr_plan_inputs *inputs = h->inputs;
    kr_kept *list = kr_arena_alloc(&h->job->arena, schedule->item_count, sizeof *list);
    inputs->kept_of = kr_arena_alloc(&h->job->arena, schedule->item_count, sizeof *inputs->kept_of);
    *out = list;
    *out_count = 0;
    if (!list || !inputs->kept_of)
        return kr_nomem(h->job);
    for (size_t i = 0; i < schedule->item_count; i++) {
        const kr_item *item = &schedule->item[i];
        uint32_t found = kr_kept_find(&h->kept, item->person, item->post, item->network);
        inputs->kept_of[i] = found;
        if (found == KR_NONE)
            continue;
        const kr_kept_item *before = &inputs->kept[found];
        uint32_t first = (uint32_t)inputs->pictures[item->network].first;
        list[(*out_count)++] = (kr_kept){
            .item = (uint32_t)i,
            .class = before->repost ? KR_NONE : inputs->kept_class,
            .text = before->repost ? KR_NONE : found,
            /* earlier pictures lie behind all lists, so that no other picture has their number */
            .picture = before->picture == KR_NONE ? KR_NONE : before->picture - first,
            .another = before->another,
        };
    }
    return h->kept.key.failed ? kr_nomem(h->job) : KOOR_OK;
}

static int stands(void *user, uint32_t person, uint16_t post, uint16_t network) {
    host *h = user;
    uint32_t found = kr_kept_find(&h->kept, person, post, network);
    if (found == KR_NONE)
        return KR_NEW;
    return h->inputs->kept[found].another ? KR_REPLACED : KR_STANDS;
}

static int used(void *user, uint32_t class, uint32_t text) {
    const host *h = user;
    return kr_kept_gave(&h->kept, text_of(h, class, text)->text_id);
}

/* Who asked for another text must not end with the one of before. */
static int32_t check_another(const host *h, const kr_kept *kept, size_t count,
                             const kr_assignment *assignment) {
    for (size_t i = 0; i < count; i++) {
        const kr_choice *choice = &assignment->choice[kept[i].item];
        const kr_kept_item *before = &h->inputs->kept[h->inputs->kept_of[kept[i].item]];
        if (!kept[i].another || choice->text == KR_NONE)
            continue;
        kr_hash128 id = text_of(h, choice->class, choice->text)->text_id;
        if (id.low == before->text_id.low && id.high == before->text_id.high)
            return kr_fail(h->job, KOOR_E_PERSON, "campaign.another", -1,
                           "there is no other text for \"%.*s\": more come from author markup or "
                           "alternatives, or a higher select.max_similarity",
                           (int)before->person.length, before->person.at);
    }
    return KOOR_OK;
}

/* -- the stage ------------------------------------------------------------------------------------- */

static int32_t assign(host *h, const kr_schedule *schedule, kr_assignment *out) {
    kr_plan_inputs *inputs = h->inputs;
    kr_kept *kept = NULL;
    size_t kept_count = 0;
    uint8_t *once = kr_arena_alloc(&h->job->arena, inputs->network_count, 1);
    uint32_t *pictures =
        kr_arena_alloc(&h->job->arena, inputs->network_count, sizeof *pictures);
    if (!once || !pictures)
        return kr_nomem(h->job);
    for (size_t i = 0; i < inputs->network_count; i++) {
        once[i] = inputs->networks[i]->text_once == 1;
        pictures[i] = (uint32_t)inputs->pictures[i].count;
    }
    int32_t status = inputs->kept_count ? gather_kept(h, schedule, &kept, &kept_count) : KOOR_OK;
    const int earlier = inputs->kept_count > 0;
    const kr_assign_host callbacks = {
        .user = h,
        .class_of = class_of,
        .want = want,
        .similarity = similarity,
        .opening = opening,
        .likeness = likeness,
        .stands = earlier ? stands : NULL,
        .used = earlier ? used : NULL,
    };
    const kr_assign_input input = {
        .people = &h->campaign->people,
        .plan = schedule,
        .host = &callbacks,
        .networks = inputs->network_names,
        .network_count = inputs->network_count,
        .standard_networks = inputs->standard_networks,
        .post_count = inputs->post_count,
        .text_once = once,
        .picture_count = pictures,
        .class_count = inputs->kept_class + 1,
        .max_texts = (uint32_t)h->plan->settings.number[KR_OPT_ASSIGN_MAX_TEXTS],
        .kept = kept,
        .kept_count = kept_count,
    };
    if (status == KOOR_OK)
        status = kr_assign_make(h->job, &h->job->arena, &input, out);
    return status < 0 ? status : check_another(h, kept, kept_count, out);
}

int32_t kr_joint_assign(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                        kr_plan_inputs *inputs, const kr_schedule *schedule, kr_assignment *out) {
    int32_t status = number_voices(job, campaign, inputs);
    if (status == KOOR_OK)
        status = kr_shared_find(job, plan, inputs, &inputs->shared);
    if (status == KOOR_OK)
        status = kr_kept_mark(job, plan, campaign, inputs, schedule->now);
    if (status == KOOR_OK)
        status = kr_kept_pictures(job, plan, inputs);
    if (status < 0)
        return status;
    size_t classes = plan->version_count * inputs->network_count * inputs->voice_count *
                     inputs->shared.combinations;
    if (classes > KR_MOST_CLASSES)
        return kr_fail(job, KOOR_E_LIMIT, "people", -1,
                       "%zu combinations of post, network, voice and named choices of several posts, "
                       "and %d are allowed: use fewer voices, or names for one post only",
                       classes, KR_MOST_CLASSES);
    inputs->kept_class = (uint32_t)classes;
    plan->classes = kr_arena_zero(&plan->arena, classes, sizeof *plan->classes);
    if (!plan->classes)
        return kr_nomem(job);
    plan->class_count = classes; /* now: whoever frees the plan closes so many */
    status = kr_voice_census(job, plan, campaign, inputs);
    if (status == KOOR_OK)
        status = profile_kept(job, plan, inputs);
    return status < 0 ? status : kr_joint_again(job, plan, campaign, inputs, schedule, out);
}

int32_t kr_joint_again(kr_job *job, koor_plan *plan, const koor_campaign *campaign,
                       kr_plan_inputs *inputs, const kr_schedule *schedule, kr_assignment *out) {
    host h = {.job = job, .plan = plan, .campaign = campaign, .inputs = inputs};
    int32_t status = kr_kept_index_start(job, &h.kept, campaign, inputs);
    if (status == KOOR_OK)
        status = assign(&h, schedule, out);
    kr_kept_index_end(&h.kept);
    return status;
}

/* -- afterwards ------------------------------------------------------------------------------------ */

/* The most alike text among the neighbours in time of one circle: what `similarity.nearest` tells. */
enum { NEIGHBOURS = 64 };

static int earlier(const void *a, const void *b) {
    const kr_plan_item *x = *(kr_plan_item *const *)a, *y = *(kr_plan_item *const *)b;
    if (x->moment != y->moment)
        return x->moment < y->moment ? -1 : 1;
    return x < y ? -1 : x > y; /* both of one array */
}

/* `items`: those that bring a text, in any order. */
static void measure_circle(host *h, kr_plan_item **items, size_t count) {
    if (count)
        qsort(items, count, sizeof *items, earlier);
    for (size_t i = 0; i < count; i++) {
        kr_plan_item *item = items[i];
        for (size_t j = i > NEIGHBOURS ? i - NEIGHBOURS : 0; j < i; j++) {
            kr_plan_item *other = items[j];
            if (other->network != item->network)
                continue;
            uint32_t ppm =
                similarity(h, other->text_class, other->text, item->text_class, item->text);
            if (ppm > item->nearest_ppm)
                item->nearest_ppm = ppm;
            if (ppm > other->nearest_ppm)
                other->nearest_ppm = ppm;
        }
    }
}

static int32_t measure_circles(host *h, const kr_schedule *schedule) {
    const kr_groups *own = &schedule->census.own;
    kr_plan_item **items = kr_arena_alloc(&h->job->arena, schedule->item_count, sizeof *items);
    if (!items)
        return kr_nomem(h->job);
    for (uint32_t c = 0; c < own->count; c++) {
        size_t count = 0;
        for (uint32_t m = own->start[c]; m < own->start[c + 1]; m++) {
            uint32_t person = own->member[m];
            for (size_t i = schedule->first_item[person]; i < schedule->first_item[person + 1]; i++)
                if (!h->plan->items[i].left_out && !h->plan->items[i].repost)
                    items[count++] = &h->plan->items[i];
        }
        measure_circle(h, items, count);
    }
    return KOOR_OK;
}

static int32_t keep_waves(kr_job *job, koor_plan *plan, const kr_schedule *schedule) {
    kr_str *names = kr_arena_zero(&plan->arena, schedule->wave_count + 1, sizeof *names);
    if (!names)
        return kr_nomem(job);
    for (uint32_t i = 0; i < schedule->wave_count; i++) {
        kr_str name = schedule->wave_name[i];
        names[i] = (kr_str){kr_arena_string(&plan->arena, name.at, name.length), name.length};
        if (!names[i].at)
            return kr_nomem(job);
    }
    plan->wave_names = names;
    plan->now = schedule->now == INT64_MIN ? 0 : schedule->now;
    return KOOR_OK;
}

int32_t kr_joint_finish(kr_job *job, koor_plan *plan, kr_plan_inputs *inputs,
                        const kr_schedule *schedule) {
    host h = {.job = job, .plan = plan, .inputs = inputs};
    int32_t status = measure_circles(&h, schedule);
    return status < 0 ? status : keep_waves(job, plan, schedule);
}
