/* Nobody is moved: people join and leave at random, previous moments stay; shards give the whole
 * plan's moments. */
#include "company.h"

/* What a plan file keeps: ids and moments. */
static kr_previous *remember(company *c, size_t *count) {
    const kr_schedule *plan = &c->plan;
    kr_previous *list = kr_arena_alloc(&c->arena, plan->item_count, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < plan->item_count; i++) {
        const kr_item *item = &plan->item[i];
        if (item->unplaced)
            continue;
        kr_name circle = plan->census.circle_name[plan->census.circle_of[item->person]];
        list[(*count)++] = (kr_previous){.person = kr_people_id(&c->people, item->person),
                                         .post = c->posts[item->post],
                                         .network = c->networks[item->network],
                                         .circle = kr_people_name(&c->people, circle),
                                         .unix = item->unix};
    }
    return list;
}

static void opt(company *c, uint64_t seed) {
    kr_prng prng;
    kr_prng_start(&prng, seed, KR_STAGE_SCHEDULE, 2, 0);
    for (size_t i = 0; i < c->people.count; i++)
        c->people.member[i].opted_in = kr_prng_below(&prng, 4) != 0;
}

static void check_kept(const company *c, const kr_previous *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t person = kr_table_find(&c->people.ids, list[i].person);
        if (c->people.member[person].opted_in)
            assert_true(c->plan.item[c->plan.first_item[person]].unix == list[i].unix);
    }
}

static void nobody_moves_when_people_join_and_leave(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        company c;
        uint64_t reused = 0;
        company_start(&c);
        company_set(&c, "schedule.min_gap", "0");
        company_random(&c, seed, 120);
        for (uint64_t change = 0; change < 5; change++) {
            size_t count = 0;
            kr_previous *list = change ? remember(&c, &count) : NULL;
            opt(&c, 10 * seed + change);
            c.input.previous = list;
            c.input.previous_count = count;
            assert_int_equal(company_plan(&c), 0);
            check_kept(&c, list, count);
            reused += c.plan.totals.reused;
            assert_int_equal(c.plan.totals.unplaced, 0);
        }
        assert_true(reused > 0);
        company_end(&c);
    }
}

static void newcomers_keep_half_of_the_ideal(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "schedule.curve", "off");
    for (int round = 0; round < 20; round++) {
        char id[16];
        size_t count = 0;
        kr_previous *list = round ? remember(&c, &count) : NULL;
        snprintf(id, sizeof id, "p%d", round);
        company_add(&c, id, "gent", "Europe/Brussels");
        if (round == 0)
            company_add(&c, "p", "gent", "Europe/Brussels");
        c.input.previous = list;
        c.input.previous_count = count;
        assert_int_equal(company_plan(&c), 0);
        assert_true(c.plan.gap[0].smallest * 100 >= c.plan.gap[0].ideal * 45);
    }
    company_end(&c);
}

static void rebalancing_moves_only_what_is_planned(void **state) {
    (void)state;
    company c;
    size_t count;
    company_start(&c);
    for (int i = 0; i < 10; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "gent", "Europe/Brussels");
    }
    assert_int_equal(company_plan(&c), 0);
    kr_previous *list = remember(&c, &count);
    list[3].published = 1;
    list[3].unix += 17;
    for (int i = 10; i < 20; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "gent", "Europe/Brussels");
    }
    c.input.previous = list;
    c.input.previous_count = count;
    company_set(&c, "schedule.rebalance", "on");
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(c.plan.totals.kept, 1);
    assert_true(c.plan.item[3].unix == list[3].unix);
    company_end(&c);
}

static void shards_give_the_whole_plan(void **state) {
    (void)state;
    for (uint32_t shards = 2; shards <= 5; shards++) {
        company c;
        size_t seen = 0;
        kr_schedule_totals totals = {.smallest_gap = -1, .smallest_site_gap = -1};
        company_start(&c);
        company_set(&c, "schedule.min_gap", "0");
        company_random(&c, shards, 60);
        for (uint32_t i = 0; i < 60; i++) /* smaller components: no sites */
            c.people.member[i].site = 0;
        assert_int_equal(company_plan(&c), 0);
        kr_schedule whole = c.plan;
        c.input.shards = shards;
        for (uint32_t shard = 0; shard < shards; shard++) {
            c.input.shard = shard;
            assert_int_equal(company_plan(&c), 0);
            kr_schedule_merge(&totals, &c.plan.totals);
            for (size_t i = 0; i < c.plan.item_count; i++, seen++) {
                uint32_t person = c.plan.item[i].person;
                assert_memory_equal(&c.plan.item[i], &whole.item[whole.first_item[person]],
                                    sizeof(kr_item));
            }
        }
        assert_int_equal(seen, whole.item_count);
        assert_memory_equal(&totals, &whole.totals, sizeof totals);
        company_end(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_moves_when_people_join_and_leave),
        cmocka_unit_test(newcomers_keep_half_of_the_ideal),
        cmocka_unit_test(rebalancing_moves_only_what_is_planned),
        cmocka_unit_test(shards_give_the_whole_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
