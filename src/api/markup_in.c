/* What marked-up posts refer to: the host's texts for #include and its values for %name%. The library opens
 * no files; both are kept until a post is made ready. */
#include "api/campaign_in.h"

#include <string.h>

static int is_value_name(kr_str name) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t i = 0;
    while (i < name.length && name.at[i] && strchr(allowed, name.at[i]))
        i++;
    return name.length > 0 && i == name.length;
}

static int32_t check_text(kr_job *job, const koor_campaign *campaign, const char *path,
                          const char *what, kr_str text) {
    int32_t status = kr_check_text(job, text, path ? path : what, what);
    return status < 0 ? status : kr_campaign_check_size(job, campaign, path, what, text);
}

int32_t kr_campaign_take_fragment(kr_job *job, koor_campaign *campaign, const char *path,
                                  kr_str name, kr_str text) {
    kr_markup_fragment fragment = {name, text};
    int32_t status = check_text(job, campaign, path, "fragment", text);
    if (status == KOOR_OK)
        status = check_text(job, campaign, path, "name", name);
    if (status < 0)
        return status;
    if (!name.length)
        return kr_fail(job, KOOR_E_ARGUMENT, path ? path : "fragment", -1,
                       "a fragment needs a name");
    for (size_t i = 0; i < campaign->fragment_count; i++)
        if (kr_str_equal(campaign->fragments[i].name, name))
            return kr_fail(job, KOOR_E_DUPLICATE, path ? path : "fragment", -1,
                           "fragment \"%.*s\" is there already", KR_SHOWN(name, 60));
    if (kr_grow(&campaign->memory, (void **)&campaign->fragments, &campaign->fragment_capacity,
                campaign->fragment_count, sizeof fragment) < 0)
        return kr_nomem(job);
    status = kr_campaign_own(job, campaign, &fragment.name);
    if (status == KOOR_OK)
        status = kr_campaign_own(job, campaign, &fragment.text);
    if (status == KOOR_OK)
        campaign->fragments[campaign->fragment_count++] = fragment;
    return status;
}

/* The place of a name's value; a new one at the end. NULL when out of memory. */
static kr_markup_value *value_of(koor_campaign *campaign, kr_str name) {
    for (size_t i = 0; i < campaign->value_count; i++)
        if (kr_str_equal_fold(campaign->values[i].name, name))
            return &campaign->values[i];
    if (kr_grow(&campaign->memory, (void **)&campaign->values, &campaign->value_capacity,
                campaign->value_count, sizeof *campaign->values) < 0)
        return NULL;
    return &campaign->values[campaign->value_count];
}

int32_t kr_campaign_take_value(kr_job *job, koor_campaign *campaign, const char *path, kr_str name,
                               kr_str value) {
    kr_markup_value taken = {.name = name, .value = value, .literal = 1};
    int32_t status = check_text(job, campaign, path, "value", value);
    if (status < 0)
        return status;
    if (!is_value_name(name))
        return kr_fail(job, KOOR_E_VALUE, path ? path : "value", -1,
                       "\"%.*s\" is no name for a value: use letters a-z, digits and _",
                       KR_SHOWN(name, 60));
    status = kr_campaign_own(job, campaign, &taken.name);
    if (status == KOOR_OK)
        status = kr_campaign_own(job, campaign, &taken.value);
    kr_markup_value *place = status == KOOR_OK ? value_of(campaign, name) : NULL;
    if (status == KOOR_OK && !place)
        return kr_nomem(job);
    if (status != KOOR_OK)
        return status;
    if (place == &campaign->values[campaign->value_count])
        campaign->value_count++;
    *place = taken;
    return KOOR_OK;
}

/* -- public ---------------------------------------------------------------------------------------- */

typedef int32_t (*taker)(kr_job *job, koor_campaign *campaign, const char *path, kr_str name,
                         kr_str text);

static int32_t run(koor_campaign *campaign, taker take, const char *name, kr_str text,
                   koor_error **out_error) {
    kr_job job;
    if (!campaign)
        return kr_fail_at(&kr_memory_default, out_error, KOOR_E_ARGUMENT, "campaign", -1,
                          "the campaign is NULL");
    kr_job_start(&job, &campaign->memory, out_error);
    int32_t status = take(&job, campaign, NULL, kr_given(name, SIZE_MAX), text);
    kr_job_end(&job);
    return status;
}

int32_t koor_campaign_add_fragment(koor_campaign *campaign, const char *name, const char *text,
                                   size_t length, koor_error **out_error) {
    return run(campaign, kr_campaign_take_fragment, name, kr_given(text, length), out_error);
}

int32_t koor_campaign_set_value(koor_campaign *campaign, const char *name, const char *value,
                                size_t length, koor_error **out_error) {
    return run(campaign, kr_campaign_take_value, name, kr_given(value, length), out_error);
}
