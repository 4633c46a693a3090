package org.headrace.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionDefinitionTest {

    private static final DynamicProjection HANDLER = (event, context) -> {};

    @Test
    void keepsItsTablesWhateverElseIsSet() {
        ProjectionDefinition definition = ProjectionDefinition.of("p", HANDLER, "S")
                .withTables("orders", "order_items_2")
                .withOptions(ProjectionOptions.DEFAULT.withBatchSize(7))
                .withEvents(String.class);

        assertThat(definition.tables()).containsExactly("orders", "order_items_2");
        assertThat(ProjectionDefinition.of("p", HANDLER, "S").tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "public.orders", "Orders", "\"orders\"", "orders; --", "2orders", "ordérs"})
    void tablesHavePlainNames(String table) {
        assertThatThrownBy(() -> ProjectionDefinition.of("p", HANDLER, "S").withTables(table))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tables");
    }

    @Test
    void aTableIsNamedOnce() {
        assertThatThrownBy(() -> ProjectionDefinition.of("p", HANDLER, "S").withTables("a", "a"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("each table once");
    }

    @Test
    void onlyOneThatSaysSoIsSplit() {
        ProjectionOptions four = ProjectionOptions.DEFAULT.withParallelism(4);
        DynamicProjection plain = (event, context) -> {};
        ParallelHandler parallel = (event, context) -> {};

        assertThat(ProjectionDefinition.of("p", parallel, "S").withOptions(four).isParallel())
                .isTrue();
        assertThatThrownBy(() -> ProjectionDefinition.of("p", plain, "S").withOptions(four))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("parallelism")
                .hasMessageContaining("ParallelProjection");
    }

    private interface ParallelHandler extends DynamicProjection, ParallelProjection {}

    @Test
    void noProjectionHasTheNameOfAnothersNewVersion() {
        assertThatThrownBy(() -> ProjectionDefinition.of("p@rebuild", HANDLER, "S"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name");
    }
}
