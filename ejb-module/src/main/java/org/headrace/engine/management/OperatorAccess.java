package org.headrace.engine.management;

import org.headrace.operator.Operator;

/** Decides who may act through JMX, and under what name it is recorded. A CDI bean of the engine. */
public interface OperatorAccess {

    /**
     * Called on the JMX client's thread before anything is done.
     *
     * @param action as {@link org.headrace.operator.OperatorAction#action()}
     * @param target as {@link org.headrace.operator.OperatorAction#target()}
     * @param reason as the client gives it, may be empty
     * @return who acts
     * @throws SecurityException when the caller may not, with what is missing
     */
    Operator allow(String action, String target, String reason);
}
