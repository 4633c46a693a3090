package org.headrace.engine.projection;

import org.headrace.stream.Upcaster;

class PostgresEventFormsTest extends EventFormsContract {
    @Override
    RunnerEnvironment newEnvironment(Upcaster... upcasters) {
        return RunnerEnvironment.postgres(() -> {}, upcasters);
    }
}
