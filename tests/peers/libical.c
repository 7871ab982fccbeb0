/* What libical makes of a calendar file: parse it, expand every event over a period.
 *
 *   libical FILE FROM TO RUNS        dates as 20260101T000000Z; the period is [FROM, TO)
 *
 * Prints one JSON line with the best of RUNS: {"events","parseSeconds","instances","expandSeconds"}.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static char *whole_file(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    long size = ftell(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text || fseek(file, 0, SEEK_SET) != 0 || fread(text, 1, (size_t)size, file) != (size_t)size)
        return NULL;
    text[size] = '\0';
    fclose(file);
    return text;
}

static time_t from, to;

static void count_one(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)event;
    if (span->start < to && span->end > from) ++*(long *)data;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s FILE FROM TO RUNS\n", argv[0]);
        return 2;
    }
    char *text = whole_file(argv[1]);
    if (!text) {
        perror(argv[1]);
        return 1;
    }
    struct icaltimetype first = icaltime_from_string(argv[2]), last = icaltime_from_string(argv[3]);
    from = icaltime_as_timet(first);
    to = icaltime_as_timet(last);
    double best_parse = 1e9, best_expand = 1e9;
    long events = 0, instances = 0;
    for (int run = atoi(argv[4]); run > 0; run--) {
        double begun = seconds();
        icalcomponent *calendar = icalparser_parse_string(text);
        double parsed = seconds() - begun;
        if (!calendar) {
            fprintf(stderr, "%s: not a calendar\n", argv[1]);
            return 1;
        }
        events = instances = 0;
        begun = seconds();
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            events++;
            icalcomponent_foreach_recurrence(event, first, last, count_one, &instances);
        }
        double expanded = seconds() - begun;
        icalcomponent_free(calendar);
        if (parsed < best_parse) best_parse = parsed;
        if (expanded < best_expand) best_expand = expanded;
    }
    printf("{\"events\":%ld,\"parseSeconds\":%.6f,\"instances\":%ld,\"expandSeconds\":%.6f}\n", events,
           best_parse, instances, best_expand);
    free(text);
    return 0;
}
