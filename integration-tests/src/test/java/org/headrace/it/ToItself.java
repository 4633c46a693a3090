package org.headrace.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that works with the examples' own streams and projections, or looks at all that a server has. It has the tests'
 * own servers to itself. An installation that was named by its address is somebody's: it is skipped there unless that one
 * says that nobody minds.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToItself.Condition.class)
public @interface ToItself {

    String ADDRESS = "headrace.it.address";
    String ALONE = "headrace.it.alone";

    /** Skips, and says why. */
    final class Condition implements ExecutionCondition {

        /** Whether such tests run. */
        public static boolean isGiven() {
            return System.getProperty(ADDRESS, "").isEmpty() || Boolean.getBoolean(ALONE);
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return isGiven()
                    ? ConditionEvaluationResult.enabled("the server is the test's own")
                    : ConditionEvaluationResult.disabled(
                            "It uses the examples' streams and projections, or looks at all"
                                    + " that the server has: -D" + ALONE + "=true where nobody minds");
        }
    }
}
