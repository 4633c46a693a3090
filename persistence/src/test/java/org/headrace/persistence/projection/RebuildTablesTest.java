package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.StaleCheckpointException;
import org.junit.jupiter.api.Test;

/** The functions that make, compare and swap tables. */
class RebuildTablesTest extends TablesOfTwoRoles {

    @Test
    void theNewTablesAreLikeTheOldToTheNameOfAnIndexAndToTheGrants() throws Exception {
        List<String> before = shape("public");
        assertThat(before)
                .anyMatch(s -> s.contains("model_by_note"))
                .anyMatch(s -> s.contains(READER + "=r*/"))
                .anyMatch(s -> s.contains("unusual"));

        begin(rebuild("model", "other"));

        assertThat(shape("headrace_rebuild_test")).isEqualTo(before);
        asApp("INSERT INTO headrace_rebuild_test.model (k, note) VALUES ('a', '{\"x\":1}')");
        assertThatThrownBy(() -> asApp("DROP TABLE headrace_rebuild_test.model"))
                .as("the application owns nothing")
                .hasMessageContaining("must be owner");
    }

    @Test
    void aBatchFindsTheNewTablesAndOthersDoNot() throws Exception {
        Rebuild rebuild = begin(rebuild("model"));

        jta.inTransaction(() -> {
            String entered = tables.enter(rebuild);
            insert("new");
            assertThat(tables.written(rebuild)).isEmpty();
            assertThat(rebuilds.load("p")).as("Headrace's own").isPresent();
            tables.leave(entered);
            assertThat(keys("model")).isEmpty();
            return null;
        });

        assertThat(keys("model")).isEmpty();
        assertThat(keys("headrace_rebuild_test.model")).containsExactly("new");
    }

    @Test
    void aBatchThatWritesToTheTableThatServesIsFound() throws Exception {
        Rebuild rebuild = begin(rebuild("model", "other"));

        jta.inTransaction(() -> {
            tables.enter(rebuild);
            new Jdbc(jta.dataSource()).first("SELECT k FROM public.other", s -> {}, row -> row.getString(1));
            assertThat(tables.written(rebuild)).as("reading is no writing").isEmpty();
            new Jdbc(jta.dataSource()).update("INSERT INTO public.model (k) VALUES ('x')", s -> {});
            assertThat(tables.written(rebuild)).containsExactly("model");
            return null;
        });
    }

    @Test
    void whoeverChangesARebuildWaitsForItsBatchAndFencesTheNext() throws Exception {
        Rebuild rebuild = begin(rebuild("model"));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> cancelled = jta.inTransaction(() -> {
                tables.enter(rebuild);
                Future<?> cancelling = threads.submit(() -> jta.inTransaction(() -> {
                    assertThat(rebuilds.lock("p")).isPresent();
                    tables.drop(rebuild);
                    rebuilds.remove("p");
                    return null;
                }));
                Awaitility.await().until(() -> waiting() == 1);
                insert("in flight");
                return cancelling;
            });
            cancelled.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThatThrownBy(() -> jta.inTransaction(() -> tables.enter(rebuild)))
                .isInstanceOf(StaleCheckpointException.class);
        assertThat(shape("headrace_rebuild_test")).isEmpty();
        Rebuild again = begin(
                new Rebuild("p", State.BUILDING, rebuild.tables(), rebuild.schemas(), start(Instant.EPOCH), null));
        assertThatThrownBy(() -> jta.inTransaction(() -> tables.enter(rebuild)))
                .as("a batch of the one before is none of the next one's")
                .isInstanceOf(StaleCheckpointException.class);
        jta.inTransaction(() -> tables.enter(again));
    }

    @Test
    void aSwapAndASwapBackAreSeenByReadersAtOnceAndLeaveNothing() throws Exception {
        asApp("INSERT INTO model (k) VALUES ('old')");
        List<String> before = shape("public");
        Rebuild rebuild = begin(rebuild("model", "other"));
        asApp("INSERT INTO headrace_rebuild_test.model (k) VALUES ('new'), ('newer')");

        jta.rolledBack(() -> {
            tables.swap(rebuild);
            return null;
        });
        assertThat(keys("model")).containsExactly("old");
        jta.inTransaction(() -> {
            tables.swap(rebuild);
            return null;
        });
        assertThat(keys("model")).containsExactly("new", "newer");
        assertThat(keys("headrace_previous_test.model", OWNER)).containsExactly("old");
        assertThat(shape("public")).isEqualTo(before);
        assertThat(shape("headrace_rebuild_test")).isEmpty();

        jta.inTransaction(() -> {
            tables.swapBack(rebuild.switched());
            return null;
        });
        assertThat(keys("model")).containsExactly("old");
        assertThat(shape("public")).isEqualTo(before);
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aReaderSeesTheOldOrTheNewTableAtAnyMoment() throws Exception {
        asApp("INSERT INTO model (k) SELECT 'old' || n FROM generate_series(1, 100) n");
        Rebuild rebuild = begin(rebuild("model"));
        asApp("INSERT INTO headrace_rebuild_test.model (k) SELECT 'new' || n FROM generate_series(1, 100) n");
        var stop = new AtomicBoolean();
        var olds = new AtomicInteger();
        var news = new AtomicInteger();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reading.add(readers.submit((Callable<Void>) () -> {
                    // One prepared statement each: the server keeps its plan, which must not keep the old table.
                    try (Connection connection = as(READER).getConnection();
                            var select = connection.prepareStatement(
                                    "SELECT count(*), count(*) FILTER (WHERE k LIKE 'new%') FROM model")) {
                        while (!stop.get()) {
                            try (ResultSet row = select.executeQuery()) {
                                row.next();
                                assertThat(row.getInt(1)).isEqualTo(100);
                                assertThat(row.getInt(2)).isIn(0, 100);
                                (row.getInt(2) == 0 ? olds : news).incrementAndGet();
                            }
                        }
                    }
                    return null;
                }));
            }
            Awaitility.await().until(() -> olds.get() > 100);
            jta.inTransaction(() -> {
                tables.swap(rebuild);
                return null;
            });
            int atSwitch = news.get();
            Awaitility.await().until(() -> news.get() > atSwitch + 100);
            stop.set(true);
            for (Future<?> reader : reading) {
                reader.get(10, TimeUnit.SECONDS);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void rowsThatDifferAreCountedTableByTable() throws Exception {
        Rebuild rebuild = begin(rebuild("model", "other"));
        asApp("INSERT INTO model (k, note) VALUES ('gap', '1')");
        asApp("DELETE FROM model");
        for (String schema : List.of("public", "headrace_rebuild_test")) {
            asApp("INSERT INTO " + schema + ".model (k, note) VALUES ('same', '{\"a\": 1}')");
            asApp("INSERT INTO " + schema + ".other VALUES ('same')");
        }
        assertThat(tables.compare(rebuild))
                .as("the numbers of an identity are the database's")
                .containsExactly(new TableParity("model", 0, 0), new TableParity("other", 0, 0));

        asApp("UPDATE headrace_rebuild_test.model SET n = 8");
        asApp("INSERT INTO model (k) VALUES ('o1'), ('o2')");
        asApp("INSERT INTO headrace_rebuild_test.other VALUES ('n1')");

        assertThat(tables.compare(rebuild))
                .containsExactly(new TableParity("model", 3, 1), new TableParity("other", 0, 1));
    }
}
