/* `koor doctor`: what this installation can do, so that a missing module or zone file is found before a
 * campaign is. Each line is tried, not assumed: a text is planned, and a moment in a zone with summer time. */
#include "cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static int tell(int good, const char *what, const char *detail) {
    printf("%-7s %-12s %s\n", good ? "ok" : "MISSING", what, detail);
    return good;
}

static void tell_packs(const json_t *description) {
    size_t i;
    json_t *pack;
    cli_text names = {0};
    json_array_foreach(json_object_get(description, "packs"), i, pack) {
        const char *name = json_string_value(json_object_get(pack, "language"));
        cli_add_string(&names, i ? ", " : "");
        cli_add_string(&names, name ? name : "?");
    }
    tell(names.length > 0, "packs", names.length ? names.data : "no language can be rewritten");
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

int cli_doctor(const cli_flags *flags) {
    koor_engine *engine = NULL;
    koor_error *error = NULL;
    (void)flags;
    if (koor_engine_open(&engine, &error) < 0)
        return cli_tell(error, "", NULL, 0);
    json_t *description = json_loads(koor_engine_describe(engine, NULL), 0, NULL);
    json_t *zones = try_zones(engine);
    tell(1, "library", koor_version());
    tell_packs(description);
    int whole = tell(zones != NULL, "time zones", zones ? json_string_value(zones)
                                         : "install tzdata: people are planned in their own zones");
    whole &= tell(koor_has_feature("jpeg"), "jpeg", koor_has_feature("jpeg") ? "renders pictures"
                                          : "built without libjpeg: texts and moments only");
    int vips = koor_has_feature("vips");
    tell(vips, "module", vips ? "built with koor-vips: PNG, WebP, GIF, colour profiles, words on pictures"
                              : "built without libvips: JPEG only, no words on pictures");
    json_decref(zones);
    json_decref(description);
    koor_engine_free(engine);
    return whole ? CLI_DONE : CLI_FAILED;
}
