package org.headrace.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs tests that are to fail. */
final class Failing {

    private Failing() {}

    /** The names of those that fail; whatever else goes wrong with them is thrown. */
    static List<String> of(Stream<DynamicTest> tests) {
        return tests.filter(Failing::fails).map(DynamicTest::getDisplayName).toList();
    }

    private static boolean fails(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return false;
        } catch (AssertionError found) {
            return true;
        } catch (Throwable e) {
            throw new IllegalStateException(test.getDisplayName(), e);
        }
    }
}
