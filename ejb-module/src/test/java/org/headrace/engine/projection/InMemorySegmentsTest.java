package org.headrace.engine.projection;

class InMemorySegmentsTest extends SegmentsContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.inMemory(() -> {});
    }
}
