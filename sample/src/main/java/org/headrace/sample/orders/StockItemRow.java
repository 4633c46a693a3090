package org.headrace.sample.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code inventory}, for queries: it is never loaded, since its stock changes by updates that pass it by. */
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
}
