package org.headrace.web.saga;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaQuery;

/** Which sagas a bulk action means, as its query says. Stricter than a search: what is misspelt would widen it. */
record BulkRequest(SagaQuery query, boolean isDryRun) {

    private static final String ALL = "all";
    private static final String DRY_RUN = "dryRun";

    /** @throws InvalidInputException naming the parameter that is unknown, missing or not as it must be */
    static BulkRequest of(MultivaluedMap<String, String> query) {
        List<String> known = new ArrayList<>(SagaFilter.CRITERIA);
        known.addAll(List.of("limit", "cursor", ALL, DRY_RUN));
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidInputException(
                        name, "is unknown: only " + String.join(", ", known) + " are read here");
            }
        }
        requireCriterion(query);
        return new BulkRequest(SagaFilter.of(query), flag(DRY_RUN, query));
    }

    private static void requireCriterion(MultivaluedMap<String, String> query) {
        boolean isNarrowed = SagaFilter.CRITERIA.stream().anyMatch(query::containsKey);
        boolean all = flag(ALL, query);
        if (!isNarrowed && !all) {
            throw new InvalidInputException(
                    ALL,
                    "must be true where none of " + String.join(", ", SagaFilter.CRITERIA) + " narrows the sagas down");
        }
        if (isNarrowed && all) {
            throw new InvalidInputException(ALL, "must not be true beside " + String.join(", ", SagaFilter.CRITERIA));
        }
    }

    private static boolean flag(String name, MultivaluedMap<String, String> query) {
        String text = query.getFirst(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true") || text.isEmpty()) {
            return true;
        }
        throw new InvalidInputException(name, "must be true or false");
    }
}
