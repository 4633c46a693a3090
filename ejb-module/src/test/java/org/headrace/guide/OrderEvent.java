package org.headrace.guide;

import org.headrace.stream.EventType;

/** What happens to orders. */
public sealed interface OrderEvent {

    @EventType(version = 2)
    record OrderPlaced(String productId, int quantity) implements OrderEvent {}

    record OrderCancelled(String productId, int quantity) implements OrderEvent {}
}
