package org.headrace.sample.orders;

/** The parts of sagas over a repository, since there is no container here to inject it. */
@SuppressWarnings("UnnecessaryAssignment")
public final class StepsOver {

    private StepsOver() {}

    public static Inventory inventory(OrderRepository orders) {
        var inventory = new Inventory();
        inventory.orders = orders;
        return inventory;
    }

    public static Shipping shipping(OrderRepository orders) {
        var shipping = new Shipping();
        shipping.orders = orders;
        return shipping;
    }
}
