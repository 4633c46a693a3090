package org.headrace.sample.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code inventory}. */
@Entity
@Table(name = "inventory")
public class StockItemRow {

    @Id
    @Column(name = "product_id")
    private String productId = "";

    @Column(name = "product_name")
    private String productName = "";

    @Column(name = "in_stock")
    private long inStock;

    StockItem read() {
        return new StockItem(productId, productName, inStock);
    }
}
