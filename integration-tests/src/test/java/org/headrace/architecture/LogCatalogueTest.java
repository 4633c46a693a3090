package org.headrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.headrace.log.LogMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Headrace logs is in its catalogue, and what is in the catalogue is logged and in the guide. */
class LogCatalogueTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "log-messages.md");

    private static JavaClasses headrace;

    /** A row of the page. */
    private record Row(String id, String level, String text, String meaning, String remedy) {}

    @BeforeAll
    static void read() {
        headrace = new ClassFileImporter()
                .importPaths(List.of("api", "persistence", "ejb-module", "web-module").stream()
                        .map(module -> Path.of("..", module, "target", "classes"))
                        .toList());
        assertThat(headrace.contain(LogMessage.class)).isTrue();
    }

    @Test
    void thePageHasEveryMessageOnceAndNoOther() throws IOException {
        List<Row> rows = rows();

        assertThat(rows.stream().map(row -> row.id() + " " + row.level() + " " + row.text()))
                .containsExactlyElementsOf(Arrays.stream(LogMessage.values())
                        .map(message -> message.id() + " " + message.level() + " " + message.text())
                        .toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.meaning()).as(row.id()).isNotBlank();
            assertThat(row.remedy()).as(row.id()).isNotBlank();
        });
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `HR-")) {
                List<String> cells = Arrays.stream(
                                line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
                assertThat(cells).as(line).hasSize(5);
                rows.add(
                        new Row(cells.get(0).replace("`", ""), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
            }
        }
        return rows;
    }

    @Test
    void nobodyLogsPastTheCatalogue() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.headrace.log..")
                // A command: what it prints is its answer.
                .and()
                .doNotHaveFullyQualifiedName("org.headrace.persistence.schema.Migrate")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.System$Logger")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.logging.Logger")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "org.jboss.logging..", "org.apache..")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(headrace);
    }

    @Test
    void everyMessageIsLoggedSomewhere() {
        Set<String> used = headrace.stream()
                .filter(type -> !type.getName().equals(LogMessage.class.getName()))
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .map(JavaFieldAccess::getTarget)
                .filter(field -> field.getOwner().getName().equals(LogMessage.class.getName()))
                .map(field -> field.getName())
                .collect(Collectors.toSet());

        assertThat(Arrays.stream(LogMessage.values()).map(Enum::name)).allMatch(used::contains);
    }
}
