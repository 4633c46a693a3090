package org.headrace.engine.projection;

class PostgresTakeoverTest extends TakeoverContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.postgres(() -> {});
    }
}
