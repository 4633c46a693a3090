package org.headrace.saga;

/** Asks another system what became of a call. */
@FunctionalInterface
public interface SagaProbe {

    /** What is known of a call. */
    enum Finding {
        /** It took effect, and is not made again. What the probe set in the context is kept. */
        HAPPENED,
        /** It never took effect, and never will: it is made again. */
        NEVER_HAPPENED,
        /** Nobody can tell yet: the probe is asked again later, as after a failed try. */
        UNKNOWN
    }

    /**
     * Runs outside of any transaction.
     *
     * @param context {@link SagaContext#idempotencyKey} is the one that the call was given, and
     *     {@link SagaContext#direction} tells whether it was to execute or to undo
     * @throws Exception as if {@link Finding#UNKNOWN} were returned
     */
    Finding ask(SagaContext context) throws Exception;
}
