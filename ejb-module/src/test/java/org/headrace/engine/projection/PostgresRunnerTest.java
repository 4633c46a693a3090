package org.headrace.engine.projection;

import org.headrace.spi.BeforeCheckpoint;

class PostgresRunnerTest extends RunnerContract {
    @Override
    RunnerEnvironment newEnvironment(BeforeCheckpoint flush) {
        return RunnerEnvironment.postgres(flush);
    }
}
