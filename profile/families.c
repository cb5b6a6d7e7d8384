/* families.c -- the rows of families.def as a table. */
#include "profile/families_read.h"

#include <string.h>

/* clang-format off */
static const Family families[] = {
#define FAMILY(model_type, ...) { .type = model_type, .name = __VA_ARGS__ },
#include "profile/families.def"
#include "profile/families_refused.def"
};
/* clang-format on */

const Family *family_at(int row)
{
    return row >= 0 && row < (int)(sizeof families / sizeof *families) ? &families[row] : NULL;
}

const Family *family_find(const char *type)
{
    for (int i = 0; family_at(i); i++) {
        if (strcmp(families[i].type, type) == 0) {
            return &families[i];
        }
    }
    return NULL;
}
