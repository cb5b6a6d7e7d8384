#include "cli/band.h"

#include "cli/output.h"
#include "model/quantity.h"

bool print_band(char *out, size_t size, const Bands *bands, int figure)
{
    double low, high;
    char from[80], to[80];
    *out = '\0';
    if (!bands_figure(bands, figure, &low, &high)) {
        return false;
    }
    Printed least = print_figure(figure, low), most = print_figure(figure, high);
    snprintf(out, size, "%s to %s", join_printed(from, sizeof from, &least),
             join_printed(to, sizeof to, &most));
    return true;
}

void put_json_band(FILE *file, const Bands *bands, int figure)
{
    double low, high;
    if (bands_figure(bands, figure, &low, &high)) {
        fputs(", \"band\": {\"low\": ", file);
        put_json_number(file, low, figure_info[figure].unit);
        fputs(", \"high\": ", file);
        put_json_number(file, high, figure_info[figure].unit);
        fputs(", \"reason\": ", file);
        put_json_string(file, bands->reason);
        putc('}', file);
    }
}
