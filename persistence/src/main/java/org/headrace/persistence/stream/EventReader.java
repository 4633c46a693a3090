package org.headrace.persistence.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headrace.stream.EventPage;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.spi.StreamContents;
import org.jspecify.annotations.Nullable;

/** Reads a store. Parameters are legal. */
interface EventReader {

    /** A page may hold fewer events than asked for where they are large. */
    int MAX_PAGE_BYTES = 8 << 20;

    /** @param key null: of any key */
    EventPage read(String stream, @Nullable String key, long from, int limit);

    Optional<StreamInfo> stream(String name);

    List<StreamInfo> streams(@Nullable String after, int limit);

    StreamContents.Contents contents(String stream);

    Map<String, Long> heads(Collection<String> streams);

    Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most);
}
