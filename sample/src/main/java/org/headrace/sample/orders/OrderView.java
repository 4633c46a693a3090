package org.headrace.sample.orders;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.headrace.sample.orders.OrderRepository.OrderRecords;

/**
 * What stands of an order, whichever sagas did it.
 *
 * @param reserved goods that are taken, in order of product
 * @param payment {@code authorized}, {@code voided} or {@code none}
 * @param shipment {@code created}, {@code cancelled} or {@code none}
 */
@JsonbPropertyOrder({"orderId", "reserved", "payment", "shipment"})
public record OrderView(String orderId, List<Reserved> reserved, String payment, String shipment) {

    /** Goods of one product. */
    @JsonbPropertyOrder({"productId", "quantity"})
    public record Reserved(String productId, int quantity) {}

    static OrderView of(String orderId, OrderRecords records) {
        Map<String, Integer> quantities = new TreeMap<>();
        records.reservations().stream()
                .filter(Reservation::isOpen)
                .forEach(r -> quantities.merge(r.productId(), r.quantity(), Math::addExact));
        return new OrderView(
                orderId,
                quantities.entrySet().stream()
                        .map(e -> new Reserved(e.getKey(), e.getValue()))
                        .toList(),
                first(records.payments().stream().map(Payment::status).toList()),
                first(records.shipments().stream().map(Shipment::status).toList()));
    }

    /** What stands comes before what was undone. */
    private static <S extends Enum<S>> String first(List<S> states) {
        return states.stream()
                .sorted()
                .findFirst()
                .map(s -> s.name().toLowerCase(Locale.ROOT))
                .orElse("none");
    }
}
