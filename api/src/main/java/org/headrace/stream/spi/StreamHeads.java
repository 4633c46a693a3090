package org.headrace.stream.spi;

import java.util.Collection;
import java.util.Map;

/** Where streams end. */
public interface StreamHeads {

    /** The offset of the newest event of each stream, in one query; a stream without events is absent. */
    Map<String, Long> heads(Collection<String> streams);

    /**
     * The same of streams whose names begin with one of some prefixes, in one query.
     *
     * @param most how many streams a prefix; of one that more begin with, any so many
     * @return by prefix and stream; a prefix that no stream begins with may be absent
     */
    Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most);
}
