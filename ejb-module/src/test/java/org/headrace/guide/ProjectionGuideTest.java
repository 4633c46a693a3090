package org.headrace.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.engine.projection.TestNode;
import org.headrace.guide.OrderEvent.OrderCancelled;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.Test;

/** The guide's projection written from nothing: its code is that of this package, and runs. */
class ProjectionGuideTest {

    private static final String SECTION = "## A projection written from nothing";

    @Test
    void everyBlockOfTheSectionIsCodeOfThisPackage() throws IOException {
        List<String> blocks = GuidePage.named("projections.md").section(SECTION).blocks();

        List<String> sources = GuidePage.sources();
        assertThat(blocks).hasSize(6);
        for (String code : blocks) {
            assertThat(sources).as("a source that holds:%n%s", code).anyMatch(source -> source.contains(code));
        }
    }

    @Test
    void itsCodeBuildsTheReadModelFromOldAndNewEventsAndCanBeRebuilt() {
        try (EmbeddedDatabase database = EmbeddedDatabase.migrated();
                JtaEnvironment jta = JtaEnvironment.over(database)) {
            var tables = new Changelog(new OrderTables().changelog(), getClass().getClassLoader());
            new LiquibaseSchema(database.dataSource(), List.of(Changelog.HEADRACE, tables), false).prepare();
            try (TestNode node = TestNode.postgres(jta, new OrderPlacedInUnits())) {
                node.registerAnnotated(projectionOver(jta));
                node.log().append("Orders", NewEvent.of("OrderPlaced", JsonText.of("{\"product\":\"P-1\"}")));
                placeOrderOn(node).place("O-2", "P-1", 4);
                node.log().append("Orders", NewEvent.of(new OrderCancelled("P-1", 1)));
                node.log().append("Orders", NewEvent.of("OrderRated", JsonText.of("5")));

                var jdbc = new Jdbc(jta.dataSource());
                awaitAll(node);
                assertThat(model(jdbc)).isEqualTo("P-1: 1 orders, 4 units");
                assertThat(node.projections().status("units-ordered").counts().unknown())
                        .isEqualTo(1);

                jdbc.update("UPDATE units_ordered SET units = 99", s -> {});
                node.projections().rebuild("units-ordered", new Operator("ada", "it was wrong"));
                awaitAll(node);
                assertThat(model(jdbc)).isEqualTo("P-1: 1 orders, 4 units");
                assertThat(node.projections().audit("units-ordered").isComplete())
                        .isTrue();
            }
        }
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static UnitsOrdered projectionOver(JtaEnvironment jta) {
        var projection = new UnitsOrdered();
        projection.dataSource = jta.dataSource();
        return projection;
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private static PlaceOrder placeOrderOn(TestNode node) {
        var placeOrder = new PlaceOrder();
        placeOrder.log = node.log();
        return placeOrder;
    }

    private static void awaitAll(TestNode node) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.projections().status("units-ordered").eventsProcessed() == 4);
    }

    private static String model(Jdbc jdbc) {
        return jdbc.first(
                        "SELECT product_id || ': ' || orders || ' orders, ' || units || ' units' FROM units_ordered",
                        statement -> {},
                        row -> row.getString(1))
                .orElseThrow();
    }
}
