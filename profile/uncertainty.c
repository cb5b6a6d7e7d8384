#include "profile/uncertainty.h"

#include <stdio.h>

Spans scenario_spans(const Library *library, const Scenario *scenario)
{
    Spans spans = usual_spans(&scenario->plan);
    for (int i = 0; i < INPUT_COUNT; i++) {
        double low, high;
        if (origin_span(library, scenario->origin[i], i, &low, &high)) {
            spans.low[i] = low;
            spans.high[i] = high;
            spans.usual[i] = false;
        }
    }
    return spans;
}

const char *span_source(const Library *library, const Scenario *scenario, const Spans *spans,
                        int input, char *out, size_t size)
{
    const char *usual = usual_span_source(input);
    if (spans->usual[input]) {
        snprintf(out, size, "usual: %s", usual ? usual : "");
        return out;
    }
    return origin_text(library, scenario->origin[input], out, size);
}
