/* Link tagging: parameters on the URLs of a text, so that results can be traced to a variant. */
#ifndef KR_LINKTAG_H
#define KR_LINKTAG_H

#include "base/job.h"
#include "model/network.h"

typedef struct kr_link_tags kr_link_tags;

/* What the placeholders {campaign} ... {text} stand for. */
typedef struct kr_link_values {
    kr_str campaign, post, person, circle, network, language, text;
} kr_link_values;

/* Reads link.tags: "utm" for the usual four, or key=value&key=value with placeholders in the
 * values. `hosts` (link.hosts, separated by |) limits it to these hosts and their subdomains;
 * empty: all. NULL in *out where `pattern` is empty. What is made lives in `arena`.
 * KOOR_E_SYNTAX with the offset. */
int32_t kr_link_open(kr_job *job, kr_arena *arena, kr_str pattern, kr_str hosts,
                     kr_link_tags **out);

/* Appends `text` with its URLs tagged. A URL is left as it is where it has no http or https, is
 * of another host, goes on behind where its end can be told, or would be longer than 2,048
 * bytes; a parameter that it has already stays. */
void kr_link_tag(kr_buffer *out, const kr_link_tags *tags, kr_str text,
                 const kr_link_values *values);

/* The most that tagging can add to one URL's length on a network, given the longest values: for
 * bounds while drawing. 0 where a URL costs a fixed length. */
uint32_t kr_link_longest(const kr_link_tags *tags, const kr_network *network,
                         const kr_link_values *longest);

#endif
