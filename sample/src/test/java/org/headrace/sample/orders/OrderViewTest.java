package org.headrace.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.math.BigDecimal;
import java.util.List;
import org.headrace.sample.orders.OrderRepository.OrderRecords;
import org.junit.jupiter.api.Test;

class OrderViewTest {

    private static final Jsonb JSONB = JsonbBuilder.create();

    @Test
    void hasTheShapeThatClientsRelyOn() {
        var records = new OrderRecords(
                List.of(reserved("s1", "B", 1), reserved("s1", "A", 2)),
                List.of(payment("s1", Payment.Status.AUTHORIZED)),
                List.of(shipment("s1", Shipment.Status.CREATED)));
        assertThat(JSONB.toJson(OrderView.of("O", records)))
                .isEqualTo("{\"orderId\":\"O\",\"reserved\":[{\"productId\":\"A\",\"quantity\":2},"
                        + "{\"productId\":\"B\",\"quantity\":1}],\"payment\":\"authorized\",\"shipment\":\"created\"}");
    }

    @Test
    void nothingIsNone() {
        assertThat(OrderView.of("O", new OrderRecords(List.of(), List.of(), List.of())))
                .isEqualTo(new OrderView("O", List.of(), "none", "none"));
    }

    @Test
    void addsUpWhatSeveralSagasTookAndLeavesOutWhatWasPutBack() {
        var records = new OrderRecords(
                List.of(
                        reserved("s1", "A", 2),
                        new Reservation("s2", "O", "A", 40, false),
                        new Reservation("s2", "O", "C", 1, false),
                        reserved("s3", "A", 3)),
                List.of(),
                List.of());
        assertThat(OrderView.of("O", records).reserved()).containsExactly(new OrderView.Reserved("A", 5));
    }

    @Test
    void whatStandsComesBeforeWhatWasUndone() {
        var undone = new OrderRecords(
                List.of(),
                List.of(payment("s1", Payment.Status.VOIDED)),
                List.of(shipment("s1", Shipment.Status.CANCELLED)));
        assertThat(OrderView.of("O", undone)).isEqualTo(new OrderView("O", List.of(), "voided", "cancelled"));
        var doneAgain = new OrderRecords(
                List.of(),
                List.of(payment("s1", Payment.Status.VOIDED), payment("s2", Payment.Status.AUTHORIZED)),
                List.of(shipment("s1", Shipment.Status.CANCELLED), shipment("s2", Shipment.Status.CREATED)));
        assertThat(OrderView.of("O", doneAgain)).isEqualTo(new OrderView("O", List.of(), "authorized", "created"));
    }

    private static Reservation reserved(String saga, String product, int quantity) {
        return new Reservation(saga, "O", product, quantity, true);
    }

    private static Payment payment(String saga, Payment.Status status) {
        return new Payment(saga, "O", BigDecimal.ONE, status);
    }

    private static Shipment shipment(String saga, Shipment.Status status) {
        return new Shipment(saga, "O", "Somewhere", "TRACK-" + saga, status);
    }
}
