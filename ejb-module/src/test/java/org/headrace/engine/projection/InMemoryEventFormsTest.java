package org.headrace.engine.projection;

import org.headrace.stream.Upcaster;

class InMemoryEventFormsTest extends EventFormsContract {
    @Override
    RunnerEnvironment newEnvironment(Upcaster... upcasters) {
        return RunnerEnvironment.inMemory(() -> {}, upcasters);
    }
}
