package org.headrace.sample.orders;

/** A product and how much of it there is. */
public record StockItem(String productId, String productName, long inStock) {}
