package org.headrace.web.health;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Map;

/** The answer of a health check, of the shape of MicroProfile Health 4. */
@JsonbPropertyOrder({"status", "checks"})
public record Health(String status, List<Check> checks) {

    static final String UP = "UP";
    static final String DOWN = "DOWN";

    /** One thing that was looked at. */
    @JsonbPropertyOrder({"name", "status", "data"})
    public record Check(String name, String status, Map<String, String> data) {
        static Check of(String name, boolean up, Map<String, String> data) {
            return new Check(name, up ? UP : DOWN, data);
        }
    }

    static Health of(List<Check> checks) {
        return new Health(checks.stream().allMatch(c -> c.status().equals(UP)) ? UP : DOWN, checks);
    }

    boolean isUp() {
        return status.equals(UP);
    }
}
