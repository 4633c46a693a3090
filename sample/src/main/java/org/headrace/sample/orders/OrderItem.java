package org.headrace.sample.orders;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A line of an order. */
public record OrderItem(String productId, @Nullable String productName, int quantity, BigDecimal price) {}
