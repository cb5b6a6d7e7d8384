/* band.h -- the band of a predicted figure, as commands print it. */
#ifndef CLI_BAND_H
#define CLI_BAND_H

#include "model/analysis/bands.h"

#include <stdio.h>

/* "16.0 s to 24.0 s".  False, and an empty text, where the figure is not predicted. */
bool print_band(char *out, size_t size, const Bands *bands, int figure);

/* , "band": {"low": 16, "high": 24, "reason": "..."} or nothing. */
void put_json_band(FILE *file, const Bands *bands, int figure);

#endif
