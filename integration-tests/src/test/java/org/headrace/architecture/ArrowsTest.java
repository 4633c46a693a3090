package org.headrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and what each layer may know. */
class ArrowsTest {

    private static final List<String> MODULES =
            List.of("api", "persistence", "ejb-module", "web-module", "testkit", "sample", "server");

    private static JavaClasses headrace;

    @BeforeAll
    static void read() {
        headrace = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> Path.of("..", module, "target", "classes"))
                        .toList());
        for (String name : List.of("stream", "persistence", "engine", "web", "testkit", "sample", "server")) {
            assertThat(headrace.stream()
                            .filter(c -> c.getPackageName().startsWith("org.headrace." + name))
                            .count())
                    .as("classes of %s were read", name)
                    .isPositive();
        }
    }

    @Test
    void theApiKnowsJakartaOnly() {
        classes()
                .that()
                .resideOutsideOfPackages(
                        "org.headrace.persistence..",
                        "org.headrace.engine..",
                        "org.headrace.web..",
                        "org.headrace.testkit..",
                        "org.headrace.sample..",
                        "org.headrace.server..")
                .and()
                .resideInAPackage("org.headrace..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.naming..",
                        "jakarta..",
                        "org.jspecify..",
                        "org.headrace.cluster..",
                        "org.headrace.input..",
                        "org.headrace.json..",
                        "org.headrace.log..",
                        "org.headrace.memory..",
                        "org.headrace.operator..",
                        "org.headrace.projection..",
                        "org.headrace.retry..",
                        "org.headrace.saga..",
                        "org.headrace.spi..",
                        "org.headrace.stream..",
                        "org.headrace.trace..")
                .check(headrace);
    }

    @Test
    void nobodyDependsOnTheSampleNorOnTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.headrace.sample..", "org.headrace.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.sample..", "org.headrace.server..")
                .check(headrace);
    }

    @Test
    void theTestkitIsForTests() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.headrace.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.headrace.testkit..")
                .check(headrace);
    }

    @Test
    void theTestkitKnowsTheEngineAndTheStores() {
        noClasses()
                .that()
                .resideInAPackage("org.headrace.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.web..", "org.headrace.sample..", "org.headrace.server..")
                .check(headrace);
    }

    @Test
    void theSampleKnowsTheApiOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.headrace.sample..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.persistence..", "org.headrace.engine..", "org.headrace.web..")
                .check(headrace);
    }

    @Test
    void storesAreReachedThroughTheApiOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("org.headrace.engine..", "org.headrace.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.persistence..", "java.sql..", "javax.sql..", "org.hibernate..")
                .check(headrace);
    }

    @Test
    void storesKnowNeitherTheEngineNorTheWeb() {
        noClasses()
                .that()
                .resideInAPackage("org.headrace.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.engine..", "org.headrace.web..", "jakarta.ws.rs..")
                .check(headrace);
    }

    @Test
    void theEngineKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("org.headrace.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.headrace.web..", "jakarta.ws.rs..", "jakarta.servlet..")
                .check(headrace);
    }

    @Test
    void onlyTheMetricsKnowMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.headrace.engine.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(headrace);
    }

    /** The clocks of two nodes may be minutes apart: what one plans, the other finds due. */
    @Test
    void sagasGoByTheClockOfTheStoreAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.headrace.engine.saga..")
                .or()
                .haveNameMatching("org\\.headrace\\.persistence\\.saga\\.(Postgres|Jpa|Claim).*")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callConstructor(Date.class)
                .check(headrace);
    }
}
