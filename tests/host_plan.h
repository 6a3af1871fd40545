/* What a host does again and again: plans small campaigns and renders a picture, and tells by a hash whether it
 * got the same bytes. */
#ifndef KR_HOST_PLAN_H
#define KR_HOST_PLAN_H

#include "koor.h"
#include "unit.h"

#include <stdio.h>

static const char *const posts[] = {
    "We're hiring a baker in Ghent! You'll work with a small team. Apply before 1 May: "
    "https://example.com/b #jobs",
    "We zoeken een bakker in Gent! Je werkt in een klein team. Solliciteer voor 1 mei: "
    "https://voorbeeld.be/b #werk",
};

/* FNV-1a: enough to tell two outputs apart. */
static inline uint64_t mix(uint64_t hash, const void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
    return hash;
}

static inline int32_t add_bytes(const void *bytes, size_t length, void *user) {
    *(uint64_t *)user = mix(*(uint64_t *)user, bytes, length);
    return 0;
}

/* A campaign of three people over a fortnight: the hash of its lines, or 0. */
static inline uint64_t plan_once(const koor_engine *engine, const char *post) {
    static const char people[] =
        "{\"id\":\"a\",\"circle\":\"x\",\"opted_in\":true}\n"
        "{\"id\":\"b\",\"circle\":\"x\",\"timezone\":\"Europe/Brussels\",\"opted_in\":true}\n"
        "{\"id\":\"c\",\"circle\":\"x\",\"timezone\":\"America/New_York\",\"opted_in\":true}\n";
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    uint64_t hash = 14695981039346656037u;
    int32_t status = koor_campaign_new(&campaign, engine, NULL);
    if (status == 0)
        status = koor_campaign_add_post(campaign, "p", post, SIZE_MAX, "", NULL);
    if (status == 0)
        status = koor_campaign_add_people(campaign, people, SIZE_MAX, NULL);
    if (status == 0)
        status = koor_campaign_set(campaign, "campaign.now", "2026-12-01T00:00Z", SIZE_MAX, NULL);
    if (status == 0)
        status = koor_plan_new(&plan, campaign, NULL, NULL, NULL);
    if (status == 0)
        status = koor_plan_write(plan, "jsonl", add_bytes, &hash, NULL);
    koor_plan_free(plan);
    koor_campaign_free(campaign);
    return status == 0 ? hash : 0;
}

static inline uint64_t render_once(const koor_plan *plan) {
    koor_image *image = NULL;
    size_t length = 0;
    if (!plan)
        return 1; /* a build that renders nothing */
    if (koor_image_render(&image, plan, 0, NULL) < 0)
        return 0;
    const void *bytes = koor_image_bytes(image, &length);
    uint64_t hash = mix(14695981039346656037u, bytes, length);
    koor_image_free(image);
    return hash;
}

/* A plan of one item with the picture; NULL in a build that renders nothing. */
static inline koor_plan *plan_of_picture(const koor_engine *engine, const void *bytes,
                                         size_t length) {
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    if (!koor_has_feature("jpeg"))
        return NULL;
    assert_int_equal(koor_campaign_new(&campaign, engine, NULL), 0);
    assert_int_equal(koor_campaign_add_post(campaign, "p", posts[0], SIZE_MAX, "en", NULL), 0);
    assert_int_equal(
        koor_campaign_add_person(campaign, "{\"id\":\"a\",\"opted_in\":true}", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_campaign_add_image(campaign, "one", bytes, length, NULL, 0, NULL), 0);
    assert_int_equal(
        koor_campaign_set(campaign, "campaign.now", "2026-12-01T00:00Z", SIZE_MAX, NULL), 0);
    assert_int_equal(koor_plan_new(&plan, campaign, NULL, NULL, NULL), 0);
    koor_campaign_free(campaign);
    return plan;
}

/* A picture of the sample campaign; the caller frees it. */
static inline void *read_picture(size_t *length) {
    char path[1024];
    const size_t most = 4 << 20;
    snprintf(path, sizeof path, "%s/examples/campaign/pictures/laan.jpg", getenv("KOOR_SOURCE"));
    FILE *file = fopen(path, "rb");
    void *bytes = malloc(most);
    assert_non_null(file);
    assert_non_null(bytes);
    *length = fread(bytes, 1, most, file);
    assert_in_range(*length, 1, most - 1);
    fclose(file);
    return bytes;
}

#endif
