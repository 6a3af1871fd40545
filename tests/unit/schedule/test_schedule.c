/* The whole stage: nobody outside their hours, nobody without consent, gaps, waves, several posts,
 * and errors that say what to do. */
#include "company.h"

static const kr_item *item_of(const company *c, const char *id, uint16_t post) {
    uint32_t person = kr_table_find(&c->people.ids, kr_str_of(id));
    for (uint32_t i = c->plan.first_item[person]; i < c->plan.first_item[person + 1]; i++)
        if (c->plan.item[i].post == post)
            return &c->plan.item[i];
    return NULL;
}

/* By the words of the rules, apart from the code that made the plan. */
static void check_item(company *c, const kr_item *item) {
    const kr_member *m = &c->people.member[item->person];
    const kr_zone *zone;
    kr_hours hours;
    kr_str text = kr_people_name(&c->people, m->hours);
    assert_true(m->opted_in);
    assert_int_equal(
        kr_zones_find(&c->job, &c->zones, kr_people_name(&c->people, m->timezone), &zone), 0);
    assert_int_equal(kr_hours_read(&hours, text.length ? text : KR_STR("09:00-17:30")), 0);
    int64_t local = kr_zone_local(zone, item->unix), found = 0;
    assert_int_equal(local - item->unix, item->offset);
    for (int64_t day = kr_day_of(local) - 1; day <= kr_day_of(local); day++) {
        int absent =
            (m->absent_from || m->absent_to) && day >= m->absent_from && day <= m->absent_to;
        for (uint32_t i = 0; i < hours.count && kr_weekday(day) < 5 && !absent; i++)
            found |= local >= day * KR_DAY + hours.span[i].from * KR_MINUTE &&
                     local < day * KR_DAY + hours.span[i].to * KR_MINUTE;
    }
    if (!found)
        fail_msg("person %u at local %ld is outside the own hours", item->person, (long)local);
}

static void everybody_is_inside_their_hours(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        company c;
        company_start(&c);
        company_set(&c, "schedule.min_gap", "0");
        company_random(&c, seed, 150);
        assert_int_equal(company_plan(&c), 0);
        assert_true(c.plan.totals.items + c.plan.totals.unplaced == c.plan.census.opted_in);
        for (size_t i = 0; i < c.plan.item_count; i++)
            if (!c.plan.item[i].unplaced)
                check_item(&c, &c.plan.item[i]);
        assert_int_equal(c.plan.totals.unplaced, 0);
        company_end(&c);
    }
}

static void a_circle_alone_is_near_the_ideal(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "schedule.curve", "off");
    for (int i = 0; i < 24; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "gent", "Europe/Brussels");
    }
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(c.plan.gap_count, 1);
    assert_true(c.plan.gap[0].smallest * 10 >= c.plan.gap[0].ideal * 8);
    assert_true(c.plan.gap[0].smallest <= c.plan.gap[0].ideal);
    for (size_t i = 0; i < c.plan.item_count; i++)
        assert_int_equal(c.plan.item[i].unix % 60, 0); /* gaps of hours: whole minutes */
    company_end(&c);
}

static void circles_over_zones_keep_most_of_the_ideal(void **state) {
    (void)state;
    uint64_t sum = 0, sites = 0;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        company c;
        company_start(&c);
        for (int i = 0; i < 96; i++) {
            char id[16], circle[16];
            snprintf(id, sizeof id, "p%d", i);
            snprintf(circle, sizeof circle, "c%d", i % 8);
            kr_str circles = kr_str_of(circle);
            kr_person person = {.id = kr_str_of(id),
                                .circles = &circles,
                                .circle_count = 1,
                                .site = KR_STR("hq"),
                                .timezone = kr_str_of(ZONES[i / 8 % 3]),
                                .opted_in = 1};
            assert_int_equal(kr_people_keep(&c.people, &person), 0);
        }
        c.input.seed = seed;
        assert_int_equal(company_plan(&c), 0);
        assert_int_equal(c.plan.totals.circles, 8);
        sum += c.plan.totals.gap_ppm_sum / 8;
        sites += c.plan.totals.site_gap_ppm_sum;
        company_end(&c);
    }
    assert_true(sum / 8 >= 500000);
    assert_true(sites / 8 >= 300000);
}

