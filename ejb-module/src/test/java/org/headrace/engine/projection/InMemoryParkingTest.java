package org.headrace.engine.projection;

class InMemoryParkingTest extends ParkingContract {
    @Override
    RunnerEnvironment newEnvironment() {
        return RunnerEnvironment.inMemory(() -> {});
    }
}
