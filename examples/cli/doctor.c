/* `koor doctor`: what this installation can do, so that a missing module or zone file is found before a
 * campaign is. Each line is tried, not assumed: a text is planned, a moment in a zone with summer time, and a
 * picture is rendered through the module. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What was tried, told line by line, or with --json as one list at the end. */
typedef struct findings {
    const cli_flags *flags;
    json_t *checks;
} findings;

static int tell(findings *f, int good, const char *what, const char *detail) {
    json_array_append_new(f->checks, json_pack("{s:s,s:b,s:s}", "what", what, "ok", good, "detail", detail));
    if (!f->flags->json && !(f->flags->quiet && good))
        printf("%-7s %-12s %s\n", good ? "ok" : "MISSING", what, detail);
    return good;
}

static void tell_packs(findings *f, const json_t *description) {
    size_t i;
    json_t *pack;
    cli_text names = {0};
    json_array_foreach(json_object_get(description, "packs"), i, pack) {
        const char *name = json_string_value(json_object_get(pack, "language"));
        cli_add_string(&names, i ? ", " : "");
        cli_add_string(&names, name ? name : "?");
    }
    tell(f, names.length > 0, "packs", names.length ? names.data : "no language can be rewritten");
    cli_free_text(&names);
}

/* Plans one person in a zone with summer time: the version of the zone files, NULL where there are none. */
static json_t *try_zones(const koor_engine *engine) {
    static const char campaign[] =
        "{\"options\":{\"campaign.now\":\"2027-03-20T09:00:00Z\"},"
        "\"posts\":[{\"id\":\"try\",\"language\":\"en\",\"text\":\"We are hiring a baker in Ghent.\"}],"
        "\"people\":[{\"id\":\"p\",\"timezone\":\"Europe/Brussels\",\"opted_in\":true}]}";
    koor_plan *plan = NULL;
    json_t *version = NULL;
    if (koor_plan_from_json(&plan, engine, campaign, SIZE_MAX, NULL) == 0) {
        json_t *meta = json_loads(koor_plan_meta(plan, NULL), 0, NULL);
        version = json_incref(json_object_get(json_object_get(meta, "versions"), "tzdata"));
        json_decref(meta);
    }
    koor_plan_free(plan);
    return version;
}

/* 1200 x 630 black pixels as PNG: large enough for a picture. */
static const unsigned char png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x04, 0xb0,
    0x00, 0x00, 0x02, 0x76, 0x01, 0x00, 0x00, 0x00, 0x00, 0x67, 0x3b, 0x46, 0xf1, 0x00, 0x00, 0x00, 0x73, 0x49, 0x44, 0x41,
    0x54, 0x78, 0xda, 0xed, 0xc1, 0x01, 0x0d, 0x00, 0x00, 0x00, 0xc2, 0xa0, 0xf7, 0x4f, 0x6d, 0x0e, 0x37, 0xa0, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x5e, 0x0d, 0x73, 0xa9, 0x00, 0x01, 0xe9, 0x1a, 0x8c, 0x3c,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/* Renders a PNG, which only the module reads: the error, NULL where it did. */
static koor_error *try_module(const koor_engine *engine) {
    static const char campaign_json[] =
        "{\"options\":{\"campaign.now\":\"2027-03-20T09:00:00Z\"},"
        "\"posts\":[{\"id\":\"try\",\"language\":\"en\",\"text\":\"We are hiring a baker in Ghent.\"}],"
        "\"people\":[{\"id\":\"p\",\"opted_in\":true}]}";
    koor_campaign *campaign = NULL;
    koor_plan *plan = NULL;
    koor_image *image = NULL;
    koor_error *error = NULL;
    if (koor_campaign_new(&campaign, engine, &error) == 0 &&
        koor_campaign_load_json(campaign, campaign_json, SIZE_MAX, &error) == 0 &&
        koor_campaign_add_image(campaign, "black", png, sizeof png, NULL, 0, &error) == 0 &&
        koor_plan_new(&plan, campaign, NULL, NULL, &error) == 0)
        koor_image_render(&image, plan, 0, &error);
    koor_image_free(image);
    koor_plan_free(plan);
    koor_campaign_free(campaign);
    return error;
}

/* Whether nothing is broken: a build without the module is whole, one whose module is gone is not. */
static int tell_module(findings *f, const koor_engine *engine) {
    if (!koor_has_feature("vips")) {
        tell(f, 0, "module", "built without libvips: JPEG only, no words on pictures");
        return 1;
    }
    koor_error *error = try_module(engine);
    int works = tell(f, !error, "module", error ? koor_error_message(error)
                                                : "koor-vips renders PNG, WebP, GIF, colour profiles, words on pictures");
    koor_error_free(error);
    return works;
}

int cli_doctor(const cli_flags *flags) {
    koor_engine *engine = NULL;
    koor_error *error = NULL;
    if (koor_engine_open(&engine, &error) < 0)
        return cli_tell(error, "", NULL, 0);
    json_t *description = json_loads(koor_engine_describe(engine, NULL), 0, NULL);
    json_t *zones = try_zones(engine);
    findings f = {flags, json_array()};
    tell(&f, 1, "library", koor_version());
    tell_packs(&f, description);
    int whole = tell(&f, zones != NULL, "time zones", zones ? json_string_value(zones)
                                         : "install tzdata: people are planned in their own zones");
    whole &= tell(&f, koor_has_feature("jpeg"), "jpeg", koor_has_feature("jpeg") ? "renders pictures"
                                          : "built without libjpeg: texts and moments only");
    whole &= tell_module(&f, engine);
    if (flags->json)
        cli_print_json(json_pack("{s:s,s:b,s:O}", "command", "doctor", "ok", whole, "checks", f.checks));
    json_decref(f.checks);
    json_decref(zones);
    json_decref(description);
    koor_engine_free(engine);
    return whole ? CLI_DONE : CLI_FAILED;
}