static void waves_go_in_order(void **state) {
    (void)state;
    company c;
    company_start(&c);
    for (int i = 0; i < 30; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        kr_str circles = KR_STR("gent");
        kr_person person = {.id = kr_str_of(id),
                            .circles = &circles,
                            .circle_count = 1,
                            .wave = kr_str_of(WAVES[i % 3 + 1]),
                            .opted_in = 1};
        assert_int_equal(kr_people_keep(&c.people, &person), 0);
    }
    assert_int_equal(company_plan(&c), 0);
    for (size_t a = 0; a < c.plan.item_count; a++)
        for (size_t b = 0; b < c.plan.item_count; b++)
            if (c.plan.item[a].wave < c.plan.item[b].wave)
                assert_true(c.plan.item[a].unix < c.plan.item[b].unix);
    company_end(&c);
}

static void empty_waves_take_no_time(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_add(&c, "p1", "gent", "");
    company_add(&c, "p2", "gent", "");
    assert_int_equal(company_plan(&c), 0);
    int64_t first = item_of(&c, "p1", 0)->unix, second = item_of(&c, "p2", 0)->unix;
    int64_t earlier = first < second ? first : second;
    assert_true(earlier < 1792360800 + 4 * KR_DAY); /* in the first half of the window */
    company_end(&c);
}

static void posts_of_one_person_do_not_collide(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-19T09:00/2026-10-20T17:00");
    company_set(&c, "campaign.networks", "linkedin|x");
    company_set(&c, "schedule.own_gap", "90");
    c.input.standard_networks = 2;
    c.input.post_count = 2;
    for (int i = 0; i < 12; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "gent", "Europe/Brussels");
    }
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(c.plan.totals.items, 48);
    for (size_t a = 0; a < c.plan.item_count; a++)
        for (size_t b = a + 1; b < c.plan.item_count; b++) {
            const kr_item *one = &c.plan.item[a], *two = &c.plan.item[b];
            int64_t gap = one->unix > two->unix ? one->unix - two->unix : two->unix - one->unix;
            if (one->person == two->person)
                assert_true(gap >= 90 * KR_MINUTE);
            else if (one->post == two->post && one->network == two->network)
                assert_true(gap >= 5 * KR_MINUTE);
        }
    company_end(&c);
}

static void caps_leave_out_what_is_too_much(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-19/2026-10-19");
    company_set(&c, "schedule.max_per_day", "1");
    c.input.standard_networks = 2;
    company_add(&c, "p1", "gent", "Europe/Brussels");
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(c.plan.totals.items, 1);
    assert_int_equal(c.plan.totals.unplaced, 1);
    assert_int_equal(c.plan.item[1].unplaced, KR_CAPPED);
    company_end(&c);
}

/* Of the person's items how many lie on the local day, or in the local week, of the given one. */
static int64_t beside(const company *c, const kr_item *item, int weeks) {
    int64_t count = 0, day = kr_day_of(item->unix + item->offset);
    for (size_t i = 0; i < c->plan.item_count; i++) {
        const kr_item *other = &c->plan.item[i];
        int64_t its = kr_day_of(other->unix + other->offset);
        if (other->person == item->person && !other->unplaced)
            count += weeks ? its - kr_weekday(its) == day - kr_weekday(day) : its == day;
    }
    return count;
}

/* Over a change of the clocks, for hours over midnight, in zones whose Mondays begin at other times. */
static void caps_hold_in_local_days_and_weeks(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 25; seed++) {
        company c;
        uint64_t placed = 0;
        company_start(&c);
        company_set(&c, "campaign.window", "2026-10-21/2026-11-03");
        company_set(&c, "schedule.days", seed % 2 ? "MO|TU|WE|TH|FR|SA|SU" : "MO|TU|WE|TH|FR");
        company_set(&c, "schedule.max_per_day", "1");
        company_set(&c, "schedule.max_per_week", seed % 3 ? "2" : "3");
        company_set(&c, "schedule.min_gap", "0");
        c.input.standard_networks = 2;
        c.input.post_count = 3;
        company_random(&c, seed, 40);
        assert_int_equal(company_plan(&c), 0);
        for (size_t i = 0; i < c.plan.item_count; i++) {
            const kr_item *item = &c.plan.item[i];
            placed += !item->unplaced;
            if (item->unplaced)
                continue;
            assert_int_equal(beside(&c, item, 0), 1);
            assert_in_range(beside(&c, item, 1), 1, seed % 3 ? 2 : 3);
        }
        assert_in_range(placed, 60, 40 * 6);
        company_end(&c);
    }
}

