package org.headrace.engine.projection;

class InMemorySegmentFailuresTest extends SegmentFailuresContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.inMemory(() -> {});
    }
}
