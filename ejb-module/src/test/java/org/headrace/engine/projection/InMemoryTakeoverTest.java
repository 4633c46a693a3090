package org.headrace.engine.projection;

class InMemoryTakeoverTest extends TakeoverContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.inMemory(() -> {});
    }
}
