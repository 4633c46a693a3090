package org.headrace.stream.spi;

import java.util.Collection;
import java.util.Map;

/** Where streams end. */
public interface StreamHeads {

    /** The offset of the newest event of each stream, in one query; a stream without events is absent. */
    Map<String, Long> heads(Collection<String> streams);
}
