#include "model/analysis/claims.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

const char *const verdict_word[VERDICTS] = {
    [EXACT] = "exact",
    [ROUNDING] = "rounding",
    [CONSISTENT] = "consistent",
    [CONTRADICTS] = "contradicts its source",
    [NO_SOURCE] = "no source found",
    [NOT_CHECKED] = "not checked",
};

int find_verdict(const char *word)
{
    for (int i = 0; i < VERDICTS; i++) {
        if (strcmp(word, verdict_word[i]) == 0) {
            return i;
        }
    }
    return -1;
}

double claim_grain(const char *text, double value)
{
    double number = 0; /* of its digits, without the point: value / number is worth the last one */
    while (*text && !isdigit((unsigned char)*text) && *text != '.') {
        text++; /* "$", "-", "about " */
    }
    for (; isdigit((unsigned char)*text) || *text == '.' || *text == ','; text++) {
        if (isdigit((unsigned char)*text)) {
            number = 10 * number + (*text - '0');
        }
    }
    return number > 0 ? 0.5 * fabs(value) / number : 0;
}

double claim_deviation(double claimed, double computed)
{
    return claimed / computed - 1;
}

Verdict claim_verdict(double claimed, double grain, double computed, double tolerance, bool sourced)
{
    double off = fabs(claimed - computed);
    if (!isfinite(computed)) {
        return NOT_CHECKED;
    }
    if (!sourced) {
        return NO_SOURCE;
    }
    return off <= 1e-9 * fabs(claimed)         ? EXACT
           : off <= grain * (1 + 1e-9)         ? ROUNDING
           : off <= tolerance * fabs(computed) ? CONSISTENT
                                               : CONTRADICTS;
}
