/* The smallest host: prints the version and how many walks a marked-up post has. */
#include <koor.h>
#include <stdio.h>

int main(void) {
    koor_engine *engine = NULL;
    koor_campaign *campaign = NULL;
    char walks[32] = "";
    int failed = koor_engine_open(&engine, NULL) || koor_campaign_new(&campaign, engine, NULL) ||
                 koor_campaign_set(campaign, "post.syntax", "markup", SIZE_MAX, NULL) ||
                 koor_campaign_add_post(campaign, "post", "{Hi|Hello} {world|there}", SIZE_MAX, "en", NULL) ||
                 koor_campaign_count(campaign, walks, sizeof walks, NULL, NULL);
    printf("%s %s\n", koor_version(), walks);
    koor_campaign_free(campaign);
    koor_engine_free(engine);
    return failed;
}
