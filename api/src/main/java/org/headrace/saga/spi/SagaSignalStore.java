package org.headrace.saga.spi;

import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaSignal;

/** Keeps signals until a saga uses them, and their keys for ever. Joins the JTA transaction of the calling thread. */
public interface SagaSignalStore {

    /** False: the saga had a signal of that name with that key before; nothing is changed. */
    boolean add(SagaSignal signal);

    /** The data of the oldest one of that name that was not used; it is now, with the calling thread's transaction. */
    Optional<JsonText> use(String sagaId, String name);
}
