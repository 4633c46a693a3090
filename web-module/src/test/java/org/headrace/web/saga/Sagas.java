package org.headrace.web.saga;

import java.time.Instant;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Outlook;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;

/** Sagas to be shown. */
final class Sagas {

    static final String ID = "0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10";

    private static final Saga SAGA = new Saga(ID, "ORD-001", "order-fulfillment");
    private static final Instant START = Instant.parse("2026-01-31T12:00:00.123456Z");

    private Sagas() {}

    static SagaStatus notStarted() {
        return new SagaStatus(
                SAGA,
                1,
                new Progress(SagaState.NOT_STARTED, 0, 3, List.of()),
                SagaData.empty(),
                new Times(START, START, null),
                null,
                null,
                null,
                Outlook.NOTHING,
                "Waits for a worker");
    }

    /** With all that a saga can have. */
    static SagaStatus withEverything() {
        return new SagaStatus(
                SAGA,
                2,
                new Progress(SagaState.FAILED, 2, 3, List.of("ReserveInventory", "Authorize\"Payment")),
                SagaData.parse(
                        "{\"orderId\":\"ORD-001\",\"amount\":99.980, \"big\":12345678901234567890,\"x\":{\"b\":1,"
                                + "\"a\":[ ]}}"),
                new Times(START, START.plusSeconds(1), START.plusSeconds(2)),
                new Mark(new Operator("ann", "stock-taking"), START.plusSeconds(3)),
                new Mark(new Operator("bob", ""), START.plusSeconds(4)),
                new Failure("Insufficient\nfunds", 3, START.plusSeconds(5)),
                new Outlook(START.plusSeconds(6), "Approval", START.plusSeconds(7), "AuthorizePayment"),
                "Has failed");
    }
}
