/* Who gets which text: nobody the same as a colleague while others are free, reuse as late as
 * possible, texts used once, kept ones, and shards. */
#include "../schedule/company.h"
#include "assign/assign.h"
#include "base/hash.h"

enum { SPANS = 12, PREVIOUS = 2 }; /* class 0: LinkedIn, 1: X, 2: texts of an earlier plan */

typedef struct stage {
    company c;
    kr_assign_host host;
    kr_assign_input in;
    kr_assignment out;
    uint32_t capacity, asked[2];
    uint32_t standing; /* so many people have the first texts of X from before */
} stage;

static uint32_t class_of(void *user, uint32_t person, uint16_t post, uint16_t network) {
    (void)user;
    (void)person;
    (void)post;
    return network;
}

static int32_t want(void *user, uint32_t class, uint32_t count, uint32_t *out_have) {
    stage *s = user;
    s->asked[class] = count;
    *out_have = count < s->capacity ? count : s->capacity;
    return 0;
}

/* Texts of twelve spans with five wordings each; previous texts are those of LinkedIn again. */
static uint32_t similarity(void *user, uint32_t class_a, uint32_t a, uint32_t class_b, uint32_t b) {
    uint32_t same = 0;
    (void)user;
    class_a = class_a == PREVIOUS ? 0 : class_a;
    class_b = class_b == PREVIOUS ? 0 : class_b;
    if (class_a == class_b && a == b)
        return 1000000;
    for (uint64_t span = 0; span < SPANS; span++)
        same += kr_hash_mix(class_a * 1000003ull + a, span) % 5 ==
                kr_hash_mix(class_b * 1000003ull + b, span) % 5;
    return same * 1000000 / (SPANS + 1);
}

static uint64_t opening(void *user, uint32_t class, uint32_t text) {
    (void)user;
    return 1 + kr_hash_mix(class * 1000003ull + text, 0) % 5;
}

static uint32_t likeness(void *user, uint16_t network_a, uint32_t a, uint16_t network_b,
                         uint32_t b) {
    (void)user;
    return network_a == network_b && a == b ? 1000000 : 200000;
}

/* People and texts of X that an earlier plan has given: see start. */
static int stands(void *user, uint32_t person, uint16_t post, uint16_t network) {
    const stage *s = user;
    (void)post;
    return network == 1 && person < s->standing ? KR_STANDS : KR_NEW;
}

static int used(void *user, uint32_t class, uint32_t text) {
    const stage *s = user;
    return class == 1 && text < s->standing;
}

static const uint8_t ONCE[] = {0, 1};
static const uint32_t PICTURES[] = {6, 0};

static void start(stage *s, uint32_t capacity) {
    memset(s, 0, sizeof *s);
    company_start(&s->c);
    company_set(&s->c, "schedule.min_gap", "0");
    s->capacity = capacity;
    s->host = (kr_assign_host){.user = s,
                               .class_of = class_of,
                               .want = want,
                               .similarity = similarity,
                               .opening = opening,
                               .likeness = likeness};
    s->in = (kr_assign_input){.people = &s->c.people,
                              .plan = &s->c.plan,
                              .host = &s->host,
                              .networks = s->c.networks,
                              .network_count = 2,
                              .standard_networks = 1,
                              .post_count = 1,
                              .text_once = ONCE,
                              .picture_count = PICTURES,
                              .class_count = 2,
                              .max_texts = 1000};
}

static void team(stage *s, const char *circle, const char *site, int count, int from) {
    for (int i = from; i < from + count; i++) {
        char id[24];
        snprintf(id, sizeof id, "p%d", i);
        kr_str circles = kr_str_of(circle);
        kr_person person = {.id = kr_str_of(id),
                            .circles = &circles,
                            .circle_count = 1,
                            .site = kr_str_of(site),
                            .opted_in = 1};
        assert_int_equal(kr_people_keep(&s->c.people, &person), 0);
    }
}

static void go(stage *s) {
    assert_int_equal(company_plan(&s->c), 0);
    assert_int_equal(kr_assign_make(&s->c.job, &s->c.arena, &s->in, &s->out), 0);
}

