package org.headrace.sample.gateway;

/** The gateway over a repository, since there is no container here to inject it. */
@SuppressWarnings("UnnecessaryAssignment")
public final class ChargesOver {

    private ChargesOver() {}

    static ChargeCards cards(ChargeRepository charges) {
        var cards = new ChargeCards();
        cards.charges = charges;
        return cards;
    }

    public static ChargesResource resource(ChargeRepository charges) {
        var resource = new ChargesResource();
        resource.cards = cards(charges);
        return resource;
    }
}
