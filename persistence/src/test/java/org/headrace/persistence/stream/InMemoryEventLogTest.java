package org.headrace.persistence.stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class InMemoryEventLogTest {

    private static LogEnvironment environment;

    @BeforeAll
    static void start() {
        environment = LogEnvironment.inMemory();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @Nested
    class Appending extends EventLogContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Reading extends ReadContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class InATransaction extends JoinedAppendsContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class InATrace extends TraceContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class OfACaller extends CallerContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class InOrder extends OrderingContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Retained extends RetentionContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class RetentionRecorded extends RetentionRecordContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Concurrent extends ConcurrentAppendsContract {
        @Override
        LogEnvironment environment() {
            return environment;
        }
    }
}