static void a_rhythm_gives_each_post_its_days(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.window", "2026-12-01/2027-01-20");
    company_set(&c, "schedule.rhythm", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
    company_set(&c, "schedule.except", "2026-12-29");
    c.input.post_count = 3;
    company_add(&c, "p1", "gent", "Europe/Brussels");
    assert_int_equal(company_plan(&c), 0);
    const int64_t from[] = {1796079600, 1797289200, 1799708400}; /* 1 and 15 December, 12 January */
    for (uint16_t i = 0; i < 3; i++) {
        assert_true(item_of(&c, "p1", i)->unix >= from[i]);
        assert_true(i == 2 || item_of(&c, "p1", i)->unix < from[i + 1]);
    }
    c.input.post_count = 4;
    c.posts[3] = KR_STR("more");
    company_set(&c, "campaign.window", "2026-12-01/2027-01-10");
    assert_int_equal(company_plan(&c), KOOR_E_WINDOW);
    assert_non_null(strstr(koor_error_message(c.error), "2 days in the window for 4 posts"));
    company_end(&c);
}

static void local_windows_follow_the_person(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-19T09:00/2026-10-19T10:00");
    company_set(&c, "window.local", "on");
    company_add(&c, "p1", "a", "Asia/Tokyo");
    company_add(&c, "p2", "b", "America/New_York");
    assert_int_equal(company_plan(&c), 0);
    for (size_t i = 0; i < 2; i++) {
        int64_t local = c.plan.item[i].unix + c.plan.item[i].offset;
        assert_int_equal(local / KR_HOUR, 1792400400 / KR_HOUR);
    }
    company_end(&c);
}

static void expect_failure(company *c, int32_t code, const char *says) {
    assert_int_equal(company_plan(c), code);
    if (!strstr(koor_error_message(c->error), says))
        fail_msg("\"%s\" does not say \"%s\"", koor_error_message(c->error), says);
    company_end(c);
}

static void narrow_windows_name_the_bottleneck(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-19T09:00/2026-10-19T10:00");
    for (int i = 0; i < 47; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "gent", "Europe/Brussels");
    }
    expect_failure(&c, KOOR_E_WINDOW,
                   "47 people of the circle gent: their open hours in the window "
                   "hold 12 at 5 minutes apart. Widen campaign.window or "
                   "schedule.hours to about 392 % of what it is, or set "
                   "schedule.min_gap to 1 (the gap can be 78 seconds at most)");
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-19T09:00/2026-10-19T09:01");
    for (int i = 0; i < 3; i++)
        company_add(&c, i == 0 ? "a" : i == 1 ? "b" : "c", "gent", "Europe/Brussels");
    expect_failure(&c, KOOR_E_WINDOW, "schedule.min_gap to 0 (the gap can be 29 seconds");
}

/* Tight circles: two days, people of up to three zones, and whatever is not refused keeps the gap.
 */
static void the_least_gap_holds(void **state) {
    (void)state;
    int refused = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        company c;
        kr_prng prng;
        kr_prng_start(&prng, seed, KR_STAGE_SCHEDULE, 77, 0);
        company_start(&c);
        company_set(&c, "campaign.window", "2026-10-19/2026-10-20");
        company_set(&c, "schedule.min_gap", "10");
        uint32_t count = 60 + kr_prng_below(&prng, 90), zones = 1 + kr_prng_below(&prng, 3);
        for (uint32_t i = 0; i < count; i++) {
            char id[16];
            snprintf(id, sizeof id, "p%u", i);
            company_add(&c, id, "gent", ZONES[kr_prng_below(&prng, zones)]);
        }
        int32_t code = company_plan(&c);
        assert_true(code == KOOR_OK || code == KOOR_E_WINDOW);
        if (code == KOOR_OK)
            assert_true(c.plan.gap[0].smallest >= 10 * KR_MINUTE);
        refused += code < 0;
        company_end(&c);
    }
    assert_true(refused > 5 && refused < 50);
}

static void large_circles_stay_quick(void **state) {
    (void)state;
    company c;
    company_start(&c);
    c.input.standard_networks = 2;
    for (int i = 0; i < 6000; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        company_add(&c, id, "", ZONES[i % 2]);
    }
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(c.plan.totals.items, 12000);
    for (size_t i = 0; i < c.plan.item_count; i += 2) {
        int64_t gap = c.plan.item[i].unix - c.plan.item[i + 1].unix;
        assert_true(gap >= KR_HOUR || gap <= -KR_HOUR);
    }
    company_end(&c);
}

