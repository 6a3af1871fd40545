/* Output: items as JSON, CSV and iCalendar. Each function appends to a buffer; the caller checks
 * buffer->failed once. */
#ifndef KR_OUTPUT_H
#define KR_OUTPUT_H

#include "base/buffer.h"
#include "model/item.h"

/* One object without a line end: a line of plan.jsonl. Keys in the order of docs/files.md. */
void kr_output_json(kr_buffer *out, const kr_item_view *item);

void kr_output_csv_head(kr_buffer *out);
void kr_output_csv(kr_buffer *out, const kr_item_view *item);

/* iCalendar (RFC 5545): head, an event an item, foot. `stamp` is the plan's `now` in Unix seconds. */
void kr_output_ics_head(kr_buffer *out, kr_str campaign);
void kr_output_ics(kr_buffer *out, const kr_item_view *item, int64_t stamp);
void kr_output_ics_foot(kr_buffer *out);

#endif
