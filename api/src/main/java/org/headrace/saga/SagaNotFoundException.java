package org.headrace.saga;

/** No saga has that id, or no definition that name. */
public final class SagaNotFoundException extends RuntimeException {

    private SagaNotFoundException(String message) {
        super(message);
    }

    public static SagaNotFoundException id(String sagaId) {
        return new SagaNotFoundException("No saga has the id " + sagaId);
    }

    public static SagaNotFoundException definition(String name) {
        return new SagaNotFoundException("No saga is named " + name);
    }
}
