package org.headrace.engine.projection;

import org.headrace.spi.BeforeCheckpoint;

class InMemoryRunnerTest extends RunnerContract {
    @Override
    RunnerEnvironment newEnvironment(BeforeCheckpoint flush) {
        return RunnerEnvironment.inMemory(flush);
    }
}
