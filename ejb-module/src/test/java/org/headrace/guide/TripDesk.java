package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;

/** What guests do. */
@ApplicationScoped
public class TripDesk {

    @Inject
    SagaOrchestrator sagas;

    /** The same trip asked for again is the same saga. Its id. */
    public String request(String tripId, String guest, String flight) {
        SagaData trip = SagaData.of("tripId", tripId).with("guest", guest).with("flight", flight);
        return sagas.start(SagaStart.of("book-trip", trip).withBusinessKey(tripId))
                .sagaId();
    }

    public void confirm(String sagaId) {
        sagas.signal(new SagaSignal(sagaId, "Confirmed", JsonText.of("true"), null));
    }
}