static void colleagues_get_different_texts(void **state) {
    (void)state;
    stage s;
    start(&s, 1000);
    team(&s, "gent", "hq", 20, 0);
    team(&s, "brugge", "hq", 20, 20);
    go(&s);
    assert_int_equal(s.asked[0], 40);
    for (uint32_t a = 0; a < 40; a++)
        for (uint32_t b = a + 1; b < 40; b++)
            if (a / 20 == b / 20)
                assert_true(s.out.choice[a].text != s.out.choice[b].text);
    assert_int_equal(s.out.report_count, 2);
    assert_int_equal(s.out.report[0].text_distance, 0);
    assert_int_equal(s.out.report[0].pairs, 190);
    assert_int_equal(s.out.totals.limits, KR_SHORT_PICTURES);
    assert_true(s.out.totals.picture_distance >= 4); /* six pictures in turn */
    company_end(&s.c);
}

static void a_circle_uses_the_first_texts(void **state) {
    (void)state;
    stage s;
    start(&s, 1000);
    team(&s, "gent", "", 15, 0);
    go(&s);
    for (uint32_t a = 0; a < 15; a++)
        assert_true(s.out.choice[a].text < 15);
    company_end(&s.c);
}

static uint32_t highest_product_of(const stage *s, const uint32_t *text, uint32_t count) {
    uint32_t highest = 0;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; b < count; b++) {
            int64_t gap = s->c.plan.item[a].unix - s->c.plan.item[b].unix;
            uint64_t product = similarity(NULL, 0, text[a], 0, text[b]);
            product = product * kr_closeness(gap) / 1000000;
            highest = product > highest ? (uint32_t)product : highest;
        }
    return highest;
}

static void beats_chance(void **state) {
    (void)state;
    uint64_t ours = 0, chance = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        stage s;
        kr_prng prng;
        uint32_t text[30];
        start(&s, 60);
        team(&s, "gent", "", 30, 0);
        s.in.max_texts = 60;
        s.c.input.seed = seed;
        go(&s);
        for (uint32_t i = 0; i < 30; i++)
            text[i] = s.out.choice[i].text;
        assert_int_equal(highest_product_of(&s, text, 30), s.out.totals.highest_product);
        ours += s.out.totals.highest_product;
        kr_prng_start(&prng, seed, KR_STAGE_ASSIGN, 1, 0);
        for (uint32_t i = 0; i < 30; i++) /* the same texts, shuffled */
            for (uint32_t k = kr_prng_below(&prng, i + 1), t = text[i], once = 1; once; once = 0) {
                text[i] = text[k];
                text[k] = t;
            }
        chance += highest_product_of(&s, text, 30);
        company_end(&s.c);
    }
    assert_true(ours * 100 < chance * 85);
}

static void reuse_is_as_late_as_possible(void **state) {
    (void)state;
    stage s;
    start(&s, 20);
    team(&s, "gent", "", 100, 0);
    go(&s);
    assert_true(s.out.report[0].text_distance >= 15);
    assert_int_equal(s.out.report[0].limits, KR_SHORT_TEXTS | KR_SHORT_PICTURES);
    uint8_t pair[20][6] = {{0}};
    for (uint32_t i = 0; i < 100; i++)
        assert_int_equal(pair[s.out.choice[i].text][s.out.choice[i].picture]++, 0);
    company_end(&s.c);
}

/* `count` people on X, from number `from` on; those from `leaders` on lead. */
static void crowd(stage *s, const char *circle, int from, int count, int leaders) {
    for (int i = from; i < from + count; i++) {
        char id[24];
        snprintf(id, sizeof id, "p%d", i);
        kr_str circles = kr_str_of(circle), network = KR_STR("x");
        kr_person person = {.id = kr_str_of(id),
                            .circles = &circles,
                            .circle_count = 1,
                            .wave = kr_str_of(i >= leaders ? "leaders" : ""),
                            .networks = &network,
                            .network_count = 1,
                            .opted_in = 1};
        assert_int_equal(kr_people_keep(&s->c.people, &person), 0);
    }
}