static void errors_say_what_to_do(void **state) {
    (void)state;
    company c;
    company_start(&c);
    expect_failure(&c, KOOR_E_EMPTY, "opted_in");
    company_start(&c);
    company_add(&c, "p1", "gent", "Europe/Atlantis");
    expect_failure(&c, KOOR_E_ZONE, "Europe/Atlantis");
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-24/2026-10-25"); /* a weekend */
    company_add(&c, "p1", "gent", "Europe/Brussels");
    expect_failure(&c, KOOR_E_WINDOW, "nobody has an allowed moment");
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-24/2026-10-20");
    expect_failure(&c, KOOR_E_WINDOW, "ends before it begins");
    company_start(&c);
    company_set(&c, "campaign.window", "2026-10-24T09:00Z/2026-10-24T11:00+02:00");
    expect_failure(&c, KOOR_E_WINDOW, "ends when it begins");
    company_start(&c); /* the hour that is left out in Brussels when summer time begins */
    company_set(&c, "campaign.window", "2027-03-28T02:30/2027-03-28T03:30");
    expect_failure(&c, KOOR_E_WINDOW, "the clocks of Europe/Brussels go forward over it");
    for (int local = 0; local < 2; local++) {
        company_start(&c);
        company_set(&c, "campaign.now", "2026-12-01");
        company_set(&c, "window.local", local ? "on" : "off");
        company_add(&c, "p1", "gent", "America/New_York");
        expect_failure(&c, KOOR_E_WINDOW, "campaign.window ends before campaign.now");
    }
    company_start(&c);
    company_set(&c, "campaign.window", "");
    expect_failure(&c, KOOR_E_WINDOW, "campaign.now");
    company_start(&c);
    company_set(&c, "schedule.waves", "leaders=10|rest=x");
    expect_failure(&c, KOOR_E_VALUE, "rest=x");
    company_start(&c);
    kr_person person = {.id = KR_STR("p1"), .wave = KR_STR("bosses"), .opted_in = 1};
    assert_int_equal(kr_people_keep(&c.people, &person), 0);
    expect_failure(&c, KOOR_E_VALUE, "bosses");
    company_start(&c);
    person = (kr_person){.id = KR_STR("p1"), .hours = KR_STR("nine to five"), .opted_in = 1};
    assert_int_equal(kr_people_keep(&c.people, &person), 0);
    expect_failure(&c, KOOR_E_VALUE, "nine to five");
    company_start(&c);
    kr_str network = KR_STR("myspace");
    person =
        (kr_person){.id = KR_STR("p1"), .networks = &network, .network_count = 1, .opted_in = 1};
    assert_int_equal(kr_people_keep(&c.people, &person), 0);
    expect_failure(&c, KOOR_E_NETWORK, "myspace");
}

static void people_who_are_away_are_reported(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_add(&c, "p1", "gent", "Europe/Brussels");
    kr_person person = {.id = KR_STR("p2"),
                        .absent_from = kr_days_of(2026, 10, 1),
                        .absent_to = INT64_MAX,
                        .opted_in = 1};
    assert_int_equal(kr_people_keep(&c.people, &person), 0);
    assert_int_equal(company_plan(&c), 0);
    assert_int_equal(item_of(&c, "p2", 0)->unplaced, KR_NEVER_OPEN);
    assert_int_equal(c.plan.totals.unplaced, 1);
    company_end(&c);
}

static void nothing_is_planned_before_now(void **state) {
    (void)state;
    company c;
    company_start(&c);
    company_set(&c, "campaign.now", "2026-10-27T13:00:00Z");
    company_random(&c, 3, 40);
    assert_int_equal(company_plan(&c), 0);
    for (size_t i = 0; i < c.plan.item_count; i++)
        assert_true(c.plan.item[i].unplaced || c.plan.item[i].unix >= 1793106000);
    company_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_inside_their_hours),
        cmocka_unit_test(a_circle_alone_is_near_the_ideal),
        cmocka_unit_test(circles_over_zones_keep_most_of_the_ideal),
        cmocka_unit_test(waves_go_in_order),
        cmocka_unit_test(empty_waves_take_no_time),
        cmocka_unit_test(posts_of_one_person_do_not_collide),
        cmocka_unit_test(caps_leave_out_what_is_too_much),
        cmocka_unit_test(caps_hold_in_local_days_and_weeks),
        cmocka_unit_test(a_rhythm_gives_each_post_its_days),
        cmocka_unit_test(local_windows_follow_the_person),
        cmocka_unit_test(narrow_windows_name_the_bottleneck),
        cmocka_unit_test(the_least_gap_holds),
        cmocka_unit_test(large_circles_stay_quick),
        cmocka_unit_test(errors_say_what_to_do),
        cmocka_unit_test(people_who_are_away_are_reported),
        cmocka_unit_test(nothing_is_planned_before_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
