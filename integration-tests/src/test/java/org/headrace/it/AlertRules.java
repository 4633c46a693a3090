package org.headrace.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.headrace.it.server.Places;

/** What watches Headrace by its metrics: the alerts for Prometheus and the dashboard for Grafana. */
final class AlertRules {

    private static final String ALERTS = "server-config/prometheus/alerts.yml";
    private static final String DASHBOARD = "server-config/grafana/headrace.json";
    private static final Pattern RULE =
            Pattern.compile("- alert: (\\w+)\\n +expr: (?:>-\\n)?(.*?)\\n +for: ", Pattern.DOTALL);
    private static final Pattern METRIC = Pattern.compile("\\b(?:headrace|jvm|process|system)_[a-z0-9_]+");

    private AlertRules() {}

    /** Expressions by the names of their alerts, on one line each. */
    static Map<String, String> alerts() throws IOException {
        Map<String, String> alerts = new LinkedHashMap<>();
        RULE.matcher(text(ALERTS)).results().forEach(r -> alerts.put(r.group(1), oneLine(r.group(2))));
        return alerts;
    }

    /** The names of all metrics that an alert or the dashboard asks for. */
    static Set<String> metrics() throws IOException {
        String asked = String.join("\n", alerts().values()) + text(DASHBOARD);
        return METRIC.matcher(asked).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    static String oneLine(String expression) {
        return expression.strip().replaceAll("\\s+", " ");
    }

    private static String text(String file) throws IOException {
        return Files.readString(Places.ROOT.resolve(file));
    }
}