static void texts_used_once_go_by_wave(void **state) {
    (void)state;
    stage s;
    uint8_t given[20] = {0};
    uint32_t reposts = 0;
    start(&s, 20);
    for (int i = 0; i < 30; i++)
        crowd(&s, i % 2 ? "gent" : "brugge", i, 1, 25);
    go(&s);
    for (uint32_t i = 0; i < 30; i++) {
        const kr_choice *choice = &s.out.choice[i];
        if (choice->text != KR_NONE) {
            assert_int_equal(given[choice->text]++, 0);
            assert_int_equal(choice->repost_class, KR_NONE);
            continue;
        }
        reposts++;
        assert_true(i < 25);
        assert_true(choice->repost_of != KR_NONE);
        assert_true(s.c.plan.item[choice->repost_of].unix < s.c.plan.item[i].unix);
        assert_int_equal(choice->repost_class, 1);
        assert_int_equal(choice->repost_text, s.out.choice[choice->repost_of].text);
        assert_true(choice->repost_text != KR_NONE);
    }
    assert_int_equal(reposts, 10);
    assert_int_equal(s.out.totals.reposts, 10);
    company_end(&s.c);
}

/* Two texts, two circles: in each the first to post has one, the others share theirs. */
static void who_posts_first_has_the_text_to_repost(void **state) {
    (void)state;
    stage s;
    start(&s, 2);
    crowd(&s, "gent", 0, 6, 99);
    crowd(&s, "brugge", 6, 6, 99);
    go(&s);
    for (uint32_t i = 0; i < 12; i++) {
        const kr_choice *choice = &s.out.choice[i];
        if (choice->text != KR_NONE)
            continue;
        assert_true(choice->repost_of != KR_NONE);
        assert_int_equal(choice->repost_of / 6, i / 6);
        assert_true(s.c.plan.item[choice->repost_of].unix < s.c.plan.item[i].unix);
    }
    assert_int_equal(s.out.totals.reposts, 10);
    company_end(&s.c);
}

/* One text, and who has it posts at the second of two colleagues: they cannot share it yet, who
 * follows can. */
static void what_goes_out_at_the_same_second_is_not_reposted(void **state) {
    (void)state;
    stage s;
    start(&s, 1);
    crowd(&s, "gent", 0, 4, 99);
    assert_int_equal(company_plan(&s.c), 0);
    int64_t first = s.c.plan.item[0].unix;
    for (size_t i = 0; i < 4; i++)
        s.c.plan.item[i].unix = first + (i == 3);
    assert_int_equal(kr_assign_make(&s.c.job, &s.c.arena, &s.in, &s.out), 0);
    assert_true(s.out.choice[0].text != KR_NONE);
    assert_int_equal(s.out.choice[1].repost_of, KR_NONE);
    assert_int_equal(s.out.choice[2].repost_of, KR_NONE);
    assert_int_equal(s.out.choice[3].repost_of, 0);
    company_end(&s.c);
}

/* Five circles of one, and two texts: three share the text of somebody whom a shard cannot know. */
static void people_alone_repost_somebody(void **state) {
    (void)state;
    stage s;
    uint32_t reposts = 0;
    start(&s, 2);
    for (int i = 0; i < 5; i++) {
        char name[8];
        snprintf(name, sizeof name, "c%d", i);
        crowd(&s, name, i, 1, 99);
    }
    go(&s);
    for (uint32_t i = 0; i < 5; i++) {
        const kr_choice *choice = &s.out.choice[i];
        if (choice->text != KR_NONE)
            continue;
        reposts++;
        assert_int_equal(choice->repost_of, KR_NONE);
        assert_int_equal(choice->repost_class, 1);
        assert_true(choice->repost_text < 2);
    }
    assert_int_equal(reposts, 3);
    company_end(&s.c);
}

/* Three have the first three of five texts from before: two of four newcomers get the others. */
static void a_text_of_an_earlier_plan_is_not_used_again(void **state) {
    (void)state;
    stage s;
    uint32_t fresh = 0;
    start(&s, 5);
    s.standing = 3;
    s.host.stands = stands;
    s.host.used = used;
    crowd(&s, "gent", 0, 7, 99);
    kr_kept kept[3];
    for (uint32_t i = 0; i < 3; i++)
        kept[i] = (kr_kept){i, 1, i, KR_NONE, 0};
    s.in.kept = kept;
    s.in.kept_count = 3;
    go(&s);
    for (uint32_t i = 0; i < 7; i++) {
        const kr_choice *choice = &s.out.choice[i];
        if (i < 3)
            assert_int_equal(choice->text, i);
        else if (choice->text != KR_NONE)
            fresh += choice->text >= 3;
        else
            assert_true(choice->repost_text != KR_NONE);
    }
    assert_int_equal(fresh, 2);
    assert_int_equal(s.out.totals.reposts, 2);
    company_end(&s.c);
}

