package org.headrace.engine.saga;

import java.time.Duration;

/** Has {@link SagaEngine#scan} called. */
public interface SagaScans {

    /** From now on, at this interval. */
    void every(Duration interval);
}
