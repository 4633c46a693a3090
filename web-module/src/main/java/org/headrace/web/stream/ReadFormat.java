package org.headrace.web.stream;

import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the events that are read are told; of what a caller likes equally well, the first of these. */
enum ReadFormat {
    /** A page of events as they are told everywhere here. */
    JSON("json"),
    /** An array of CloudEvents: batched mode. */
    CLOUDEVENT_BATCH("cloudevents-batch+json"),
    /** One CloudEvent: structured mode. */
    CLOUDEVENT("cloudevents+json");

    static final String BATCH_TYPE = "application/cloudevents-batch+json";
    static final String CLOUDEVENT_TYPE = "application/cloudevents+json";

    private static final String APPLICATION = "application";

    private final String subtype;

    ReadFormat(String subtype) {
        this.subtype = subtype;
    }

    MediaType mediaType() {
        return new MediaType(APPLICATION, subtype);
    }

    private record Liking(ReadFormat format, double quality, int exactness) {}

    /**
     * The one that the caller likes best; of ranges that fit, the most exact one counts (RFC 9110, section 12.5.1).
     *
     * @param acceptable none: anything
     */
    static Optional<ReadFormat> of(List<MediaType> acceptable) {
        List<Liking> likings = new ArrayList<>();
        for (ReadFormat format : values()) {
            acceptable.stream()
                    .filter(range -> exactness(range, format) >= 0)
                    .max(Comparator.comparingInt(range -> exactness(range, format)))
                    .map(range ->
                            new Liking(format, quality(range.getParameters().get("q")), exactness(range, format)))
                    .filter(liking -> liking.quality > 0)
                    .ifPresent(likings::add);
        }
        return acceptable.isEmpty()
                ? Optional.of(JSON)
                : likings.stream()
                        .min(Comparator.comparingDouble(Liking::quality)
                                .thenComparingInt(Liking::exactness)
                                .reversed()
                                .thenComparing(Liking::format))
                        .map(Liking::format);
    }

    /** How exactly a range names a format: 0 as any type, 2 by its name; −1: it does not. */
    private static int exactness(MediaType range, ReadFormat format) {
        if (range.isWildcardType()) {
            return 0;
        }
        if (!range.getType().equalsIgnoreCase(APPLICATION)) {
            return -1;
        }
        if (range.isWildcardSubtype()) {
            return 1;
        }
        return range.getSubtype().equalsIgnoreCase(format.subtype) ? 2 : -1;
    }

    private static double quality(@Nullable String q) {
        try {
            return q == null ? 1 : Double.parseDouble(q);
        } catch (NumberFormatException nonsense) {
            return 1;
        }
    }
}
