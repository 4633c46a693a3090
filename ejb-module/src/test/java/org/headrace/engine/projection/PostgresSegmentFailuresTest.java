package org.headrace.engine.projection;

class PostgresSegmentFailuresTest extends SegmentFailuresContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.postgres(() -> {});
    }
}
