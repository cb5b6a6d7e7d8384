/* modelpage.h -- docs/MODELS.md: every model, computed against published. */
#ifndef PROFILE_MODELPAGE_H
#define PROFILE_MODELPAGE_H

#include <stdio.h>

/* Markdown: a table of totals and checkpoints, a table of active parameters and cache.  Reads all
 * model profiles that are built in. */
void model_page(FILE *out);

#endif
