package org.headrace.operator.spi;

import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;

/**
 * Keeps what operators did. A record joins the JTA transaction of the calling thread where there is one, so that it is
 * there when, and only when, the action took effect.
 */
public interface OperatorActionStore extends OperatorActions {
    void record(OperatorAction action);
}
