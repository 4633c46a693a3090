package org.headrace.engine.projection;

class PostgresSegmentsTest extends SegmentsContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.postgres(() -> {});
    }
}