static int replaces_the_sixth(void *user, uint32_t person, uint16_t post, uint16_t network) {
    (void)user;
    (void)post;
    (void)network;
    return person == 5 ? KR_REPLACED : KR_STANDS;
}

/* Colleagues have all texts that were made for them: one more is asked for. */
static void another_text_changes_nobody_else(void **state) {
    (void)state;
    stage s;
    kr_kept kept[12];
    start(&s, 1000);
    team(&s, "gent", "", 12, 0);
    go(&s);
    for (uint32_t i = 0; i < 12; i++)
        kept[i] = (kr_kept){i, PREVIOUS, s.out.choice[i].text, s.out.choice[i].picture, i == 5};
    s.in.kept = kept;
    s.in.kept_count = 12;
    s.host.stands = replaces_the_sixth;
    go(&s);
    assert_int_equal(s.asked[0], 13);
    for (uint32_t i = 0; i < 12; i++) {
        if (i != 5)
            assert_int_equal(s.out.choice[i].text, kept[i].text);
        else
            for (uint32_t k = 0; k < 12; k++)
                assert_true(s.out.choice[5].text != kept[k].text);
        assert_int_equal(s.out.choice[i].picture, kept[i].picture);
    }
    company_end(&s.c);
}

static void newcomers_avoid_what_colleagues_have(void **state) {
    (void)state;
    stage s;
    kr_kept kept[12];
    start(&s, 1000);
    team(&s, "gent", "", 12, 0);
    go(&s);
    for (uint32_t i = 0; i < 12; i++)
        kept[i] = (kr_kept){i, PREVIOUS, s.out.choice[i].text, s.out.choice[i].picture, 0};
    s.in.kept = kept;
    s.in.kept_count = 12;
    team(&s, "gent", "", 8, 12);
    go(&s);
    for (uint32_t i = 12; i < 20; i++)
        for (uint32_t k = 0; k < 12; k++)
            assert_true(s.out.choice[i].text != kept[k].text);
    assert_int_equal(s.out.totals.text_distance, 0);
    company_end(&s.c);
}

static void shards_choose_the_same(void **state) {
    (void)state;
    stage s;
    kr_text_totals totals = {0};
    start(&s, 12);
    company_random(&s.c, 5, 80);
    for (uint32_t i = 0; i < 80; i++)
        s.c.people.member[i].site = 0;
    s.c.input.standard_networks = s.in.standard_networks = 2;
    go(&s);
    kr_schedule whole = s.c.plan;
    kr_assignment all = s.out;
    for (uint32_t shard = 0; shard < 3; shard++) {
        s.c.input.shards = 3;
        s.c.input.shard = shard;
        go(&s);
        kr_assign_merge(&totals, &s.out.totals);
        for (size_t i = 0; i < s.c.plan.item_count; i++) {
            const kr_item *item = &s.c.plan.item[i];
            const kr_choice *there = &all.choice[whole.first_item[item->person] + item->network];
            assert_int_equal(s.out.choice[i].text, there->text);
            assert_int_equal(s.out.choice[i].picture, there->picture);
        }
    }
    assert_memory_equal(&totals, &all.totals, sizeof totals);
    company_end(&s.c);
}

static void closeness_falls(void **state) {
    (void)state;
    assert_int_equal(kr_closeness(0), 1000000);
    assert_int_equal(kr_closeness(-86400), 700000);
    assert_int_equal(kr_closeness(INT64_MAX), 100000);
    for (int64_t s = 0; s < 40 * 86400; s += 601)
        assert_true(kr_closeness(s) >= kr_closeness(s + 601));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colleagues_get_different_texts),
        cmocka_unit_test(a_circle_uses_the_first_texts),
        cmocka_unit_test(beats_chance),
        cmocka_unit_test(reuse_is_as_late_as_possible),
        cmocka_unit_test(texts_used_once_go_by_wave),
        cmocka_unit_test(who_posts_first_has_the_text_to_repost),
        cmocka_unit_test(what_goes_out_at_the_same_second_is_not_reposted),
        cmocka_unit_test(people_alone_repost_somebody),
        cmocka_unit_test(a_text_of_an_earlier_plan_is_not_used_again),
        cmocka_unit_test(another_text_changes_nobody_else),
        cmocka_unit_test(newcomers_avoid_what_colleagues_have),
        cmocka_unit_test(shards_choose_the_same),
        cmocka_unit_test(closeness_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
