package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.headrace.json.JsonText;
import org.headrace.stream.EventVersion;
import org.headrace.stream.Upcaster;

/** Version 1 had one unit an order: {@code {"product":"P-1"}}. */
@ApplicationScoped
public class OrderPlacedInUnits implements Upcaster {

    @Override
    public EventVersion from() {
        return EventVersion.of("OrderPlaced");
    }

    @Override
    public EventVersion to() {
        return new EventVersion("OrderPlaced", 2);
    }

    @Override
    public JsonText upcast(JsonText data) {
        Object product = data.decode(Map.class).get("product");
        return JsonText.encode(Map.of("productId", product, "quantity", 1));
    }
}
