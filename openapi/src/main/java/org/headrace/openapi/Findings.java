package org.headrace.openapi;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a description. */
final class Findings {

    private final List<String> all = new ArrayList<>();

    void add(String finding) {
        all.add(finding);
    }

    /** @throws IllegalStateException naming each */
    void failIfAny() {
        if (!all.isEmpty()) {
            throw new IllegalStateException("The API is not described as it is:\n  " + String.join("\n  ", all));
        }
    }
}
