package org.headrace.engine.projection;

class PostgresParkingTest extends ParkingContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.postgres(() -> {});
    }
}
