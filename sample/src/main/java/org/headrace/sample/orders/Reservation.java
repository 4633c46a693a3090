package org.headrace.sample.orders;

/** Goods taken for an order by a saga; one order may have several sagas. */
public record Reservation(String sagaId, String orderId, String productId, int quantity, boolean isOpen) {}
